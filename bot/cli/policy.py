"""`signpost policy`: look after the policy packs."""

from __future__ import annotations

from pathlib import Path

import typer

from actions.settings import PROJECT

policy = typer.Typer(help="Check the policy packs.", no_args_is_help=True)


_packs = typer.Argument(PROJECT / "policies_kb", help="The folder that holds the packs.")


@policy.callback()
def _group() -> None:
    """Keeps `check` a command of its own while it is the only one."""


@policy.command()
def check(packs: Path = _packs) -> None:
    """Check every pack and walk every path. Exit code 0: nothing found; 1: something to mend."""
    from actions.guidance import PackError, load_packs
    from actions.guidance.checking import Walked, check_pack

    try:
        loaded = load_packs(packs)
    except PackError as error:
        typer.echo(error)
        raise typer.Exit(1) from None
    if not loaded:
        typer.echo(f"There is no pack in {packs}.", err=True)
        raise typer.Exit(2)
    found = 0
    for pack in loaded.values():
        walked = Walked()
        problems = check_pack(pack, walked)
        found += len(problems)
        for problem in problems:
            typer.echo(problem)
        typer.echo(f"{pack.id}: {len(problems)} to mend; {walked.paths:,} paths of {walked.worlds:,} sets of answers")
    raise typer.Exit(1 if found else 0)
