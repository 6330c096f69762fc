"""Due dates: working days with the pack's bank holidays, calendar days, weeks and months, forwards and back."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

import holidays
from dateutil.relativedelta import relativedelta

_FORM = re.compile(
    r"^(?P<start>[a-z][a-z0-9_]*)\s*(?P<sign>[+-])\s*(?P<count>\d+)\s+"
    r"(?P<unit>working days?|days?|weeks?|months?)$"
)
AT_ONCE = "at once"


@dataclass(frozen=True)
class DueRule:
    """How a due date follows from a fact. `count` is negative for limits before the start."""

    start: str
    count: int
    unit: str
    text: str


@dataclass(frozen=True)
class Calendar:
    """The pack's working days: Monday to Friday without its public holidays."""

    country: str
    subdivision: str | None = None

    def is_working_day(self, day: dt.date) -> bool:
        return _public_holidays(self.country, self.subdivision).is_working_day(day)

    def due(self, rule: DueRule, start: dt.date) -> dt.date:
        """The last day on which the limit is kept. The start day itself is day 0."""
        if rule.unit == "working day":
            return _public_holidays(self.country, self.subdivision).get_nth_working_day(start, rule.count)
        return start + relativedelta(**{rule.unit + "s": rule.count})


@lru_cache(maxsize=32)
def _public_holidays(country: str, subdivision: str | None) -> holidays.HolidayBase:
    return holidays.country_holidays(country, subdiv=subdivision)


def parse_due(text: str) -> DueRule | None:
    """Read 'FACT + 15 working days'. None for 'at once'. Raises ValueError with the form to use."""
    if text == AT_ONCE:
        return None
    match = _FORM.match(text)
    if not match:
        raise ValueError(
            f"cannot read the due date {text!r}; write 'FACT + 15 working days', 'FACT - 6 months' or 'at once'"
        )
    count = int(match["count"]) * (1 if match["sign"] == "+" else -1)
    return DueRule(match["start"], count, match["unit"].rstrip("s"), text)
