"""The packs as shipped are sound, all that their decision tables say is held against them, and nothing is left out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from actions.guidance import Pack, load_packs
from actions.guidance.checking import Walked, check_pack
from actions.guidance.checking.coverage import coverage, holes
from actions.guidance.checking.tables import conclusion_tables, duties_table

PACKS = load_packs(Path(__file__).parents[2] / "policies_kb")
every_pack = pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)


@every_pack
def test_nothing_is_wrong_in_it_and_every_path_was_walked(pack: Pack):
    walked = Walked()
    assert [str(problem) for problem in check_pack(pack, walked)] == []
    assert walked.worlds > walked.paths > 500


@every_pack
def test_every_pathway_has_a_decision_table_for_each_conclusion_and_for_its_obligations(pack: Pack):
    for pathway in pack.pathways.values():
        tables = {table.conclusion for table in conclusion_tables(pack, pathway)}
        assert tables == {conclusion.id for conclusion in pathway.conclusions}
        assert duties_table(pack, pathway) is not None, pathway.id


def test_every_obligation_of_the_five_sources_is_covered():
    rows = [row for pack in PACKS.values() for row in coverage(pack)]
    assert holes(rows) == []
    assert len(rows) == len({row.id for row in rows}) == 1463


def test_whatever_must_not_be_done_is_said_on_some_path():
    kinds = Counter(row.kind for pack in PACKS.values() for row in coverage(pack) if row.force == "must-not")
    assert kinds.keys() == {"carried"}
