"""Reads a typed answer in the light of the question that was asked. What is uncertain is asked back, never guessed."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from dateutil import parser as dates

from actions.guidance import NOT_KNOWN
from actions.guidance.schema import Fact
from actions.guidance.values import FactValue

from .words import DOUBT_WORDS, NO_WORDS, NOT_KNOWN_WORDS, YES_WORDS

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


def read_answer(fact: Fact, text: str, today: dt.date, day_first: bool, currency: str = "£") -> Understood:
    """Read `text` as an answer to the question for `fact`; an amount of money may have the pack's `currency` sign."""
    if not re.search(r"\w", text):
        return Unreadable()
    if fact.kind in ("text", "rationale"):
        return Certain(text.strip())
    understood = _understood(fact, text, today, day_first, currency)
    if isinstance(understood, Certain) and text.rstrip().endswith("?"):
        return Perhaps((understood.value,))
    return understood


def _understood(fact: Fact, text: str, today: dt.date, day_first: bool, currency: str) -> Understood:
    head, rest = _split(text)
    if fact.not_known and _plain(text) in NOT_KNOWN_WORDS:
        return Certain(NOT_KNOWN)
    if fact.not_known and head in NOT_KNOWN_WORDS:
        named = _answers_named(fact, _plain(rest))
        return Perhaps((*named, NOT_KNOWN)) if named else Certain(NOT_KNOWN, rest or None)
    if fact.not_known and any(_plain(text).startswith(words + " ") for words in NOT_KNOWN_WORDS if " " in words):
        return Perhaps((NOT_KNOWN,))
    if fact.kind == "yes_no":
        return _yes_no(fact, text, head, rest)
    if fact.kind == "choice":
        return _choice(fact, text)
    if fact.kind == "choices":
        return _choices(fact, text)
    if fact.kind == "number":
        return _number(text)
    if fact.kind == "money":
        return _money(text, currency)
    return read_date(text, today, day_first)


def _split(text: str) -> tuple[str, str]:
    """The first clause, lowered, and the words after it."""
    head, *rest = re.split(r"[,;!?\n–—]\s*|[.:]\s+|\s-+\s", text.strip(), maxsplit=1)
    return _plain(head), rest[0].strip() if rest else ""


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s']", " ", text.lower().replace("’", "'"))).strip()


def _answers_named(fact: Fact, plain: str) -> tuple[FactValue, ...]:
    """The answers that the words after a "don't know" name all the same: "don't know, probably custody"."""
    if fact.kind == "yes_no":
        said = any(word in YES_WORDS or word in NO_WORDS for word in plain.split())
        return ("yes", "no") if said else ()
    named = _named(_spellings(fact), plain)
    return (frozenset(named),) if named and fact.kind == "choices" else tuple(named)


def _yes_no(fact: Fact, text: str, head: str, rest: str) -> Understood:
    plain = _plain(text)
    if plain == "not yet" and fact.not_known:
        return Perhaps(("no", NOT_KNOWN))
    if plain in YES_WORDS or plain in NO_WORDS:
        return Certain("yes" if plain in YES_WORDS else "no")
    for value, same, opposite in (("yes", YES_WORDS, NO_WORDS), ("no", NO_WORDS, YES_WORDS)):
        if head in same and not _takes_it_back(_plain(rest), same, opposite):
            return Certain(value, rest or None)
    opening = {head, plain.split()[0]}
    if opening & NO_WORDS:
        return Perhaps(("no", "yes"))
    return Perhaps(("yes", "no")) if opening & YES_WORDS else Unreadable()


def _takes_it_back(rest: str, same: frozenset[str], opposite: frozenset[str]) -> bool:
    """'Yes, but I'm not sure' is no plain yes, and neither is 'no, wait, yes'."""
    if rest in same:
        return False
    doubtful = (word in DOUBT_WORDS or word in opposite or word.endswith("n't") for word in rest.split())
    return rest in opposite or any(doubtful)


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
    numbers = re.findall(r"\d+", text)
    if len(numbers) != 1 or len(numbers[0]) > 6 or re.search(r"-\s*\d", text):
        return Unreadable("Please send one whole number.")
    value = int(numbers[0])
    return Certain(value) if _plain(text) == numbers[0] else Perhaps((value,))


MOST_MONEY = 99_999_999
"""Whole units; more than that is a slip of the finger."""

