"""What `signpost policy compare` prints: what two packs make of the same facts, side by side."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable, Mapping
from itertools import zip_longest

from actions.guidance import NOT_KNOWN, Answer, Pack, Pathway, Standing, replay
from actions.guidance.schema import Fact
from actions.guidance.values import FactValue
from bot.cli.figures import day_words

WIDTH = 56
"""Characters of one column; two fit a terminal of 120."""
FORCE_WORDS = {"must": "Must", "must_not": "Must not", "should": "Should", "consider": "Consider", "may": "May"}


class NotComparable(ValueError):
    """A name or an answer that the packs do not have. The message says which, and what there is."""


def compared(packs: Mapping[str, Pack], first: str, second: str, facts: Iterable[str]) -> str:
    """Both sides as aligned text. `facts` are FACT=ANSWER; several answers are joined by commas.

    Raises NotComparable.
    """
    given = dict(_split(fact) for fact in facts)
    sides = [_chosen(packs, name) for name in (first, second)]
    for fact, said in given.items():
        _refuse_what_neither_takes([pack for pack, _ in sides], fact, said)
    columns = [_column(pack, pathways, given) for pack, pathways in sides]
    return "\n".join(f"{left:{WIDTH}}  {right}".rstrip() for left, right in zip_longest(*columns, fillvalue=""))


def _refuse_what_neither_takes(packs: Iterable[Pack], fact: str, said: str) -> None:
    asking = [pack.facts[fact] for pack in packs if fact in pack.facts]
    if not asking:
        raise NotComparable(f"Neither pack asks for '{fact}'.")
    refused = [problem for _, problem in (_read(each, fact, said) for each in asking) if problem]
    if len(refused) == len(asking):
        raise NotComparable(refused[0])


def _split(fact: str) -> tuple[str, str]:
    name, sign, answer = fact.partition("=")
    if not sign:
        raise NotComparable(f"'{fact}' is no FACT=ANSWER.")
    return name.strip(), answer.strip()


def _chosen(packs: Mapping[str, Pack], name: str) -> tuple[Pack, list[Pathway]]:
    pack_id, _, pathway_id = name.partition(":")
    if pack_id not in packs:
        raise NotComparable(f"There is no pack '{pack_id}'. There is: {', '.join(packs)}.")
    pack = packs[pack_id]
    if not pathway_id:
        return pack, list(pack.pathways.values())
    if pathway_id not in pack.pathways:
        raise NotComparable(f"{pack_id} has no pathway '{pathway_id}'. It has: {', '.join(pack.pathways)}.")
    return pack, [pack.pathways[pathway_id]]


def _column(pack: Pack, pathways: list[Pathway], given: Mapping[str, str]) -> list[str]:
    lines = [pack.form.title.upper(), f"{pack.form.source}, {pack.form.edition}"]
    used = {fact for pathway in pathways for fact in given if fact in {step.fact for step in pathway.steps}}
    ignored = [fact for fact in given if fact not in used]
    if ignored:
        lines.append(f"Does not ask: {', '.join(ignored)}")
    strange = [fact for fact in given if fact in used and _read(pack.facts[fact], fact, given[fact])[1]]
    if strange:
        lines.append(f"Asks with other answers, so not known here: {', '.join(strange)}")
    for pathway in pathways:
        asked = {step.fact for step in pathway.steps}
        if asked & given.keys() or len(pathways) == 1:
            lines += ["", *_pathway(pathway, _walked(pack, pathway, given))]
    return [part for line in lines for part in (textwrap.wrap(line, WIDTH, subsequent_indent="  ") or [""])]


def _walked(pack: Pack, pathway: Pathway, given: Mapping[str, str]) -> Standing:
    """Every question answered from what is given, and with not known yet otherwise."""
    answers: list[Answer] = []
    while (fact := (standing := replay(pathway, answers, pack.calendar)).question) is not None:
        value, problem = _read(pack.facts[fact], fact, given[fact]) if fact in given else (NOT_KNOWN, None)
        answers.append(Answer(fact, NOT_KNOWN if problem else value))
    return standing


def _read(fact: Fact, fact_id: str, said: str) -> tuple[FactValue, str | None]:
    """What was said as an answer to this question, or why it is none. Nothing at all is none of several choices."""
    options = list(fact.options) or (["yes", "no"] if fact.kind == "yes_no" else [])
    chosen = [word.strip() for word in said.split(",") if word.strip()] if fact.kind == "choices" else [said]
    if options and not set(chosen) <= set(options):
        return NOT_KNOWN, f"'{said}' is no answer to '{fact_id}'. Use: {', '.join(options)}."
    if fact.kind == "entries":
        return NOT_KNOWN, f"'{fact_id}' is a list of entries, which cannot be given here."
    try:
        if fact.kind == "date":
            return dt.date.fromisoformat(said), None
        if fact.kind in ("number", "money"):
            return int(said), None
    except ValueError:
        wanted = "a date such as 2026-05-31" if fact.kind == "date" else "a whole number"
        return NOT_KNOWN, f"'{said}' is no answer to '{fact_id}'. Use {wanted}."
    return frozenset(chosen) if fact.kind == "choices" else said, None


def _pathway(pathway: Pathway, standing: Standing) -> list[str]:
    titles = {conclusion.id: conclusion.title for conclusion in pathway.conclusions}
    lines = [pathway.form.title, "-" * min(len(pathway.form.title), WIDTH)]
    for finding in standing.findings:
        said = finding.outcome.node.say if finding.outcome else "not decided yet."
        where = [finding.status.replace("_", " "), *(finding.outcome.node.cites if finding.outcome else ())]
        lines.append(f"* {titles[finding.id]}: {said} [{', '.join(where)}]")
    for duty in standing.duties:
        node, deadline = duty.advice.node, duty.deadline
        force = f"{FORCE_WORDS[node.force]}: " if node.force in FORCE_WORDS else ""
        due = f" By {day_words(deadline.on)}." if deadline and deadline.on else ""
        lines.append(f"- {force}{node.say}{due} [{', '.join(node.cites) or 'our own advice'}]")
    return lines
