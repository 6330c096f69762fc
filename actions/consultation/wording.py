"""The words behind the ids of a record, for people who read it outside the chat."""

from __future__ import annotations

from functools import cache

from actions.casestore import Edition
from actions.casestore.spoken import Describe
from actions.guidance import Pack

from .answers import amount, choices_of
from .asking import sentence
from .entries import column_fact, heading
from .library import Library


def wording(library: Library) -> Describe:
    """A function from edition, kind and id to the words of that edition; an id that it does not know stays as it is.

    Kinds: pathway, fact, conclusion, outcome, choice, node; column, whose id is `FACT.COLUMN`; option, whose id is
    `FACT=VALUE` or `FACT.COLUMN=VALUE`, and which for an amount of money is the amount with its sign; and edition,
    which says so where an edition is not kept here and the words are those of the edition in force.
    """

    @cache
    def known(edition: Edition) -> tuple[Pack | None, dict[tuple[str, str], str]]:
        pack = library.nearest(*edition)
        return pack, (_words_of(pack) if pack else {})

    def describe(edition: Edition, kind: str, thing: str) -> str:
        pack, words = known(edition)
        if kind == "edition":
            return thing + _whose_words(pack, thing)
        return words.get((kind, thing)) or (_amount_of(pack, thing) if pack and kind == "option" else None) or thing

    return describe


def _whose_words(pack: Pack | None, edition: str) -> str:
    if pack is None:
        return " (not kept here, and no other of this pack is: names stand for its words)"
    return "" if pack.edition == edition else f" (not kept here: the words are those of {pack.edition})"


def _amount_of(pack: Pack, thing: str) -> str | None:
    fact_id, _, units = thing.partition("=")
    fact = pack.facts.get(fact_id)
    return amount(int(units), pack.form.currency) if fact and fact.kind == "money" and units.isdecimal() else None


def _words_of(pack: Pack) -> dict[tuple[str, str], str]:
    words: dict[tuple[str, str], str] = {}
    for fact_id, fact in pack.facts.items():
        words["fact", fact_id] = fact.ask
        words |= {("option", f"{fact_id}={option}"): label for option, label in choices_of(fact).items()}
        for column in fact.columns:
            words["column", f"{fact_id}.{column}"] = heading(column)
            options = choices_of(column_fact(fact, column))
            words |= {("option", f"{fact_id}.{column}={option}"): label for option, label in options.items()}
    for pathway in pack.pathways.values():
        words["pathway", pathway.id] = pathway.form.title
        words |= {("conclusion", conclusion.id): conclusion.title for conclusion in pathway.conclusions}
        for conclusion in pathway.conclusions:
            words |= {("outcome", outcome.id): sentence(outcome.node.say) for outcome in conclusion.outcomes}
        words |= {("node", duty.id): sentence(duty.node.say) for duty in pathway.duties}
        if pathway.form.decision:
            words |= {("choice", choice): option.label for choice, option in pathway.form.decision.options.items()}
    return words
