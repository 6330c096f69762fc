"""Policy questions: a short answer with its paragraph, the offer of the pathway, and figures as at another day."""

from __future__ import annotations

import shutil

import pytest
from places import PACKS
from talk import Office

from actions.consultation.library import Library

FIGURES = """\
values:
  days_to_visit:
    - {since: 2024-01-01, value: 15, cites: [], reference: Made up}
    - {since: 2026-07-01, value: 10, cites: [], reference: Made up}
"""
LIMIT = ("visit_limit", 0.9)


@pytest.fixture
def me(tmp_path):
    policies = shutil.copytree(PACKS, tmp_path / "policies")
    pack_yml = policies / "made_up" / "pack.yml"
    pack_yml.write_text(pack_yml.read_text() + FIGURES)
    (policies / "made_up" / "information" / "limits.yml").write_text(
        "information:\n"
        "  - {id: visit_limit, asks: [how long], say: You have {days_to_visit} days., product: true}\n".replace(
            "You have {days_to_visit} days.", '"You have {days_to_visit} days."'
        )
    )
    office = Office.in_folder(tmp_path, Library(policies, tmp_path / "archive"), "made_up")
    yield office.talk()
    office.store.close()


def answer(talk, text):
    return talk.say(text, answers=(LIMIT,)).bubble("answer")


def test_the_figures_are_those_of_today(me):
    assert answer(me, "How long have I got?")["text"] == "You have 10 days."


@pytest.mark.parametrize(("day", "figure"), [("30 June 2026", 15), ("1/7/2026", 10), ("3 May 2025", 15)])
def test_another_day_can_be_asked_about(me, day, figure):
    said = answer(me, f"How long did I have as at {day}?")
    assert said["text"].startswith("As at ") and said["text"].endswith(f"You have {figure} days.")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("3 May 2019", "begin on Monday 1 January 2024"),
        ("30 February 2026", "cannot tell which day"),
        ("May", "cannot tell"),
    ],
)
def test_a_day_that_cannot_be_answered_for_is_no_guess(me, day, words):
    said = answer(me, f"How long did I have as at {day}?")
    assert words in said["text"] and "days." not in said["text"]
    assert said["cites"] == []


def test_the_answer_offers_the_pathway_that_deals_with_it_unless_that_is_where_we_are(me):
    pack = me.office.library.packs["made_up"]
    pathway = pack.pathway_about(pack.information["what_is_a_panel"].cites)
    asked = ("What is a panel?", {"answers": (("what_is_a_panel", 0.9),)})
    offered = me.say(asked[0], **asked[1]).bubble("answer")["buttons"]
    assert [button["label"] for button in offered] == [pathway.form.button]
    me.press(pathway.form.button)
    me.say("A123456")
    assert me.last.state["pathway"] == pathway.id
    assert me.say(asked[0], **asked[1]).bubble("answer")["buttons"] == []


def test_a_question_for_a_fact_is_answered_even_when_it_sounds_like_a_pathway(me):
    sure = (("made_visit", 0.95), ("policy_question", 0.03))
    said = me.say("How long have I got for the visit?", intents=sure, answers=(("visit_limit", 0.45),))
    assert said.stage == "start" and said.bubble("answer")["text"] == "You have 10 days."
