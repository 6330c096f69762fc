"""Every place a conversation can be in, in the made-up pack, and how to get there."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from talk import Talk, Turn

PACKS = Path(__file__).parent / "packs"

WALK = {
    "danger_now": "no",
    "partner": "yes",
    "address_known": "yes",
    "level": "high risk",
    "forums": "panel and hub",
    "seen_on": "3 May 2026",
    "children": "2",
    "account": "They came to the door.",
    "agreed": "yes",
}
"""A plain typed answer to each question of mu.visit, in the order asked."""


def question(talk: Talk, fact: str) -> Turn:
    """Walk mu.visit until this is asked."""
    turn = talk.begin("Visit")
    for asked, answer in WALK.items():
        if asked == fact:
            break
        turn = talk.say(answer)
    assert turn.question == fact
    return turn


def decision(talk: Talk) -> Turn:
    question(talk, "agreed")
    return talk.say("yes")


def reasons(talk: Talk) -> Turn:
    decision(talk)
    return talk.press("Stay")


def closing(talk: Talk) -> Turn:
    talk.begin("Meeting")
    talk.say("no")
    return talk.say("low risk")


def choosing(talk: Talk) -> Turn:
    return talk.say("something about a home", intents=(("mu_visit", 0.4), ("mu_meeting", 0.3)))


def case(talk: Talk) -> Turn:
    talk.say(opening=True)
    return talk.press("Visit")


def unfinished(talk: Talk) -> Turn:
    question(talk, "level")
    talk.say("pause")
    return talk.begin("Visit")


def correct_choose(talk: Talk) -> Turn:
    question(talk, "agreed")
    return talk.say("change an answer")


def correct_answer(talk: Talk, number: int) -> Turn:
    correct_choose(talk)
    return talk.press(f"{number}. ")


def correct_confirm(talk: Talk) -> Turn:
    correct_answer(talk, 2)
    return talk.press("No")


def after(talk: Talk, words: str) -> Turn:
    question(talk, "level")
    return talk.say(words)


def danger_check(talk: Talk) -> Turn:
    question(talk, "level")
    return talk.say("he is outside", danger="unsure")


def danger(talk: Talk) -> Turn:
    question(talk, "level")
    return talk.say("he has a knife", danger="danger")


def asked_back(talk: Talk) -> Turn:
    question(talk, "level")
    return talk.say("low or high risk")


def reopened(talk: Talk) -> Turn:
    reasons(talk)
    talk.say("It is safer to stay away.")
    talk.say("my cases")
    return talk.press(f"Open {talk.case} 1")


HARM = {
    "told": ["He strangled me and took my wages."],
    "harms": ["that is all"],
    "loss": ["£2,500"],
    "history": ["March", "violence", "He hit her.", "add another", "April", "control", "He hid the keys.", "no"],
}
"""What is typed at each question of mu.harm, in the order asked."""


def harm(talk: Talk, fact: str, parts: int = 0) -> Turn:
    """Walk mu.harm until this is asked; then so many more of the words typed to it."""
    turn = talk.begin("Harm")
    for asked, typed in HARM.items():
        if asked == fact:
            break
        for words in typed:
            turn = talk.say(words)
    assert turn.question == fact
    for words in HARM[fact][:parts]:
        turn = talk.say(words)
    return turn


def list_reopened(talk: Talk) -> Turn:
    harm(talk, "history", len(HARM["history"]))
    return talk.say("back")


QUESTIONS = {f"question {fact}": partial(question, fact=fact) for fact in WALK}
CORRECTIONS = {f"correcting {number}": partial(correct_answer, number=number) for number in range(1, len(WALK))}
PLACES = {
    "start": lambda talk: talk.say(opening=True),
    "choosing": choosing,
    "case": case,
    "unfinished": unfinished,
    **QUESTIONS,
    "harms spotted": partial(harm, fact="harms"),
    "money": partial(harm, fact="loss"),
    "first part in words": partial(harm, fact="history"),
    "second part": partial(harm, fact="history", parts=1),
    "last part in words": partial(harm, fact="history", parts=2),
    "another entry": partial(harm, fact="history", parts=3),
    "part of the second in words": partial(harm, fact="history", parts=4),
    "second part of the second": partial(harm, fact="history", parts=5),
    "list reopened": list_reopened,
    "asked back": asked_back,
    "correct_choose": correct_choose,
    **CORRECTIONS,
    "correct_confirm": correct_confirm,
    "decision": decision,
    "reasons": reasons,
    "closing": closing,
    "stop_confirm": partial(after, words="stop"),
    "new_confirm": partial(after, words="new"),
    "danger_check": danger_check,
    "danger": danger,
    "reopened": reopened,
}
IN_DANGER = ("danger_check", "danger")
