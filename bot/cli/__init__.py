"""The `signpost` command."""

import sys


def main() -> None:
    """Run the command line."""
    # Typer would load all of rich to draw its help, which costs more time than a turn. Its help is plain without.
    sys.modules["rich"] = None
    from bot.cli.commands import app

    del sys.modules["rich"]
    app()
