"""A small pack in which nothing is wrong, written out file by file, and a way to break one thing in it."""

from __future__ import annotations

from pathlib import Path

from pack_files import PACK_HEAD, write

from actions.guidance import PackError, Problem, load_pack
from actions.guidance.checking import Walked, check_pack

PACK = "pack.yml"
FACTS = "facts/facts.yml"
PATHWAY = "pathways/visit.yml"
INFORMATION = "information/visits.yml"
LEDGER = "obligations/visits.csv"
TABLE = "tables/visit/visit.csv"
DUTIES = "tables/visit/duties.yml"

SOUND = {
    PACK: PACK_HEAD
    + """\
paragraphs: {"1.1": Danger, "1.2": Visits, "2.1": Words}
covers: ["1.*", "2.1"]
out_of_scope:
- {row: T-1.2-09, reason: It binds the governor.}
helplines:
  national: {name: The helpline, number: "0800 123", cites: ["1.1"]}
glossary:
- {short: POM, means: prison offender manager, cites: ["2.1"]}
""",
    FACTS: """\
facts:
  danger_now:
    ask: Is anybody in danger now?
    kind: yes_no
    why: Danger comes first.
    cites: ["1.1"]
    not_known: {find_out: Ring and ask., ask: The manager, changes: What to do first}
  role:
    ask: What is your role?
    kind: choice
    options: {pom: {label: Prison offender manager}, keyworker: {label: Keyworker}}
    why: Some duties are not yours.
    product: true
    not_known: {find_out: Look at your contract., ask: Your manager, changes: Which duties are shown}
  history:
    ask: Is there a history of abuse?
    kind: yes_no
    why: It decides whether a visit is due.
    cites: ["1.2"]
    carries: [T-1.2-05]
    not_known: {find_out: Make a police check., ask: The police, changes: Whether a visit is due}
  seen_on:
    ask: When was the person last seen?
    kind: date
    why: The visit is counted from that day.
    cites: ["1.2"]
    not_known: {find_out: Look in the record., ask: The record, changes: When the visit is due}
  children:
    ask: How many children live there?
    kind: number
    why: The school is told.
    cites: ["1.2"]
    not_known: {find_out: Ask the health visitor., ask: The health visitor, changes: Whether the school is told}
  told:
    ask: Who has been told?
    kind: choices
    options: {police: {label: The police}, partner: {label: The partner}}
    why: Nobody is told twice.
    cites: ["1.2"]
    not_known: {find_out: Look in the record., ask: The record, changes: Who is still to be told}
  remarks:
    ask: What else should be on record?
    kind: text
    why: Your words count.
    product: true
""",
    PATHWAY: """\
pathway: t.visit
title: A visit
for_when: you are thinking of a visit
button: Visit
source: Test policy
define:
  may_visit: not (role is keyworker)
ask:
- {fact: danger_now}
- {fact: role}
- {fact: history}
- {fact: seen_on, when: history is yes}
- {fact: children}
- {fact: told}
- {fact: remarks, for_record: true}
conclusions:
  visit:
    title: The visit
    when: may_visit
    one_of:
    - id: visit_due
      when: history is yes
      say: Visit the person.
      force: must
      cites: ["1.2"]
      carries: [T-1.2-01]
    - id: no_visit
      when: history is no
      say: No visit is due.
      force: rule
      cites: ["1.2"]
      carries: [T-1.2-02]
      closes: true
duties:
- id: ring
  when: danger_now is yes
  say: Ring 999.
  force: must
  cites: ["1.1"]
  carries: [T-1.1-01]
- id: visit_soon
  when: history is yes
  for: [pom]
  say: Go within five working days.
  force: must
  cites: ["1.2"]
  carries: [T-1.2-03]
  due: seen_on + 5 working days
- id: write_it_down
  when: history is yes
  for: [pom]
  say: Write down what you see.
  force: must
  cites: ["1.2"]
  carries: [T-1.2-03]
  record: {where: The case record, cites: ["1.2"]}
- id: tell_school
  when: children >= 1
  say: Tell the school.
  force: should
  cites: ["1.2"]
  carries: [T-1.2-04]
- id: tell_police
  when: police not in told
  say: Tell the police.
  force: product
decision:
  ask: What will you do?
  options: {go: {label: I will go}, stay: {label: I will not go}}
  reasons: Why?
  cites: ["1.2"]
  carries: [T-1.2-06]
ambiguities:
- paragraphs: ["1.2"]
  unclear: Whether days are working days.
  reading: They are.
  why: They are elsewhere in the text.
""",
    INFORMATION: """\
information:
- id: what_a_pom_is
  asks: ["What is a POM?"]
  say: A prison offender manager.
  cites: ["2.1"]
  carries: [T-2.1-01]
""",
    LEDGER: """\
id,paragraph,modality,obligation
T-1.1-01,1.1,must,Ring in danger
T-1.2-01,1.2,must,Visit where there is a history
T-1.2-02,1.2,rule,Without a history no visit
T-1.2-03,1.2,must,Visit within five days
T-1.2-04,1.2,should,Tell the school
T-1.2-05,1.2,consider,Look at the history
T-1.2-06,1.2,may,Decide
T-1.2-07,3.1,must,Not covered here
T-1.2-09,1.2,must,The governor keeps a list
T-2.1-01,2.1,rule,What a POM is
""",
    TABLE: """\
role,history,outcome,status,why
keyworker,*,absent,absent,does not visit
pom,yes,visit_due,settled,1.2
pom,no,no_visit,settled,1.2
pom,?,none,not_yet_decided,1.2
?,*,none,not_yet_decided,the role is open
""",
    DUTIES: """\
duties:
- row: T-1.1-01
  held: [{danger_now: yes}]
  open: [{danger_now: "?"}]
- row: T-1.2-03
  held: [{role: "pom|?", history: yes}]
  shown: [{role: "pom|?", history: "?"}]
- row: T-1.2-04
  held: [{children: 1|2}]
  open: [{children: "?"}]
  either: [{children: 0}]
- row: T-1.2-05
  open: [{history: "?"}]
  shown: [{history: "*"}]
- row: T-1.2-06
  held: [{}]
information:
- {rows: [T-1.2-01, T-1.2-02, T-1.2-07], why: Compared in the table of the conclusion.}
""",
}

Change = tuple[str, str | None, str | bytes | None]
"""A file, what stands in it (None: the whole file) and what takes its place (None: there is no such file)."""


def build(folder: Path, *changes: Change) -> Path:
    """The sound pack below `folder`, with some things changed. Returns the pack's folder."""
    files: dict[str, str | bytes | None] = dict(SOUND)
    for file, old, new in changes:
        if old is None:
            files[file] = new
        else:
            assert files[file].count(old) == 1, f"{old!r} must stand once in {file}"
            files[file] = files[file].replace(old, new)
    pack = folder / "small"
    for file, text in files.items():
        if text is not None:
            write(pack, file, text)
    return pack


def problems_of(pack: Path, walked: Walked | None = None) -> list[Problem]:
    """Whatever loading or checking finds."""
    try:
        return check_pack(load_pack(pack), walked)
    except PackError as error:
        return error.problems


def line_of(pack: Path, file: str, text: str | None) -> int:
    """The line on which a text begins; 0, the whole file, for None."""
    if text is None:
        return 0
    before, found, _ = (pack / file).read_text(encoding="utf-8").partition(text)
    assert found, f"{text!r} does not stand in {file}"
    return before.count("\n") + 1
