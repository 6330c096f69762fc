"""The `signpost` command."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


def main() -> None:
    """Run the command line."""
    # Typer would load rich to draw its help, and PyJWT the ciphers of tokens that we do not use: together they take
    # longer than everything else in a turn. Without them the help is plain and tokens are signed as ever.
    with _left_out("rich", "cryptography"):
        import jwt  # noqa: F401

        from bot.cli.commands import app
    app()


@contextmanager
def _left_out(*libraries: str) -> Iterator[None]:
    """Let others load as if these were not installed."""
    sys.modules.update(dict.fromkeys(libraries))
    yield
    for library in libraries:
        del sys.modules[library]
