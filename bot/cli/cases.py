"""`signpost cases`: read, export and verify the record. For the administrator of this installation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.cli.defaults import PACK

if TYPE_CHECKING:
    from actions.casestore import Case, CaseStore, Edition, Reading
    from actions.casestore.spoken import Describe
    from actions.consultation.library import Library

cases = typer.Typer(help="Read, export and verify the record.", no_args_is_help=True)


class Format(str, Enum):
    """What an export is written as."""

    json = "json"
    html = "html"


_reference = typer.Argument(..., help="The case's reference, or its number in the list.")
_pack = typer.Option(PACK, "--pack", metavar="P", help="The policy pack of the case.")
_as_json = typer.Option(False, "--json", help="Print JSON.")
_format = typer.Option(Format.json, "--format", help="json can be verified; html prints well.")
_out = typer.Option(None, "--out", metavar="FILE", help="Write here; without it, to standard output.")
_which = typer.Argument(..., help="The case's reference, or a consultation's number.")
_picture = typer.Option(..., "--out", metavar="FILE", help="Write here; the name ends in .svg or .png.")
_bundle = typer.Argument(None, exists=True, dir_okay=False, help="An exported case; without it, the store.")
_noted_head = typer.Option(None, "--head", metavar="SEQ:HASH", help="A head noted earlier that must still hold.")


@cases.command("list")
def list_cases(as_json: bool = _as_json) -> None:
    """List every case in the store."""
    with _store() as store, store.reading() as tx:
        lines = tx.list_cases()
    if as_json:
        typer.echo(json.dumps([vars(line) for line in lines], default=str, indent=2))
        return
    if not lines:
        typer.echo("There are no cases yet.")
    for line in lines:
        typer.echo(
            f"{line.id:>5}  {line.reference or '(no reference)':<16} {line.pack:<16} "
            f"{line.consultations} consultations, {line.unfinished} unfinished, {line.open_tasks} tasks open, "
            f"last entry {line.last_entry_at:%d %B %Y}"
        )


@cases.command()
def show(reference: str = _reference, pack: str = _pack, as_json: bool = _as_json) -> None:
    """Show what is held on a case."""
    from actions.casestore import show_case
    from actions.consultation.wording import wording

    with _store() as store, store.reading() as tx:
        held = show_case(tx, _found(tx, reference, pack))
    if as_json:
        typer.echo(json.dumps(held, ensure_ascii=False, indent=2))
        return
    for line in _outline(held, wording(_library())):
        typer.echo(line)


@cases.command()
def export(
    reference: str = _reference,
    pack: str = _pack,
    form: Format = _format,
    out: Path = _out,
) -> None:
    """Export a case. That it was exported is itself logged on the case."""
    from actions.casestore import export_case, render_html
    from actions.consultation.wording import wording
    from bot.cli import pictures

    with _store() as store, store.transaction() as tx:
        case = _found(tx, reference, pack)
        tx.log("export", by=None, case=case, detail={"format": form.value})
        bundle = export_case(tx, case)
    if form is Format.json:
        content = json.dumps(bundle, ensure_ascii=False, indent=2)
    else:
        library = _library()
        content = render_html(bundle, wording(library), pictures.inline(library))
    if out:
        _write(out, content.encode())
    else:
        typer.echo(content)


@cases.command()
def picture(which: str = _which, pack: str = _pack, out: Path = _picture) -> None:
    """Draw the timeline on a case. That it was taken out is itself logged on the case."""
    from actions.casestore import show_case
    from bot.cli import pictures

    drawing = pictures.FORMATS.get(out.suffix.lower())
    if drawing is None:
        raise typer.BadParameter("end the file's name in .svg or .png", param_hint="--out")
    with _store() as store, store.transaction() as tx:
        case, consultation = _case_and_consultation(tx, which, pack)
        timeline = pictures.latest_timeline(show_case(tx, case), consultation, _library())
        if timeline is None:
            typer.echo(f"There is no list of events in {which!r} that can be drawn.", err=True)
            raise typer.Exit(1)
        tx.log("export", by=None, case=case, detail={"format": "picture"})
    _write(out, drawing(timeline))


@cases.command()
def verify(
    bundle: Path = _bundle,
    head: str = _noted_head,
) -> None:
    """Verify the record: finds any entry that was changed, removed, inserted or put in another order.

    Exit code 0: all of it holds; 1: something does not.
    """
    from actions import casestore

    expected = _head(head) if head else None
    if bundle:
        exported = json.loads(bundle.read_text(encoding="utf-8"))
        faults = casestore.verify_bundle(exported, expected)
        last = exported.get("head") if isinstance(exported, dict) else None
    else:
        with _store() as store:
            faults, now = casestore.verify(store, expected), casestore.head(store)
        last = vars(now) if now else None
    for fault in faults:
        typer.echo(str(fault))
    if faults:
        raise typer.Exit(1)
    typer.echo(f"All of it holds. Head: {last['seq']}:{last['hash']}" if last else "All of it holds; it is empty.")


def _outline(held: dict, describe: Describe) -> Iterator[str]:
    from actions.casestore import Edition

    case = held["case"]
    yield f"Case {case['reference'] or case['id']} ({case['pack']}), opened {_on(case['opened_at'])}"
    for consultation in held["consultations"]:
        edition = Edition.of(consultation)
        words = partial(describe, edition)
        yield ""
        yield (
            f"{words('pathway', consultation['pathway'])}, by {consultation['staff']}, {consultation['status']}, "
            f"edition {words('edition', edition.edition)}, started {_on(consultation['started_at'])}"
        )
        yield from (
            f"  answer      {words('fact', answer['fact'])} {_said(answer, edition, describe)} ({_on(answer['at'])})"
            for answer in _standing(consultation["answers"])
            if not answer["withdrawn"]
        )
        for each in _standing(consultation["conclusions"]):
            outcome = words("outcome", each["outcome"]) + " " if each["outcome"] else ""
            yield f"  conclusion  {words('conclusion', each['conclusion'])}: {outcome}[{_status(each)}]"
        yield from (f"  task        {task['text']} ({task['state']}, {_due(task)})" for task in consultation["tasks"])
        for decision in _standing(consultation["decisions"]):
            chosen = words("choice", decision["choice"])
            yield f"  decision    {chosen}: {decision['reasons']} ({_on(decision['at'])})"
    yield ""
    yield f"Head: {held['head']['seq']}:{held['head']['hash']}"


def _status(conclusion: dict) -> str:
    return conclusion["status"].replace("_", " ")


def _standing(rows: list[dict]) -> list[dict]:
    return [row for row in rows if not row["superseded"]]


def _said(answer: dict, edition: Edition, describe: Describe) -> str:
    from actions.casestore import spoken

    if answer["not_known"]:
        return "Not known yet"
    note = f" ({answer['note']})" if answer.get("note") else ""
    return spoken(answer, edition, describe).replace("\n", "\n" + " " * 14) + note


def _library() -> Library:
    """The packs in every edition that was ever in force here, so that a record is read in its own words."""
    from actions.consultation.library import Library
    from actions.settings import POLICIES, settings

    return Library(POLICIES, settings().home / "editions")


def _due(task: dict) -> str:
    return f"due {task['due_on']}" if task["due_on"] else task["due_note"] or "no date"


def _on(moment: str) -> str:
    return moment[:16].replace("T", " ")


@contextmanager
def _store() -> Iterator[CaseStore]:
    from actions.casestore import CaseStore, migrate
    from actions.settings import settings

    url = settings().store_url
    migrate(url)
    store = CaseStore(url)
    try:
        yield store
    finally:
        store.close()


def _found(tx: Reading, reference: str, pack: str) -> Case:
    case = tx.find_case(pack, reference.upper()) or tx.find_case(pack, reference)
    if case is None and reference.isdecimal():
        case = tx.case(int(reference))
    if case is None:
        typer.echo(f"There is no case {reference!r} in {pack}.", err=True)
        raise typer.Exit(1)
    return case


def _case_and_consultation(tx: Reading, which: str, pack: str) -> tuple[Case, int | None]:
    """The case of a reference, or the consultation of a number with its case."""
    consultation = tx.consultation(int(which)) if which.isdecimal() and not tx.find_case(pack, which) else None
    if consultation and consultation.case_id:
        return tx.case(consultation.case_id), consultation.id
    return _found(tx, which, pack), None


def _write(out: Path, content: bytes) -> None:
    """Only its owner may read what is taken out of the record."""
    out.touch(mode=0o600)
    out.write_bytes(content)


def _head(written: str) -> object:
    from actions.casestore import Head

    seq, _, digest = written.partition(":")
    if not seq.isdecimal() or not digest:
        raise typer.BadParameter("write the head as SEQ:HASH, as verify printed it", param_hint="--head")
    return Head(int(seq), digest)
