"""Shows that something which takes a while is under way, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(what: str) -> Iterator[Callable[[float], None]]:
    """Show `what` and the seconds it takes. Call the yielded function with the seconds so far."""
    if not sys.stderr.isatty():
        print(f"{what} …", file=sys.stderr, flush=True)
        yield lambda _seconds: None
        return

    from rich.console import Console

    console = Console(stderr=True)
    with console.status(f"{what} …") as status:
        yield lambda seconds: status.update(f"{what} … {seconds:.0f} s")
