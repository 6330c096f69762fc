"""Reads a typed answer in the light of the question that was asked. What is uncertain is asked back, never guessed."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from dateutil import parser as dates

from actions.guidance import NOT_KNOWN
from actions.guidance.schema import Fact
from actions.guidance.values import FactValue

from .words import NO_WORDS, NOT_KNOWN_WORDS, YES_WORDS

CLOSE_ENOUGH = 0.82
"""Spelling likeness from which a mistyped label is offered back (never taken) as what was meant."""


@dataclass(frozen=True)
class Certain:
    """The answer is plain. `note` holds the words that came with it."""

    value: FactValue
    note: str | None = None


@dataclass(frozen=True)
class Perhaps:
    """One of these may be meant: ask back."""

    values: tuple[FactValue, ...]


@dataclass(frozen=True)
class Unreadable:
    """No answer to this question. `problem` says why, when there is a particular reason."""

    problem: str | None = None


Understood = Certain | Perhaps | Unreadable


def choices_of(fact: Fact) -> dict[str, str]:
    """Option id to label, for every kind of question that has options."""
    if fact.kind == "yes_no":
        return {"yes": "Yes", "no": "No"}
    return {option_id: option.label for option_id, option in fact.options.items()}


def read_answer(fact: Fact, text: str, today: dt.date, day_first: bool) -> Understood:
    """Read `text` as an answer to the question for `fact`."""
    if not text.strip():
        return Unreadable()
    if fact.kind in ("text", "rationale"):
        return Certain(text.strip()) if re.search(r"\w", text) else Unreadable()
    head, rest = _split(text)
    if fact.not_known and _plain(text) in NOT_KNOWN_WORDS:
        return Certain(NOT_KNOWN)
    if fact.not_known and head in NOT_KNOWN_WORDS:
        return Certain(NOT_KNOWN, rest or None)
    if fact.not_known and any(_plain(text).startswith(words + " ") for words in NOT_KNOWN_WORDS if " " in words):
        return Perhaps((NOT_KNOWN,))
    if fact.kind == "yes_no":
        return _yes_no(text, head, rest)
    if fact.kind == "choice":
        return _choice(fact, text)
    if fact.kind == "choices":
        return _choices(fact, text)
    if fact.kind == "number":
        return _number(text)
    return _date(text, today, day_first)


def _split(text: str) -> tuple[str, str]:
    """The first clause, lowered, and the words after it."""
    match = re.match(r"\s*([^,.;:!?\n–-]+)[\s,.;:!?\n–-]*(.*)$", text, re.S)
    return (_plain(match[1]), match[2].strip()) if match else (_plain(text), "")


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s']", " ", text.lower().replace("’", "'"))).strip()


def _yes_no(text: str, head: str, rest: str) -> Understood:
    plain = _plain(text)
    yes, no = plain in YES_WORDS or head in YES_WORDS, plain in NO_WORDS or head in NO_WORDS
    if yes != no and not _takes_it_back(rest):
        return Certain("yes" if yes else "no", rest or None)
    words = plain.split()
    opens_yes, opens_no = words[:1] and words[0] in YES_WORDS, words[:1] and words[0] in NO_WORDS
    if opens_yes or opens_no or yes or no:
        return Perhaps(("yes", "no") if opens_yes or yes else ("no", "yes"))
    return Unreadable()


def _takes_it_back(rest: str) -> bool:
    """'Yes, but I'm not sure' is no plain yes."""
    plain = f" {_plain(rest)} "
    return any(
        f" {word} " in plain
        for word in ("not sure", "unsure", "maybe", "don't know", "dont know", "no", "possibly", "think")
    )


def _spellings(fact: Fact) -> dict[str, str]:
    """Every way of writing an option, to its id."""
    found = {}
    for option_id, option in fact.options.items():
        for words in (
            option.label,
            re.sub(r"\s*\(.*?\)", "", option.label),
            option_id.replace("_", " "),
            *option.also,
        ):
            found.setdefault(_plain(words), option_id)
    return found


def _choice(fact: Fact, text: str) -> Understood:
    spellings, plain = _spellings(fact), _plain(text)
    if plain in spellings:
        return Certain(spellings[plain])
    if plain.isdecimal() and 1 <= int(plain) <= len(fact.options):
        return Certain(list(fact.options)[int(plain) - 1])
    named = _named(spellings, plain)
    if named:
        return Perhaps(tuple(named))
    return _near(spellings, plain)


def _choices(fact: Fact, text: str) -> Understood:
    spellings, plain = _spellings(fact), _plain(text)
    if plain in ("none", "none of these", "none of them", "nothing", "neither"):
        return Certain(frozenset())
    if plain in ("all", "all of them", "all of these", "all three", "both"):
        return Certain(frozenset(fact.options)) if plain != "both" or len(fact.options) == 2 else Unreadable()
    parts = [_plain(part) for part in re.split(r",|;|&|\n|\band\b|\+", text) if _plain(part)]
    if parts and all(part in spellings for part in parts):
        return Certain(frozenset(spellings[part] for part in parts))
    named = _named(spellings, plain)
    return Perhaps((frozenset(named),)) if named else _near(spellings, plain, many=True)


def _named(spellings: Mapping[str, str], plain: str) -> list[str]:
    padded = f" {plain} "
    return list(dict.fromkeys(option for words, option in spellings.items() if f" {words} " in padded))


def _near(spellings: Mapping[str, str], plain: str, *, many: bool = False) -> Understood:
    near = difflib.get_close_matches(plain, spellings, n=3, cutoff=CLOSE_ENOUGH)
    options = tuple(dict.fromkeys(spellings[words] for words in near))
    if not options:
        return Unreadable()
    return Perhaps((frozenset(options),) if many else options)


def _number(text: str) -> Understood:
    numbers = re.findall(r"(?<![\d.,])\d{1,6}(?![\d.,]\d)", text)
    if len(numbers) != 1:
        return Unreadable("Please send one whole number.")
    value = int(numbers[0])
    return Certain(value) if _plain(text) == numbers[0] else Perhaps((value,))


_DAYS_BACK = {"today": 0, "yesterday": 1, "the day before yesterday": 2}


def _date(text: str, today: dt.date, day_first: bool) -> Understood:
    plain = _plain(text)
    if plain in _DAYS_BACK:
        return Certain(today - dt.timedelta(days=_DAYS_BACK[plain]))
    if plain == "tomorrow":
        return Certain(today + dt.timedelta(days=1))
    iso = re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip())
    if not re.search(r"\d", text) or (plain.isdecimal() and len(plain) < 6):
        return Unreadable("Please send a date, for example 3 May 2026.")
    default = dt.datetime(today.year, 1, 1)
    try:
        found = dates.parse(text, dayfirst=day_first and not iso, default=default)
    except (ValueError, OverflowError):
        return Unreadable("That is not a date that exists. Please send it like 3 May 2026.")
    other = dates.parse(text, dayfirst=day_first and not iso, default=default.replace(year=2000, month=12, day=31))
    if (found.month, found.day) != (other.month, other.day):
        return Unreadable("Please send the whole date, for example 3 May 2026.")
    if not re.search(r"\d{4}", text) and found.year != other.year:
        return Perhaps((found.date(),))
    if not 1900 <= found.year <= today.year + 80:
        return Unreadable("That year cannot be right. Please send the date like 3 May 2026.")
    return Certain(found.date())
