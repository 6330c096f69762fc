"""`signpost policy`: where the obligations end, two packs side by side, and the figures of a day."""

from __future__ import annotations

import json
import shutil

import pytest
from checking.sound_pack import DUTIES, INFORMATION, LEDGER, PACK, PATHWAY, build
from typer.testing import CliRunner

from actions.settings import PROJECT
from bot.cli.policy import policy

MINNESOTA = PROJECT / "policies_kb" / "minnesota"
KINDS = ("carried", "information", "out_of_scope", "missing")

WHOLE = [
    (PACK, "out_of_scope:\n- {row: T-1.2-09, reason: It binds the governor.}\n", ""),
    (LEDGER, "T-1.2-09,1.2,must,The governor keeps a list\n", ""),
    (INFORMATION, "carries: [T-2.1-01]", "carries: [T-2.1-01, T-1.2-07]"),
]
"""The small pack of nine rows in which every row is covered."""
FIGURES = [
    (PACK, "helplines:\n", """\
values:
  visit_days:
  - {since: 2024-01-01, value: 5, cites: ["1.2"], reference: First edition}
  - {since: 2026-04-01, value: 1200, cites: ["1.2", "1.1"], reference: Circular 7}
helplines:
"""),
    (PATHWAY, "due: seen_on + 5 working days", "due: seen_on + {visit_days} working days"),
]  # fmt: skip
WALK = """\
pathway: t.walk
title: A walk
for_when: you are thinking of a walk
button: Walk
source: Test policy
ask:
- {fact: danger_now}
duties:
- {id: stay, when: danger_now is yes, say: Stay inside., force: product}
"""


def run(*arguments: object):
    return CliRunner(mix_stderr=False).invoke(policy, [str(argument) for argument in arguments])


@pytest.fixture
def root(tmp_path):
    """The folder of packs that the command is given."""
    return tmp_path / "packs"


@pytest.fixture
def two_packs(root, tmp_path):
    """The small pack, and another that asks for no children, says otherwise who goes, and has a second pathway."""
    build(root)
    other = build(
        tmp_path / "elsewhere",
        (PACK, "pack: small\ntitle: A small pack", "pack: other\ntitle: Another pack"),
        (PATHWAY, "say: Visit the person.", "say: Send a colleague."),
        (PATHWAY, "- {fact: children}\n", ""),
        (PATHWAY, "- id: tell_school\n  when: children >= 1\n", "- id: tell_school\n  when: history is yes\n"),
        ("pathways/walk.yml", None, WALK),
    )
    shutil.move(other, root / "other")
    return root


def compare(packs, first="small", second="other", **facts):
    given = [word for fact, answer in facts.items() for word in ("--fact", f"{fact}={answer}")]
    return run("compare", first, second, *given, "--packs", packs)


def columns(done) -> tuple[str, str]:
    """What stands left and right, each as one line of words."""
    lines = done.stdout.splitlines()
    left, right = (" ".join(line[part] for line in lines) for part in (slice(58), slice(58, None)))
    return " ".join(left.split()), " ".join(right.split())


# coverage


def test_every_row_is_covered(root):
    build(root, *WHOLE)
    done = run("coverage", root)

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "9 of 9 obligations are covered."
    lines = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines()[1:-1] if line}
    assert lines["small"] == ["9", "7", "2", "0", "0"]
    assert lines["must"] == ["4", "3", "1", "0", "0"]


def test_json_says_where_each_row_ends(root):
    build(root, *WHOLE)
    shown = json.loads(run("coverage", root, "--json").stdout)

    assert list(shown) == ["total", *KINDS, "packs", "forces", "rows"]
    rows = {row.pop("id"): row for row in shown["rows"]}
    assert rows["T-1.1-01"] == {"pack": "small", "force": "must", "kind": "carried", "node": "t.visit/ring"}
    assert rows["T-1.2-07"] == {
        "pack": "small",
        "force": "must",
        "kind": "information",
        "node": "information/what_a_pom_is",
        "reason": "Compared in the table of the conclusion.",
    }
    assert rows["T-2.1-01"]["node"] == "information/what_a_pom_is"


