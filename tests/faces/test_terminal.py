"""What a terminal shows of a Reply, and what a typed line chooses from it."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from bot.cli.choices import Choices
from bot.cli.render import show


def button(label, token=None, style="answer"):
    return {"label": label, "token": token or label.lower(), "style": style}


def reply(*buttons, **bubble):
    return {"replies": [{"kind": "question", "text": "Is it so?", "buttons": list(buttons), **bubble}], "state": None}


YES_NO = reply(button("Yes"), button("No"), button("Why do you ask?", "why", "action"), input="buttons")
BOXES = reply(
    button("☐ One", "t1"),
    button("☐ Two", "t2"),
    button("None of these", "end"),
    button("Not known", "nk"),
    input="many",
)
TICKED = reply(button("☐ One", "t1"), button("☑ Two", "t2"), button("That is all", "end"), input="many")
DATE = reply(button("Not known", "nk"), button("Back", "back", "action"), input="date")


@pytest.mark.parametrize(
    ("offered", "line", "press"),
    [
        (YES_NO, "1", "yes"),
        (YES_NO, " 2. ", "no"),
        (YES_NO, "3)", "why"),
        (YES_NO, "4", ""),
        (YES_NO, "1,2", ""),
        (YES_NO, "yes", ""),
        (YES_NO, "", ""),
        (YES_NO, "1 he hit her", ""),
        (BOXES, "1", "t1,end"),
        (BOXES, "1, 2", "t1,t2,end"),
        (BOXES, "2 1 2", "t2,t1,end"),
        (BOXES, "3", "end"),
        (BOXES, "4", "nk"),
        (BOXES, "1,4", ""),
        # "1, 2" could mean "these two" or "change these two": they change, and nothing is confirmed
        (TICKED, "1", "t1"),
        (TICKED, "1, 2", "t1,t2"),
        (TICKED, "3", "end"),
        (DATE, "1", ""),
        (DATE, "a", "nk"),
        (DATE, "B", "back"),
        (DATE, "1 May 2026", ""),
    ],
)
def test_a_typed_line_presses_a_button_or_is_words(offered, line, press):
    assert Choices.of(offered).pressed(line) == press


def drawn(offered):
    paper = StringIO()
    show(offered, Console(file=paper, width=80, highlight=False))
    return paper.getvalue()


def test_a_question_shows_progress_paragraphs_and_numbered_buttons():
    text = drawn(
        {**YES_NO, "replies": [{**YES_NO["replies"][0], "cites": ["16.5"], "progress": {"number": 4, "of": 7}}]}
    )
    for part in ("Question 4 of about 7", "Is it so?", "Policy 16.5", "1  Yes", "2  No", "3  Why do you ask?"):
        assert part in text


def test_a_summary_shows_force_date_place_and_manager():
    item = {
        "text": "Tell the police.",
        "cites": ["16.4"],
        "force": "must_not",
        "due": "Friday",
        "record": "nDelius",
        "manager": "SPO",
    }
    text = drawn(reply(kind="summary", title="Where this stands", sections=[{"heading": "Do", "items": [item]}]))
    for part in (
        "Where this stands",
        "Do",
        "Must not: Tell the police.",
        "Due: Friday",
        "Record in: nDelius",
        "Manager: SPO",
    ):
        assert part in text


def test_danger_cannot_be_missed():
    text = drawn(reply(kind="danger", title="Call 999"))
    assert "Danger" in text and "Call 999" in text and "╭" in text