_PENCE = re.compile(r"\d\s*(p|pence|penny|pennies|c|cents?)\b", re.IGNORECASE)
_UNITS_IN_WORDS = re.compile(r"\d\s*(k|m|bn|grand|hundred|thousand|million|billion)\b", re.IGNORECASE)
_AMOUNT = re.compile(r"(?P<whole>\d{1,3}(,\d{3})+|\d+)(\.(?P<part>\d{1,2}))?")


def amount(units: int, currency: str) -> str:
    """£1,500."""
    return f"{currency}{units:,}"


def _money(text: str, currency: str) -> Understood:
    """Whole units only. Pence and cents are refused in so many words, so that nobody wonders which way we rounded."""
    example = f"for example {amount(1500, currency)}"
    if any(unicodedata.category(sign) == "Sc" for sign in text.replace(currency, "")):
        return Unreadable(f"Please send the amount in {currency}, {example}.")
    numbers = re.findall(r"\d[\d,.]*\d|\d", text)
    found = _AMOUNT.fullmatch(numbers[0]) if len(numbers) == 1 else None
    if re.search(r"[-−–]\W*\d|\bminus\b|\(\W*\d[\d,.]*\)", text.lower()) and len(numbers) == 1:
        return Unreadable(f"An amount cannot be below zero. Please send it again, {example}.")
    if _PENCE.search(text):
        return Unreadable(f"Please round up to whole units and send only those, {example}.")
    if found is None or _UNITS_IN_WORDS.search(text):
        return Unreadable(f"Please send one amount in figures, in whole units, {example}.")
    units = int(found["whole"].replace(",", ""))
    if units > MOST_MONEY:
        return Unreadable(f"That is too large to be right. Please check the amount and send it again, {example}.")
    if int(found["part"] or 0):
        return Unreadable(f"Please round up to whole units: that would be {amount(units + 1, currency)}.")
    plain = re.sub(r"\s", "", text.replace(currency, "", 1)).strip(".?")
    return Certain(units) if plain == numbers[0] else Perhaps((units,))


_PLAIN_DATE = re.compile(
    r"(?P<first>\d{1,2})([-/. ])\d{1,2}\2(\d{2}|\d{4})"  # 3/5/26
    r"|\d{4}([-/. ])\d{1,2}\4\d{1,2}|\d{8}"  # 2026-05-03
    r"|(on )?\d{1,2}(st|nd|rd|th)?[- /.]?(of )?[a-z]{3,9}[- /.,]{0,2}(\d{2}|\d{4})"  # 3rd of May 2026
    r"|(on )?[a-z]{3,9} \d{1,2}(st|nd|rd|th)?,? \d{4}",  # May 3, 2026
    re.IGNORECASE | re.ASCII,
)
"""What is taken for a date at once; anything else that can be read as one is asked back."""

_DAYS_BACK = {"today": 0, "yesterday": 1, "the day before yesterday": 2}


def read_date(text: str, today: dt.date, day_first: bool) -> Understood:
    """A day in words or figures. What is not a whole date that exists is unreadable, with the reason."""
    plain, text = _plain(text), text.strip(" .?")
    if plain in _DAYS_BACK:
        return Certain(today - dt.timedelta(days=_DAYS_BACK[plain]))
    if plain == "tomorrow":
        return Certain(today + dt.timedelta(days=1))
    day_first = day_first and not re.match(r"\D*\d{4}", text)
    if not re.search(r"\d", text) or (plain.isdecimal() and len(plain) != 8):
        return Unreadable("Please send a date, for example 3 May 2026.")
    default = dt.datetime(today.year, 1, 1)
    try:
        found = dates.parse(text, dayfirst=day_first, default=default)
        other = dates.parse(text, dayfirst=day_first, default=default.replace(year=2000, month=12, day=31))
    except (ValueError, OverflowError):
        return Unreadable("I cannot read that as a date that exists. Please send it like 3 May 2026.")
    if (found.month, found.day) != (other.month, other.day):
        return Unreadable("Please send the whole date, for example 3 May 2026.")
    if found.year != other.year:
        return Perhaps((found.date(),))
    if not 1900 <= found.year <= today.year + 80:
        return Unreadable("That year cannot be right. Please send the date like 3 May 2026.")
    plain_date = _PLAIN_DATE.fullmatch(text)
    first = plain_date and plain_date["first"]
    if not plain_date or (first and int(first) != (found.day if day_first else found.month)):
        return Perhaps((found.date(),))
    return Certain(found.date())
