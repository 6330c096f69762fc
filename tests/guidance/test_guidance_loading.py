"""Packs load whole or not at all, and every fault names its code, file, line and remedy."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from pack_files import write
from small_packs import PACK_YML

from actions.guidance import PackError, Problem, load_pack, load_packs

FACTS_YML = """\
facts:
  danger:
    ask: Is anybody in danger now?
    kind: yes_no
    why: Danger comes first.
    product: true
  category:
    ask: Which category?
    kind: choice
    why: It decides the route.
    cites: [15.1, 15.10]
    options:
      one: {label: Category 1, also: [cat one, 1]}
      none: {label: No category}
  details:
    ask: Which details do you have?
    kind: choices
    why: They are recorded.
    product: true
    options: {name: {label: Name}, address: {label: Address}}
  children:
    ask: How many children?
    kind: number
    why: They may be at risk.
    product: true
  release:
    ask: When is the release?
    kind: date
    why: Dates count from it.
    product: true
"""

PATHWAY_YML = """\
pathway: t.small
title: A small pathway
for_when: you are testing
button: Test
source: Test policy
define:
  automatic: category is one
ask:
  - {fact: danger}
  - {fact: category}
  - fact: release
    when: automatic
  - {fact: children}
  - {fact: details}
conclusions:
  route:
    title: Route
    one_of:
      - {id: inside, say: Refer., force: product, when: automatic}
      - {id: outside, say: Do not refer., force: product, when: category is none}
duties:
  - id: notify
    say: Notify the coordinator.
    force: must
    cites: [15.10]
    when: route is inside and children >= 1
    due: release - 6 months
"""

INFORMATION_YML = """\
information:
  - id: marac
    asks: ["What is MARAC?"]
    say: A meeting about victims at high risk.
    cites: [15.1]
