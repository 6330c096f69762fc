"""Policy packs: loaded once, checked for shape and references, then only read."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from . import schema
from .deadlines import Calendar
from .pathways import Pathway, compile_pathway
from .problems import PackError, Problem
from .source import Place, Source, read

Form = TypeVar("Form", bound=schema.Part)


@dataclass(frozen=True)
class Pack:
    """One policy source as data. `edition` carries a fingerprint, so a consultation can be pinned to it."""

    id: str
    form: schema.PackFile
    facts: dict[str, schema.Fact]
    pathways: dict[str, Pathway]
    information: dict[str, schema.Information]
    calendar: Calendar
    fingerprint: str
    folder: Path
    sources: tuple[Source, ...] = field(repr=False)

    @property
    def edition(self) -> str:
        return f"{self.form.edition}+{self.fingerprint[:12]}"

    def pathway_for_intent(self, intent: str) -> Pathway | None:
        return next((pathway for pathway in self.pathways.values() if pathway.intent == intent), None)


def load_packs(root: Path) -> dict[str, Pack]:
    """Every pack below `root`. Raises PackError with all faults of all packs."""
    packs, problems = {}, []
    for folder in sorted(path.parent for path in root.glob("*/pack.yml")):
        try:
            pack = load_pack(folder)
            if pack.id in packs:
                message = f"'{pack.id}' is the id of two packs"
                problems.append(pack.sources[0].problem(("pack",), "SP102", message, "give each pack its own id"))
            packs[pack.id] = pack
        except PackError as error:
            problems += error.problems
    if problems:
        raise PackError(problems)
    return packs


def load_pack(folder: Path) -> Pack:
    """Load one pack: pack.yml, facts/*.yml, pathways/*.yml, information/*.yml. Raises PackError."""
    reader = _Reader(folder)
    pack_form = reader.form(folder / "pack.yml", schema.PackFile)
    faults_so_far = len(reader.problems)
    facts = reader.facts()
    facts_are_sound = len(reader.problems) == faults_so_far
    information = reader.information()
    forms = [
        (source, form)
        for path in sorted((folder / "pathways").glob("*.yml"))
        for source, form in [reader.sourced(path, schema.PathwayFile)]
        if form
    ]
    # a fact that cannot be read would make every condition on it look wrong as well
    pathways = reader.pathways(forms, facts) if facts_are_sound else {}
    if reader.problems:
        raise PackError(reader.problems)
    return Pack(
        id=pack_form.pack,
        form=pack_form,
        facts=facts,
        pathways=pathways,
        information=information,
        calendar=Calendar(pack_form.holidays.country, pack_form.holidays.subdivision),
        fingerprint=_fingerprint(folder),
        folder=folder,
        sources=tuple(reader.sources),
    )


class _Reader:
    """Reads a pack's files and keeps going after a fault, so that all faults are shown at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.sources: list[Source] = []

    def sourced(self, path: Path, model: type[Form]) -> tuple[Source | None, Form | None]:
        try:
            source = read(path, self.folder.parent)
        except PackError as error:
            self.problems += error.problems
            return None, None
        self.sources.append(source)
        try:
            return source, model.parse_obj(source.data)
        except ValidationError as error:
            for fault in error.errors():
                for place in _places(fault, source.data):
                    where = " > ".join(str(part) for part in place if part != "__root__") or "the file"
                    self.problems.append(source.problem(place, "SP101", f"{where}: {fault['msg']}", _remedy(fault)))
            return source, None

    def form(self, path: Path, model: type[Form]) -> Form | None:
        return self.sourced(path, model)[1]

    def facts(self) -> dict[str, schema.Fact]:
        """The facts of every file in facts/; an id may stand in one file only."""
        found: dict[str, schema.Fact] = {}
        for path in sorted((self.folder / "facts").glob("*.yml")):
            source, form = self.sourced(path, schema.FactsFile)
            for key, fact in form.facts.items() if form else ():
                if key in found:
                    self.problems.append(
                        source.problem(("facts", key), "SP102", f"'{key}' is defined in two files", "keep one of them")
                    )
                found[key] = fact
        return found

    def information(self) -> dict[str, schema.Information]:
        found: dict[str, schema.Information] = {}
        for path in sorted((self.folder / "information").glob("*.yml")):
            source, form = self.sourced(path, schema.InformationFile)
            for index, entry in enumerate(form.information if form else ()):
                if entry.id in found:
                    place = ("information", index)
                    self.problems.append(
                        source.problem(place, "SP102", f"'{entry.id}' is defined twice", "give each its own id")
                    )
                found[entry.id] = entry
        return found

    def pathways(self, forms: list[tuple[Source, schema.PathwayFile]], facts: dict) -> dict[str, Pathway]:
        built: dict[str, Pathway] = {}
        for source, form in forms:
            if form.pathway in built:
                self.problems.append(
                    source.problem(
                        ("pathway",), "SP102", f"'{form.pathway}' is defined in two files", "keep one of them"
                    )
                )
            try:
                built[form.pathway] = compile_pathway(source, form, facts)
            except PackError as error:
                self.problems += error.problems
        return built


def _places(fault: dict, data: object) -> list[Place]:
    """Where a fault stands. Of a refused key pydantic says only in which mapping it is."""
    *outer, last = fault["loc"]
    if last != "__key__":
        return [(*outer, last)]
    for step in outer:
        data = data[step]
    longest, form = fault["ctx"].get("limit_value"), fault["ctx"].get("pattern")
    return [(*outer, key) for key in data if (len(key) > longest if longest else not re.match(form, key))]


def _remedy(fault: dict) -> str:
    kind = fault["type"]
    if kind == "value_error.missing":
        return f"add '{fault['loc'][-1]}'"
    if kind == "value_error.extra":
        return f"remove '{fault['loc'][-1]}', or check its spelling"
    if "permitted" in fault.get("ctx", {}):
        return "use one of: " + ", ".join(str(value) for value in fault["ctx"]["permitted"])
    return "correct the value on this line"


def _fingerprint(folder: Path) -> str:
    """Hash of everything that decides a consultation: pack, facts and pathways; line endings do not count."""
    digest = hashlib.sha256()
    for path in sorted([folder / "pack.yml", *(folder / "facts").glob("*.yml"), *(folder / "pathways").glob("*.yml")]):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()
