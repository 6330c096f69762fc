"""Takes personal identifiers out of a text before anything stores, logs or interprets it.

    mask("Ring her on 07700 900123")  ->  ("Ring her on [phone]", ["phone"])

Numbers and codes are recognised by their shape. Names are only likely names: a title, a relationship or "is
called" in front, or two capitalised words that this field does not use. A lone first name in the middle of a
sentence passes, which is why people are asked for the case reference instead of names.
"""

from __future__ import annotations

from actions.masking.identifiers import identifiers
from actions.masking.names import names

__all__ = ["mask"]


def mask(text: str) -> tuple[str, list[str]]:
    """Replace each identifier by its kind in square brackets.

    Returns the masked text and the kinds that were found, each once, in order of first appearance. Masking
    a masked text changes nothing. The time taken grows with the length of the text.
    """
    pieces: list[str] = []
    kinds: list[str] = []
    done = 0
    for start, end, kind in sorted([*identifiers(text), *names(text)]):
        if start < done:  # overlaps the one before, which takes it in
            done = max(done, end)
            continue
        pieces += [text[done:start], f"[{kind}]"]
        kinds.append(kind)
        done = end
    return "".join(pieces) + text[done:], list(dict.fromkeys(kinds))