"""

PACK, FACTS, PATHWAY, INFORMATION = "pack.yml", "facts/common.yml", "pathways/small.yml", "information/terms.yml"
FILES = {PACK: PACK_YML, FACTS: FACTS_YML, PATHWAY: PATHWAY_YML, INFORMATION: INFORMATION_YML}


@dataclass(frozen=True)
class Folder:
    """A sound pack on disk, to be spoilt."""

    path: Path

    def replace(self, name: str, old: str, new: str) -> None:
        text = FILES[name]
        assert text.count(old) == 1, f"{old!r} has to stand once in {name}"
        write(self.path, name, text.replace(old, new))

    def faults(self) -> list[Problem]:
        with pytest.raises(PackError) as caught:
            load_pack(self.path)
        return caught.value.problems


@pytest.fixture
def folder(tmp_path):
    for name, text in FILES.items():
        write(tmp_path / "small", name, text)
    return Folder(tmp_path / "small")


def brief(problems):
    return [(problem.code, problem.file, problem.line) for problem in problems]


def test_a_sound_pack_loads(folder):
    pack = load_pack(folder.path)
    assert (pack.id, pack.edition) == ("small", f"2026.10+{pack.fingerprint[:12]}")
    assert list(pack.facts) == ["danger", "category", "details", "children", "release"]
    assert list(pack.pathways) == ["t.small"]
    assert pack.information["marac"].say.startswith("A meeting")
    assert pack.pathway_for_intent("t_small") is pack.pathways["t.small"]
    assert pack.pathway_for_intent("something_else") is None
    assert [source.file for source in pack.sources] == [f"small/{name}" for name in (PACK, FACTS, INFORMATION, PATHWAY)]


def test_words_stay_the_words_that_were_written(folder):
    folder.replace(FACTS, "also: [cat one, 1]", "also: [yes, no, on, 1e3, 15.10, 2026-04-03, 007, '12']")
    pack = load_pack(folder.path)
    assert pack.facts["category"].options["one"].also == ["yes", "no", "on", "1e3", "15.10", "2026-04-03", "007", "12"]
    assert pack.facts["category"].cites == ["15.1", "15.10"]
    assert pack.facts["danger"].product is True
    assert (pack.form.emergency_number, pack.form.edition) == ("999", "2026.10")


def test_null_is_nothing_and_advice_of_our_own_says_so(folder):
    folder.replace(PATHWAY, "    due: release - 6 months\n", "    due: null\n    owner: ~\n")
    pathway = load_pack(folder.path).pathways["t.small"]
    assert (pathway.advice("notify").due, pathway.advice("notify").node.owner) == (None, None)
    assert pathway.advice("inside").node.product and not pathway.advice("notify").node.product


def test_the_fingerprint_follows_the_words_and_not_the_line_endings(folder):
    first = load_pack(folder.path).fingerprint
    for name, text in FILES.items():
        (folder.path / name).write_bytes(text.replace("\n", "\r\n").encode())
    assert load_pack(folder.path).fingerprint == first
    folder.replace(FACTS, "Danger comes first.", "Danger always comes first.")
    assert load_pack(folder.path).fingerprint != first


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "line", "message", "remedy"),
    [
        # files and YAML
        (PATHWAY, "ask:\n", "ask: [\n", "SP101", 9, "is not YAML", "check indentation"),
        (PATHWAY, "title: A small", "title: {A} small", "SP101", 2, "is not YAML", "colons and quotes"),
        (PATHWAY, "title: A small pathway", "title: 'A small", "SP101", 28, "is not YAML", "quotes"),
        (PATHWAY, "say: Refer.", "say: !shout Refer.", "SP101", 19, "!shout is a tag", "delete the tag"),
        (FACTS, "Which category?", "Which \x07 category?", "SP101", 8, "character #x0007", "delete it"),
        (FACTS, "danger:\n", "? [danger]\n  :\n", "SP101", 2, "has a list as a key", "quotes"),
        (PACK, "pack: small", "---\npack: small\n---\n", "SP101", 3, "is not YAML", "check"),
        # the shape of the schema
        (PATHWAY, "title: A small", "titel: A small", "SP101", 2, "titel: extra", "remove 'titel', or check its spel"),
        (PATHWAY, "    when: automatic\n", "    wehn: x is y\n", "SP101", 12, "ask > 2 > wehn", "remove 'wehn'"),
        (PATHWAY, "button: Test\n", "", "SP101", 1, "button: field required", "add 'button'"),
        (PATHWAY, "    force: must\n", "", "SP101", 22, "duties > 0 > force: field required", "add 'force'"),
        (PATHWAY, "force: must\n", "force: ought\n", "SP101", 24, "duties > 0 > force", "use one of: must, must_not"),
        (PATHWAY, "cites: [15.10]", "cites: 15.10", "SP101", 25, "cites: value is not a valid list", "on this line"),
        (PATHWAY, "id: notify", "id: Notify!", "SP101", 22, "duties > 0 > id: string does not match", "on this line"),
        (PATHWAY, "  automatic: cat", "  Auto-matic: cat", "SP101", 7, "define > Auto-matic: string does", "correct"),
        (FACTS, "  details:", f"  {'d' * 49}:", "SP101", 15, "at most 48 characters", "correct"),
        (FACTS, "kind: number", "kind: numeral", "SP101", 23, "facts > children > kind", "use one of: yes_no, choice"),
        (FACTS, "kind: choices", "kind: text", "SP101", 15, "only choice and choices have options", "correct"),
        (FACTS, "kind: number", "kind: choice", "SP101", 21, "a choice needs options", "correct"),
        (PACK, "Europe/London", "Europe/Ludlow", "SP101", 9, "no time zone is called 'Europe/Ludlow'", "correct"),
        (PACK, "subdivision: ENG", "subdivision: XX", "SP101", 14, "no public holidays are kept", "correct"),
        (PACK, "country: GB", "country: Narnia", "SP101", 14, "no public holidays are kept", "correct"),
        (PACK, '"[A-Z][0-9]{6}"', '"[A-Z"', "SP101", 13, "is no regular expression", "correct"),
        # ids
        (FACTS, "  details:", "  category:", "SP102", 15, "'category' stands here twice", "give each its own id"),
        (PATHWAY, "title: A small pathway", "button: A", "SP102", 4, "'button' stands here twice", "delete one"),
        (PATHWAY, "id: notify", "id: inside", "SP102", 22, "the id 'inside' stands here twice", "each node its own"),
        (PATHWAY, "{fact: children}", "{fact: danger}", "SP102", 13, "asks for 'danger' twice", "one place for each"),
        (PATHWAY, "  automatic:", "  children:", "SP102", 7, "'children' is a fact already", "another name"),
        (PATHWAY, "  route:", "  category:", "SP102", 16, "'category' is a fact already", "another name"),
        # conditions
        (PATHWAY, "automatic: category is one", "automatic: category is", "SP103", 7, "cannot read", "on this line"),
        (PATHWAY, "when: automatic}", "when: automatical}", "SP103", 19, "no defined name", "correct the condition"),
        (PATHWAY, "children >= 1", "category >= 1", "SP103", 26, "'category' is a choice", "use 'is' or 'in' for"),
        (PATHWAY, "children >= 1", "name in category", "SP104", 26, "'name' is no answer", "use one of: none, one"),
        (PATHWAY, "children >= 1", "details is name", "SP103", 26, "'details' is a choices", "'OPTION in FACT'"),
        (PATHWAY, "children >= 1", "children is many", "SP104", 26, "'many' is no answer", "this fact has no options"),
        (PATHWAY, "children >= 1", "age in details", "SP104", 26, "'age' is no answer to", "use one of: address, name"),
        (PATHWAY, "category is none", "category is two", "SP104", 20, "'two' is no answer", "use one of: none, one"),
        (PATHWAY, "category is none", "danger is one", "SP104", 20, "'one' is no answer", "use one of: no, yes"),
        (PATHWAY, "category is none", "weather is wet", "SP104", 20, "tests 'weather'", "correct the name, or add"),
        (PATHWAY, "    when: automatic\n", "    when: children > 1\n", "SP104", 12, "not asked before", "before any"),
        (
            PATHWAY,
            "automatic: category is one",
            "automatic: children > 1",
            "SP104",
            12,
            "not asked before",
            "before any",
        ),
        (PATHWAY, "{fact: danger}", "{fact: dangre}", "SP104", 9, "asks for 'dangre'", "facts/, or correct the name"),
        # due dates
        (PATHWAY, "release - 6 months", "6 months before", "SP103", 27, "cannot read the due date", "use one of these"),
        (PATHWAY, "release - 6 months", "danger + 1 day", "SP401", 27, "which is not a date", "of kind date"),
        (PATHWAY, "release - 6 months", "birth + 1 day", "SP401", 27, "never asks", "add 'birth' to ask, or count"),
        # information
        (INFORMATION, "    say:", "    says:", "SP101", 4, "information > 0 > says", "remove 'says'"),
    ],
)
def test_a_fault_names_its_code_file_line_and_remedy(folder, name, old, new, code, line, message, remedy):
    folder.replace(name, old, new)
    faults = folder.faults()
    assert (code, f"small/{name}", line) in brief(faults)
    found = next(fault for fault in faults if (fault.code, fault.line) == (code, line))
    assert message in found.message
    assert remedy in found.remedy
    assert str(found) == f"small/{name}:{line}: {code} {found.message}\n    mend: {found.remedy}"


def test_a_file_that_is_missing_or_not_text_has_no_line(folder):
    (folder.path / PACK).unlink()
    (folder.path / FACTS).write_bytes(b"facts: \xff\xfe")
    assert brief(folder.faults()) == [("SP101", f"small/{FACTS}", 0), ("SP101", f"small/{PACK}", 0)]


@pytest.mark.parametrize("text", ["", "# only a comment\n", "[a list]\n", "just words\n"])
def test_a_file_without_a_mapping_is_refused(folder, text):
    write(folder.path, INFORMATION, text)
    (fault,) = folder.faults()
    assert (fault.code, fault.file, fault.line) == ("SP101", f"small/{INFORMATION}", 1)


def test_ids_have_to_be_unique_across_the_files_of_a_pack(folder):
    write(folder.path, "facts/more.yml", FACTS_YML)
    write(folder.path, "pathways/spare.yml", PATHWAY_YML)
    write(folder.path, "information/use.yml", INFORMATION_YML)
    assert brief(folder.faults()) == [
        *(("SP102", "small/facts/more.yml", line) for line in (2, 7, 15, 21, 26)),
        ("SP102", "small/information/use.yml", 2),
    ]
    (folder.path / "facts/more.yml").unlink()
    assert ("SP102", "small/pathways/spare.yml", 1) in brief(folder.faults())


def test_all_faults_of_all_files_are_shown_together(folder):
    folder.replace(PACK, "status: draft", "status: ready")
    folder.replace(INFORMATION, "id: marac", "id: MARAC")
    folder.replace(PATHWAY, "release - 6 months", "soon")
    write(folder.path, "pathways/other.yml", PATHWAY_YML.replace("t.small", "t.other").replace("automatic}", "auto}"))
    assert brief(folder.faults()) == [
        ("SP101", f"small/{INFORMATION}", 2),
        ("SP101", f"small/{PACK}", 6),
        ("SP103", "small/pathways/other.yml", 19),
        ("SP103", f"small/{PATHWAY}", 27),
    ]


def test_every_refused_key_of_a_mapping_is_named_once(folder):
    folder.replace(FACTS, "{name: {label: Name}, address: {label: Address}}", "{Name: {label: N}, 2nd: {label: S}}")
    assert [(fault.line, fault.message.split(":")[0]) for fault in folder.faults()] == [
        (20, "facts > details > options > 2nd"),
        (20, "facts > details > options > Name"),
    ]


def test_a_fault_in_the_facts_does_not_drag_the_pathways_along(folder):
    folder.replace(FACTS, "kind: number", "kind: numeral")
    assert brief(folder.faults()) == [("SP101", f"small/{FACTS}", 23)]


def test_a_due_date_that_counts_from_a_question_without_a_fact_is_one_fault(folder):
    folder.replace(PATHWAY, "fact: release\n", "fact: relese\n")
    write(folder.path, PATHWAY, (folder.path / PATHWAY).read_text().replace("release - 6", "relese - 6"))
    assert brief(folder.faults()) == [("SP104", f"small/{PATHWAY}", 11)]


def test_all_packs_below_a_folder_load_by_their_ids(folder):
    write(folder.path.parent, "notes/readme.txt", "No pack.")
    assert list(load_packs(folder.path.parent)) == ["small"]


def test_faults_of_all_packs_are_shown_and_no_two_packs_share_an_id(folder):
    copy = folder.path.parent / "copy"
    shutil.copytree(folder.path, copy)
    with pytest.raises(PackError) as caught:
        load_packs(folder.path.parent)
    assert brief(caught.value.problems) == [("SP102", "small/pack.yml", 1)]

    write(copy, "pack.yml", PACK_YML.replace("status: draft", "status: ready"))
    folder.replace(FACTS, "kind: number", "kind: numeral")
    with pytest.raises(PackError) as caught:
        load_packs(folder.path.parent)
    assert brief(caught.value.problems) == [("SP101", "copy/pack.yml", 6), ("SP101", f"small/{FACTS}", 23)]
    assert str(caught.value) == "\n".join(str(problem) for problem in caught.value.problems)
