"""Reads a YAML file into plain data and remembers on which line each part stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from .problems import PackError, Problem

Place = tuple[object, ...]


class _PlainLoader(yaml.CSafeLoader):
    """YAML in which `yes` and `15.10` stay the words that were written. In C: the packs are read at every start."""


_PlainLoader.yaml_implicit_resolvers = {}
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null)$"), ["~", "n"])
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"])
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^(?:0|[1-9][0-9]*)$"), list("0123456789"))


_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int", "str", "seq", "map")}


@dataclass(frozen=True)
class Source:
    """A file's data, with the line of every part of it."""

    file: str
    data: object
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """The line of a part, or of the nearest part around it that has one."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def problem(self, place: Place, code: str, message: str, remedy: str) -> Problem:
        return Problem(self.file, self.line(place), code, message, remedy)


def read(path: Path, root: Path) -> Source:
    """Read one YAML file; paths in messages are relative to `root`. Raises PackError (SP101, SP102)."""
    name = path.relative_to(root).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        remedy = "check that the file is there and is UTF-8"
        raise PackError([Problem(name, 0, "SP101", f"cannot be read: {error}", remedy)]) from None
    try:
        node = yaml.compose(text, Loader=_PlainLoader)
    except yaml.reader.ReaderError as error:
        line, message = text.count("\n", 0, error.position) + 1, f"has the character #x{error.character:04x}"
        raise PackError([Problem(name, line, "SP101", message, "delete it: YAML does not allow it")]) from None
    except yaml.MarkedYAMLError as error:
        line, message = error.problem_mark.line + 1, f"is not YAML: {error.problem}"
        remedy = "check indentation, colons and quotes near this line"
        raise PackError([Problem(name, line, "SP101", message, remedy)]) from None
    lines: dict[Place, int] = {}
    problems: list[Problem] = []
    data = _build(node, (), lines, name, problems) if node is not None else {}
    if problems:
        raise PackError(problems)
    return Source(name, data, lines)


def _build(node: yaml.Node, place: Place, lines: dict[Place, int], name: str, problems: list[Problem]) -> object:
    lines[place] = node.start_mark.line + 1
    if node.tag not in _TAGS:
        remedy = "delete the tag; a pack file is plain words, lists and keys"
        problems.append(Problem(name, lines[place], "SP101", f"{node.tag} is a tag", remedy))
        return None
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*place, index), lines, name, problems) for index, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        built: dict[object, object] = {}
        for key_node, child in node.value:
            line, key = key_node.start_mark.line + 1, key_node.value
            if not isinstance(key, str):
                problems.append(Problem(name, line, "SP101", "has a list as a key", "put the text in quotes"))
                continue
            if key in built:
                remedy = "give each its own id, or delete one"
                problems.append(Problem(name, line, "SP102", f"{key!r} stands here twice", remedy))
            built[key] = _build(child, (*place, key), lines, name, problems)
            lines[(*place, key)] = line
        return built
    return yaml.constructor.SafeConstructor().construct_object(node)
