"""Numbers and codes that identify a person, found by their shape."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

Span = tuple[int, int, str]  # start, end, kind

# Numbers that people have to be able to read in an answer: national helplines.
HELPLINES = frozenset(
    {
        "08082000247",  # National Domestic Abuse Helpline
        "08088010800",  # Live Fear Free
        "08088010327",  # Men's Advice Line
        "08088024040",  # Respect Phoneline
        "08088020300",  # National Stalking Helpline
        "08009995428",  # National LGBT+ Domestic Abuse Helpline
        "08000271234",  # Scotland's helpline
        "08088021414",  # Northern Ireland's helpline
        "08088005000",  # NSPCC
        "08005999247",  # Karma Nirvana
        "03000606699",  # Unwanted Prisoner Contact Service
        "08000198988",  # staff support, all day and night
    }
)

_POSTCODE_AREAS = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC "
    "EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M "
    "ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW "
    "SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
).replace(" ", "|")

_DATE = (
    r"(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:\d{4}|\d{2})"
    r"|\d{1,2}\s\d{1,2}\s\d{4}"
    r"|\d{4}-\d{2}-\d{2}|\d{8}|\d{6}"
    r"|\d{1,2}(?:st|nd|rd|th)?\s(?:of\s)?(?:MONTH)[a-z]{0,6}[,.]?\s\d{2,4}"
    r"|(?:MONTH)[a-z]{0,6}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4})"
).replace("MONTH", "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec")
_BIRTH = r"(?:\bd\.?o\.?b\b\.?|\bdate of birth\b|\bbirth\s?date\b|\bbirthday\b|\bborn\b)"

# The group "it" is what is masked, where it is less than the whole.
_SHAPES = [
    ("email", r"(?<![\w.%+'-])[\w.%+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"),
    ("PNC", r"(?<![\w/])(?:\d{4}|\d{2})\s?/\s?\d{3,7}[A-Z](?![\w/])"),
    ("CRO", r"(?<![\w/])(?:\d{3,6}/\d{2}[A-Z]|SF\s?\d{2}/\d{1,6}[A-Z])(?![\w/])"),
    ("prison number", r"(?<![\w-])[A-Z]\s?\d{4}\s?[A-Z]{2}(?![\w-])"),
    (
        "national insurance number",
        r"(?<![\w-])[A-Z]{2}[\s-]?\d{2}[\s-]?\d{2}[\s-]?\d{2}[\s-]?[A-D](?![\w-])",
    ),
    ("postcode", rf"(?<![\w-])(?:{_POSTCODE_AREAS})\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{{2}}(?![\w-])"),
    ("date of birth", rf"{_BIRTH}[^\d\n.;]{{0,25}}?(?P<it>(?<!\d){_DATE})(?!\d)"),
    ("date of birth", rf"(?<![\d/.-])(?P<it>{_DATE})(?!\d)[\s,:(-]{{1,3}}(?:is\s(?:\w{{2,5}}\s)?)?{_BIRTH}"),
]
_PATTERNS = [(kind, re.compile(shape, re.IGNORECASE)) for kind, shape in _SHAPES]

_NUMBER_RUN = re.compile(r"(?<![\w./-])(?:\+|\(?0|44)(?:[\s().-]{0,3}\d){7,16}(?![\w/])")
_GROUP_END = re.compile(r"\d(?!\d)")
_SPACED_DATE = re.compile(r"\d{1,2}[ .-]\d{1,2}[ .-]\d{4}\b")
_DIALLED_IN_BRITAIN = re.compile(r"0[123578]\d{8,9}|44\d{9,10}")


def identifiers(text: str) -> Iterator[Span]:
    """Every identifier in `text`, in no particular order; they may overlap."""
    for kind, pattern in _PATTERNS:
        group = "it" if "it" in pattern.groupindex else 0
        for match in pattern.finditer(text):
            yield *match.span(group), kind
    yield from _phones(text)


def _phones(text: str) -> Iterator[Span]:
    position = 0
    while match := _NUMBER_RUN.search(text, position):
        run = match.group()
        date = _SPACED_DATE.match(run)
        end = date.end() if date else _end_of_number(run)
        if end and not date and _digits(run[:end]) not in HELPLINES:
            yield match.start(), match.start() + end, "phone"
        position = match.start() + (end or 1)


def _end_of_number(run: str) -> int | None:
    """Where the telephone number ends that `run`, a run of digit groups, begins with; None if it has none."""
    ends = [match.end() for match in _GROUP_END.finditer(run)]
    return next((end for end in reversed(ends) if _is_telephone_number(run[:end])), None)


def _is_telephone_number(number: str) -> bool:
    digits = _digits(number)
    abroad = number.startswith(("+", "00"))
    if not abroad and not _DIALLED_IN_BRITAIN.fullmatch(digits):
        return False
    try:
        parsed = phonenumbers.parse("+" + digits if digits.startswith("44") else number, "GB")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(parsed)


def _digits(number: str) -> str:
    return "".join(character for character in number if character.isdigit())
