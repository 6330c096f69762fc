"""The floors below which the understanding must not fall, on messages that nobody has tuned on.

Measured with tests/nlu/scores.py; the floors lie a little below, because a few messages more or less are chance.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import yaml
from scores import Scores, messages, score

from bot.nlu.word_features import plain_words

DATA = Path(__file__).parents[2] / "data" / "nlu"


@pytest.fixture(scope="module")
def unseen(agent) -> Scores:
    return asyncio.run(score(agent, "unseen"))


def test_danger_is_not_missed(unseen):
    assert unseen.share("danger", "danger", "unsure") >= 0.95
    assert unseen.share("danger", "danger") >= 0.65


def test_danger_is_not_cried_over_everything(unseen):
    assert unseen.share("not_danger", "danger") <= 0.15
    assert unseen.share("not_danger", "danger", "unsure") <= 0.45
    assert unseen.share("pathways", "danger") <= 0.03
    assert unseen.share("pathways", "danger", "unsure") <= 0.15


def test_right_pathway(unseen):
    assert unseen.first >= 0.78
    assert unseen.in_three >= 0.95


def test_commands_and_policy_questions(unseen):
    assert unseen.others_first >= 0.9


def test_examples_are_not_the_messages_that_we_score_by():
    examples = [
        set(plain_words(line))
        for file in sorted(DATA.glob("*.yml"))
        for group in yaml.safe_load(file.read_text("utf-8"))["nlu"]
        for line in group["examples"].splitlines()
    ]
    scored = {text for group in messages("unseen").values() for text in group}
    copied = [text for text in scored if any(_alike(set(plain_words(text)), example) for example in examples)]
    assert copied == []


def _alike(one: set[str], other: set[str]) -> bool:
    return len(one) > 4 and len(one & other) / len(one | other) > 0.8
