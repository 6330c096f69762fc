import shutil
from datetime import date, datetime, timedelta, timezone

import pytest

from actions.casestore import CaseStore, Concluded, Duty, migrate

PACK = "england_wales"


class Clock:
    """A clock that moves on by one second each time it is read."""

    def __init__(self):
        self.now = datetime(2026, 3, 2, 9, 30, 0, 250, tzinfo=timezone.utc)

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="session")
def empty_store_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("empty") / "store.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def path(tmp_path, empty_store_file):
    return shutil.copy(empty_store_file, tmp_path / "store.db")


@pytest.fixture
def url(path):
    return f"sqlite:///{path}"


@pytest.fixture
def store(url, clock):
    store = CaseStore(url, clock)
    yield store
    store.close()


@pytest.fixture
def begun(store):
    """A store with one person, a case and a consultation, and what was made."""
    with store.transaction() as tx:
        me = tx.staff("officer-17", "probation_practitioner", PACK)
        case = tx.open_case(PACK, "REF-1", me)
        consultation = tx.start_consultation(PACK, "ew.referral", "2023-04", case=case, by=me)
    return store, me, case, consultation


@pytest.fixture(scope="session")
def furnish():
    """A function that writes one of everything into a store and returns the first case."""
    return _furnish


def _furnish(store):
    """Write one of everything: two cases, corrections, conclusions, decisions, tasks, danger, a pause."""
    with store.transaction() as tx:
        me = tx.staff("officer-17", "probation_practitioner", PACK)
        colleague = tx.staff("spo-2", "senior_probation_officer", PACK)
        conversation = tx.conversation("local", "desk", me)
        case = tx.open_case(PACK, "REF-1", me)
        tx.add_member(case, colleague, by=me)
        talk = tx.start_consultation(PACK, "ew.referral", "2023-04", case=case, by=me)
        first = tx.record_answer(talk, 0, fact="rosh", value="medium", note="from the last OASys", by=me)
    with store.transaction() as tx:
        tx.record_answer(talk, 1, fact="rosh", value="high", supersedes=first, by=me)
        tx.record_answer(talk, 2, fact="children_live_there", not_known=True, by=me)
        tx.record_answer(talk, 3, fact="forums", value=["marac", "mash"], source="confirmed", by=me)
        fallen = tx.record_answer(talk, 4, fact="sentence_months", value=18, source="identity", by=me)
        talk = tx.withdraw_answers(talk, 5, [fallen], "No longer asked", by=me)
        tx.record_answer(talk, 6, fact="in_custody", value=False, by=me)
    with store.transaction() as tx:
        talk = tx.consultation(talk.id)
        tx.record_conclusions(talk, [Concluded("marac", "provisional", "refer", ("children_live_there",))], me)
        tx.record_conclusions(
            talk,
            [
                Concluded("marac", "settled", "refer"),
                Concluded("mappa", "not_yet_decided", None, ("category", "in_custody")),
            ],
            me,
        )
        early = tx.record_decision(talk, talk.version, choice="wait", reasons="Ask first", by=me)
        tx.record_decision(talk, early.seq, choice="refer", reasons="Risk is <high>", supersedes=early, by=colleague)
        duties = [
            Duty("visit", "Visit the home", "you", date(2026, 3, 23), "fifteen working days"),
            Duty("check", "Check with the police", "you"),
        ]
        tasks = tx.put_tasks(talk, duties, me)
        tx.mark_task(talk, tasks[0], "done", "Went on Monday", me)
        tx.put_tasks(talk, duties[:1], me)
    with store.transaction() as tx:
        talk = tx.set_status(tx.consultation(talk.id), "suspended", "Danger now", me)
        tx.log("danger", by=me, consultation=talk)
        talk = tx.set_status(talk, "open", "Safe again", me)
        tx.log("export", by=None, case=case)
        tx.log("view_refused", by=colleague, detail={"reference": "REF-9"})
        other = tx.open_case(PACK, None, me)
        tx.start_consultation(PACK, "ew.home-visit", "2023-04", case=other, by=me)
        tx.start_consultation(PACK, "ew.home-visit", "2023-04", case=None, by=me)
        conversation = tx.save_conversation(conversation, {"pending": "rosh"}, talk.id)
        tx.remember_reply(conversation, "m-1", {"replies": []})
    return case


@pytest.fixture
def furnished(store):
    """A store with one of everything, and its first case."""
    return store, _furnish(store)
