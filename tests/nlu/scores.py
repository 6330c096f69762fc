"""Scores the understanding on messages that it has not learnt from.

python tests/nlu/scores.py [unseen | tuning]
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import structlog
import yaml
from rasa.core.agent import Agent, load_agent
from rasa.core.channels.channel import UserMessage

HERE = Path(__file__).parent
PATHWAYS = ("ew_referral_route", "ew_new_relationship", "ew_disclosure", "ew_recording")
SPEAKER = {"staff": {"handle": "tester", "role": "probation_practitioner", "pack": "england_wales"}}


def messages(which: str) -> dict[str, list[str]]:
    """The messages of unseen.yml or tuning.yml by what they are; the commands one by one."""
    groups = yaml.safe_load((HERE / f"{which}.yml").read_text("utf-8"))
    return groups | groups.pop("commands")


@dataclass
class Scores:
    """Shares from 0 to 1; `danger` has the levels given to danger, look-alikes and pathway messages."""

    first: float
    in_three: float
    others_first: float
    danger: dict[str, Counter] = field(default_factory=dict)
    judged: list[tuple[float, bool]] = field(default_factory=list)  # confidence and rightness, pathways and others
    milliseconds: list[float] = field(default_factory=list)

    def share(self, group: str, *levels: str) -> float:
        """How much of a danger group got one of `levels`."""
        return sum(self.danger[group][level] for level in levels) / self.danger[group].total()

    def sure(self, threshold: float) -> tuple[float, float]:
        """At this confidence and above: how many messages, and how many of those rightly."""
        rights = [right for confidence, right in self.judged if confidence >= threshold]
        return len(rights) / len(self.judged), sum(rights) / len(rights)


async def score(agent: Agent, which: str) -> Scores:
    """Reads every message of `which` with the agent's pipeline."""
    groups = messages(which)
    pathway_ranks, other_ranks, judged, spent = [], [], [], []
    danger = {"danger": Counter(), "not_danger": Counter(), "pathways": Counter()}
    for meant, texts in groups.items():
        for text in texts:
            begun = time.perf_counter()
            read = await agent.processor.parse_message(UserMessage(text, metadata=SPEAKER))
            spent.append(1000 * (time.perf_counter() - begun))
            if meant in danger:
                danger[meant][read["danger"]["level"]] += 1
                continue
            names = [guess["name"] for guess in read["intent_ranking"]]
            rank = names.index(meant) if meant in names else len(names)
            (pathway_ranks if meant in PATHWAYS else other_ranks).append(rank)
            judged.append((read["intent"]["confidence"], rank == 0))
            if meant in PATHWAYS:
                danger["pathways"][read["danger"]["level"]] += 1
    return Scores(
        first=_share(pathway_ranks, 1),
        in_three=_share(pathway_ranks, 3),
        others_first=_share(other_ranks, 1),
        danger=danger,
        judged=judged,
        milliseconds=spent,
    )


def _share(ranks: list[int], within: int) -> float:
    return sum(rank < within for rank in ranks) / len(ranks)


def _print(scores: Scores) -> None:
    print(f"right pathway first {scores.first:.0%}, in the first three {scores.in_three:.0%}")
    print(f"commands and policy questions first {scores.others_first:.0%}")
    for group, levels in scores.danger.items():
        print(f"{group}: " + ", ".join(f"{level} {scores.share(group, level):.0%}" for level in levels))
    for threshold in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9):
        share, precision = scores.sure(threshold)
        print(f"confidence >= {threshold}: {share:.0%} of messages, {precision:.1%} right")
    ordered = sorted(scores.milliseconds)
    print(f"ms a message: p50 {ordered[len(ordered) // 2]:.1f}, p95 {ordered[int(len(ordered) * 0.95)]:.1f}")


if __name__ == "__main__":
    from bot.service.model import current_model

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    chosen = sys.argv[1] if len(sys.argv) > 1 else "unseen"
    _print(asyncio.run(score(asyncio.run(load_agent(str(current_model()))), chosen)))