def test_the_totals_add_up(root):
    for pack in ("minnesota", "multi_service"):
        shutil.copytree(MINNESOTA.parent / pack, root / pack)
    shown = json.loads(run("coverage", root, "--json").stdout)

    assert shown["packs"].keys() == {"minnesota", "multi_service"}
    for counts in (shown, *shown["packs"].values(), *shown["forces"].values()):
        assert counts["total"] == sum(counts[kind] for kind in KINDS) > 0
    for groups in (shown["packs"], shown["forces"]):
        for kind in ("total", *KINDS):
            assert shown[kind] == sum(counts[kind] for counts in groups.values())
    assert shown["total"] == len(shown["rows"]) == len({row["id"] for row in shown["rows"]})
    for kind in KINDS:
        assert shown[kind] == sum(row["kind"] == kind for row in shown["rows"])
    assert all("reason" in row if row["kind"] in ("missing", "out_of_scope") else row["node"] for row in shown["rows"])


def test_a_node_taken_out_of_minnesota_leaves_its_rows_behind(root):
    shutil.copytree(MINNESOTA, root / "minnesota")
    before = run("coverage", root, "--json")
    pathway = root / "minnesota" / "pathways" / "training.yml"
    text = pathway.read_text(encoding="utf-8")
    start, end = (
        text.index(f"  - id: {node}\n") for node in ("train_supervising_agent", "train_facility_case_manager")
    )
    pathway.write_text(text[:start] + text[end:], encoding="utf-8")
    after = run("coverage", root, "--json")

    assert (before.exit_code, after.exit_code) == (0, 1)
    assert [line.split(":")[0] for line in after.stderr.splitlines()] == ["MN-E.1-01"]
    left = {row["id"]: row["kind"] for row in json.loads(after.stdout)["rows"]}
    had = {row["id"]: row["kind"] for row in json.loads(before.stdout)["rows"]}
    assert had == {**left, "MN-E.1-01": "carried"}
    assert left["MN-E.1-01"] == "missing"


def test_a_row_that_binds_somebody_and_is_only_told_of_is_a_hole(root):
    build(root, *WHOLE, (DUTIES, ", T-1.2-07]", "]"))
    done = run("coverage", root)

    assert done.exit_code == 1
    assert done.stdout.splitlines()[-1] == "8 of 9 obligations are covered."
    assert done.stderr.startswith("T-1.2-07: information/what_a_pom_is only tells of it")


def test_too_much_out_of_scope_is_a_hole(root):
    build(root, WHOLE[2])
    done = run("coverage", root)

    assert done.exit_code == 1
    assert done.stderr.splitlines() == ["1 of 10 rows are out of scope; at most 3% may be"]


def test_a_node_that_no_answers_reach_carries_nothing(root):
    build(root, *WHOLE, (PATHWAY, "when: danger_now is yes", "when: danger_now is yes and danger_now is no"))
    done = run("coverage", root)

    assert done.exit_code == 1
    assert done.stderr.splitlines() == ["T-1.1-01: no answers reach t.visit/ring"]


def test_a_pack_that_cannot_be_used_is_named_and_no_pack_is_wrong_usage(root, tmp_path):
    build(root, (PATHWAY, "when: danger_now is yes", "when: danger_then is yes"))
    for command in ("coverage", "values", "check"):
        broken, nothing = run(command, root), run(command, tmp_path / "nowhere")
        assert broken.exit_code == 1
        assert "small/pathways/visit.yml" in broken.stdout and "danger_then" in broken.stdout
        assert nothing.exit_code == 2
        assert "There is no pack" in nothing.stderr


# compare


def test_both_packs_on_the_same_facts(two_packs):
    done = compare(two_packs, danger_now="no", role="pom", history="yes", seen_on="2026-10-05")
    small, other = columns(done)

    assert done.exit_code == 0
    assert small.startswith("A SMALL PACK Test policy, 2026.10")
    assert other.startswith("ANOTHER PACK Test policy, 2026.10")
    assert "* The visit: Visit the person. [settled, 1.2]" in small
    assert "* The visit: Send a colleague. [settled, 1.2]" in other
    assert "- Must: Go within five working days. By 12 October 2026. [1.2]" in small
    assert "Ring 999" not in small + other
    assert "- Should: Tell the school. [1.2]" in other and "Tell the school" not in small


def test_what_is_not_given_is_not_known_yet(two_packs):
    small, _ = columns(compare(two_packs, role="pom"))

    assert "* The visit: not decided yet. [not yet decided]" in small
    for unknown in ("Visit the person", "No visit is due", "Go within five working days", "Ring 999"):
        assert unknown not in small


