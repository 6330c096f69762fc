"""What no question waits for, typed at the command line: a clear answer each, and the record stays as it was."""

from __future__ import annotations

import json

import pytest
from practitioner import Practitioner

pytestmark = pytest.mark.xdist_group("signpost")

MINE, THEIRS = "R100001", "R100002"
LONG = "please " * 1_430  # 10,010 characters

RUBBISH = {
    "nothing": ("", "any words"),
    "spaces": (" \t \n ", "any words"),
    "emoji": ("🙂🙃🔥", "any words"),
    "control characters": ("\x07\x1b\x08", "any words"),
    "control characters around words": ("\x1b[31mperhaps\x07", "could not read that"),
    "right to left": ("\u202e\u05d0\u05d5\u05dc\u05d9 \u05db\u05df \u05d0\u05d5 \u05dc\u05d0", "could not read that"),
    "restart": ("/restart", "begin with /"),
    "a slot": ('/slot{"danger_now": "no"}', "begin with /"),
    "another case": (f"it is {THEIRS}", "could not read that"),
    "a date that does not exist": ("31 February", "could not read that"),
}


@pytest.fixture(scope="module")
def other(signpost):
    """Somebody else, with a case of their own."""
    return walk_to("danger_now", Practitioner(signpost, "officer-r2"), THEIRS)


@pytest.fixture(scope="module")
def person(signpost, other):
    """Half-way through a consultation, at a question with several choices."""
    return walk_to("mappa_category", Practitioner(signpost, "officer-r1"), MINE)


def walk_to(question, person, reference):
    begin(person, reference)
    assert person.state["case"] == reference
    answers = {"setting": "In custody", "mappa_category": "Category 1: registered sex offender"}
    while person.state["question"] != question:
        pressed = answers.get(person.state["question"], "No")
        assert pressed in person.labels, person.bubbles
        person.press(pressed)
    return person


def begin(person, reference):
    person.say("new")
    person.press("Safeguarding and referrals")
    person.press("Choose a referral route")
    person.say(reference)


@pytest.fixture
def kept(signpost, person, tmp_path):
    """What is on record; checked again when the test is over."""
    before = on_record(signpost, tmp_path, MINE)
    yield before
    assert on_record(signpost, tmp_path, MINE) == before


def on_record(signpost, folder, reference):
    """An export, without what each export adds: its own entry in the log."""
    file = folder / "export.json"
    done = signpost.command("cases", "export", reference, "--out", str(file))
    assert done.returncode == 0, done.stderr
    bundle = json.loads(file.read_text())
    entries = [entry for entry in bundle["entries"] if entry["kind"] != "export"]
    return {"tables": bundle["tables"], "members": bundle["members"], "entries": entries}


def pending(person):
    """What the last reply asks, word for word, with its buttons."""
    state = person.state
    return state["stage"], state["case"], state["question"], person.bubbles[-1]


def test_rubbish_is_answered_plainly_and_changes_nothing(person, kept):
    before = pending(person)
    for kind, (text, answer) in RUBBISH.items():
        person.say(text)
        assert person.kinds[0] in ("refusal", "notice", "offer"), kind
        said = person.bubbles[0]["text"]
        assert answer in said, kind
        assert "Nothing was" in said, kind
        assert pending(person) == before, kind


def test_ten_thousand_characters_are_refused_unread(signpost, person, kept):
    done = signpost.command("say", "--as", person.name, "--json", LONG)
    assert done.returncode == 3
    (bubble,) = json.loads(done.stdout)["replies"]
    assert bubble["kind"] == "refusal"
    assert "too long" in bubble["title"] and "Nothing from it was recorded" in bubble["text"]


def test_a_stale_button_does_nothing(person, kept):
    now, earlier = pending(person), person.replies[2]["replies"][-1]["buttons"][0]
    person.press(earlier["token"])
    assert "earlier question" in person.bubbles[0]["text"]
    assert pending(person) == now


def test_a_button_that_never_was_does_nothing(signpost, person, kept):
    now = pending(person)
    person.press("x" * 400)
    assert "earlier question" in person.bubbles[0]["text"]
    assert pending(person) == now
    done = signpost.command("say", "--as", person.name, "--json", "--press", "x" * 401)
    assert done.returncode == 3
    assert "longer than 400" in done.stderr


def test_another_persons_case_is_refused_and_only_the_refusal_is_logged(signpost, other, tmp_path):
    before = on_record(signpost, tmp_path, THEIRS)
    stranger = Practitioner(signpost, "officer-r3")
    begin(stranger, THEIRS)
    assert stranger.kinds[0] == "refusal"
    assert "not shared with you" in stranger.bubbles[0]["text"]
    assert (stranger.state["stage"], stranger.state["case"]) == ("case", None)
    after = on_record(signpost, tmp_path, THEIRS)
    *entries, refusal = after.pop("entries")
    assert (refusal["kind"], refusal["staff"]) == ("view_refused", "officer-r3")
    assert {**after, "entries": entries} == before


def test_a_date_that_does_not_exist_is_no_answer(signpost, tmp_path):
    person = walk_to("release_on", Practitioner(signpost, "officer-r4"), "R100004")
    before = on_record(signpost, tmp_path, "R100004")
    for date in ("31 February 2027", "31/02/2027", "29 Feb 2027", "2027-02-30"):
        assert person.say(date)["question"] == "release_on"
        assert "a date that exists" in person.bubbles[0]["text"]
    assert on_record(signpost, tmp_path, "R100004") == before
    assert person.say("28 February 2027")["question"] != "release_on"
