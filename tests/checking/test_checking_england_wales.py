"""The pack of England and Wales is sound, and all that its decision tables say is held against it."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.guidance import Pack, load_pack
from actions.guidance.checking import Walked, check_pack
from actions.guidance.checking.parts import ConclusionPart
from actions.guidance.checking.tables import conclusion_tables
from actions.guidance.checking.worlds import worlds

FOLDER = Path(__file__).parents[2] / "policies_kb" / "england_wales"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(FOLDER)


def test_nothing_is_wrong_in_it(pack: Pack):
    walked = Walked()

    assert [str(problem) for problem in check_pack(pack, walked)] == []
    assert walked.worlds > walked.paths > 1000


def test_every_conclusion_has_a_decision_table_and_every_row_is_met_by_some_answers(pack: Pack):
    """A row that no answers meet is compared with nothing, and what it says is lost."""
    for pathway in pack.pathways.values():
        tables = {table.conclusion: table for table in conclusion_tables(pack, pathway)}
        assert tables.keys() == {conclusion.id for conclusion in pathway.conclusions}
        for conclusion in pathway.conclusions:
            table = tables[conclusion.id]
            watches = [*ConclusionPart(pathway, conclusion).watches, *table.watches]
            met = {row.line for world in worlds(pathway, pack.facts, watches) for row in table.matching(world.words)}
            assert met == {row.line for row in table.rows}, table.file
