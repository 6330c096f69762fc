"""Random small pathways, and what they mean in a world where everything is known, worked out without the engine."""

from __future__ import annotations

import functools
import itertools
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st
from small_packs import Small, another, small

from actions.guidance import Pack

FACTS = {"a": "yes_no", "b": "yes_no", "c": ["red", "green", "blue"], "d": "yes_no", "e": ["small", "large"]}
VALUES = {fact: ("yes", "no") if kind == "yes_no" else tuple(kind) for fact, kind in FACTS.items()}

Tree = tuple
"""('in', fact, values) · ('known', fact) · ('not_known', fact) · ('not', tree) · ('and' | 'or', trees)"""


@functools.cache
def pack_of_the_facts() -> Pack:
    with tempfile.TemporaryDirectory() as folder:
        return small(Path(folder), FACTS, ask=list(FACTS)).pack


@dataclass(frozen=True)
class MadeUp:
    """`guards`: fact to tree or None, in the order asked; `gates` and `outcomes` by conclusion; `duties` by id."""

    guards: Mapping[str, Tree | None]
    gates: Mapping[str, Tree | None]
    outcomes: Mapping[str, Mapping[str, Tree]]
    duties: Mapping[str, Tree]

    @functools.cached_property
    def small(self) -> Small:
        return another(
            pack_of_the_facts(),
            ask=[(fact, words(guard)) if guard else fact for fact, guard in self.guards.items()],
            gates={name: words(gate) for name, gate in self.gates.items() if gate},
            conclusions={
                name: {node: words(tree) for node, tree in nodes.items()} for name, nodes in self.outcomes.items()
            },
            duties={node: words(tree) for node, tree in self.duties.items()},
        )

    def truth(self, world: Mapping[str, str]) -> Truth:
        """What is so in a world in which every fact has a value."""
        on_path: dict[str, str | None] = {}
        for fact, guard in self.guards.items():
            on_path[fact] = world[fact] if guard is None or holds(guard, on_path) else None
        outcomes = {}
        for name, nodes in self.outcomes.items():
            if self.gates[name] is None or holds(self.gates[name], on_path):
                (outcomes[name],) = (node for node, tree in nodes.items() if holds(tree, on_path))
        return Truth(outcomes, {node for node, tree in self.duties.items() if holds(tree, on_path)})


@dataclass(frozen=True)
class Truth:
    """Conclusions that arise, each with the outcome that is so; and the duties that hold."""

    outcomes: dict[str, str]
    duties: set[str]


def holds(tree: Tree, on_path: Mapping[str, str | None]) -> bool:
    """In two values; a fact off the path passes no test."""
    kind = tree[0]
    if kind == "in":
        return on_path[tree[1]] in tree[2]
    if kind == "known":
        return on_path[tree[1]] is not None
    if kind == "not_known":
        return False
    if kind == "not":
        return not holds(tree[1], on_path)
    return (all if kind == "and" else any)(holds(part, on_path) for part in tree[1])


def words(tree: Tree) -> str:
    """The tree as a condition in a pathway file."""
    kind = tree[0]
    if kind == "in":
        return f"{tree[1]} in [{', '.join(tree[2])}]" if len(tree[2]) > 1 else f"{tree[1]} is {tree[2][0]}"
    if kind in ("known", "not_known"):
        return f"{tree[1]} is {kind}"
    if kind == "not":
        return f"not ({words(tree[1])})"
    return f" {kind} ".join(f"({words(part)})" for part in tree[1])


def completions(answers: Mapping[str, object]) -> Iterator[dict[str, str]]:
    """Every world in which the plain answers are so and every other fact has some value."""
    choices = [(answers[fact],) if isinstance(answers.get(fact), str) else VALUES[fact] for fact in FACTS]
    for values in itertools.product(*choices):
        yield dict(zip(FACTS, values, strict=True))


def tests_of(fact: str) -> list[Tree]:
    """Every test of one fact for some of its values."""
    values = VALUES[fact]
    subsets = (subset for size in range(1, len(values)) for subset in itertools.combinations(values, size))
    return [("in", fact, subset) for subset in subsets]


@functools.cache
def trees(facts: str, *, about_knowing: bool = True) -> st.SearchStrategy[Tree]:
    leaves = [test for fact in facts for test in tests_of(fact)]
    if about_knowing:
        leaves += [(kind, fact) for fact in facts for kind in ("known", "not_known")]
    return st.recursive(
        st.sampled_from(leaves),
        lambda part: st.one_of(
            st.tuples(st.just("not"), part),
            st.tuples(st.sampled_from(["and", "or"]), st.tuples(part, part)),
        ),
        max_leaves=4,
    )


def exactly_one(name: str, parts: list[Tree]) -> dict[str, Tree]:
    """Outcomes without gap or overlap: each holds where its part does and no earlier one; the last where none does."""
    earlier = [("not", part) for part in parts]
    outcomes = {f"{name}_outcome{n}": ("and", (*earlier[:n], part)) if n else part for n, part in enumerate(parts)}
    return {**outcomes, f"{name}_none": ("and", tuple(earlier)) if len(earlier) > 1 else earlier[0]}


@st.composite
def made_up(draw: st.DrawFn) -> MadeUp:
    order = "".join(FACTS)
    guards = {
        fact: draw(st.one_of(st.none(), trees(order[:index], about_knowing=False))) if index else None
        for index, fact in enumerate(order)
    }
    names = [f"conclusion{n}" for n in range(draw(st.integers(1, 2)))]
    return MadeUp(
        guards=guards,
        gates={name: draw(st.one_of(st.none(), trees(order))) for name in names},
        outcomes={name: exactly_one(name, draw(st.lists(trees(order), min_size=1, max_size=2))) for name in names},
        duties={f"duty{n}": draw(trees(order)) for n in range(draw(st.integers(0, 3)))},
    )


WORLDS = st.fixed_dictionaries({fact: st.sampled_from(values) for fact, values in VALUES.items()})
