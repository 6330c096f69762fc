"""How the log is hashed. Pure, so that an exported case can be checked by anyone, off line.

A digest is the SHA-256 of canonical JSON: keys sorted, no spaces, ASCII, times in UTC with microseconds.
Fields without a value are left out, so a column that is added later does not disturb older digests.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, timezone
from typing import Any

NO_HASH = "0" * 64  # what the first entry of a chain follows
UNHASHED = frozenset({"hash", "detail"})  # the digest stands for the detail, which may be deleted one day


def iso(moment: datetime) -> str:
    """An aware time as text, `2026-03-02T09:30:00.000000Z`, which sorts and hashes the same everywhere."""
    return moment.astimezone(timezone.utc).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _in_words_of_json(thing: Any) -> str:
    if isinstance(thing, datetime):
        return iso(thing)
    if isinstance(thing, date):
        return thing.isoformat()
    raise TypeError(f"The case store cannot hold a {type(thing).__name__}: {thing!r}")


def to_json(thing: Any, **style: Any) -> str:
    """JSON text of a value. Raises TypeError or ValueError for what JSON cannot hold, NaN included."""
    return json.dumps(thing, default=_in_words_of_json, allow_nan=False, **style)


def plain(thing: Any) -> Any:
    """The value as it will read back from JSON: dates as text, tuples as lists, keys as strings."""
    return json.loads(to_json(thing))


def digest(thing: Any) -> str:
    """SHA-256 of the canonical JSON of a plain value, in hexadecimal."""
    canonical = to_json(thing, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def row_digest(row: Mapping[str, Any], mutable: frozenset[str]) -> str:
    """Digest of a row without the columns that may change in the course of work."""
    return digest({name: value for name, value in row.items() if value is not None and name not in mutable})


def entry_hash(entry: Mapping[str, Any]) -> str:
    """The hash that the next entry builds on: everything in the entry but the hash itself and the detail."""
    return row_digest(entry, UNHASHED)
