"""The floors below which the understanding must not fall, on messages that nobody has tuned on.

Measured with tests/nlu/scores.py; the floors lie a little below, because a few messages more or less are chance.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import yaml
from scores import Tally, messages, tally

from bot.nlu.word_features import plain_words

DATA = Path(__file__).parents[2] / "data" / "nlu"


@pytest.fixture(scope="module")
def scored(agent) -> Tally:
    return asyncio.run(tally(agent))


def test_there_are_messages_enough():
    assert len(list(messages())) >= 1000


def test_danger_is_not_missed(scored):
    assert scored.share("danger", "danger", "unsure") >= 0.96
    assert scored.share("danger", "danger") >= 0.70


def test_danger_is_not_cried_over_everything(scored):
    assert scored.share("looks like danger", "danger") <= 0.05
    assert scored.share("looks like danger", "danger", "unsure") <= 0.20
    assert scored.share("everything else", "danger") <= 0.02
    assert scored.share("everything else", "danger", "unsure") <= 0.08


@pytest.mark.parametrize(
    ("pack", "first", "three"),
    [("england_wales", 0.75, 0.91), ("minnesota", 0.85, 0.90), ("multi_service", 0.70, 0.90),
     ("child_welfare", 0.85, 0.95), ("victoria", 0.79, 0.92)],
)  # fmt: skip
def test_right_pathway(scored, pack, first, three):
    assert scored.share(f"pathway {pack}", "first") >= first
    assert scored.share(f"pathway {pack}", "first", "in three") >= three


def test_right_paragraph(scored):
    assert scored.share("question", "first") >= 0.75
    assert scored.share("question", "first", "in three") >= 0.90


def test_commands_and_bounds(scored):
    assert scored.share("command", "first") >= 0.82
    assert scored.share("out-of-bounds", "first", "in three") >= 0.90


def test_examples_are_not_the_messages_that_we_score_by():
    examples = [
        set(plain_words(line))
        for file in sorted(DATA.glob("*.yml"))
        for group in yaml.safe_load(file.read_text("utf-8"))["nlu"]
        for line in group["examples"].splitlines()
    ]
    copied = [m["text"] for m in messages() if any(_alike(set(plain_words(m["text"])), one) for one in examples)]
    assert copied == []


def _alike(one: set[str], other: set[str]) -> bool:
    return len(one) > 4 and len(one & other) / len(one | other) > 0.8
