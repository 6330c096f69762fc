"""Finds which of the packs' information entries answers a question.

An entry is reached through the questions that its author expects. Closeness is the encoder's similarity together with
the words shared. Confidence is how often an entry that came this close, and this far ahead of the others, was the
right one for a question that had been left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from bot.nlu.word_features import WordFeatures

POLICIES = Path(__file__).resolve().parents[2] / "policies_kb"
WORDS_COUNT = 0.5  # what shared words count for beside the encoder's similarity
MOST = 3


@dataclass(frozen=True)
class Asked:
    """One example question of one entry; `pack` is the folder name of its pack."""

    pack: str
    entry: str
    text: str


def information_files(policies: Path = POLICIES) -> list[Path]:
    """The information files of all packs, in a fixed order."""
    return sorted(policies.glob("*/information/*.yml"))


def example_questions(policies: Path = POLICIES) -> list[Asked]:
    """Every example question of every pack. A question may be a bare paragraph number, which YAML reads as a float."""
    return [
        Asked(path.parts[-3], entry["id"], str(question))
        for path in information_files(policies)
        for entry in yaml.safe_load(path.read_text("utf-8"))["information"]
        for question in entry["asks"]
    ]


@dataclass(frozen=True)
class PolicyAnswers:
    """An index of example questions: one row of `vectors` and of `texts` for each, with its pack and entry.

    `trust` turns (1, closeness, lead over the next entry) into the odds that an entry is the right one.
    """

    packs: np.ndarray
    entries: np.ndarray
    texts: np.ndarray
    vectors: np.ndarray
    words: WordFeatures
    trust: np.ndarray

    def __post_init__(self) -> None:
        object.__setattr__(self, "_rows", self.words.matrix(self.texts.tolist()))

    @classmethod
    def learn(cls, asked: list[Asked], encode: Callable[[str], np.ndarray]) -> PolicyAnswers:
        """Indexes `asked`, which must hold at least two entries, and works out how far closeness can be trusted."""
        texts = [question.text for question in asked]
        index = cls(
            packs=np.array([question.pack for question in asked]),
            entries=np.array([question.entry for question in asked]),
            texts=np.array(texts),
            vectors=np.stack([encode(text) for text in texts]),
            words=WordFeatures.learn(texts),
            trust=np.zeros(3),
        )
        object.__setattr__(index, "trust", index._learn_trust())
        return index

    def best(self, text: str, vector: np.ndarray, pack: str | None = None) -> list[tuple[str, float]]:
        """The MOST likely entries with their confidences, best first; only of `pack`, if one is named."""
        allowed = np.ones(len(self.packs), bool) if pack is None else self.packs == pack
        return [
            (entry, float(1 / (1 + np.exp(-(self.trust @ evidence)))))
            for entry, evidence in self._nearest(text, vector, allowed)
        ]

    def save(self, path: Path) -> None:
        """Writes the index to `path`, an npz file without pickled objects."""
        np.savez(
            path,
            packs=self.packs,
            entries=self.entries,
            texts=self.texts,
            vectors=self.vectors,
            names=self.words.names,
            name_weights=self.words.weights,
            trust=self.trust,
        )

    @classmethod
    def load(cls, path: Path) -> PolicyAnswers:
        """Reads what `save` wrote."""
        with np.load(path, allow_pickle=False) as kept:
            return cls(
                kept["packs"],
                kept["entries"],
                kept["texts"],
                kept["vectors"],
                WordFeatures(kept["names"], kept["name_weights"]),
                kept["trust"],
            )

    def _nearest(self, text: str, vector: np.ndarray, allowed: np.ndarray) -> list[tuple[str, np.ndarray]]:
        """The MOST nearest entries among the `allowed` questions, each with the evidence for it."""
        places, amounts = self.words.row(text)
        closeness = self.vectors @ vector + WORDS_COUNT * (self._rows[:, places] @ amounts)
        near: dict[str, float] = {}
        for place in np.argsort(-closeness):
            if allowed[place]:
                near.setdefault(str(self.entries[place]), float(closeness[place]))
            if len(near) > MOST:
                break
        ranked = [*near.items(), ("", 0.0)]
        return [
            (entry, np.array([1.0, own, own - (ranked[0][1] if place else ranked[1][1])]))
            for place, (entry, own) in enumerate(ranked[:MOST])
            if entry
        ]

    def _learn_trust(self) -> np.ndarray:
        # scikit-learn is only needed here, not in a turn
        from sklearn.linear_model import LogisticRegression

        evidence, right = [], []
        for place, (text, vector) in enumerate(zip(self.texts.tolist(), self.vectors, strict=True)):
            others = (self.packs == self.packs[place]) & (np.arange(len(self.packs)) != place)
            for entry, seen in self._nearest(text, vector, others):
                evidence.append(seen)
                right.append(entry == self.entries[place])
        return LogisticRegression(C=10.0, fit_intercept=False).fit(evidence, right).coef_[0]
