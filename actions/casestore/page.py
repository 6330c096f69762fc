"""A case as a page that prints well."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from actions.casestore.bundle import outline

Describe = Callable[[str, str, str], str]

_templates = Environment(
    loader=PackageLoader("actions.casestore", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
)


def render_html(bundle: dict[str, Any], describe: Describe | None = None) -> str:
    """The exported case as one printable HTML page that needs nothing else.

    `describe(pack, kind, id)` turns an id into words. `kind` is `pathway`, `fact`, `conclusion`, `outcome`,
    `choice` or `node`; or `option`, where the id is `<fact>=<value>`. Without it the ids stand as they are.
    """
    pack = bundle["case"]["pack"]

    def words(thing: str, kind: str) -> str:
        return describe(pack, kind, thing) if describe else thing

    def said(answer: dict[str, Any]) -> str:
        def option(value: str) -> str:
            name = f"{answer['fact']}={value}"
            described = describe(pack, "option", name) if describe else name
            return value if described == name else described

        return _said(answer["value"], option)

    template = _templates.get_template("case.html")
    return template.render(outline(bundle), words=words, said=said, moment=_moment, day=_day, reason=_reason)


def _said(value: Any, option: Callable[[str], str]) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(_said(each, option) for each in value) or "None of these"
    return option(value) if isinstance(value, str) else str(value)


def _reason(detail: Any) -> str | None:
    """What an entry says beyond its kind: why a consultation moved, or whom a case was opened to."""
    return detail.get("why") or detail.get("staff") if isinstance(detail, dict) else None


def _moment(iso: str) -> str:
    at = datetime.fromisoformat(iso.replace("Z", "+00:00"))
    return f"{_day(at.date().isoformat())}, {at:%H:%M} UTC"


def _day(iso: str) -> str:
    on = date.fromisoformat(iso)
    return f"{on.day} {on:%B %Y}"
