"""Scores the understanding on held-out messages, whose writers saw neither the examples nor each other's work.

python tests/nlu/scores.py
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import structlog
import yaml
from rasa.core.agent import Agent, load_agent
from rasa.core.channels.channel import UserMessage

from actions.guidance import load_packs

HERE = Path(__file__).parent
SPEAKER = {"staff": {"handle": "tester", "role": "probation_practitioner", "pack": "england_wales"}}
SUPERVISOR = {"swap_duty": "swap"}


@dataclass
class Tally:
    """How often each outcome came of the messages of one kind."""

    counts: dict[str, Counter] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, kind: str, outcome: str) -> None:
        self.counts[kind][outcome] += 1

    def share(self, kind: str, *outcomes: str) -> float:
        return sum(self.counts[kind][outcome] for outcome in outcomes) / self.counts[kind].total()


def messages() -> Iterator[dict]:
    for file in sorted((HERE / "heldout").glob("*.yml")):
        yield from yaml.safe_load(file.read_text("utf-8"))


async def tally(agent: Agent) -> Tally:
    """Reads every held-out message with the agent's pipeline, as its speaker's pack would."""
    packs = load_packs(HERE.parents[1] / "policies_kb")
    found = Tally()
    for message in messages():
        staff = {"handle": "tester", "role": message["role"], "pack": message["pack"]}
        read = await agent.processor.parse_message(UserMessage(message["text"], metadata={"staff": staff}))
        names = [guess["name"] for guess in read["intent_ranking"] if guess["name"] != "danger"]
        for kind, outcome in _outcomes(message, read, names, packs[message["pack"]]):
            found.add(kind, outcome)
    return found


def _outcomes(message: dict, read: dict, names: list[str], pack) -> Iterator[tuple[str, str]]:
    means, level = message["means"], read["danger"]["level"]
    if "danger" in means:
        yield ("danger" if means["danger"] else "looks like danger"), level
        return
    yield "everything else", level
    if "pathway" in means:
        wanted = {means["pathway"]} if isinstance(means["pathway"], str) else set(means["pathway"])
        intents = {pack.pathways[pathway].intent for pathway in wanted}
        offered = [name for name in names if pack.pathway_for_intent(name)]
        yield (
            f"pathway {message['pack']}",
            "first" if intents & set(offered[:1]) else ("in three" if intents & set(offered[:3]) else "missed"),
        )
    elif "question" in means:
        cited = [set(pack.information[answer["id"]].cites) for answer in read["policy_answers"]]
        hits = [not cites.isdisjoint(map(str, means["question"])) for cites in cited]
        if means["question"]:
            yield "question", "first" if hits[:1] == [True] else "in three" if any(hits) else "missed"
        else:
            yield "no answer", "offered" if read["policy_answers"][0]["confidence"] >= 0.35 else "none"
    else:
        yield _of_kind(means, names)


def _of_kind(means: dict, names: list[str]) -> tuple[str, str]:
    if "supervisor" in means:
        kind, intent = "supervisor", f"sup_{SUPERVISOR.get(means['supervisor'], means['supervisor'])}"
    elif "practice" in means:
        kind, intent = "practice", f"practice_{means['practice']}"
    elif "command" in means:
        kind, intent = "command", means["command"]
    else:
        kind, intent = means["kind"], means["kind"].replace("-", "_")
    return kind, "first" if names[:1] == [intent] else "in three" if intent in names[:3] else "missed"


if __name__ == "__main__":
    from bot.service.model import current_model

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    scored = asyncio.run(tally(asyncio.run(load_agent(str(current_model())))))
    for kind, counts in scored.counts.items():
        shares = ", ".join(f"{outcome} {scored.share(kind, outcome):.1%}" for outcome in counts)
        print(f"{kind:28}{counts.total():>5}  {shares}")
