"""Due dates by the calendar of England, worked out by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_packs import held, small

from actions.guidance import NOT_KNOWN, Calendar
from actions.guidance.deadlines import parse_due

ENGLAND = Calendar("GB", "ENG")
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2030, 12, 31))


def due(text: str, start: str, calendar: Calendar = ENGLAND) -> str:
    return calendar.due(parse_due(f"start {text}"), dt.date.fromisoformat(start)).isoformat()


@pytest.mark.parametrize(
    ("text", "start", "on"),
    [
        # an ordinary stretch: Monday to Monday three weeks on
        ("+ 15 working days", "2026-06-01", "2026-06-22"),
        ("+ 1 working day", "2026-06-05", "2026-06-08"),
        # Christmas 2026: Friday 25th, Monday 28th for Boxing Day, Friday 1 January
        ("+ 15 working days", "2026-12-10", "2027-01-05"),
        ("+ 10 working days", "2026-12-18", "2027-01-06"),
        ("+ 1 working day", "2026-12-24", "2026-12-29"),
        ("+ 1 working day", "2026-12-26", "2026-12-29"),
        ("+ 1 working day", "2026-12-31", "2027-01-04"),
        # Easter 2026: Friday 3 and Monday 6 April; Easter 2027: Friday 26 and Monday 29 March
        ("+ 5 working days", "2026-04-01", "2026-04-10"),
        ("+ 1 working day", "2026-04-02", "2026-04-07"),
        ("+ 3 working days", "2027-03-25", "2027-04-01"),
        # early May and late August
        ("+ 1 working day", "2026-05-01", "2026-05-05"),
        ("+ 2 working days", "2027-08-27", "2027-09-01"),
        # backwards, over the same holidays
        ("- 5 working days", "2027-01-05", "2026-12-24"),
        ("- 2 working days", "2026-04-08", "2026-04-02"),
        ("- 1 working day", "2026-06-08", "2026-06-05"),
        ("- 1 working day", "2026-06-07", "2026-06-05"),
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(text, start, on):
    assert due(text, start) == on


@pytest.mark.parametrize(
    ("text", "start", "on"),
    [
        ("+ 1 day", "2026-12-24", "2026-12-25"),
        ("+ 10 days", "2028-02-20", "2028-03-01"),
        ("- 3 days", "2027-03-01", "2027-02-26"),
        ("+ 1 week", "2026-12-28", "2027-01-04"),
        ("- 8 weeks", "2026-12-31", "2026-11-05"),
        ("+ 1 month", "2026-01-31", "2026-02-28"),
        ("+ 1 month", "2028-01-31", "2028-02-29"),
        ("- 1 month", "2026-03-31", "2026-02-28"),
        ("- 6 months", "2026-08-31", "2026-02-28"),
        ("- 6 months", "2028-08-31", "2028-02-29"),
        ("+ 12 months", "2028-02-29", "2029-02-28"),
        ("+ 48 months", "2028-02-29", "2032-02-29"),
        ("- 6 months", "2027-03-15", "2026-09-15"),
    ],
)
def test_days_weeks_and_months_count_every_day(text, start, on):
    assert due(text, start) == on


def test_the_pack_says_whose_holidays_count():
    assert due("+ 1 working day", "2026-12-31", Calendar("GB", "SCT")) == "2027-01-05"
    assert due("+ 1 working day", "2026-12-31", Calendar("US", "MN")) == "2027-01-04"
    assert due("+ 1 working day", "2026-12-24", Calendar("US", "MN")) == "2026-12-28"


def test_working_days_of_the_calendar():
    days = ("2026-12-24", "2026-12-25", "2026-12-27", "2026-12-28", "2026-12-29")
    assert [ENGLAND.is_working_day(dt.date.fromisoformat(day)) for day in days] == [True, False, False, False, True]


@given(DAYS, st.integers(1, 40))
def test_as_many_working_days_lie_on_the_way_as_were_counted(start, count):
    on = ENGLAND.due(parse_due(f"start + {count} working days"), start)
    back = ENGLAND.due(parse_due(f"start - {count} working days"), start)
    step = dt.timedelta(days=1)
    assert ENGLAND.is_working_day(on) and ENGLAND.is_working_day(back)
    assert sum(ENGLAND.is_working_day(start + n * step) for n in range(1, (on - start).days + 1)) == count
    assert sum(ENGLAND.is_working_day(start - n * step) for n in range(1, (start - back).days + 1)) == count


def test_at_once_has_no_date():
    assert parse_due("at once") is None


@pytest.mark.parametrize(
    "text", ["start", "start + days", "start + 5", "start + 2 years", "in 5 days", "start * 5 days", "At once", ""]
)
def test_a_due_date_that_cannot_be_read_says_how_to_write_it(text):
    with pytest.raises(ValueError, match="write 'FACT \\+ 15 working days', 'FACT - 6 months' or 'at once'"):
        parse_due(text)


FACTS = {"found": "date", "started": "date", "urgent": "yes_no"}
VISITS = {
    "visit_after_concern": {"when": "urgent is yes", "due": "found + 10 working days", "limit_of": "visit"},
    "visit_after_start": {"due": "started + 15 working days", "limit_of": "visit"},
    "visit_in_any_case": {"due": "started + 3 weeks", "limit_of": "visit"},
    "write_up": {"due": "started + 1 day"},
    "ring_now": {"due": "at once"},
    "think": None,
}


@pytest.fixture(scope="module")
def visits(tmp_path_factory):
    return small(tmp_path_factory.mktemp("visits"), FACTS, ask=["urgent", "found", "started"], duties=VISITS)


def deadlines(standing):
    return {
        duty.id: (duty.deadline.on and duty.deadline.on.isoformat(), duty.deadline.governs)
        for duty in standing.duties
        if duty.deadline
    }


def test_of_overlapping_limits_the_earliest_governs_and_all_are_shown(visits):
    standing = visits.standing(urgent="yes", found=dt.date(2026, 12, 18), started=dt.date(2026, 12, 1))
    assert deadlines(standing) == {
        "visit_after_concern": ("2027-01-06", False),
        "visit_after_start": ("2026-12-22", True),
        "visit_in_any_case": ("2026-12-22", True),
        "write_up": ("2026-12-02", True),
    }


def test_a_limit_that_does_not_hold_governs_nothing(visits):
    dates = {"found": dt.date(2026, 6, 1), "started": dt.date(2026, 6, 1)}
    assert deadlines(visits.standing(urgent="yes", **dates))["visit_after_start"] == ("2026-06-22", False)
    assert deadlines(visits.standing(urgent="no", **dates))["visit_after_start"] == ("2026-06-22", True)


def test_a_duty_whose_start_is_not_known_is_held_without_a_date(visits):
    standing = visits.standing(urgent="yes", found=NOT_KNOWN, started=dt.date(2026, 6, 1))
    assert "visit_after_concern" in held(standing)
    concern, start = standing.duties[0].deadline, standing.duties[1].deadline
    assert (concern.on, concern.start, concern.rule) == (None, "found", "found + 10 working days")
    assert (start.on, start.governs) == (dt.date(2026, 6, 22), True)
    assert standing.not_known == ("found",)


def test_only_duties_with_a_due_date_have_a_deadline(visits):
    standing = visits.standing(urgent="no")
    assert [duty.id for duty in standing.duties if duty.deadline is None] == ["ring_now", "think"]
    assert standing.duties[0].deadline.on is None


def test_a_start_is_asked_only_while_a_due_date_needs_it(tmp_path):
    facts = {"due_now": "yes_no", "started": "date"}
    pathway = {
        "ask": ["due_now", "started"],
        "duties": {"visit": {"when": "due_now is yes", "due": "started + 1 week"}},
    }
    visit = small(tmp_path, facts, **pathway)
    assert visit.standing().question == "due_now"
    assert visit.standing(due_now="no").question is None
    assert visit.standing(due_now=NOT_KNOWN).question is None
    assert visit.standing(due_now="yes").question == "started"
    assert visit.standing(due_now="yes", started=NOT_KNOWN).question is None
