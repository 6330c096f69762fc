"""What `signpost policy values` prints: the dated figures of a pack as they were on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from actions.guidance import Pack


def figure_lines(pack: Pack, day: dt.date | None) -> Iterator[str]:
    """One aligned line for each figure; `day` None: the newest."""
    for name, dated in pack.form.values.items():
        known = [figure for figure in dated if day is None or figure.since <= day]
        label = f"{pack.id:16} {name:28}"
        if known:
            now = known[-1]
            since = f"since {day_words(now.since):18}"
            yield f"{label} {now.value:>7,}  {since} {', '.join(now.cites)}: {now.reference}"
        else:
            yield f"{label} {'–':>7}  nothing is known before {day_words(dated[0].since)}"


def day_words(day: dt.date) -> str:
    """31 May 2026."""
    return f"{day.day} {day:%B %Y}"
