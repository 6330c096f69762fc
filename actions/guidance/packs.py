"""Policy packs: loaded once, checked for shape and references, then only read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from . import schema
from .deadlines import Calendar
from .pathways import Pathway, compile_pathway
from .problems import PackError, Problem
from .source import Place, Source, read

Form = TypeVar("Form", bound=schema.Part)

_FIGURE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


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
    figures: dict[str, int] = field(default_factory=dict)
    on: date | None = None
    """The day whose figures hold; None: the newest there are."""

    @property
    def edition(self) -> str:
        return f"{self.form.edition}+{self.fingerprint[:12]}"

    def on_day(self, day: date) -> Pack:
        """The same pack with the figures of that day; itself if they are the same."""
        return self if _figures(self.form, day) == self.figures else load_pack(self.folder, day)

    def pathway_about(self, paragraphs: Iterable[str]) -> Pathway | None:
        """The pathway with the most steps on these paragraphs, if any has one."""
        wanted = set(paragraphs)

        def steps_on_them(pathway: Pathway) -> int:
            parts = [advice.node for advice in pathway.every_advice]
            parts += [self.facts[step.fact] for step in pathway.steps]
            return sum(not wanted.isdisjoint(part.cites) for part in parts)

        best = max(self.pathways.values(), key=steps_on_them, default=None)
        return best if best and steps_on_them(best) else None

    def pathway_for_intent(self, intent: str) -> Pathway | None:
        return next((pathway for pathway in self.pathways.values() if pathway.intent == intent), None)


def load_packs(root: Path, on: date | None = None) -> dict[str, Pack]:
    """Every pack below `root`, with the figures of the day `on`. Raises PackError with all faults of all packs."""
    packs, problems = {}, []
    for folder in sorted(path.parent for path in root.glob("*/pack.yml")):
        try:
            pack = load_pack(folder, on)
            if pack.id in packs:
                message = f"'{pack.id}' is the id of two packs"
                problems.append(pack.sources[0].problem(("pack",), "SP102", message, "give each pack its own id"))
            packs[pack.id] = pack
        except PackError as error:
            problems += error.problems
    if problems:
        raise PackError(problems)
    return packs


def load_pack(folder: Path, on: date | None = None) -> Pack:
    """Load one pack: pack.yml, facts/*.yml, pathways/*.yml, information/*.yml.

    Its dated figures are those of the day `on`, or the newest without a day. Raises PackError.
    """
    reader = _Reader(folder)
    pack_form = reader.form(folder / "pack.yml", schema.PackFile)
    reader.figures = _figures(pack_form, on) if pack_form else {}
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
        fingerprint=_fingerprint(folder, reader.figures),
        folder=folder,
        sources=tuple(reader.sources),
        figures=reader.figures,
        on=on,
    )


class _Reader:
    """Reads a pack's files and keeps going after a fault, so that all faults are shown at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.figures: dict[str, int] = {}
        self.problems: list[Problem] = []
        self.sources: list[Source] = []

    def sourced(self, path: Path, model: type[Form]) -> tuple[Source | None, Form | None]:
        try:
            source = self.with_figures(read(path, self.folder.parent))
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

    def with_figures(self, source: Source) -> Source:
        """The file with each {name} replaced by its figure. Raises PackError (SP104) for a name without one."""
        problems: list[Problem] = []

        def filled(part: object, place: Place) -> object:
            if isinstance(part, dict):
                return {key: filled(inner, (*place, key)) for key, inner in part.items()}
            if isinstance(part, list):
                return [filled(inner, (*place, index)) for index, inner in enumerate(part)]
            return _FIGURE.sub(lambda name: figure(name[1], place), part) if isinstance(part, str) else part

        def figure(name: str, place: Place) -> str:
            if name not in self.figures:
                remedy = "correct the name, or add the figure to values in pack.yml"
                problems.append(source.problem(place, "SP104", f"'{{{name}}}' names no figure of this pack", remedy))
            return f"{self.figures.get(name, 0)}"

        data = filled(source.data, ())
        if problems:
            raise PackError(problems)
        return replace(source, data=data)

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


def _figures(form: schema.PackFile, on: date | None) -> dict[str, int]:
    """Each figure as it is on that day; before its first day, the first there was."""
    return {
        name: next((one.value for one in reversed(dated) if on is None or one.since <= on), dated[0].value)
        for name, dated in form.values.items()
    }


def _fingerprint(folder: Path, figures: dict[str, int]) -> str:
    """Hash of everything that decides a consultation: pack, facts, pathways and figures; line endings do not count."""
    digest = hashlib.sha256(repr(sorted(figures.items())).encode() if figures else b"")
    for path in sorted([folder / "pack.yml", *(folder / "facts").glob("*.yml"), *(folder / "pathways").glob("*.yml")]):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()
