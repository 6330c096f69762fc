"""What is wrong with a pack: a stable code, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in a pack's files. `line` counts from 1; 0 when the fault belongs to the whole file."""

    file: str
    line: int
    code: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.code} {self.message}\n    mend: {self.remedy}"


class PackError(Exception):
    """A pack cannot be used; `problems` lists every fault found."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
