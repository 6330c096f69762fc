"""A case as a page that prints well."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from actions.casestore.bundle import outline
from actions.casestore.spoken import Describe, Edition, goes_on_in, spoken

Draw = Callable[[Edition, str, dict[str, Any]], Sequence[str]]

_templates = Environment(
    loader=PackageLoader("actions.casestore", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
)


def render_html(bundle: dict[str, Any], describe: Describe | None = None, draw: Draw | None = None) -> str:
    """The exported case as one printable HTML page that needs nothing else.

    `describe(edition, kind, id)` turns an id into the words that it has in the edition of its consultation. `kind`
    is `pathway`, `edition`, `fact`, `conclusion`, `outcome`, `choice` or `node`; `column`, where the id is
    `<fact>.<column>`; or `option`, where it is `<fact>=<value>` or `<fact>.<column>=<value>`. Without it the ids
    stand as they are. `draw(edition, pathway, answer)` gives the SVG images of an answer that holds, for most none;
    they are put into the page as they are.
    """

    def words(consultation: dict[str, Any], thing: str, kind: str) -> str:
        return describe(Edition.of(consultation), kind, thing) if describe else thing

    def said(consultation: dict[str, Any], answer: dict[str, Any]) -> str:
        if goes_on_in(answer, consultation["answers"]):
            return "The list up to here; it goes on in the one that replaced it."
        return spoken(answer, Edition.of(consultation), describe)

    def pictures(consultation: dict[str, Any], answer: dict[str, Any]) -> Sequence[str]:
        holds = not (answer["superseded"] or answer["withdrawn"] or answer["not_known"])
        return draw(Edition.of(consultation), consultation["pathway"], answer) if draw and holds else ()

    template = _templates.get_template("case.html")
    return template.render(
        outline(bundle), words=words, said=said, pictures=pictures, moment=_moment, day=_day, reason=_reason
    )


def _reason(detail: Any) -> str | None:
    """What an entry says beyond its kind: why a consultation moved, or whom a case was opened to."""
    return detail.get("why") or detail.get("staff") if isinstance(detail, dict) else None


def _moment(iso: str) -> str:
    at = datetime.fromisoformat(iso.replace("Z", "+00:00"))
    return f"{_day(at.date().isoformat())}, {at:%H:%M} UTC"


def _day(iso: str) -> str:
    on = date.fromisoformat(iso)
    return f"{on.day} {on:%B %Y}"
