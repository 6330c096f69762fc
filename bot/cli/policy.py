"""`signpost policy`: look after the policy packs."""

from __future__ import annotations

import json
from enum import Enum
from pathlib import Path

import typer

from actions.settings import PROJECT

policy = typer.Typer(help="Check the policy packs, and help to edit them.", no_args_is_help=True)


_packs = typer.Argument(PROJECT / "policies_kb", help="The folder that holds the packs.")


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


class PackPart(str, Enum):
    """The kinds of file in a pack."""

    pack = "pack"
    facts = "facts"
    pathway = "pathway"
    information = "information"


@policy.command()
def schema(part: PackPart) -> None:
    """Print the JSON Schema of one kind of pack file, for completion in an editor."""
    from actions.guidance import schema as shapes

    shape = {
        PackPart.pack: shapes.PackFile,
        PackPart.facts: shapes.FactsFile,
        PackPart.pathway: shapes.PathwayFile,
        PackPart.information: shapes.InformationFile,
    }[part]
    typer.echo(json.dumps(shape.schema(by_alias=True), indent=2))
