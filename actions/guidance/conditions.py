"""Conditions over facts in three-valued (Kleene) logic.

A condition is written as `mappa_category in [cat1, cat2] and not stalking is no`. Its value is True, False or
None; None means that facts which are not known or not asked yet could still turn it either way.
"""

from __future__ import annotations

import ast
import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .values import NOT_APPLICABLE, NOT_ASKED, NOT_KNOWN, FactValue, IfOnPath

View = Mapping[str, FactValue | IfOnPath]


class ConditionError(ValueError):
    """The text of a condition cannot be read; the message says what and how to mend it."""


class Condition(ABC):
    """A node of a condition. Subclasses say what it is worth; a view maps facts to what is held of them."""

    @abstractmethod
    def weigh(self, view: View) -> bool | frozenset[str]:
        """True, False, or, while it is neither, the facts whose value could still change that."""

    def value(self, view: View) -> bool | None:
        worth = self.weigh(view)
        return worth if isinstance(worth, bool) else None

    def open_facts(self, view: View) -> frozenset[str]:
        """The facts whose value could still change this condition (empty once it is decided)."""
        worth = self.weigh(view)
        return frozenset() if isinstance(worth, bool) else worth

    def facts(self) -> frozenset[str]:
        return frozenset(test.fact for test in self.tests())

    @abstractmethod
    def tests(self) -> tuple[Test, ...]:
        """Every single test in the condition, for the checker."""


@dataclass(frozen=True)
class Constant(Condition):
    """A condition that always holds: what a node without `when` has."""

    truth: bool = True

    def weigh(self, view: View) -> bool | frozenset[str]:
        return self.truth

    def tests(self) -> tuple[Test, ...]:
        return ()


ALWAYS = Constant()


@dataclass(frozen=True)
class Test(Condition):
    """One test of one fact. `kind` is is, has, known, not_known, or a comparison sign."""

    fact: str
    kind: str
    operand: object = None

    def weigh(self, view: View) -> bool | frozenset[str]:
        held = view.get(self.fact, NOT_ASKED)
        if isinstance(held, IfOnPath):
            # off the path every test is False, so only a test that fails on the path too is decided
            return False if self.weigh({self.fact: held.value}) is False else held.open
        if held is NOT_APPLICABLE:
            return False
        if held is NOT_ASKED or (held is NOT_KNOWN and self.kind not in ("known", "not_known")):
            return frozenset((self.fact,))
        return PASSES[self.kind](held, self.operand)

    def tests(self) -> tuple[Test, ...]:
        return (self,)


@dataclass(frozen=True)
class Not(Condition):
    part: Condition

    def weigh(self, view: View) -> bool | frozenset[str]:
        worth = self.part.weigh(view)
        return not worth if isinstance(worth, bool) else worth

    def tests(self) -> tuple[Test, ...]:
        return self.part.tests()


@dataclass(frozen=True)
class Joined(Condition):
    """All of the parts (`decider` False) or any of them (`decider` True): one part worth the decider decides."""

    parts: tuple[Condition, ...]
    decider: bool

    def weigh(self, view: View) -> bool | frozenset[str]:
        still_open = []
        for part in self.parts:
            worth = part.weigh(view)
            if worth is self.decider:
                return worth
            if worth is not True and worth is not False:
                still_open.append(worth)
        return frozenset().union(*still_open) if still_open else not self.decider

    def tests(self) -> tuple[Test, ...]:
        return tuple(test for part in self.parts for test in part.tests())


class PathView(dict[str, FactValue | IfOnPath]):
    """The view of one replay, which remembers what shared conditions are worth in it.

    Facts are added in the order of the questions and never changed; a condition looks back only, so it keeps its worth.
    """

    def __init__(self) -> None:
        super().__init__()
        self.worth: dict[int, bool | frozenset[str]] = {}


@dataclass(frozen=True)
class Shared(Condition):
    """A condition with a name, used in several places: one replay weighs it once."""

    condition: Condition

    def weigh(self, view: View) -> bool | frozenset[str]:
        if not isinstance(view, PathView):
            return self.condition.weigh(view)
        worth = view.worth.get(id(self))
        if worth is None:
            worth = view.worth[id(self)] = self.condition.weigh(view)
        return worth

    def tests(self) -> tuple[Test, ...]:
        return self.condition.tests()


PASSES: dict[str, Callable[[object, object], bool]] = {
    "is": lambda held, options: held in options,
    "has": operator.contains,
    "known": lambda held, _: held is not NOT_KNOWN,
    "not_known": lambda held, _: held is NOT_KNOWN,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
"""What makes a test of a value pass, by the test's kind."""

_SIGNS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}

Names = Mapping[str, Condition]


def parse(text: str, names: Names | None = None) -> Condition:
    """Read a condition. `names` are defined conditions that may be used by name.

    Raises ConditionError with a remedy if the text is not a condition.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError as error:
        raise ConditionError(
            f"cannot read the condition {text!r}: {error.msg}. Write tests as 'fact is yes', "
            "'fact in [a, b]', 'option in fact' or 'fact >= 3', joined by and, or, not"
        ) from None
    return _read(tree.body, names or {}, text)


def _read(node: ast.AST, names: Names, text: str) -> Condition:
    if isinstance(node, ast.BoolOp):
        parts = tuple(_read(value, names, text) for value in node.values)
        return Joined(parts, decider=isinstance(node.op, ast.Or))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return Not(_read(node.operand, names, text))
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return _read_test(node.left, node.ops[0], node.comparators[0], names, text)
    word = _word(node)
    if word in names:
        return names[word]
    raise ConditionError(f"{ast.unparse(node)!r} in {text!r} is no test and no defined name; write '{word} is yes'")


def _read_test(left: ast.AST, sign: ast.cmpop, right: ast.AST, names: Names, text: str) -> Condition:
    subject = _word(left)
    if isinstance(sign, (ast.Is, ast.IsNot)):
        test = _is(subject, _word(right), names)
        return Not(test) if isinstance(sign, ast.IsNot) else test
    if isinstance(sign, (ast.In, ast.NotIn)):
        if isinstance(right, ast.List):
            words = tuple(_word(item) for item in right.elts)
            if not words:
                raise ConditionError(f"the list in {text!r} is empty; name at least one option")
            if subject + "." + words[0] in names:
                test = Joined(tuple(_is(subject, word, names) for word in words), decider=True)
            else:
                test = Test(subject, "is", frozenset(words))
        else:
            test = Test(_word(right), "has", subject)
        return Not(test) if isinstance(sign, ast.NotIn) else test
    if type(sign) in _SIGNS and isinstance(right, ast.Constant) and isinstance(right.value, int):
        return Test(subject, _SIGNS[type(sign)], right.value)
    raise ConditionError(f"cannot compare in {text!r}; use is, is not, in, not in, or < <= > >= with a whole number")


def _is(subject: str, word: str, names: Names) -> Condition:
    """`mappa is outside` reads a conclusion's outcome; anything else tests a fact."""
    if f"{subject}.{word}" in names:
        return names[f"{subject}.{word}"]
    if word in ("known", "not_known"):
        return Test(subject, word)
    return Test(subject, "is", frozenset((word,)))


def _word(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Constant) and isinstance(node.value, (str, int)):
        return str(node.value)
    return ast.unparse(node)
