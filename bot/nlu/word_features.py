"""Counts words, word pairs and letter groups: what the encoder blurs (MARAC or MAPPA) and what survives a typo."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_matrix

SEEN_IN = 2  # a feature that only one example has teaches nothing
LETTERS = 3  # the size of a letter group

_WORD = re.compile(r"[a-z0-9&]+")
_APOSTROPHE = re.compile(r"['’‘`]")


def plain_words(text: str) -> list[str]:
    """The words of `text` in lower case, apostrophes closed up: phones write "hes" as often as "he's"."""
    return _WORD.findall(_APOSTROPHE.sub("", text.lower()))


class WordFeatures:
    """A fixed set of features, each with its weight; common ones weigh little."""

    def __init__(self, names: np.ndarray, weights: np.ndarray):
        self.names = names
        self.weights = weights
        self._place = {name: place for place, name in enumerate(names.tolist())}

    @classmethod
    def learn(cls, texts: list[str]) -> WordFeatures:
        """The features that at least SEEN_IN of `texts` have."""
        seen_in = Counter(feature for text in texts for feature in set(_features(text)))
        names = sorted(feature for feature, times in seen_in.items() if times >= SEEN_IN)
        weights = [np.log((1 + len(texts)) / (1 + seen_in[name])) + 1 for name in names]
        return cls(np.array(names, dtype=str), np.array(weights, np.float32))

    def row(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Which features `text` has and how much of each; the amounts have length 1, or there are none."""
        times = Counter(place for place in map(self._place.get, _features(text)) if place is not None)
        places = np.fromiter(times.keys(), np.int64, len(times))
        amounts = (1 + np.log(np.fromiter(times.values(), np.float32, len(times)))) * self.weights[places]
        return places, amounts / max(float(np.linalg.norm(amounts)), 1e-9)

    def matrix(self, texts: list[str]) -> csr_matrix:
        """One row for each text."""
        rows = [self.row(text) for text in texts]
        ends = np.cumsum([0, *(len(places) for places, _ in rows)])
        places = np.concatenate([places for places, _ in rows])
        amounts = np.concatenate([amounts for _, amounts in rows])
        return csr_matrix((amounts, places, ends), shape=(len(texts), len(self.names)))


def _features(text: str) -> Iterator[str]:
    words = plain_words(text)
    yield from words
    for first, second in pairwise(words):
        yield f"{first} {second}"
    for word in words:
        edged = f"<{word}>"
        for at in range(len(edged) - LETTERS + 1):
            yield "~" + edged[at : at + LETTERS]
