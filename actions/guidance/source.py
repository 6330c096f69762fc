"""Reads a YAML file into plain data and remembers on which line each part stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from .problems import PackError, Problem

Place = tuple[object, ...]


class _PlainLoader(yaml.SafeLoader):
    """YAML in which `yes` and `15.10` stay the words that were written."""


_PlainLoader.yaml_implicit_resolvers = {}
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null)$"), ["~", "n"])
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"])
_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^(?:0|[1-9][0-9]*)$"), list("0123456789")
)


_SCALARS = yaml.constructor.SafeConstructor()


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
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_PlainLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(
            [
                Problem(
                    name, 0, "SP101", f"cannot be read: {error}", "check that the file is there and is UTF-8"
                )
            ]
        ) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise PackError(
            [
                Problem(
                    name,
                    line,
                    "SP101",
                    f"is not YAML: {error.problem}",
                    "check indentation, colons and quotes near this line",
                )
            ]
        ) from None
    lines: dict[Place, int] = {}
    problems: list[Problem] = []
    data = _build(node, (), lines, name, problems) if node is not None else {}
    if problems:
        raise PackError(problems)
    return Source(name, data, lines)


def _build(
    node: yaml.Node, place: Place, lines: dict[Place, int], name: str, problems: list[Problem]
) -> object:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [
            _build(child, (*place, index), lines, name, problems) for index, child in enumerate(node.value)
        ]
    if isinstance(node, yaml.MappingNode):
        built: dict[object, object] = {}
        for key_node, child in node.value:
            key = key_node.value
            if key in built:
                problems.append(
                    Problem(
                        name,
                        key_node.start_mark.line + 1,
                        "SP102",
                        f"{key!r} stands here twice",
                        "give each its own id, or delete one",
                    )
                )
            built[key] = _build(child, (*place, key), lines, name, problems)
            lines[(*place, key)] = key_node.start_mark.line + 1
        return built
    return _SCALARS.construct_object(node)
