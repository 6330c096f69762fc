"""Every code of the checker is provoked by one deliberate fault in a sound pack, and only that code comes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from sound_pack import (
    DUTIES,
    FACTS,
    INFORMATION,
    LEDGER,
    PACK,
    PATHWAY,
    SOUND,
    TABLE,
    Change,
    build,
    line_of,
    problems_of,
)

import actions.guidance
from actions.guidance.checking import CODES, Walked

ENGINE = Path(actions.guidance.__file__).parent


@dataclass(frozen=True)
class Fault:
    """What is changed, and the one problem that must be found: where, and a word of what is said about it."""

    code: str
    file: str
    at: str | None
    says: str
    changes: tuple[Change, ...]

    def __str__(self) -> str:
        return f"{self.code}-{self.says}"


def fault(code: str, file: str, at: str | None, says: str, *changes: Change) -> Fault:
    """`at` is the text on the line where the problem stands; None for the whole file."""
    return Fault(code, file, at, says, changes)


LONG = "word " * 130

ON_LOADING = [
    fault("SP101", PATHWAY, "force: shall", "unexpected value", (PATHWAY, "force: should", "force: shall")),
    fault("SP101", FACTS, "    ask: Is anybody", "is not YAML", (FACTS, "facts:\n", "facts: [\n")),
    fault("SP101", FACTS, None, "cannot be read", (FACTS, None, b"\xff\xfe\xff")),
    fault("SP102", FACTS, "  children: twice", "stands here twice",
          (FACTS, "  told:\n", "  children: twice\n  told:\n")),
    fault("SP102", PATHWAY, "id:  tell_school", "'tell_school' stands here twice",
          (PATHWAY, "id: tell_police", "id:  tell_school")),
    fault("SP103", PATHWAY, "when: role >= 1", "does not fit", (PATHWAY, "children >= 1", "role >= 1")),
    fault("SP103", PATHWAY, "when: police", "cannot read", (PATHWAY, "police not in told", "police not told")),
    fault("SP104", PATHWAY, "when: danger is yes", "neither a fact", (PATHWAY, "danger_now is yes", "danger is yes")),
    fault("SP104", PATHWAY, "seen_on, when", "not asked before",
          (PATHWAY, "seen_on, when: history is yes", "seen_on, when: police in told")),
    fault("SP401", PATHWAY, "due:", "never asks",
          (PATHWAY, "- {fact: seen_on, when: history is yes}\n", ""),
          (FACTS, "kind: date", "kind: text")),
    fault("SP401", PATHWAY, "due:", "not a date", (PATHWAY, "seen_on + 5", "children + 5")),
]  # fmt: skip

NAMES = [
    fault("SP108", PACK, "topics:", "stands under no topic",
          (PACK, "glossary:\n", "topics:\n  visits: {label: Visits, pathways: [t.other]}\nglossary:\n")),
    fault("SP108", PACK, "visits: {label", "there is no pathway 't.other'",
          (PACK, "glossary:\n", "topics:\n  visits: {label: Visits, pathways: [t.other]}\nglossary:\n")),
    fault("SP106", PATHWAY, "  for: [wing]", "'wing' is no role",
          (PATHWAY, "for: [pom]\n  say: Write", "for: [wing]\n  say: Write")),
    fault("SP106", PATHWAY, "      actor: [keyworker, governor]", "'governor' is no role",
          (PATHWAY, "force: rule\n", "force: rule\n      actor: [keyworker, governor]\n")),
    fault("SP106", PATHWAY, "roles: [pom, vlo]", "'vlo' is no role",
          (PATHWAY, "define:\n", "roles: [pom, vlo]\ndefine:\n")),
    fault("SP107", PATHWAY, "  shown_by: [visit_due, visit_later]", "'visit_later' is no node, question",
          (PATHWAY, "  why: They are elsewhere in the text.\n",
           "  why: They are elsewhere in the text.\n  shown_by: [visit_due, visit_later]\n")),
    fault("SP107", INFORMATION, "  shown_by: [ask_a_person]", "'ask_a_person' is no node, question",
          (INFORMATION, "information:\n",
           'ambiguities:\n- paragraphs: ["2.1"]\n  unclear: What it is.\n  reading: As it says.\n  why: So it is.\n'
           "  shown_by: [ask_a_person]\ninformation:\n")),
]  # fmt: skip

LOGIC = [
    fault("SP105", FACTS, "unasked:", "no pathway asks for 'unasked'",
          (FACTS, "facts:\n", "facts:\n  unasked: {ask: What is it, kind: yes_no, why: x., product: true}\n")),
    fault("SP105", PATHWAY, "- {fact: remarks", "the answer to 'remarks' changes nothing",
          (PATHWAY, ", for_record: true", "")),
    fault("SP201", PATHWAY, "- id: tell_police", "'tell_police'",
          (PATHWAY, "police not in told", "police not in told and police in told")),
    fault("SP201", PATHWAY, "- {id: no_visit_either", "'no_visit_either'",
          (PATHWAY, "duties:\n",
           "    - {id: no_visit_either, when: role is keyworker, say: No., force: product}\nduties:\n")),
    fault("SP202", PATHWAY, "  visit:\n", "'visit' has no outcome when role = pom, history = no",
          (PATHWAY, "when: history is no\n", "when: history is no and children >= 1\n"),
          (TABLE, None, "role,history,children,outcome,status,why\n"
                        "keyworker,*,*,absent,absent,\n"
                        "pom,yes,*,visit_due,settled,\n"
                        "pom,no,1|2,no_visit,settled,\n"
                        "pom,no,0|?,none,not_yet_decided,\n"
                        "pom,?,*,none,not_yet_decided,\n"
                        "?,*,*,none,not_yet_decided,\n")),
    fault("SP203", PATHWAY, "- id: no_visit", "'visit_due' and 'no_visit'",
          (PATHWAY, "when: history is no\n", "when: history is no or history is yes\n")),
    fault("SP204", PATHWAY, "- id: no_visit", "closes a route although something is not known: role = pom, history",
          (PATHWAY, "when: history is no\n", "when: history is no or history is not_known\n"),
          (TABLE, "pom,?,none,not_yet_decided", "pom,?,no_visit,provisional")),
]  # fmt: skip

WORDING = [
    fault("SP301", FACTS, "children:", "without a paragraph",
          (FACTS, 'The school is told.\n    cites: ["1.2"]\n', "The school is told.\n")),
    fault("SP301", INFORMATION, "- id: what_a_pom_is", "without a paragraph", (INFORMATION, '  cites: ["2.1"]\n', "")),
    fault("SP302", PATHWAY, "- id: ring", "no paragraph 9.9", (PATHWAY, 'cites: ["1.1"]', 'cites: ["9.9"]')),
    fault("SP302", PATHWAY, "- id: write_it_down", "no paragraph 9.8",
          (PATHWAY, 'record, cites: ["1.2"]', 'record, cites: ["9.8"]')),
    fault("SP302", PATHWAY, "- paragraphs:", "no paragraph 9.7",
          (PATHWAY, 'paragraphs: ["1.2"]', 'paragraphs: ["9.7"]')),
    fault("SP302", PACK, "national:", "no paragraph 9.6", (PACK, '123", cites: ["1.1"]', '123", cites: ["9.6"]')),
    fault("SP302", PACK, "- {short: POM", "no paragraph 9.5",
          (PACK, 'manager, cites: ["2.1"]', 'manager, cites: ["9.5"]')),
    fault("SP302", PACK, "  - {since", "no paragraph 9.4",
          (PACK, "glossary:\n", "values:\n  limit:\n  - {since: 2020-01-01, value: 3, cites: ['9.4'], "
           "reference: Made up}\nglossary:\n")),
    fault("SP303", PATHWAY, "- id: tell_police", "our own advice cites",
          (PATHWAY, "force: product\n", 'force: product\n  cites: ["1.2"]\n')),
    fault("SP501", PATHWAY, "say: word", "649 characters", (PATHWAY, "say: Tell the police.", f"say: {LONG}")),
    fault("SP501", PATHWAY, "reasons: word", "649 characters", (PATHWAY, "reasons: Why?", f"reasons: {LONG}")),
    fault("SP502", FACTS, "options: {police", "41 characters", (FACTS, "label: The police", f"label: {'p' * 41}")),
    fault("SP502", PATHWAY, "options: {go", "41 characters", (PATHWAY, "label: I will go", f"label: {'p' * 41}")),
]  # fmt: skip

HEADER = "id,paragraph,modality,obligation\n"
OBLIGATIONS = [
    fault("SP101", LEDGER, "T-1.2-04,", "more or fewer cells", (LEDGER, "Tell the school", "Tell the school,soon")),
    fault("SP101", LEDGER, "T-1.2-04", "more or fewer cells", (LEDGER, ",1.2,should,Tell the school", ",1.2,should")),
    fault("SP101", LEDGER, "id,", "no column 'obligation'", (LEDGER, "modality,obligation", "modality,duty")),
    fault("SP101", LEDGER, "id,", "two columns", (LEDGER, None, "id,paragraph,modality,obligation,id\n")),
    fault("SP101", LEDGER, None, "cannot be read", (LEDGER, None, HEADER.encode() + b"\xff\xff,1.1,must,x\n")),
    fault("SP101", LEDGER, None, "cannot be read", (LEDGER, None, f"{HEADER}{'x' * 140_000},1.1,must,x\n")),
    fault("SP601", LEDGER, "T-1.2-08", "nothing carries T-1.2-08: Knock",
          (LEDGER, "T-1.2-09", "T-1.2-08,1.2,must,Knock first\nT-1.2-09")),
    fault("SP602", INFORMATION, "- id: what_a_pom_is", "T-8.8-01 is not in the ledger",
          (INFORMATION, "carries: [T-2.1-01]", "carries: [T-2.1-01, T-8.8-01]")),
    fault("SP602", PACK, "- {row: T-1.2-10", "T-1.2-10 is not in the ledger",
          (PACK, "out_of_scope:\n", "out_of_scope:\n- {row: T-1.2-10, reason: Nobody reads it.}\n")),
    fault("SP603", LEDGER, "T-1.2-04,1.2,should,Tell it", f"T-1.2-04 stands in small/{LEDGER}:6 already",
          (LEDGER, "T-1.2-09", "T-1.2-04,1.2,should,Tell it again\nT-1.2-09")),
    fault("SP603", LEDGER, "T-2.1-01", "T-2.1-01 stands in small/obligations/more.csv:2 already",
          ("obligations/more.csv", None, HEADER + "T-2.1-01,2.1,rule,Say what a POM is\n")),
    fault("SP604", PACK, "covers:", "'1.7' covers no paragraph", (PACK, '"1.*", "2.1"', '"1.*", "1.7", "2.1"')),
    fault("SP604", PACK, "covers:", "'4.*' covers no paragraph", (PACK, '"1.*", "2.1"', '"1.*", "4.*", "2.1"')),
]  # fmt: skip

TABLES = [
    fault("SP701", TABLE, "pom,no,", "'visit' should be visit_due settled but is no_visit settled when role = pom",
          (TABLE, "pom,no,no_visit", "pom,no,visit_due")),
    fault("SP701", TABLE, "?,*,", "should be none not_yet_decided but is visit_due provisional",
          (PATHWAY, "when: may_visit", "when: may_visit or role is not_known"),
          (PATHWAY, "  closes: true", "  closes: false")),
    fault("SP702", TABLE, None, "no row for role = pom, history = no", (TABLE, "pom,no,no_visit,settled,1.2\n", "")),
    fault("SP702", TABLE, "pom,?|no,", "4 and 5 for role = pom, history = not known yet",
          (TABLE, "pom,no,", "pom,?|no,")),
    fault("SP706", TABLE, "keyworker,n/a", "no answers meet this row of 'visit'",
          (TABLE, "pom,yes,", "keyworker,n/a,visit_due,settled,never\npom,yes,")),
    fault("SP706", TABLE, "pom,yes,n/a", "no answers meet this row of 'visit'",
          (TABLE, None, "role,history,danger_now,outcome,status,why\n"
                        "keyworker,*,*,absent,absent,\n"
                        "pom,yes,yes|no|?,visit_due,settled,\n"
                        "pom,yes,n/a,visit_due,provisional,every path asks about danger\n"
                        "pom,no,*,no_visit,settled,\n"
                        "pom|?,?,*,none,not_yet_decided,\n"
                        "?,yes|no,*,none,not_yet_decided,\n")),
    fault("SP703", DUTIES, "- row: T-1.1-01", "T-1.1-01 should be held but is absent when danger_now = no",
          (DUTIES, "danger_now: yes", "danger_now: yes|no")),
    fault("SP703", DUTIES, "- row: T-1.1-01", "T-1.1-01 should be absent but is open",
          (DUTIES, '  open: [{danger_now: "?"}]\n', "")),
    fault("SP703", DUTIES, "- row: T-1.1-01", "T-1.1-01 should be open but is held",
          (DUTIES, """  held: [{danger_now: yes}]\n  open: [{danger_now: "?"}]""", '  open: [{danger_now: "yes|?"}]')),
    fault("SP703", DUTIES, "- row: T-1.2-03", "T-1.2-03 should be shown but is absent when role = pom, history = no",
          (DUTIES, '?", history: "?"', '?", history: "?|no"')),
    fault("SP703", DUTIES, "- row: T-1.2-05", "T-1.2-05 should be shown but is absent when role = keyworker",
          (PATHWAY, "- {fact: history}", "- {fact: history, when: role is pom}")),
    fault("SP703", DUTIES, "- {row: T-2.1-01", "a step of t.visit, but small/information/visits.yml:2 carries",
          (DUTIES, "duties:\n", "duties:\n- {row: T-2.1-01, held: [{}]}\n")),
    fault("SP703", DUTIES, "- {row: T-1.2-07", "T-1.2-07 should be a step of t.visit, but nothing carries",
          (DUTIES, "duties:\n", "duties:\n- {row: T-1.2-07, held: [{}]}\n")),
    fault("SP708", DUTIES, None, f"T-1.1-01 is carried by small/{PATHWAY}:35, and is not named here",
          (DUTIES, """- row: T-1.1-01\n  held: [{danger_now: yes}]\n  open: [{danger_now: "?"}]\n""", "")),
    fault("SP708", DUTIES, None, f"T-1.2-02 is carried by small/{PATHWAY}:27, and is not named here",
          (DUTIES, "T-1.2-02, ", "")),
    fault("SP708", DUTIES, None, f"T-1.2-05 is carried by small/{FACTS}:15, and is not named here",
          (DUTIES, """- row: T-1.2-05\n  open: [{history: "?"}]\n  shown: [{history: "*"}]\n""", "")),
    fault("SP708", DUTIES, None, f"T-1.2-06 is carried by small/{PATHWAY}:67, and is not named here",
          (DUTIES, "- row: T-1.2-06\n  held: [{}]\n", "")),
]  # fmt: skip

UNUSABLE = [
    fault("SP704", PATHWAY, "  visit:\n", "'visit' has no decision table", (TABLE, None, None)),
    fault("SP704", "tables/visit/stay.csv", None, "no conclusion 'stay'",
          ("tables/visit/stay.csv", None, "role,outcome,status,why\n")),
    fault("SP704", TABLE, "pom,no,", "'leave' is no outcome of 'visit'", (TABLE, "no_visit", "leave")),
    fault("SP707", TABLE, "pom,yes,", "'visit_due' cannot be 'setled'",
          (TABLE, "visit_due,settled", "visit_due,setled")),
    fault("SP707", TABLE, "pom,no,", "'no_visit' cannot be 'absent'", (TABLE, "no_visit,settled", "no_visit,absent")),
    fault("SP707", TABLE, "pom,?,", "'none' cannot be 'settled'",
          (TABLE, "pom,?,none,not_yet_decided", "pom,?,none,settled")),
    fault("SP707", TABLE, "keyworker,", "'absent' cannot be 'not_yet_decided'",
          (TABLE, "absent,absent", "absent,not_yet_decided")),
    fault("SP704", TABLE, "role,", "no column 'status'", (TABLE, "outcome,status", "outcome,state")),
    fault("SP704", TABLE, "\n", "no column 'outcome'", (TABLE, None, "\n")),
    fault("SP704", TABLE, "role,", "does not ask 'weather'", (TABLE, "role,history", "role,weather")),
    fault("SP704", TABLE, "pom,maybe", "'maybe' is no answer to 'history'", (TABLE, "pom,?,", "pom,maybe|?,")),
    fault("SP704", TABLE, "pom,?,", "more or fewer cells", (TABLE, "pom,?,none,not_yet_decided,1.2", "pom,?,none")),
    fault("SP704", TABLE, None, "cannot be read", (TABLE, None, b"role,outcome,status,why\n\xff,,,\n")),
    fault("SP101", DUTIES, "- row: T-1.1-01", "is not YAML", (DUTIES, "duties:\n", "duties: [\n")),
    fault("SP704", DUTIES, "duties", "value is not a valid list", (DUTIES, None, "duties: all of them\n")),
    fault("SP704", DUTIES, "- nothing", "expected dict not list", (DUTIES, None, "- nothing\n")),
    fault("SP704", DUTIES, "- just words", "duties > 0: value is not a valid dict",
          (DUTIES, "duties:\n", "duties:\n- just words\n")),
    fault("SP704", DUTIES, "- {held", "duties > 0 > row: field required",
          (DUTIES, "duties:\n", "duties:\n- {held: [{}]}\n")),
    fault("SP704", DUTIES, "  held: yes", "held: value is not a valid list",
          (DUTIES, "held: [{danger_now: yes}]", "held: yes")),
    fault("SP704", DUTIES, "  owed:", "owed: extra fields not permitted",
          (DUTIES, "held: [{danger_now: yes}]", "owed: [{danger_now: yes}]")),
    fault("SP704", DUTIES, "  held: [{danger:", "does not ask 'danger'",
          (DUTIES, "held: [{danger_now: yes}]", "held: [{danger: yes}]")),
    fault("SP704", DUTIES, "  shown: [{hstory:", "does not ask 'hstory'",
          (DUTIES, 'shown: [{history: "*"}]', 'shown: [{hstory: "*"}]')),
    fault("SP704", DUTIES, "  held: [{remarks:", "'?' is no answer to 'remarks'",
          (DUTIES, "held: [{}]", 'held: [{remarks: "?"}, {}]')),
    fault("SP704", TABLE, "pom,?|some", "'?' is no answer to 'remarks'",
          (TABLE, None, "role,remarks,outcome,status,why\npom,?|some words,none,not_yet_decided,\n")),
    fault("SP704", DUTIES, '  open: [{children: "9"', "'9' is no answer to 'children'",
          (DUTIES, 'open: [{children: "?"}]', 'open: [{children: "9"}]')),
]  # fmt: skip

STUCK = fault(
    "SP705", PATHWAY, "  look:\n", "'look' ends differently when only the needed questions are asked: keen = no, able",
    (FACTS, "facts:\n", "facts:\n" + "".join(
        f"  {fact}: {{ask: Is it so, kind: yes_no, why: x., product: true}}\n" for fact in ("keen", "able", "fit"))),
    (PATHWAY, "ask:\n- {fact: danger_now}\n",
     "ask:\n- {fact: danger_now}\n- {fact: keen}\n- {fact: able}\n- {fact: fit, when: able is no}\n"),
    # without keenness it can never arise, but the walk stops before that is clear
    (PATHWAY, "conclusions:\n",
     "conclusions:\n  look:\n    title: A look\n    when: able is yes and (keen is yes or fit is yes)\n    one_of:\n"
     "    - {id: go_and_look, when: keen is yes, say: Go., force: product}\n"),
    ("tables/visit/look.csv", None,
     "keen,able,outcome,status,why\nyes,yes,go_and_look,settled,\nyes,no,absent,absent,\nno,*,absent,absent,\n"),
)  # fmt: skip

FAULTS = [*ON_LOADING, *NAMES, *LOGIC, *WORDING, *OBLIGATIONS, *TABLES, *UNUSABLE, STUCK]


def test_nothing_is_wrong_in_the_sound_pack_and_it_was_walked(tmp_path):
    walked = Walked()

    assert problems_of(build(tmp_path), walked) == []
    assert walked.worlds > walked.paths > 20


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_deliberate_fault_is_found_under_its_code_where_it_stands_with_a_remedy(fault, tmp_path):
    pack = build(tmp_path, *fault.changes)

    problems = problems_of(pack)

    assert {problem.code for problem in problems} == {fault.code}, "\n".join(map(str, problems))
    line = line_of(pack, fault.file, fault.at)
    found = [one for one in problems if (one.file, one.line) == (f"small/{fault.file}", line)]
    assert any(fault.says in problem.message for problem in found), "\n".join(map(str, problems))
    assert all(problem.remedy for problem in problems)


def test_every_code_is_provoked_and_there_is_no_other():
    written = {code for file in ENGINE.rglob("*.py") for code in re.findall(r"SP\d{3}", file.read_text())}

    assert {fault.code for fault in FAULTS} == set(CODES) == written


def test_a_pathway_needs_no_table_of_obligations_and_no_decision(tmp_path):
    without_decision = (PATHWAY, SOUND[PATHWAY][SOUND[PATHWAY].index("decision:") :], "")
    set_aside = (PACK, "out_of_scope:\n", "out_of_scope:\n- {row: T-1.2-06, reason: Nothing is decided.}\n")

    assert problems_of(build(tmp_path, without_decision, set_aside, (DUTIES, None, None))) == []


def test_a_due_date_may_wait_for_a_fact_that_its_duty_no_longer_needs(tmp_path):
    change = (PATHWAY, "when: history is yes\n  for: [pom]\n  say: Go", "when: history is yes or seen_on is known\n"
              "  for: [pom]\n  say: Go")  # fmt: skip

    assert problems_of(build(tmp_path, change)) == []


def test_only_the_first_faults_of_one_conclusion_are_shown(tmp_path):
    pack = build(tmp_path, (TABLE, None, "role,history,outcome,status,why\n"))

    assert [problem.code for problem in problems_of(pack)] == ["SP702"] * 3
