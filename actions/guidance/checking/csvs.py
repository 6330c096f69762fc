"""Reads a CSV file so that a fault in it is a problem with a line, never a crash."""

from __future__ import annotations

import csv
from pathlib import Path

from ..problems import PackError, Problem

Line = tuple[int, dict[str, str]]


def read_csv(path: Path, root: Path, code: str, needed: tuple[str, ...]) -> list[Line]:
    """Every row with its line, every cell filled. Raises PackError with `code`; paths are relative to `root`."""
    name = path.relative_to(root).as_posix()
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            columns = list(reader.fieldnames or ())
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        remedy = "check that it is CSV in UTF-8 and that every quote is closed"
        raise PackError([Problem(name, 0, code, f"cannot be read: {error}", remedy)]) from None
    problems = [
        Problem(name, 1, code, f"has no column '{column}'", "add it to the first line and to each row")
        for column in needed
        if column not in columns
    ]
    if len(columns) != len(set(columns)):
        problems.append(Problem(name, 1, code, "two columns have the same name", "keep one of them"))
    problems += [
        Problem(name, line, code, "has more or fewer cells than the first line", "write one cell for each column")
        for line, row in rows
        if None in row or None in row.values()
    ]
    if problems:
        raise PackError(problems)
    return rows
