"""The shape of a policy pack's files. `signpost policy schema` exports it as JSON Schema for editors."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

import holidays
from pydantic import BaseModel, Extra, Field, constr, root_validator, validator

Id = constr(regex=r"^[a-z][a-z0-9_]*$", max_length=48)
NodeId = constr(regex=r"^[a-z][a-z0-9_]*$", max_length=60)
PathwayId = constr(regex=r"^[a-z]+\.[a-z][a-z0-9-]*$", max_length=48)
Text = constr(min_length=2, strip_whitespace=True)

Force = Literal["must", "must_not", "should", "consider", "may", "judgement", "local", "elsewhere", "product", "rule"]
Sensitivity = Literal["ordinary", "sensitive", "victim"]
Manager = Literal["none", "told", "consulted", "agrees"]


class Part(BaseModel):
    """A part of a pack file: nothing beyond its fields is accepted."""

    class Config:
        extra = Extra.forbid
        allow_mutation = False


class Cited(Part):
    """Anything a person reads: it cites paragraphs, or is our own advice (`product`) and cites none."""

    cites: list[str] = []
    product: bool = False
    carries: list[str] = Field([], description="rows of the obligations ledger that this carries")


class Option(Part):
    label: constr(min_length=1, max_length=60)
    also: list[str] = Field([], description="other words people type for this option")
    spots: list[str] = Field([], description="words in the text of `spotted_in` that suggest this option")


class NotKnown(Part):
    """What a 'not known yet' leaves to be done."""

    find_out: Text
    ask: Text = Field(..., description="from whom, or where")
    changes: Text = Field(..., description="what the answer could change")
    label: constr(min_length=2, max_length=40) = Field("Not known yet", description="the words on its button")


class Column(Part):
    """One part of each entry in a fact of kind `entries`."""

    ask: Text
    kind: Literal["choice", "text"]
    options: dict[Id, Option] = {}

    @root_validator(skip_on_failure=True)
    def options_belong_to_choices(cls, values: dict) -> dict:
        return _options_fit(values, ("choice",))


class Fact(Cited):
    """One thing a question asks for. An `entries` fact collects several things of the same shape, one after another."""

    ask: Text
    kind: Literal["yes_no", "choice", "choices", "date", "number", "money", "text", "rationale", "entries"]
    why: Text
    options: dict[Id, Option] = {}
    columns: dict[Id, Column] = Field({}, description="for `entries`: what is asked of each entry, in this order")
    spotted_in: Id | None = Field(
        None, description="a text fact asked before; options whose `spots` it holds are ticked"
    )
    not_known: NotKnown | None = None
    hint: Text | None = None
    given_by: Literal["role"] | None = Field(None, description="taken from the verified identity where it is there")
    sensitivity: Sensitivity = "ordinary"
    note: Text | None = Field(None, description="after the answer, invite a short note with these words")

    @root_validator(skip_on_failure=True)
    def options_belong_to_choices(cls, values: dict) -> dict:
        return _options_fit(values, ("choice", "choices"))

    @root_validator(skip_on_failure=True)
    def columns_belong_to_entries(cls, values: dict) -> dict:
        if (values["kind"] == "entries") != bool(values["columns"]):
            raise ValueError("entries need columns, and nothing else has them")
        return values

    @root_validator(skip_on_failure=True)
    def spots_belong_to_choices(cls, values: dict) -> dict:
        spots = any(option.spots for option in values["options"].values())
        if bool(values["spotted_in"]) != spots or (spots and values["kind"] != "choices"):
            raise ValueError("`spotted_in` goes with `choices` whose options have `spots`")
        return values


def _options_fit(values: dict, kinds: tuple[str, ...]) -> dict:
    kind, options = values["kind"], values["options"]
    if kind in kinds and not options:
        raise ValueError("a choice needs options")
    if kind not in kinds and options:
        raise ValueError(f"only {' and '.join(kinds)} have options; remove them or change the kind")
    return values


class Ask(Part):
    """A place in the order of questions."""

    fact: Id
    when: str | None = None
    for_record: bool = Field(False, description="asked because it must be recorded, whatever it changes")


class Record(Part):
    where: Text
    keep_out: Text | None = None
    cites: list[str] = []


class Node(Cited):
    """One piece of advice: a duty, or a conclusion's outcome."""

    id: NodeId
    say: Text
    force: Force
    when: str | None = None
    for_: list[Id] = Field([], alias="for", description="roles it is shown to; empty: everybody on the pathway")
    actor: list[Id] = Field([], description="roles the source names, when narrower than `for`")
    owner: Text | None = Field(None, description="who does it, when it is not the practitioner")
    due: str | None = Field(None, description="'FACT + N working days', 'FACT - N months', 'at once'")
    due_words: Text | None = Field(None, description="a limit the source gives in words, without a number")
    limit_of: Id | None = Field(None, description="limits with the same name overlap: the earliest governs")
    task: bool = Field(False, description="creates a task even without a date")
    record: Record | None = None
    sensitivity: Sensitivity = "ordinary"
    manager: Manager = "none"
    closes: bool = Field(
        False, description="this outcome closes a protective route, so nothing not known may lead to it"
    )

    @root_validator
    def product_advice_says_so(cls, values: dict) -> dict:
        if values.get("force") == "product":
            values["product"] = True
        return values


