"""Pictures of what is on record. What draws takes a moment to load, so it is loaded when there is something to draw."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from actions.casestore import Edition
from actions.consultation.library import Library
from actions.consultation.timeline import Timeline, timeline_of


def _svg(timeline: Timeline) -> bytes:
    from actions.consultation.picture import svg

    return svg(timeline).encode()


def _png(timeline: Timeline) -> bytes:
    from actions.consultation.picture import png

    return png(timeline)


FORMATS: dict[str, Callable[[Timeline], bytes]] = {".svg": _svg, ".png": _png}
"""What draws a timeline, by the ending of the file's name."""


def inline(library: Library) -> Callable[[Edition, str, dict], Sequence[str]]:
    """What `render_html` draws with: from edition, pathway and answer to SVG images, for most answers none."""

    def draw(edition: Edition, pathway: str, answer: dict) -> Sequence[str]:
        timeline = timeline_of(library.nearest(*edition), pathway, answer)
        if timeline is None:
            return ()
        from actions.consultation.picture import svg_by_row

        return svg_by_row(timeline)

    return draw


def latest_timeline(held: dict, consultation: int | None, library: Library) -> Timeline | None:
    """The last timeline that holds in a case laid out by `show_case`, or in one of its consultations."""
    drawn = [
        timeline
        for each in held["consultations"]
        if consultation in (None, each["id"])
        for answer in each["answers"]
        if not (answer["superseded"] or answer["withdrawn"] or answer["not_known"])
        if (timeline := timeline_of(library.nearest(*Edition.of(each)), each["pathway"], answer))
    ]
    return drawn[-1] if drawn else None