def test_a_day_that_is_not_known_gives_no_due_date(two_packs):
    small, _ = columns(compare(two_packs, role="pom", history="yes"))

    assert "- Must: Go within five working days. [1.2]" in small


def test_several_answers_are_joined_by_commas_and_a_number_is_one(two_packs):
    small, _ = columns(compare(two_packs, told="police,partner", children="2"))
    without, _ = columns(compare(two_packs, told="partner", children="0"))

    assert "Tell the police" not in small and "- Should: Tell the school. [1.2]" in small
    assert "- Tell the police. [our own advice]" in without and "Tell the school" not in without


def test_a_pack_says_what_it_does_not_ask(two_packs):
    small, other = columns(compare(two_packs, role="pom", children="2", history="no"))

    assert "Does not ask" not in small
    assert "Does not ask: children" in other
    assert "No visit is due." in small and "No visit is due." in other


def test_a_pathway_is_compared_with_another_even_if_it_asks_none_of_it(two_packs):
    nothing_asked = columns(compare(two_packs, "small:t.visit", "other:t.visit"))

    assert all("A visit -------" in side and "* The visit: not decided yet." in side for side in nothing_asked)


def test_of_a_whole_pack_only_the_pathways_that_ask_are_shown(two_packs):
    _, by_history = columns(compare(two_packs, history="no"))
    _, by_children = columns(compare(two_packs, children="2"))
    _, by_danger = columns(compare(two_packs, danger_now="yes"))

    assert "A visit" in by_history and "A walk" not in by_history
    assert by_children.endswith("Does not ask: children")
    assert "- Must: Ring 999. [1.1] A walk ------ - Stay inside. [our own advice]" in by_danger


@pytest.mark.parametrize(
    ("first", "facts", "said"),
    [
        ("nowhere", {}, "There is no pack 'nowhere'. There is: other, small."),
        ("small:t.walk", {}, "small has no pathway 't.walk'. It has: t.visit."),
        ("small", {"weather": "fine"}, "Neither pack asks for 'weather'."),
        ("small", {"history": "maybe"}, "'maybe' is no answer to 'history'. Use: yes, no."),
        ("small", {"role": "chief"}, "'chief' is no answer to 'role'. Use: pom, keyworker."),
        ("small", {"told": "partner,nobody"}, "'partner,nobody' is no answer to 'told'. Use: police, partner."),
        (
            "small",
            {"history": "yes", "seen_on": "5 May"},
            "'5 May' is no answer to 'seen_on'. Use a date such as 2026-05-31.",
        ),
        ("small", {"children": "two"}, "'two' is no answer to 'children'. Use a whole number."),
    ],
)
def test_a_name_or_an_answer_that_is_not_there_is_wrong_usage(two_packs, first, facts, said):
    done = compare(two_packs, first, **facts)

    assert (done.exit_code, done.stdout, done.stderr.strip()) == (2, "", said)


def test_an_answer_that_only_one_pack_has_is_not_known_to_the_other():
    done = run(
        "compare",
        "england_wales:ew.new-relationship",
        "victoria:vic.staff",
        "--fact",
        "police_check=yes",
        "--packs",
        PROJECT / "policies_kb",
    )
    english, victorian = columns(done)
    assert "Asks with other answers, so not known here: police_check" in english
    assert "Asks with other answers" not in victorian


def test_a_fact_without_an_answer_is_wrong_usage(two_packs):
    done = run("compare", "small", "other", "--fact", "history", "--packs", two_packs)

    assert (done.exit_code, done.stderr.strip()) == (2, "'history' is no FACT=ANSWER.")


# values


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ((), "1,200  since 1 April 2026 1.2, 1.1: Circular 7"),
        (("--as-at", "2026-04-01"), "1,200  since 1 April 2026 1.2, 1.1: Circular 7"),
        (("--as-at", "2026-03-31"), "5  since 1 January 2024 1.2: First edition"),
        (("--as-at", "2023-12-31"), "–  nothing is known before 1 January 2024"),
    ],
)
def test_a_figure_as_it_was_on_a_day(root, day, said):
    build(root, *FIGURES)
    done = run("values", root, *day)

    assert done.exit_code == 0
    assert done.stdout.split() == ["small", "visit_days", *said.split()]


def test_a_pack_without_figures_prints_none(root):
    build(root)

    assert run("values", root).stdout == ""


def test_a_day_that_is_none_is_wrong_usage(root):
    build(root, *FIGURES)

    assert run("values", root, "--as-at", "yesterday").exit_code == 2
