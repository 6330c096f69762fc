"""Draws a timeline: time from left to right in the order given, one lane for each kind, every word of it readable.

Kinds are told apart by their lane and its name, never by colour. The same timeline gives the same picture, to the byte.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from xml.sax.saxutils import escape

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, Rectangle
from matplotlib.textpath import text_to_path

from .timeline import Event, Timeline

# inches, on a sheet of A4 within its margins
WIDTH = 6.9
TALLEST = 9.2
GUTTER = 1.0
PAD = 0.06
EDGE = 0.05
ORDER = 0.36
BETWEEN = 0.2
LEAST_LANE = 0.34

# points
TITLE, NAME, BODY = 13, 9, 8
LEADING = 1.25

INK, LINE, SHADE = "#111111", "#767676", "#f1f1f1"
SIDE_BY_SIDE = (3, 2, 1)
DOTS_PER_INCH = 150
FONT = "DejaVu Sans"  # comes with matplotlib
SETTINGS = {"font.family": FONT, "svg.fonttype": "none", "svg.hashsalt": "signpost", "text.usetex": False}

NAMES_OF_PARTS = re.compile(r' id="(?:figure|axes|patch|line2d|text)_\d+"')
"""Nothing refers to them, and several images in one page would have the same ones."""

Line = tuple[str, bool]
"""Words that fit into one line, and whether they are bold."""


def svg(timeline: Timeline) -> str:
    """The whole timeline as one SVG image with a title and a description."""
    with _drawing():
        return _as_svg(timeline, _side_by_side(timeline))


def svg_by_row(timeline: Timeline) -> list[str]:
    """The timeline row by row, each an SVG image that fits on a sheet, to stand in a page of HTML."""
    with _drawing():
        side_by_side = _side_by_side(timeline)
        return [_as_svg(row, side_by_side) for row in timeline.parts(side_by_side)]


def png(timeline: Timeline) -> bytes:
    """The whole timeline as a PNG image."""
    image = io.BytesIO()
    with _drawing():
        figure = _draw(timeline, _side_by_side(timeline))
        FigureCanvasAgg(figure).print_png(image, metadata={"Software": None})
    return image.getvalue()


@contextmanager
def _drawing() -> Iterator[None]:
    with matplotlib.rc_context(SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")  # the reader's own fonts may have it
        yield


def _as_svg(timeline: Timeline, side_by_side: int) -> str:
    written = io.StringIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    FigureCanvasSVG(_draw(timeline, side_by_side)).print_svg(written, metadata=nothing)
    image = NAMES_OF_PARTS.sub("", written.getvalue()).replace(f"'{FONT}'", f"'{FONT}', Verdana, sans-serif")
    opening, _, drawn = image[image.index("<svg") :].partition(">")
    words = f"<title>{escape(timeline.title)}</title>\n<desc>{escape(_clean(timeline.in_words))}</desc>"
    return f'{opening} role="img">\n{words}{drawn}'


# the layout


def _side_by_side(timeline: Timeline) -> int:
    """As many events in a row as can be, if the tallest row is to fit on a sheet."""
    for number in SIDE_BY_SIDE:
        if all(_row_height(row, number) <= TALLEST for row in timeline.parts(number)):
            break
    return number


def _row_height(row: Timeline, side_by_side: int) -> float:
    return ORDER + sum(_lane_heights(row, side_by_side)) + BETWEEN


def _lane_heights(row: Timeline, side_by_side: int) -> list[float]:
    """In each lane the tallest event decides, or the name of the lane."""
    heights = [_height(_wrapped(name, GUTTER - 2 * PAD, NAME, bold=True), NAME) for name in row.lanes]
    for event in row.events:
        heights[event.lane] = max(heights[event.lane], _height(_lines(event, side_by_side), BODY))
    return [max(height + 4 * PAD, LEAST_LANE) for height in heights]


def _height(lines: list[Line], size: float) -> float:
    return len(lines) * size * LEADING / 72


def _column_width(side_by_side: int) -> float:
    return (WIDTH - GUTTER) / side_by_side


def _lines(event: Event, side_by_side: int) -> list[Line]:
    inside = _column_width(side_by_side) - 4 * PAD
    lines = _wrapped(event.label, inside, BODY, bold=True)
    for name, text in event.texts:
        lines += _wrapped(f"{name}: {text}", inside, BODY)
    return lines


def _wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[Line]:
    """The text in lines of at most so many inches, between words where that can be."""
    lines, line = [], ""
    for word in _clean(text).split(" "):
        for piece in _pieces(word, width, size, bold):
            longer = f"{line} {piece}" if line else piece
            if _width(longer, size, bold) <= width:
                line = longer
            else:
                lines.append((line, bold))
                line = piece
    return [*lines, (line, bold)]


def _pieces(word: str, width: float, size: float, bold: bool) -> Iterator[str]:
    """The word, cut only where it is too long for a line of its own."""
    piece = ""
    for character in word:
        if piece and _width(piece + character, size, bold) > width:
            yield piece
            piece = ""
        piece += character
    yield piece


def _width(text: str, size: float, bold: bool) -> float:
    return sum(_advance(character, size, bold) for character in text)


@lru_cache(maxsize=4096)
def _advance(character: str, size: float, bold: bool) -> float:
    """How much longer, in inches, a line is for this character."""
    font = FontProperties(family=FONT, size=size, weight="bold" if bold else "normal")
    longer, without = (
        text_to_path.get_text_width_height_descent(text, font, False)[0] for text in (f"|{character}|", "||")
    )
    return (longer - without) / 72


def _clean(text: str) -> str:
    """Without line breaks, and without what no image may hold."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())


