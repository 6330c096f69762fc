"""How long one step of the engine takes: full replay of the answers, with the paragraphs of all that follows.

usage: python -m bench.engine [--runs N] [--seed N]

Walks through the England and Wales pack with answers drawn at random, "not known yet" among them, are followed to the
20th answer (or to their end where they are shorter: the row says how many were reached). Each is then replayed from
nothing, as every turn does, and what is shown afterwards is gathered with its paragraphs. The last column is the
95th percentile of processor time alone: on a machine that has other work it tells waiting from working.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from actions.guidance import NOT_KNOWN, Answer, Pack, Pathway, Standing, load_pack, replay
from actions.guidance.schema import Fact

PACK = Path(__file__).parent.parent / "policies_kb" / "england_wales"
PATHWAYS = ("ew.referral-route", "ew.disclosure")
ANSWERS = 20
TARGET_MS = 1.0
WALKS = 50
TRIES = 2000


def main() -> int:
    """Measure and print. Exit status 1 if a 95th percentile misses the target."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--runs", type=int, default=20_000, help="timed steps per pathway")
    options.add_argument("--seed", type=int, default=1, help="which random walks are taken")
    chosen = options.parse_args()

    pack = load_pack(PACK)
    table = Table(title=f"One engine step after {ANSWERS} answers, in milliseconds\n{machine()}")
    for heading in ("pathway", "answers", "walks", "steps", "p50", "p95", "max", "target", "p95 cpu"):
        table.add_column(heading, justify="left" if heading == "pathway" else "right", no_wrap=True)
    met = True
    for name in PATHWAYS:
        pathway = pack.pathways[name]
        walks = long_walks(pack, pathway, random.Random(chosen.seed))
        times, busy = measure(pack, pathway, walks, chosen.runs)
        p95 = percentile(times, 95)
        met = met and p95 < TARGET_MS
        figures = (f"{value:.3f}" for value in (percentile(times, 50), p95, times[-1]))
        lengths = sorted({len(walk) for walk in walks})
        reached = str(lengths[0]) if len(lengths) == 1 else f"{lengths[0]} to {lengths[-1]}"
        table.add_row(
            name, reached, str(len(walks)), str(len(times)), *figures, f"< {TARGET_MS}", f"{percentile(busy, 95):.3f}"
        )
    Console().print(table)
    return 0 if met else 1


def long_walks(pack: Pack, pathway: Pathway, chance: random.Random) -> list[list[Answer]]:
    """Different walks of 20 answers; the longest there are if they do not turn up."""
    found: dict[tuple[Answer, ...], None] = {}
    for _ in range(TRIES):
        found[tuple(walk(pack, pathway, chance))] = None
        if sum(len(answers) == ANSWERS for answers in found) == WALKS:
            break
    return [list(answers) for answers in sorted(found, key=len, reverse=True)[:WALKS]]


def walk(pack: Pack, pathway: Pathway, chance: random.Random) -> list[Answer]:
    answers: list[Answer] = []
    while len(answers) < ANSWERS and (fact := replay(pathway, answers, pack.calendar).question):
        answers.append(Answer(fact, chance.choice(values(pack.facts[fact]))))
    return answers


def values(fact: Fact) -> list:
    """Answers that a question may get."""
    if fact.kind == "yes_no":
        known = ["yes", "yes", "no"]
    elif fact.kind == "choice":
        known = list(fact.options)
    elif fact.kind == "choices":
        known = [frozenset(fact.options), frozenset(list(fact.options)[:1])]
    elif fact.kind == "number":
        known = [0, 3]
    else:
        known = [dt.date(2026, 12, 14) if fact.kind == "date" else "some words"]
    return [*known, NOT_KNOWN] if fact.not_known else known


def measure(pack: Pack, pathway: Pathway, walks: list[list[Answer]], runs: int) -> tuple[list[float], list[float]]:
    """Milliseconds per step by the clock and of the processor, each sorted; one round over all walks goes before."""
    times, busy = [], []
    for run in range(-len(walks), runs):
        answers = walks[run % len(walks)]
        start, worked = time.perf_counter_ns(), time.thread_time_ns()
        cited(pack, replay(pathway, answers, pack.calendar))
        if run >= 0:
            times.append((time.perf_counter_ns() - start) / 1e6)
            busy.append((time.thread_time_ns() - worked) / 1e6)
    return sorted(times), sorted(busy)


def cited(pack: Pack, standing: Standing) -> list[tuple[str, list[str]]]:
    """Everything a turn may show, each with its paragraphs."""
    shown = [(found.outcome.id, found.outcome.node.cites) for found in standing.findings if found.outcome]
    shown += [(outcome.id, outcome.node.cites) for found in standing.findings for outcome in found.possible]
    shown += [(duty.id, duty.advice.node.cites) for duty in (*standing.duties, *standing.open_duties)]
    if standing.question:
        shown.append((standing.question, pack.facts[standing.question].cites))
    return shown


def percentile(ordered: Sequence[float], percent: int) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def machine() -> str:
    """The processor, the cores and the Python that were measured."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    processor = names[0] if names else platform.processor() or platform.machine()
    return f"{processor}, {os.cpu_count()} cores, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main())