class Conclusion(Part):
    """One of the separate answers a pathway reaches. Exactly one outcome holds once everything is known."""

    title: Text
    when: str | None = None
    one_of: list[Node]


class DecisionOption(Part):
    label: constr(min_length=1, max_length=60)
    undecided: bool = False
    also: list[str] = []


class Decision(Cited):
    """What the policy leaves to the practitioner, asked after the summary."""

    when: str | None = None
    ask: Text
    options: dict[Id, DecisionOption]
    reasons: Text = Field(..., description="how to ask for the reasons")
    manager: Manager = "none"


class Ambiguity(Part):
    """A place where the source is unclear, the reading chosen, and why."""

    paragraphs: list[str]
    unclear: Text
    reading: Text
    why: Text
    shown_by: list[NodeId] = Field(
        [], description="nodes, questions or information entries that say so and name a person to ask"
    )


class PathwayFile(Part):
    pathway: PathwayId
    title: Text
    for_when: Text = Field(..., description="completes 'Use this when ...', shown in menus")
    button: constr(min_length=2, max_length=40)
    source: Text
    about: Literal["case", "work", "self"] = Field(
        "case",
        description="a case; the work in general, without one; or the person themself, kept apart from every case",
    )
    roles: list[Id] = Field([], description="roles it is offered to; empty: everybody")
    define: dict[Id, str] = {}
    ask: list[Ask]
    conclusions: dict[Id, Conclusion] = {}
    duties: list[Node] = []
    decision: Decision | None = None
    ambiguities: list[Ambiguity] = []


class FactsFile(Part):
    facts: dict[Id, Fact]


class Information(Cited):
    """A short answer to a policy question."""

    id: NodeId
    asks: list[str]
    say: Text
    force: Force = "rule"


class InformationFile(Part):
    information: list[Information]
    ambiguities: list[Ambiguity] = []


class OutOfScope(Part):
    row: str
    reason: Text


class Holidays(Part):
    country: str
    subdivision: str | None = None

    @root_validator(skip_on_failure=True)
    def somebody_keeps_them(cls, values: dict) -> dict:
        try:
            holidays.country_holidays(values["country"], subdiv=values["subdivision"])
        except NotImplementedError as error:
            raise ValueError(f"no public holidays are kept for this: {error}") from None
        return values


class Helpline(Part):
    name: Text
    number: Text
    when: Text | None = None
    cites: list[str] = []


class Term(Part):
    short: Text
    means: Text
    cites: list[str] = []


class Dated(Part):
    """A figure of the policy from a day on, until the next one takes its place."""

    since: date
    value: int
    cites: list[str]
    reference: Text = Field(..., description="the edition, circular or law that set it")


class Topic(Part):
    """One entry of the menu, with its pathways, the most needed first."""

    label: constr(min_length=2, max_length=40)
    pathways: list[PathwayId]


class PackFile(Part):
    """pack.yml: whose policy this is."""

    pack: Id
    title: Text
    owner: Text
    source: Text
    edition: str
    status: Literal["draft", "in_force", "retired"]
    jurisdiction: Text
    language: str
    timezone: str = Field(..., description="the office's time zone, for 'today'")
    emergency_number: str
    emergency_advice: list[Text]
    case_reference: Text = Field(..., description="what the agency's own reference is called, with its form")
    case_reference_pattern: str
    holidays: Holidays
    currency: str = Field("£", description="the sign in front of an amount of money")
    date_order: Literal["day_first", "month_first"] = "day_first"
    helplines: dict[Id, Helpline] = {}
    roles: dict[Id, Text]
    topics: dict[Id, Topic] = Field({}, description="the menu's first level, where there are many pathways")
    danger_fact: Id = Field("danger_now", description="the fact whose yes shows the emergency advice")
    glossary: list[Term] = []
    values: dict[Id, list[Dated]] = Field({}, description="figures that may change; written {name} in the other files")
    paragraphs: dict[str, Text] = Field(..., description="paragraphs of the source, each with a short title of ours")
    covers: list[str] = Field([], description="paragraphs whose ledger rows must all be carried; '15.*' for a section")
    out_of_scope: list[OutOfScope] = []

    @validator("values", each_item=True)
    def values_are_in_order(cls, dated: list[Dated]) -> list[Dated]:
        days = [one.since for one in dated]
        if not days or days != sorted(set(days)):
            raise ValueError("give at least one figure, the oldest first, each from another day")
        return dated

    @validator("timezone")
    def timezone_exists(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (LookupError, ValueError, OSError):
            raise ValueError(f"no time zone is called '{name}'; write it like Europe/London") from None
        return name

    @validator("case_reference_pattern")
    def pattern_can_be_read(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"is no regular expression: {error}") from None
        return pattern