# the drawing


def _draw(timeline: Timeline, side_by_side: int) -> Figure:
    rows = timeline.parts(side_by_side)
    title = _wrapped(timeline.title, WIDTH, TITLE, bold=True)
    head = _height(title, TITLE) + _height([("", False)], BODY) + BETWEEN
    height = head + sum(_row_height(row, side_by_side) for row in rows)
    figure = Figure(figsize=(WIDTH + 2 * EDGE, height + 2 * EDGE), facecolor="white")
    sheet = figure.add_axes([0, 0, 1, 1])
    sheet.set(xlim=(-EDGE, WIDTH + EDGE), ylim=(height + EDGE, -EDGE))
    sheet.axis("off")
    below = _write(sheet, title, 0, 0, TITLE)
    said = "From left to right in the order given. The distance between events says nothing about time."
    _write(sheet, [(said, False)], 0, below, BODY)
    top = head
    for row in rows:
        _draw_row(sheet, row, top, side_by_side)
        top += _row_height(row, side_by_side)
    for part in sheet.get_children():
        part.set_clip_on(False)  # all of it is on the sheet, and a clip has a name that the next image would have too
    return figure


def _draw_row(sheet: Axes, row: Timeline, top: float, side_by_side: int) -> None:
    lane_tops = [top + ORDER]
    for number, (name, height) in enumerate(zip(row.lanes, _lane_heights(row, side_by_side), strict=True)):
        shade = SHADE if number % 2 == 0 else "white"
        sheet.add_patch(Rectangle((0, lane_tops[-1]), WIDTH, height, facecolor=shade, edgecolor=LINE, linewidth=0.6))
        lines = _wrapped(name, GUTTER - 2 * PAD, NAME, bold=True)
        _write(sheet, lines, PAD, lane_tops[-1] + 2 * PAD, NAME)
        lane_tops.append(lane_tops[-1] + height)
    axis = top + ORDER / 2
    sheet.annotate(
        "", (WIDTH, axis), (GUTTER, axis), arrowprops={"arrowstyle": "->", "color": INK, "shrinkA": 0, "shrinkB": 0}
    )
    for column, event in enumerate(row.events):
        left = GUTTER + column * _column_width(side_by_side)
        _draw_event(sheet, event, left, axis, lane_tops[event.lane] + PAD, side_by_side)


def _draw_event(sheet: Axes, event: Event, left: float, axis: float, top: float, side_by_side: int) -> None:
    """Its number on the arrow, a line down to its lane, and there its words in a box."""
    lines, middle = _lines(event, side_by_side), left + 0.2
    sheet.plot([middle, middle], [axis, top], color=LINE, linewidth=0.8)
    sheet.add_patch(Circle((middle, axis), 0.12, facecolor="white", edgecolor=INK, linewidth=0.8, zorder=3))
    sheet.text(middle, axis, str(event.number), fontsize=BODY, color=INK, ha="center", va="center", zorder=4)
    width, height = _column_width(side_by_side) - 2 * PAD, _height(lines, BODY) + 2 * PAD
    box = Rectangle((left + PAD, top), width, height, facecolor="white", edgecolor=INK, linewidth=0.8, zorder=3)
    sheet.add_patch(box)
    _write(sheet, lines, left + 2 * PAD, top + PAD, BODY)


def _write(sheet: Axes, lines: list[Line], left: float, top: float, size: float) -> float:
    """Write the lines one below the other; the answer is where the next one would stand."""
    step = size * LEADING / 72
    for number, (words, bold) in enumerate(lines):
        plain = words.replace("$", r"\$")  # an amount is no formula
        weight = "bold" if bold else "normal"
        baseline = top + number * step + size / 72
        sheet.text(left, baseline, plain, fontsize=size, color=INK, weight=weight, va="baseline", zorder=4)
    return top + len(lines) * step
