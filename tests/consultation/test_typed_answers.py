"""What is taken from typed words, what is asked back, and what is not read at all."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.consultation.answers import Certain, Perhaps, Unreadable, amount, read_answer
from actions.guidance import NOT_KNOWN
from actions.guidance.schema import Fact

TODAY = dt.date(2026, 11, 22)
FORM = {"ask": "Is it so?", "why": "It matters.", "product": True}
NOT_KNOWN_FORM = {"not_known": {"find_out": "whether it is so", "ask": "the police", "changes": "what is due"}}
LEVELS = {
    "low": {"label": "Low risk", "also": ["minor"]},
    "high": {"label": "High risk (register it)", "also": ["serious", "level 2"]},
    "not_high": {"label": "None of these", "also": ["neither"]},
}
FORUMS = {"panel": {"label": "The panel"}, "hub": {"label": "The hub"}, "board": {"label": "Police and prison board"}}


def fact(kind, **more):
    options = {"choice": {"options": LEVELS}, "choices": {"options": FORUMS}}.get(kind, {})
    return Fact(kind=kind, **{**FORM, **NOT_KNOWN_FORM, **options, **more})


def read(kind, text, day_first=True, **more):
    return read_answer(fact(kind, **more), text, TODAY, day_first)


KINDS = ("yes_no", "choice", "choices", "date", "number", "money")


@pytest.mark.parametrize(
    "text", ["yes", "Yes.", "YES!", "y", "yep", "yeah", " aye ", "Yes\n", "yes he has", "that’s right", "of course"]
)
def test_plain_yes(text):
    assert read("yes_no", text) == Certain("yes")


@pytest.mark.parametrize(
    "text", ["no", "No.", "NO!", "n", "nope", "nah", "no not yet", "there isn’t", "definitely not", "None"]
)
def test_plain_no(text):
    assert read("yes_no", text) == Certain("no")


@pytest.mark.parametrize(
    ("text", "value", "note"),
    [
        ("Yes, since March", "yes", "since March"),
        ("yes - two of them", "yes", "two of them"),
        ("No. She is safe", "no", "She is safe"),
        ("no: she told me on the phone", "no", "she told me on the phone"),
        ("yes, definitely", "yes", "definitely"),
        ("no, definitely not", "no", "definitely not"),
        ("no, not yet", "no", None),
    ],
)
def test_words_after_a_plain_answer_become_its_note(text, value, note):
    assert read("yes_no", text) == Certain(value, note)


@pytest.mark.parametrize(
    "text",
    [
        "yes but not sure",
        "Yes, but I'm not sure",
        "no wait yes",
        "no, wait, yes",
        "no, actually he has",
        "no,yes",
        "no - he has",
        "yes, not any more",
        "yes, until last week",
        "yes. sorry, no",
        "yes, I think",
        "no, I don't think so",
        "yes, probably",
        "no, she hasn't said",
        "yes and no",
        "yes/no",
        "yes yes no",
        "no evidence of that",
        "no one knows",
        "No-one knows",
        "n/a",
        "n.a.",
        "no information from the police",
    ],
)
def test_a_yes_or_no_with_a_doubt_is_asked_back_with_both(text):
    understood = read("yes_no", text)
    assert isinstance(understood, Perhaps)
    assert set(understood.values) == {"yes", "no"}


def test_not_yet_may_be_no_or_not_known_yet():
    assert read("yes_no", "not yet") == Perhaps(("no", NOT_KNOWN))
    assert read("yes_no", "not yet", not_known=None) == Certain("no")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "text",
    [
        "don't know",
        "I don’t know yet",
        "not known yet",
        "Not sure.",
        "unsure",
        "dunno",
        "no idea",
        "n.k.",
        "N/K",
        "NK",
        "tbc",
    ],
)
def test_plain_not_known(kind, text):
    assert read(kind, text) == Certain(NOT_KNOWN)


@pytest.mark.parametrize("kind", KINDS[:3])
def test_not_known_with_its_reason(kind):
    assert read(kind, "don't know yet, waiting for the police") == Certain(NOT_KNOWN, "waiting for the police")


@pytest.mark.parametrize(
    ("kind", "text", "values"),
    [
        ("yes_no", "don't know, actually yes", ("yes", "no", NOT_KNOWN)),
        ("yes_no", "not sure. no", ("yes", "no", NOT_KNOWN)),
        ("choice", "don't know, low risk", ("low", NOT_KNOWN)),
        ("choices", "not sure, the hub", (frozenset({"hub"}), NOT_KNOWN)),
        ("yes_no", "don't know about that", (NOT_KNOWN,)),
        ("date", "not sure when", (NOT_KNOWN,)),
    ],
)
def test_not_known_that_says_more_is_asked_back(kind, text, values):
    assert read(kind, text) == Perhaps(values)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["not known", "don't know", "not sure"])
def test_where_not_known_is_no_answer_it_is_not_taken_for_one(kind, text):
    assert not isinstance(read(kind, text, not_known=None), Certain)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Low risk", "low"),
        ("low", "low"),
        ("minor", "low"),
        ("HIGH RISK (register it)", "high"),
        ("high risk", "high"),
        ("Level 2.", "high"),
        ("none of these", "not_high"),
        ("not high", "not_high"),
    ],
)
def test_an_option_by_its_label_its_id_or_another_word_for_it(text, value):
    assert read("choice", text) == Certain(value)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("lwo risk", ("low",)),
        ("hihg risk", ("high",)),
        ("serius", ("high",)),
        ("it is low risk I think", ("low",)),
        ("not low", ("low",)),
        ("low or high", ("low", "high")),
        ("low risk?", ("low",)),
    ],
)
def test_an_option_that_is_misspelt_or_among_other_words_is_asked_back(text, values):
    assert read("choice", text) == Perhaps(values)


@pytest.mark.parametrize("text", ["1", "2", "3", "4", "yes", "medium", "lower", "purple", "r"])
def test_what_names_no_option_is_not_read(text):
    """A bare number neither: 'Category 4' need not be the fourth in the list."""
    assert read("choice", text) == Unreadable()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("the hub", {"hub"}),
        ("panel, hub", {"panel", "hub"}),
        ("The panel and the hub", {"panel", "hub"}),
        ("hub; panel", {"panel", "hub"}),
        ("hub & board", {"board", "hub"}),
        ("hub\nboard", {"board", "hub"}),
        ("all of them", set(FORUMS)),
        ("none", set()),
        ("None of these.", set()),
    ],
)
def test_several_options_in_words(text, values):
    assert read("choices", text) == Certain(frozenset(values))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("the hub but not the panel", {"hub", "panel"}),
        ("hub, not panel", {"hub", "panel"}),
        ("everything but the panel", {"panel"}),
        ("Police and prison board", {"board"}),
        ("hub, something else", {"hub"}),
        ("the pannel", {"panel"}),
    ],
)
def test_several_options_that_are_not_plain_are_asked_back(text, values):
    understood = read("choices", text)
    assert isinstance(understood, Perhaps)
    assert set().union(*understood.values) == values


@pytest.mark.parametrize("text", ["both", "yes", "1, 2", "the canteen"])
def test_both_of_three_is_not_read(text):
    assert read("choices", text) == Unreadable()


def test_both_of_two_is():
    two = {name: FORUMS[name] for name in ("panel", "hub")}
    assert read("choices", "both", options=two) == Certain(frozenset(two))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("3 May 2026", (2026, 5, 3)),
        ("3rd of May 2026", (2026, 5, 3)),
        ("on 3 May 2026.", (2026, 5, 3)),
        ("May 3, 2026", (2026, 5, 3)),
        ("3 may 26", (2026, 5, 3)),
        ("3/5/26", (2026, 5, 3)),
        ("03/05/2026", (2026, 5, 3)),
        ("3.5.2026", (2026, 5, 3)),
        ("3-5-2026", (2026, 5, 3)),
        ("2026-05-03", (2026, 5, 3)),
        ("2026/05/03", (2026, 5, 3)),
        ("2026-5-3", (2026, 5, 3)),
        ("20260503", (2026, 5, 3)),
        ("29 Feb 2028", (2028, 2, 29)),
        ("today", (2026, 11, 22)),
        ("Yesterday", (2026, 11, 21)),
        ("the day before yesterday", (2026, 11, 20)),
        ("tomorrow", (2026, 11, 23)),
    ],
)
def test_dates(text, date):
    assert read("date", text) == Certain(dt.date(*date))


def test_month_first_where_the_pack_says_so():
    assert read("date", "3/5/26", day_first=False) == Certain(dt.date(2026, 3, 5))
    assert read("date", "2026-05-03", day_first=False) == Certain(dt.date(2026, 5, 3))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("3 May", (2026, 5, 3)),
        ("3/5", (2026, 5, 3)),
        ("05/13/2026", (2026, 5, 13)),
        ("1/2/3", (2003, 2, 1)),
        ("Saturday 3 May 2026", (2026, 5, 3)),
        ("3 May 2026?", (2026, 5, 3)),
        ("5 03 May 2026", (2005, 5, 3)),
        ("3 May 2026 at 10:30", (2026, 5, 3)),
        ("3/5/2026 10:30", (2026, 5, 3)),
    ],
)
def test_a_date_that_is_not_plain_is_asked_back(text, date):
    assert read("date", text) == Perhaps((dt.date(*date),))


@pytest.mark.parametrize(
    "text",
    [
        "31 Feb",
        "31 Feb 2026",
        "29 Feb 2027",
        "30/30/2026",
        "2026-13-01",
        "May 2026",
        "5/2026",
        "2026",
        "12",
        "030526",
        "03052026",
        "12:30",
        "Monday",
        "last week",
        "3 weeks ago",
        "3 May 1030",
        "3 May 3026",
        "before 3 May 2026",
        "3 May 2026 or 4 May 2026",
        "99999999999999999999",
    ],
)
def test_what_is_no_whole_date_is_refused_with_an_example(text):
    understood = read("date", text)
    assert isinstance(understood, Unreadable)
    assert "3 May 2026" in understood.problem


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), (" 12. ", 12), ("123456", 123456)])
def test_numbers(text, number):
    assert read("number", text) == Certain(number)


@pytest.mark.parametrize(("text", "number"), [("about 5", 5), ("5 children", 5), ("5?", 5), ("minus 5", 5)])
def test_a_number_among_words_is_asked_back(text, number):
    assert read("number", text) == Perhaps((number,))


@pytest.mark.parametrize("text", ["-5", "5.5", "1,000", "1234567", "5 or 6", "five", "5-6"])
def test_what_is_no_single_whole_number_is_refused(text):
    assert isinstance(read("number", text), Unreadable)


def money(text, currency="$"):
    return read_answer(fact("money"), text, TODAY, True, currency)


@pytest.mark.parametrize("text", ["$1,999", "1999", "1,999", "$ 1999", "1999$", " $1999. ", "$1,999.00", "1999.0"])
def test_an_amount_of_money(text):
    assert money(text) == Certain(1999)


@pytest.mark.parametrize(
    ("text", "units"), [("0", 0), ("$1", 1), ("99,999,999", 99_999_999), ("$1,234,567", 1_234_567)]
)
def test_small_and_large_amounts(text, units):
    assert money(text) == Certain(units)


@pytest.mark.parametrize("text", ["about $1,999", "1999 dollars", "USD 1999", "$1,999?", "over 1999", "$$1999"])
def test_an_amount_among_words_is_asked_back(text):
    assert money(text) == Perhaps((1999,))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("$1,999.50", "round up to whole units: that would be $2,000"),
        ("1999.01", "round up to whole units: that would be $2,000"),
        ("1999 dollars and 50 cents", "round up to whole units"),
        ("50c", "round up to whole units"),
        ("99 pence", "round up to whole units"),
        ("-5", "cannot be below zero"),
        ("- $5", "cannot be below zero"),
        ("minus $5", "cannot be below zero"),
        ("($500)", "cannot be below zero"),
        ("100,000,000", "too large to be right"),
        ("9" * 40, "too large to be right"),
        ("£1,999", "in $"),
        ("1999 €", "in $"),
        ("500-600", "one amount in figures"),
        ("5 or 6", "one amount in figures"),
        ("2k", "in figures"),
        ("2 thousand", "in figures"),
        ("two thousand", "in figures"),
        ("1.999", "in figures"),
        ("1,99", "in figures"),
        ("1,9999", "in figures"),
        ("1.99.9", "in figures"),
    ],
)
def test_what_is_no_whole_amount_is_refused_with_the_reason(text, says):
    understood = money(text)
    assert isinstance(understood, Unreadable)
    assert says in understood.problem


@given(st.integers(0, 99_999_999), st.sampled_from(["$", "£", "A$"]))
@settings(max_examples=100, deadline=None)
def test_every_amount_is_read_as_it_is_written(units, currency):
    assert money(amount(units, currency), currency) == Certain(units) == money(str(units), currency)


@pytest.mark.parametrize("kind", ["text", "rationale"])
def test_an_account_is_taken_whole(kind):
    assert read(kind, "  They came, and left.\n", not_known=None) == Certain("They came, and left.")
    assert read(kind, "not sure", not_known=None) == Certain("not sure")


@pytest.mark.parametrize("kind", [*KINDS, "text"])
@pytest.mark.parametrize("text", ["", "   ", "\n", "?", "...", "🙂🙂", "\x00\x01", "‏"])
def test_no_words_are_no_answer(kind, text):
    assert read(kind, text) == Unreadable()


@pytest.mark.parametrize(
    ("kind", "text"),
    [("yes_no", "yes?"), ("yes_no", "no ?"), ("yes_no", "not known?"), ("choices", "hub?"), ("number", "2?")],
)
def test_an_answer_with_a_question_mark_is_asked_back(kind, text):
    assert isinstance(read(kind, text), Perhaps)


# whatever is typed

SCRAPS = """yes no not known yet sure don't know but maybe low high risk panel and hub , . - / ? : 3 31 May Feb 2026 26
0 12:30 am th of on none all both T Z +01 -99 e9 1e9 ½ ٣ £ $ 1,999 .50 pence k minus ( )"""
PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(SCRAPS.split()),
)
WORDS = st.lists(PIECES, max_size=8).map(" ".join) | st.lists(PIECES, max_size=6).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(KINDS), WORDS, st.booleans())
def test_whatever_is_typed_is_an_answer_of_that_question_or_none(kind, text, day_first):
    understood = read_answer(fact(kind), text, TODAY, day_first)
    values = {Certain: lambda: [understood.value], Perhaps: lambda: understood.values, Unreadable: lambda: []}
    for value in values[type(understood)]():
        assert value is NOT_KNOWN or FITS[kind](value)


FITS = {
    "yes_no": lambda value: value in ("yes", "no"),
    "choice": lambda value: value in LEVELS,
    "choices": lambda value: isinstance(value, frozenset) and value <= set(FORUMS),
    "date": lambda value: type(value) is dt.date,
    "number": lambda value: type(value) is int and value >= 0,
    "money": lambda value: type(value) is int and 0 <= value <= 99_999_999,
}


@given(st.text(max_size=20), st.sampled_from(["maybe", "I think", "not sure", "probably", "wait, no"]))
@settings(max_examples=100, deadline=None)
def test_a_yes_followed_by_a_doubt_is_never_certain(between, doubt):
    assert read("yes_no", f"yes, {between} {doubt}") != Certain("yes", f"{between} {doubt}".strip())
    assert not isinstance(read("yes_no", f"yes {between} {doubt}"), Certain)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2060, 1, 1)))
@settings(max_examples=100, deadline=None)
def test_every_date_is_read_in_every_plain_form(date):
    for form in (
        f"{date.day}/{date.month}/{date.year}",
        f"{date:%d/%m/%Y}",
        date.isoformat(),
        f"{date.day} {date:%B %Y}",
    ):
        assert read("date", form) == Certain(date)
