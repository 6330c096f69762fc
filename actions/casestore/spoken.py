"""What was answered, in words: for those who read a record on paper or at a command line."""

from collections.abc import Callable
from typing import Any, NamedTuple


class Edition(NamedTuple):
    """A policy pack in one of its editions, both by their ids."""

    pack: str
    edition: str

    @classmethod
    def of(cls, consultation: dict[str, Any]) -> "Edition":
        """The one that an exported consultation is pinned to."""
        return cls(consultation["pack"], consultation["edition"])


Describe = Callable[[Edition, str, str], str]


def spoken(answer: dict[str, Any], edition: Edition, describe: Describe | None = None) -> str:
    """The value of an exported answer; a list of entries has a line for each. `describe` as in `render_html`."""
    fact, value = answer["fact"], answer["value"]

    def words(kind: str, name: str, otherwise: str) -> str:
        described = describe(edition, kind, name) if describe else name
        return otherwise if described == name else described

    def one(value: Any, of: str) -> str:
        if isinstance(value, bool):
            return "Yes" if value else "No"
        return words("option", f"{of}={value}", str(value))

    def line(entry: dict[str, Any]) -> str:
        parts = ((column, f"{fact}.{column}", value) for column, value in entry.items())
        return "; ".join(f"{words('column', name, column)}: {one(value, name)}" for column, name, value in parts)

    entries = entries_in(value)
    if entries:
        lines = [f"{number}. {line(entry)}" for number, entry in enumerate(entries, start=1)]
        return "\n".join([*lines, "(more may follow)"] if isinstance(value, dict) else lines)
    if isinstance(value, dict):
        return "Nothing on the list yet"
    if isinstance(value, list):
        return ", ".join(one(each, fact) for each in value) or "None of these"
    return one(value, fact)


def entries_in(value: Any) -> list[dict[str, Any]]:
    """The entries of a list, finished or not; none of any other value."""
    value = value.get("so_far") if isinstance(value, dict) else value
    return value if isinstance(value, list) and value and isinstance(value[0], dict) else []


def goes_on_in(answer: dict[str, Any], answers: list[dict[str, Any]]) -> bool:
    """Whether the answer that replaced this list begins with all of its entries, so that it says all of it again."""
    entries = entries_in(answer["value"])
    later = next((entries_in(each["value"]) for each in answers if each["supersedes"] == answer["id"]), [])
    return bool(entries) and later[: len(entries)] == entries
