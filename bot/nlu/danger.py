"""Reads immediate danger from the words of a message and from what the classifier makes of them.

A sign in the words is worth more than the classifier: it can be read, discussed and corrected. What looks like danger
but belongs to the past, to training or to a policy question is doubted. When in doubt the answer is `unsure`, and
the person is asked; missing somebody in danger is the one mistake that this part must not make.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.nlu.word_features import plain_words

SIGNS_FILE = Path(__file__).with_name("danger_signs.yml")

# Probabilities of danger from the classifier. Chosen by leaving out a fifth of data/nlu at a time: so that one danger
# example in a hundred is read as `none`, and then as few others as that allows are asked about.
SURE = 0.90
POSSIBLE = 0.30
POSSIBLE_WITH_SIGN = 0.03
POSSIBLE_IF_DOUBTED = 0.80

LEVELS = ("none", "unsure", "danger")


@dataclass(frozen=True)
class DangerReading:
    """`level` is danger, unsure or none; `why` names the sign, or says `sounds_like_it`, or is empty."""

    level: str
    why: str = ""


@dataclass(frozen=True)
class Signs:
    """The patterns of danger_signs.yml, compiled: (code, pattern) for each kind."""

    danger: tuple[tuple[str, re.Pattern], ...]
    unsure: tuple[tuple[str, re.Pattern], ...]
    not_now: tuple[tuple[str, re.Pattern], ...]

    @classmethod
    def load(cls, path: Path = SIGNS_FILE) -> Signs:
        """Reads and compiles the file. Raises KeyError for an unknown {name}, re.error for a bad pattern."""
        data = yaml.safe_load(path.read_text("utf-8"))
        words = {name: f"(?:{choices})" for name, choices in data["words"].items()}
        return cls(*(_compiled(data[kind], words) for kind in ("danger", "unsure", "not_now")))


def read_danger(signs: Signs, pieces: Sequence[tuple[str, float]]) -> DangerReading:
    """The worst reading over the pieces of a message, each with its probability of danger."""
    readings = [_read_piece(signs, text, probability) for text, probability in pieces]
    return max(readings, key=lambda reading: LEVELS.index(reading.level), default=DangerReading("none"))


def _read_piece(signs: Signs, text: str, probability: float) -> DangerReading:
    said = " ".join(plain_words(text))
    sign, hint = _first(signs.danger, said), _first(signs.unsure, said)
    if _first(signs.not_now, said):
        doubtful = probability >= (POSSIBLE_WITH_SIGN if sign else POSSIBLE_IF_DOUBTED)
        return DangerReading("unsure", sign or hint or "sounds_like_it") if doubtful else DangerReading("none")
    if sign or probability >= SURE:
        return DangerReading("danger", sign or hint or "sounds_like_it")
    if probability >= (POSSIBLE_WITH_SIGN if hint else POSSIBLE):
        return DangerReading("unsure", hint or "sounds_like_it")
    return DangerReading("none")


def _first(patterns: tuple[tuple[str, re.Pattern], ...], said: str) -> str:
    return next((code for code, pattern in patterns if pattern.search(said)), "")


def _compiled(groups: dict[str, list[str]], words: dict[str, str]) -> tuple[tuple[str, re.Pattern], ...]:
    # the patterns of one code are joined, so that a turn runs a few dozen searches rather than hundreds
    return tuple(
        (code, re.compile("|".join(rf"\b(?:{pattern.format(**words)})\b" for pattern in patterns)))
        for code, patterns in groups.items()
    )
