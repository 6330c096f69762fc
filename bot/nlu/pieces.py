"""Splits a long message into pieces, because one dangerous sentence drowns in a long story."""

import re
from math import ceil

FEW_WORDS = 5  # a shorter piece is joined to the next one: "He's here. Help." says more than its halves
MANY_WORDS = 40  # a longer piece is cut: people on a phone often leave out the full stops
MOST_PIECES = 24  # keeps the longest message we accept under a tenth of a second

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")


def pieces(text: str) -> list[str]:
    """The sentences of `text`, neither tiny nor huge; a short message is a single piece."""
    shortest = max(FEW_WORDS, ceil(1.1 * len(text.split()) / MOST_PIECES))
    longest = max(MANY_WORDS, 2 * shortest)
    found: list[list[str]] = []
    for sentence in _SENTENCE_END.split(text):
        words = sentence.split()
        if found and len(found[-1]) < shortest:
            found[-1] += words
        elif words:
            found.append(words)
    return [" ".join(words[at : at + longest]) for words in found for at in range(0, len(words), longest)]
