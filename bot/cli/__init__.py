"""The `signpost` command."""


def main() -> None:
    """Run the command line."""
    from bot.cli.commands import app

    app()
