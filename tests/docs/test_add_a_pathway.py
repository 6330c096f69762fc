"""Whoever follows docs/how-to/add-a-pathway.md word for word has a pathway that is sound, covered and can be walked."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
import test_written_conversations as written
import yaml
from talk import Office
from walks import begin, reference_of

from actions.consultation.library import Library
from actions.guidance import Pack, load_pack
from actions.guidance.checking import check_pack
from actions.guidance.checking.coverage import coverage, holes
from actions.settings import PROJECT

PAGE = PROJECT / "docs" / "how-to" / "add-a-pathway.md"
BLOCK = re.compile(r"^`(?P<file>[^`\n]+)`(?P<add> \(add\))?\n\n```\w+\n(?P<text>.*?)^```$", re.M | re.S)
FENCE = re.compile(r"^```(?:yaml|csv)$", re.M)
PACK, PATHWAY = "minnesota", "mn.alarm-phone"


@dataclass(frozen=True)
class Project:
    """A copy of what a pathway is made of, in which the page was followed."""

    folder: Path
    written: frozenset[str]

    @cached_property
    def pack(self) -> Pack:
        return load_pack(self.folder / "policies_kb" / PACK)


def added(text: str, lines: str) -> str:
    """The text with the lines of each key below the same key; a key that it does not have comes at the end."""
    indent = len(lines) - len(lines.lstrip(" "))
    for key, below in re.findall(rf"^( {{{indent}}}\S.*:\n)((?: {{{indent + 1}}}.*\n)+)", lines, re.M):
        head, found, tail = text.partition(f"\n{key}")
        text = f"{head}{found}{below}{tail}" if found else f"{text}\n{key}{below}"
    return text


def follow(page: str, folder: Path) -> Project:
    """Write exactly the page's blocks to the files that it names."""
    blocks = list(BLOCK.finditer(page))
    assert len(blocks) == len(FENCE.findall(page)), "each block of YAML or CSV has the name of its file before it"
    for block in blocks:
        file = folder / block["file"]
        if block["add"]:
            file.write_text(added(file.read_text(encoding="utf-8"), block["text"]), encoding="utf-8")
        else:
            assert not file.exists(), f"{block['file']} is there already"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block["text"], encoding="utf-8")
    return Project(folder, frozenset(block["file"] for block in blocks))


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Project:
    folder = tmp_path_factory.mktemp("project")
    for name in (f"policies_kb/{PACK}", "data"):
        shutil.copytree(PROJECT / name, folder / name)
    shutil.copy(PROJECT / "domain.yml", folder)
    return follow(PAGE.read_text(encoding="utf-8"), folder)


def test_every_kind_of_file_is_written(project):
    folders = {Path(file).parent.name for file in project.written}
    assert folders >= {"obligations", "facts", "pathways", "information", "alarm_phone", "nlu", PACK}


def test_the_pack_with_the_new_pathway_is_sound(project):
    assert [str(problem) for problem in check_pack(project.pack)] == []
    assert PATHWAY in project.pack.pathways


def test_the_new_rows_are_covered_and_no_other_row_has_lost_its_place(project):
    before = {row.id: row for row in coverage(load_pack(PROJECT / "policies_kb" / PACK))}
    after = {row.id: row for row in coverage(project.pack)}
    new = {row: end.node for row, end in after.items() if row not in before}
    assert {row: end for row, end in after.items() if row in before} == before
    assert set(holes(after.values())) <= set(holes(before.values()))
    assert new == {
        "OI-4.1-01": f"{PATHWAY}/offer_phone",
        "OI-4.2-01": f"{PATHWAY}/supervisor_agrees",
        "OI-4.3-01": "information/what_an_alarm_phone_is",
    }


def test_its_openings_lead_to_it(project):
    file = yaml.safe_load((project.folder / "data/nlu/mn_alarm_phone.yml").read_text(encoding="utf-8"))
    domain = yaml.safe_load((project.folder / "domain.yml").read_text(encoding="utf-8"))
    [story] = yaml.safe_load((project.folder / "data/stories.yml").read_text(encoding="utf-8"))["stories"]
    [opening] = file["nlu"]
    examples = [line for line in opening["examples"].splitlines() if line.startswith("- ")]
    assert len(set(examples)) == len(opening["examples"].splitlines()) >= 30
    assert project.pack.pathway_for_intent(opening["intent"]).id == PATHWAY
    assert domain["intents"].count(opening["intent"]) == 1
    assert {"intent": opening["intent"]} in story["steps"][0]["or"]
    assert file["version"] == domain["version"]


def test_its_conversations_go_as_they_are_written(project, tmp_path):
    file = project.folder / "tests" / "conversations" / PACK / f"{PATHWAY}.yml"
    conversations = yaml.safe_load(file.read_text(encoding="utf-8"))
    library = Library(project.folder / "policies_kb", tmp_path)
    assert {case["pathway"] for case in conversations} == {PATHWAY}
    assert any(case["answers"] == written.NOTHING_KNOWN for case in conversations)
    assert any(case["expect"].get("asks") for case in conversations)
    for case in conversations:
        written.test_conversation(tmp_path, library, {**case, "pack": PACK})


def test_what_was_said_is_ticked_and_the_figures_stand_in_the_words(project, tmp_path):
    office = Office.in_folder(tmp_path, Library(project.folder / "policies_kb", tmp_path), PACK)
    talk = office.talk(role="corrections_agent", case=reference_of(PACK))
    begin(talk, PATHWAY)
    assert {"☑ Being followed", "☐ Somebody coming to the home"} <= set(talk.say("He follows her to work.").labels)
    talk.press("That is all", "Yes")
    talk.say("March 2, 2026")
    assert "Above $150 your supervisor has to agree." in str(talk.say("why").bubbles)
    talk.say("$151")
    assert talk.press(project.pack.facts["phone_incidents"].not_known.label).stage == "closing"
    items = [item for section in talk.last.bubble("summary")["sections"] for item in section["items"]]
    [due] = [item["due"] for item in items if item["text"].startswith("Offer the phone within 3 working days")]
    assert "5 March 2026" in due
    assert any("it costs more than $150" in item["text"] for item in items)
    office.store.close()
