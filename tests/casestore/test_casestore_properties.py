"""Whatever is done, in whatever order: the answers that stand are those of a plain list, and the log is in order."""

import shutil
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from actions.casestore import CaseStore, verify
from actions.casestore.chain import plain

PACK = "england_wales"
FACTS = ("rosh", "forums", "children", "in_custody")
VALUES = st.one_of(
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.lists(st.text("ab é☃", max_size=3), max_size=3),
    st.dictionaries(st.one_of(st.integers(), st.text("ab1é")), st.none(), max_size=3),
)
ACTS = st.lists(
    st.tuples(st.sampled_from(("say", "say", "not known", "take back", "fail")), st.sampled_from(FACTS), VALUES),
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(acts=ACTS)
def test_standing_answers_match_a_plain_list(empty_store_file, acts):
    with TemporaryDirectory() as folder:
        store = CaseStore(f"sqlite:///{shutil.copy(empty_store_file, folder)}")
        _compare(store, acts)
        assert verify(store) == []
        store.close()


def _compare(store, acts):
    with store.transaction() as tx:
        me = tx.staff("officer-17", "trainee", PACK)
        talk = tx.start_consultation(PACK, "ew.referral", "2023-04", case=None, by=me)
    expected = {}  # fact -> what was said, in the order of asking
    for act, fact, value in acts:
        try:
            _do(store, talk, me, act, fact, value, expected)
        except ZeroDivisionError:
            continue
    with store.reading() as tx:
        standing = tx.answers(talk)
    assert [(each.fact, each.value, each.not_known) for each in standing] == [
        (fact, value, not_known) for fact, (value, not_known) in expected.items()
    ]


def _do(store, talk, me, act, fact, value, expected):
    with store.transaction() as tx:
        now = tx.consultation(talk.id)
        before = next((each for each in tx.answers(now) if each.fact == fact), None)
        if act == "take back":
            tx.withdraw_answers(now, now.version, [before] if before else [], "falls away", by=me)
            expected.pop(fact, None)
            return
        meaning = {"not_known": True} if act == "not known" else {"value": value}
        tx.record_answer(now, now.version, fact=fact, supersedes=before, by=me, **meaning)
        if act == "fail":
            raise ZeroDivisionError
    expected[fact] = (plain(meaning.get("value")), act == "not known")
