"""`signpost policy`: look after the policy packs."""

from __future__ import annotations

import json
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from actions.settings import POLICIES

if TYPE_CHECKING:
    from actions.guidance import Pack

policy = typer.Typer(help="Check the policy packs, and help to edit them.", no_args_is_help=True)


_as_at = typer.Option(None, "--as-at", formats=["%Y-%m-%d"], help="A day; without it, the newest figures.")
_first = typer.Argument(..., help="A pack, or one pathway of it: PACK or PACK:PATHWAY.")
_second = typer.Argument(..., help="The other.")
_facts = typer.Option([], "--fact", metavar="FACT=ANSWER", help="What is known; may be given often.")
_packs_option = typer.Option(POLICIES, "--packs", help="The folder that holds the packs.")
_packs = typer.Argument(POLICIES, help="The folder that holds the packs.")


@policy.command()
def check(packs: Path = _packs) -> None:
    """Check every pack and walk every path. Exit code 0: nothing found; 1: something to mend."""
    from actions.guidance.checking import Walked, check_pack

    found = 0
    for pack in _load(packs):
        walked = Walked()
        problems = check_pack(pack, walked)
        found += len(problems)
        for problem in problems:
            typer.echo(problem)
        typer.echo(f"{pack.id}: {len(problems)} to mend; {walked.paths:,} paths of {walked.worlds:,} sets of answers")
    raise typer.Exit(1 if found else 0)


@policy.command()
def coverage(packs: Path = _packs, as_json: bool = typer.Option(False, "--json", help="Print JSON.")) -> None:
    """Show where each obligation of the sources ends. Exit code 0: all are covered; 1: there are holes."""
    from actions.guidance.checking.coverage import coverage as cover
    from actions.guidance.checking.coverage import holes
    from bot.cli.coverage import as_table, counted

    rows = [row for pack in _load(packs) for row in cover(pack)]
    found = holes(rows)
    typer.echo(json.dumps(counted(rows), indent=2) if as_json else as_table(rows))
    for hole in found:
        typer.echo(hole, err=True)
    raise typer.Exit(1 if found else 0)


def _load(packs: Path) -> list[Pack]:
    """Every pack in the folder; ends the command if one cannot be used or there is none."""
    from actions.guidance import PackError, load_packs

    try:
        loaded = load_packs(packs)
    except PackError as error:
        typer.echo(error)
        raise typer.Exit(1) from None
    if not loaded:
        typer.echo(f"There is no pack in {packs}.", err=True)
        raise typer.Exit(2)
    return list(loaded.values())


@policy.command()
def values(packs: Path = _packs, as_at: datetime = _as_at) -> None:
    """Print the figures of the policies that may change, as they were on a day, with what set them."""
    from bot.cli.figures import figure_lines

    for pack in _load(packs):
        for line in figure_lines(pack, as_at.date() if as_at else None):
            typer.echo(line)


@policy.command()
def compare(first: str = _first, second: str = _second, facts: list[str] = _facts, packs: Path = _packs_option) -> None:
    """Put two packs side by side on one set of facts. Whatever is not given counts as not known yet."""
    from bot.cli.compare import NotComparable, compared

    loaded = {pack.id: pack for pack in _load(packs)}
    try:
        typer.echo(compared(loaded, first, second, facts))
    except NotComparable as error:
        typer.echo(error, err=True)
        raise typer.Exit(2) from None


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
