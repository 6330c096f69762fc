"""Likely names of persons, found by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from actions.masking.identifiers import Span


def _lexicon(name: str) -> frozenset[str]:
    return frozenset((Path(__file__).parent / "lexicon" / name).read_text(encoding="utf-8").split())


# Words of this field and of everyday English: capitalised, they are still no names.
_WORDS = _lexicon("words.txt")
# Words that are names as well: beside an unknown word, or where a name is expected, they count as one.
_NAMES_TOO = _lexicon("words_and_names.txt")
_RELATIONS = _lexicon("relations.txt")
# "Thames Valley Police": such a word makes an organisation or a law of the capitalised words before it.
_ORGANISATIONS = _lexicon("organisations.txt")

_PEOPLE = _RELATIONS | {
    "man",
    "woman",
    "lady",
    "girl",
    "boy",
    "guy",
    "someone",
    "person",
    "bloke",
    "kid",
    "lad",
}
_TITLES = {"mr", "mrs", "ms", "mx"}
_CAPITALISED_TITLES = {
    "Miss",
    "Dr",
    "Doctor",
    "Prof",
    "Professor",
    "Rev",
    "Sir",
    "Dame",
    "Lord",
    "Lady",
    "Judge",
}
_CAPITALISED_TITLES |= {
    "PC",
    "DC",
    "DS",
    "DI",
    "DCI",
    "PCSO",
    "Sgt",
    "Sergeant",
    "Constable",
    "Insp",
    "Inspector",
}
_NAMING = {"called", "named", "nicknamed", "aka"}
_IS = {"is", "was", "are", "were", "as"}
_LONGEST_NAME = 4  # words
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True)
class _Word:
    text: str
    start: int
    end: int
    follows: bool  # only a space (or a full stop, after a title or an initial) parts it from the one before

    @property
    def lower(self) -> str:
        return self.text.lower().replace("’", "'")

    @property
    def stem(self) -> str:
        """In lower case, without a possessive."""
        return self.lower.removesuffix("'s")

    @property
    def is_possessive(self) -> bool:
        return self.lower.endswith("'s")

    @property
    def end_of_name(self) -> int:
        return self.end - 2 if self.is_possessive else self.end

    @property
    def is_capitalised(self) -> bool:
        return self.text[0].isupper() and not self.text.isupper()

    @property
    def is_initial(self) -> bool:
        return len(self.text) == 1 and self.text.isupper() and self.text not in "AI"

    @property
    def is_known(self) -> bool:
        return any(form in _WORDS for form in (self.lower, self.stem)) or all(
            part in _WORDS for part in self.stem.split("-")
        )

    @property
    def may_be_name(self) -> bool:
        return len(self.text) > 1 and (not self.is_known or self.stem in _NAMES_TOO)


def names(text: str) -> Iterator[Span]:
    """Every likely name in `text`; they may overlap."""
    words = list(_words(text))
    for i in range(len(words)):
        if expects := _what_may_follow(words, i):
            yield from _name_from(words, i + 1, any_case=expects == "any case")
        yield from _pair_from(words, i)


def _words(text: str) -> Iterator[_Word]:
    end, stoppable = -1, False
    for match in _TOKEN.finditer(text):
        gap = text[end : match.start()] if end >= 0 else None
        follows = gap in {" ", "\u00a0", "  "} or (stoppable and gap in {". ", "."})
        yield _Word(match.group(), *match.span(), follows)
        end = match.end()
        stoppable = len(match.group()) == 1 or match.group().lower() in _TITLES or match.group() in _CAPITALISED_TITLES


def _what_may_follow(words: list[_Word], i: int) -> str | None:
    """What the words up to `i` let us expect next: a name in "any case", a "capitalised" one, or none."""
    word, before = words[i], words[i - 1] if i and words[i].follows else None
    if word.lower in _TITLES:
        return "any case"
    if word.text in _CAPITALISED_TITLES or word.stem in _RELATIONS or word.lower == "name":
        return "capitalised"
    if word.lower in _IS and before and before.stem in {"name", "names", "surname", "forename"}:
        return "any case"
    if word.lower in _NAMING:
        return "any case" if _speaks_of_a_person(words, i) else "capitalised"
    if word.lower in {"as", "by"} and before and before.lower in {"known", "goes", "went"}:
        return "capitalised"
    return None


def _speaks_of_a_person(words: list[_Word], i: int) -> bool:
    """Whether "called" at `i` stands after a person: "a woman called", "her partner is called"."""
    return any(word.stem in _PEOPLE for word in words[max(0, i - 2) : i])


def _name_from(words: list[_Word], first: int, *, any_case: bool) -> Iterator[Span]:
    """The name that begins at `first`, where one is expected."""
    name: list[_Word] = []
    for word in words[first : first + _LONGEST_NAME]:
        if not word.follows or not (word.is_initial or _fits(word, any_case)):
            break
        if word.text.islower() and name and name[-1].text[0].isupper():
            break  # "Mr Quill hit": the verb is not part of the name
        name.append(word)
        if word.is_possessive:
            break
    yield from _unless_organisation(words, first, name)


def _fits(word: _Word, any_case: bool) -> bool:
    return word.may_be_name and (any_case or word.is_capitalised)


def _pair_from(words: list[_Word], first: int) -> Iterator[Span]:
    """Two or more capitalised words side by side, at least one of which this field does not know."""
    if not _can_be_in_pair(words[first]) or (words[first].follows and _can_be_in_pair(words[first - 1])):
        return  # no name, or in the middle of one that has been looked at
    pair = [words[first]]
    for word in words[first + 1 : first + _LONGEST_NAME]:
        if not word.follows or pair[-1].is_possessive or not _can_be_in_pair(word):
            break
        pair.append(word)
    if len(pair) > 1 and any(not word.is_known for word in pair if not word.is_initial):
        yield from _unless_organisation(words, first, pair)


def _can_be_in_pair(word: _Word) -> bool:
    return word.is_initial or (word.is_capitalised and word.may_be_name)


def _unless_organisation(words: list[_Word], first: int, name: list[_Word]) -> Iterator[Span]:
    after = first + len(name)
    named_after = after < len(words) and words[after].follows and words[after].is_capitalised
    if all(word.is_initial for word in name) or (named_after and words[after].stem in _ORGANISATIONS):
        return
    yield name[0].start, name[-1].end_of_name, "name"
