"""The words behind the ids of a record, for people who read it outside the chat."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from actions.guidance import Pack

from .answers import choices_of
from .asking import sentence

Describe = Callable[[str, str, str], str]


def wording(packs: Mapping[str, Pack]) -> Describe:
    """A function from pack, kind and id to words; an id that the packs no longer know stays as it is.

    Kinds: pathway, fact, conclusion, outcome, choice, node, and option, whose id is `FACT=VALUE`.
    """
    known = {pack.id: _words_of(pack) for pack in packs.values()}

    def describe(pack: str, kind: str, thing: str) -> str:
        return known.get(pack, {}).get((kind, thing), thing)

    return describe


def _words_of(pack: Pack) -> dict[tuple[str, str], str]:
    words: dict[tuple[str, str], str] = {}
    for fact_id, fact in pack.facts.items():
        words["fact", fact_id] = fact.ask
        words |= {("option", f"{fact_id}={option}"): label for option, label in choices_of(fact).items()}
    for pathway in pack.pathways.values():
        words["pathway", pathway.id] = pathway.form.title
        words |= {("conclusion", conclusion.id): conclusion.title for conclusion in pathway.conclusions}
        for conclusion in pathway.conclusions:
            words |= {("outcome", outcome.id): sentence(outcome.node.say) for outcome in conclusion.outcomes}
        words |= {("node", duty.id): sentence(duty.node.say) for duty in pathway.duties}
        if pathway.form.decision:
            words |= {("choice", choice): option.label for choice, option in pathway.form.decision.options.items()}
    return words
