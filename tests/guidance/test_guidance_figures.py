"""Figures of the policy that have dates: which one holds on a day, in words, limits and conditions."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from pack_files import write
from small_packs import PACK_YML, fact_form, pathway_form

from actions.guidance import Answer, PackError, load_pack, load_packs, replay

VALUES = """\
values:
  days_to_refer:
    - {since: 2020-01-01, value: 15, cites: ["15.1"], reference: First edition}
    - {since: 2024-06-19, value: 10, cites: ["15.1"], reference: Second edition}
"""
INFORMATION = {
    "information": [
        {"id": "limit", "asks": ["how long"], "say": "You have {days_to_refer} days.", "cites": ["15.1"]},
    ]
}
BEFORE, FIRST_DAY, AFTER = dt.date(2024, 6, 18), dt.date(2024, 6, 19), dt.date(2030, 1, 1)


@pytest.fixture
def folder(tmp_path):
    pack = tmp_path / "small"
    write(pack, "pack.yml", PACK_YML + VALUES)
    write(pack, "facts/facts.yml", json.dumps({"facts": {"began": fact_form("date"), "days": fact_form("number")}}))
    duties = {"refer": {"due": "began + {days_to_refer} days"}, "late": {"when": "days > {days_to_refer}"}}
    write(pack, "pathways/small.yml", json.dumps(pathway_form(ask=["began", "days"], duties=duties)))
    write(pack, "information/limits.yml", json.dumps(INFORMATION))
    return pack


def due_and_late(pack):
    answers = [Answer("began", dt.date(2026, 1, 1)), Answer("days", 12)]
    standing = replay(pack.pathways["t.small"], answers, pack.calendar)
    held = {duty.id: duty for duty in standing.duties}
    return held["refer"].deadline.on.day - 1, "late" in held


@pytest.mark.parametrize(
    ("day", "figure"),
    [(dt.date(2019, 1, 1), 15), (BEFORE, 15), (FIRST_DAY, 10), (AFTER, 10), (None, 10)],
)
def test_the_figure_of_the_day_holds_everywhere(folder, day, figure):
    pack = load_pack(folder, day)
    assert pack.information["limit"].say == f"You have {figure} days."
    assert due_and_late(pack) == (figure, figure < 12)
    assert load_packs(folder.parent, day)[pack.id].edition == pack.edition


def test_another_figure_is_another_edition_and_the_same_figure_is_not(folder):
    old, new = load_pack(folder, BEFORE), load_pack(folder, AFTER)
    assert old.edition != new.edition
    assert old.on_day(dt.date(2021, 1, 1)) is old
    assert old.on_day(FIRST_DAY).edition == new.edition


def test_a_name_without_a_figure_is_a_fault(folder):
    write(folder, "information/limits.yml", json.dumps(INFORMATION).replace("{days_to_refer}", "{days_to_reffer}"))
    with pytest.raises(PackError) as fault:
        load_pack(folder)
    (problem,) = fault.value.problems
    assert (problem.code, problem.file) == ("SP104", "small/information/limits.yml")
    assert "{days_to_reffer}" in problem.message and "pack.yml" in problem.remedy


@pytest.mark.parametrize("values", ["values: {days_to_refer: []}", VALUES.replace("2020-01-01", "2025-01-01")])
def test_figures_stand_in_order(folder, values):
    write(folder, "pack.yml", PACK_YML + values)
    with pytest.raises(PackError, match="oldest first"):
        load_pack(folder)


def test_the_pathway_about_some_paragraphs_is_the_one_with_most_steps_on_them(folder):
    pack = load_pack(folder)
    assert pack.pathway_about(["15.1"]) is None, "its steps are our own advice and cite nothing"
    cited = (
        (folder / "pathways" / "small.yml")
        .read_text()
        .replace('"force": "product"', '"force": "must", "cites": ["15.1"]')
    )
    write(folder, "pathways/small.yml", cited)
    pack = load_pack(folder)
    assert pack.pathway_about(["15.1"]) is pack.pathways["t.small"]
    assert pack.pathway_about([]) is None
