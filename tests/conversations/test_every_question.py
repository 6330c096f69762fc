"""Every interjection at every question of whole walks through the real pack, and the walk ends as if undisturbed."""

import re
from pathlib import Path

import pytest
from talk import Office, Talk
from walks import MANNERS, end, pack_of, questions, reference_of

POLICIES = Path(__file__).parents[2] / "policies_kb"
PACKS = {
    folder.name: re.findall(r"^pathway: *(\S+)", "\n".join(f.read_text() for f in folder.glob("pathways/*.yml")), re.M)
    for folder in sorted(POLICIES.iterdir())
}

AT_LEAST = {"ew.referral-route": 10, "ew.disclosure": 15, "ew.new-relationship": 10, "ew.recording": 3}
"""How many prompts a long walk through each puts at the least, the decision or the end among them."""
PATHWAYS = tuple(AT_LEAST)
EVERY_PATHWAY = [
    pytest.param(pack, pathway, id=pathway) for pathway, pack in sorted((p, k) for k, ps in PACKS.items() for p in ps)
]
ASIDES = ("why", "repeat", "summary", "help", "my cases", "export", "talk to a person", "thanks")
ANSWERS = ("answers", "conclusions", "decisions", "tasks")


def disturb(talk: Talk) -> None:
    """Say everything that may be said at any point, and see that nothing moves."""
    before, kept = talk.last, talk.office.rows(*ANSWERS)
    policy = next(iter(pack_of(talk).information.values()))

    def unmoved():
        assert talk.last.asked == before.asked
        assert (talk.last.question, talk.last.outcomes) == (before.question, before.outcomes)

    for words in ASIDES:
        talk.say(words)
        unmoved()
    said = talk.say("What does the policy say about that?", answers=((policy.id, 0.9),))
    assert said.bubble("answer")["cites"] == policy.cites
    unmoved()
    assert talk.say("he is here with a knife", danger="danger").kinds[0] == "danger"
    assert talk.press("Go on").state["status"] == "open"
    unmoved()
    assert talk.say("repeat that for me", intents=(("repeat", 0.9),), danger="unsure").stage == "danger_check"
    talk.press("No")
    if talk.last.stage != "reasons":
        unmoved()
    for words, keep in (
        ("change an answer", "Keep everything"),
        ("stop", "Carry on"),
        ("new", "Carry on with this one"),
    ):
        if "confirm" in talk.say(words).stage or talk.last.stage == "correct_choose":
            talk.press(keep)
        unmoved()
    if talk.say("back").stage == "correct_answer":
        talk.press("Keep it as it was")
    unmoved()
    talk.office.assistant = Office(talk.office.store, talk.office.library, talk.office.pack, talk.office.file).assistant
    talk.say(opening=True)
    unmoved()
    assert talk.office.rows(*ANSWERS) == kept


def what_is_kept(office):
    """The stored rows without their times and versions, which an alarm moves on."""
    return {
        table: [{name: value for name, value in row.items() if name not in ("at", "seq", "created_at")} for row in rows]
        for table, rows in office.rows(*ANSWERS).items()
    }


@pytest.mark.parametrize("pathway", PATHWAYS)
def test_a_walk_disturbed_at_every_question_ends_as_one_that_was_not(tmp_path, library, pathway):
    plain, disturbed = (Office.in_folder(tmp_path, library, "england_wales") for _ in range(2))
    list(questions(plain.talk(role="pom"), pathway, "first"))
    walker = disturbed.talk(role="pom")
    asked = []
    for turn in questions(walker, pathway, "first"):
        asked.append(turn.question)
        disturb(walker)
    assert len(asked) == len(set(asked)) >= AT_LEAST[pathway]
    assert what_is_kept(disturbed) == what_is_kept(plain)
    for office in (plain, disturbed):
        office.store.close()


@pytest.mark.parametrize(("pack", "pathway"), EVERY_PATHWAY)
@pytest.mark.parametrize("manner", MANNERS)
def test_a_whole_walk(tmp_path, library, pack, pathway, manner):
    office = Office.in_folder(tmp_path, library, pack)
    talk = office.talk(role=next(iter(library.packs[pack].form.roles)), case=reference_of(pack))
    for turn in questions(talk, pathway, manner):
        if turn.stage == "question":
            fact = pack_of(talk).facts[turn.question]
            assert turn.asked["cites"] == fact.cites
            assert turn.asked["cites"] or fact.product
            assert turn.asked["progress"]["number"] <= turn.asked["progress"]["of"]
    assert turn.bubble("summary")["sections"]
    for conclusion in turn.state["conclusions"]:
        assert (conclusion["status"] == "settled") == (not conclusion["open"])
    assert end(talk).stage == "start"
    assert office.rows("consultations")["consultations"][0]["status"] == "closed"
    record = talk.press("Show the record").bubble("summary")
    assert {"Answers"} <= {section["heading"] for section in record["sections"]}
    office.store.close()


@pytest.mark.parametrize(("pack", "pathway"), EVERY_PATHWAY)
def test_not_known_to_everything_closes_no_protective_route(tmp_path, library, pack, pathway):
    office = Office.in_folder(tmp_path, library, pack)
    talk = office.talk(role="somebody-else", case=reference_of(pack))
    *_, turn = questions(talk, pathway, "not known")
    walked = pack_of(talk).pathways[pathway]
    for conclusion, outcome in turn.outcomes.items():
        assert outcome is None or not walked.advice(outcome).node.closes, conclusion
    unknown = sum(row["not_known"] for row in office.rows("answers")["answers"])
    items = {section["heading"]: section["items"] for section in turn.bubble("summary")["sections"]}
    assert len(items.get("Still open", ())) == unknown
    office.store.close()


@pytest.mark.parametrize("pathway", PATHWAYS)
def test_every_answer_of_a_walk_can_be_taken_back_and_nothing_is_written_before_that(office, pathway):
    talk = office.talk(role="probation_practitioner")
    *_, reached = questions(talk, pathway, "first")
    kept = office.rows(*ANSWERS)
    count = len([label for label in talk.say("change an answer").labels if label[0].isdigit()])
    talk.press("Keep everything")
    for number in range(1, count + 1):
        talk.say("change an answer")
        talk.press(f"{number}. ")
        fact = pack_of(talk).facts[talk.last.question]
        if not fact.not_known:
            talk.press("Keep it as it was")
            continue
        assert talk.press(fact.not_known.label).stage == "correct_confirm"
        assert talk.press("Keep it as it was").asked == reached.asked
    assert office.rows(*ANSWERS) == kept
