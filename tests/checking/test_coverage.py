"""Where each obligation of the ledger ends, and what counts as a hole."""

from __future__ import annotations

import pytest
from sound_pack import DUTIES, INFORMATION, LEDGER, PACK, PATHWAY, build

from actions.guidance import PackError, load_pack
from actions.guidance.checking.coverage import Covered, coverage, holes

TOLD = (INFORMATION, "carries: [T-2.1-01]", "carries: [T-2.1-01, T-1.2-07]")
"""A row that binds somebody, and that only an answer to a question carries."""
NEVER = "history is yes and history is no"
NEVER_ASKED = (PATHWAY, "{fact: history}", "{fact: history, when: role is known and role is pom and role is keyworker}")
NO_REASON = (DUTIES, ", T-1.2-07]", "]")


def ends(tmp_path, *changes) -> dict[str, Covered]:
    return {row.id: row for row in coverage(load_pack(build(tmp_path, *changes)))}


def where(row: Covered) -> tuple[str, str | None]:
    return row.kind, row.node


def test_each_row_ends_at_a_step_in_an_answer_set_aside_or_nowhere(tmp_path):
    rows = ends(tmp_path)

    assert list(rows) == sorted(rows), "in the order of the ledger"
    assert {row: where(end) for row, end in rows.items()} == {
        "T-1.1-01": ("carried", "t.visit/ring"),
        "T-1.2-01": ("carried", "t.visit/visit_due"),
        "T-1.2-02": ("carried", "t.visit/no_visit"),
        "T-1.2-03": ("carried", "t.visit/visit_soon"),
        "T-1.2-04": ("carried", "t.visit/tell_school"),
        "T-1.2-05": ("carried", "t.visit/history"),
        "T-1.2-06": ("carried", "t.visit/decision"),
        "T-1.2-07": ("missing", None),
        "T-1.2-09": ("out_of_scope", None),
        "T-2.1-01": ("information", "information/what_a_pom_is"),
    }
    assert rows["T-1.2-07"].reason == "nothing carries it: Not covered here"
    assert rows["T-1.2-09"].reason == "It binds the governor."
    assert (rows["T-1.2-04"].pack, rows["T-1.2-04"].force) == ("small", "should")


def test_a_pathway_without_a_decision_carries_none(tmp_path):
    decision = build(tmp_path / "as-it-was") / PATHWAY
    text = decision.read_text(encoding="utf-8")
    start, end = text.index("decision:\n"), text.index("ambiguities:\n")

    assert where(ends(tmp_path, (PATHWAY, text[start:end], ""))["T-1.2-06"]) == ("missing", None)


@pytest.mark.parametrize(
    ("row", "claims", "change"),
    [
        ("T-1.1-01", "t.visit/ring", (PATHWAY, "when: danger_now is yes", f"when: {NEVER}")),
        ("T-1.2-02", "t.visit/no_visit", (PATHWAY, "when: history is no\n", f"when: {NEVER}\n")),
        ("T-1.2-05", "t.visit/history", NEVER_ASKED),
    ],
    ids=["duty", "outcome", "question"],
)
def test_what_no_answers_reach_carries_nothing(tmp_path, row, claims, change):
    end = ends(tmp_path, change)[row]

    assert (end.kind, end.node, end.reason) == ("missing", None, f"no answers reach {claims}")


def test_an_outcome_of_a_conclusion_that_never_arises_carries_nothing(tmp_path):
    never = (PATHWAY, "may_visit: not (role is keyworker)", "may_visit: role is pom and role is keyworker")

    assert ends(tmp_path, never)["T-1.2-01"].reason == "no answers reach t.visit/visit_due"


def test_of_several_that_carry_a_row_the_first_that_is_reached_is_named(tmp_path):
    first_is_never_reached = (
        PATHWAY,
        "- id: visit_soon\n  when: history is yes\n",
        f"- id: visit_soon\n  when: {NEVER}\n",
    )

    assert where(ends(tmp_path, first_is_never_reached)["T-1.2-03"]) == ("carried", "t.visit/write_it_down")


def test_a_step_goes_before_an_answer_and_an_answer_before_being_set_aside(tmp_path):
    rows = ends(
        tmp_path,
        (INFORMATION, "carries: [T-2.1-01]", "carries: [T-2.1-01, T-1.2-04, T-1.2-08]"),
        (LEDGER, "T-1.2-09,", "T-1.2-08,1.2,may,Knock\nT-1.2-09,"),
        (PACK, "out_of_scope:\n", "out_of_scope:\n- {row: T-1.2-08, reason: It is nobody's.}\n"),
    )

    assert where(rows["T-1.2-04"]) == ("carried", "t.visit/tell_school")
    assert where(rows["T-1.2-08"]) == ("information", "information/what_a_pom_is")


@pytest.mark.parametrize("force", ["must", "must-not"])
def test_a_row_that_binds_somebody_is_no_mere_answer_unless_the_tables_say_why(tmp_path, force):
    binds = (LEDGER, "T-1.2-07,3.1,must,", f"T-1.2-07,3.1,{force},")
    explained, bare = ends(tmp_path / "1", TOLD, binds), ends(tmp_path / "2", TOLD, binds, NO_REASON)

    assert where(explained["T-1.2-07"]) == ("information", "information/what_a_pom_is")
    assert explained["T-1.2-07"].reason == "Compared in the table of the conclusion."
    assert bare["T-1.2-07"].kind == "missing"
    assert bare["T-1.2-07"].reason.startswith("information/what_a_pom_is only tells of it")


def test_a_row_that_binds_nobody_needs_no_reason(tmp_path):
    should = (LEDGER, "T-1.2-07,3.1,must,", "T-1.2-07,3.1,should,")

    end = ends(tmp_path, TOLD, NO_REASON, should)["T-1.2-07"]

    assert (end.kind, end.reason) == ("information", None)


@pytest.mark.parametrize("table", [None, "duties: [\n", "duties:\n- row: T-1.1-01\n  held: [{no_such_fact: yes}]\n"])
def test_a_table_that_is_not_there_or_cannot_be_read_gives_no_reason(tmp_path, table):
    end = ends(tmp_path, TOLD, (DUTIES, None, table))["T-1.2-07"]

    assert end.kind == "missing"


def test_a_ledger_that_cannot_be_read_is_refused(tmp_path):
    pack = load_pack(build(tmp_path, (LEDGER, None, "id,paragraph\nT-1.1-01,1.1\n")))

    with pytest.raises(PackError):
        coverage(pack)


def test_of_a_row_that_is_missing_the_hole_says_why(tmp_path):
    without_what_is_set_aside = [row for row in ends(tmp_path).values() if row.kind != "out_of_scope"]

    assert holes(without_what_is_set_aside) == ["T-1.2-07: nothing carries it: Not covered here"]


@pytest.mark.parametrize(("aside", "found"), [(3, []), (4, ["4 of 100 rows are out of scope; at most 3% may be"])])
def test_three_in_a_hundred_may_be_set_aside(aside, found):
    kinds = ["out_of_scope"] * aside + ["carried"] * (100 - aside)

    assert holes(Covered(str(number), "small", "must", kind) for number, kind in enumerate(kinds)) == found


def test_no_rows_leave_no_hole():
    assert holes([]) == []
