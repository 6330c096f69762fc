"""What holds for every text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.masking import mask

surroundings = st.lists(st.sampled_from(["he", "said", "that", "risk", "and", "was", "high", "16.13", "X123456"]))
identifiers = st.one_of(
    st.from_regex(r"07700 ?900\d{3}", fullmatch=True),
    st.from_regex(r"[a-z]{1,9}@[a-z]{1,9}\.org", fullmatch=True),
    st.from_regex(r"LS\d{1,2} ?\d[ABDEF]{2}", fullmatch=True),
    st.from_regex(r"[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]", fullmatch=True).filter(str.isascii),
    st.from_regex(r"20\d\d/\d{7}[A-Z]", fullmatch=True).filter(str.isascii),
    st.from_regex(r"\d{6}/\d{2}[A-Z]", fullmatch=True).filter(str.isascii),
    st.from_regex(r"[A-Z]\d{4}[A-Z]{2}", fullmatch=True).filter(str.isascii),
)


@given(st.text())
def test_masking_twice_changes_nothing(text):
    masked, _ = mask(text)
    assert mask(masked) == (masked, [])


@given(before=surroundings, identifier=identifiers, after=surroundings)
def test_an_identifier_never_survives_whatever_is_around_it(before, identifier, after):
    masked, kinds = mask(" ".join([*before, identifier, *after]))
    assert identifier not in masked
    assert len(kinds) == 1


@given(st.from_regex(r"[A-Z]{1,4}-?\d{6}", fullmatch=True).filter(str.isascii), surroundings)
def test_a_case_reference_always_survives(reference, after):
    assert mask(" ".join([reference, *after]))[1] == []


@pytest.mark.parametrize(
    "unit",
    ["a", "0 ", "07700 ", "(0", "+4", "A ", "Mr ", "Marlow ", "dob ", "1/", "x@", "1 jan ", "01/02/", "name is ", "é"],
)
def test_time_grows_with_length_and_no_faster(unit):
    """A text of 20,000 characters made to be hard takes about twice as long as one of 10,000."""
    small, large = (_fastest(unit * (length // len(unit))) for length in (10_000, 20_000))
    assert large < 3 * small + 0.05
    assert small < 2


def _fastest(text):
    def once():
        begun = time.perf_counter()
        mask(text)
        return time.perf_counter() - begun

    return min(once() for _ in range(3))
