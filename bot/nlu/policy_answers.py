"""Finds which of the packs' information entries answers a question.

An entry is reached through the questions that its author expects, through its own words, and through the titles of its
paragraphs. Closeness is the encoder's similarity together with the words shared; the second best of an entry's texts
counts a little too. Confidence is how often an entry that came this close, and this far ahead of the others, was the
right one for a question that had been left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from actions.guidance import Pack, load_packs
from actions.settings import POLICIES
from bot.nlu.word_features import WordFeatures

WORDS_COUNT = 0.8  # what shared words count for beside the encoder's similarity
SECOND_COUNTS = 0.3  # what an entry's second best text adds
MOST = 3
ENOUGH_TO_TRUST = 800  # questions left out in turn, spread over all packs; more change the odds little
NEAR = 60  # texts looked at, the nearest first; enough for MOST entries and one more


@dataclass(frozen=True)
class Asked:
    """One text that leads to an entry. `expected` says that its author expects it as a question."""

    pack: str
    entry: str
    text: str
    expected: bool = True


def answer_files(policies: Path = POLICIES) -> list[Path]:
    """The files that decide the answers of all packs, in a fixed order."""
    return sorted([*policies.glob("*/pack.yml"), *policies.glob("*/information/*.yml")])


def texts_of_answers(policies: Path = POLICIES) -> list[Asked]:
    """Every text that leads to an information entry of any pack. Raises PackError."""
    return [asked for pack in load_packs(policies).values() for asked in _texts_of(pack)]


def _texts_of(pack: Pack) -> Iterator[Asked]:
    for entry in pack.information.values():
        for question in entry.asks:
            yield Asked(pack.id, entry.id, question)
        titles = [pack.form.paragraphs[cite] for cite in entry.cites if cite in pack.form.paragraphs]
        yield Asked(pack.id, entry.id, entry.say, expected=False)
        yield Asked(pack.id, entry.id, " ".join([*titles, entry.id.replace("_", " ")]), expected=False)


@dataclass(frozen=True)
class PolicyAnswers:
    """An index of texts: one row of `vectors` and of `texts` for each, with its pack and entry.

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
        """Indexes `asked`, which must lead to at least two entries, and works out how far closeness can be trusted."""
        texts = [question.text for question in asked]
        index = cls(
            packs=np.array([question.pack for question in asked]),
            entries=np.array([question.entry for question in asked]),
            texts=np.array(texts),
            vectors=np.stack([encode(text) for text in texts]),
            words=WordFeatures.learn(texts),
            trust=np.zeros(3),
        )
        expected = [place for place, question in enumerate(asked) if question.expected]
        expected = expected[:: len(expected) // ENOUGH_TO_TRUST + 1]
        object.__setattr__(index, "trust", index._learn_trust(expected))
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
        closeness = np.where(allowed, closeness, -np.inf)
        near: dict[str, list[float]] = {}
        for place in np.argsort(-closeness)[:NEAR]:
            if allowed[place]:
                near.setdefault(str(self.entries[place]), []).append(float(closeness[place]))
        total = {entry: best + SECOND_COUNTS * sum(more[:1]) for entry, (best, *more) in near.items()}
        ranked = [*sorted(total.items(), key=lambda one: -one[1])[: MOST + 1], ("", 0.0)]
        return [
            (entry, np.array([1.0, own, own - (ranked[0][1] if place else ranked[1][1])]))
            for place, (entry, own) in enumerate(ranked[:MOST])
            if entry
        ]

    def _learn_trust(self, questions: Iterable[int]) -> np.ndarray:
        # scikit-learn is only needed here, not in a turn
        from sklearn.linear_model import LogisticRegression

        evidence, right = [], []
        for place in questions:
            others = (self.packs == self.packs[place]) & (np.arange(len(self.packs)) != place)
            for entry, seen in self._nearest(str(self.texts[place]), self.vectors[place], others):
                evidence.append(seen)
                right.append(entry == self.entries[place])
        return LogisticRegression(C=10.0, fit_intercept=False).fit(evidence, right).coef_[0]
