"""Which options of a question an earlier account already speaks of. It only ticks boxes; the person confirms them."""

from __future__ import annotations

import re

from actions.guidance.schema import Fact

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
"""One character for one, so that a place in the plain text is the same place in the account."""


def spotted(fact: Fact, account: str) -> dict[str, str]:
    """Option id to the first words of the account that suggest it, as they were written; in the options' order."""
    plain = account.translate(_APOSTROPHES)
    found = {}
    for option_id, option in fact.options.items():
        places = [match.span() for spot in option.spots if (match := _pattern(spot).search(plain))]
        if places:
            start, end = min(places)
            found[option_id] = " ".join(account[start:end].split())
    return found


def _pattern(spot: str) -> re.Pattern:
    """The words one after another, whole but for an 's; a `*` at the end of a word stands for any ending."""
    words = r"\s+".join(_word(word) for word in spot.translate(_APOSTROPHES).split())
    return re.compile(rf"(?<!\w){words}(?!\w|'(?!s\b)\w)", re.IGNORECASE)


def _word(word: str) -> str:
    return re.escape(word[:-1]) + r"\w*(?:'\w+)?" if word.endswith("*") else re.escape(word)
