"""Every command in the README and the how-tos works as it is written."""

from __future__ import annotations

import re
import shlex
import subprocess
import textwrap
from pathlib import Path

import pytest
import yaml

from actions.casestore import CaseStore
from actions.consultation.spotting import spotted
from actions.guidance import schema

PROJECT = Path(__file__).parents[2]
PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]
"""The README comes first: its tour makes the case that the how-tos read."""
TIMELINE = [{"when": "March", "kind": "window_of_safety", "behaviour": "He was away.", "impact": "They slept."}]

CONSOLE = re.compile(r"```console\n(.*?)```", re.S)
YAML = re.compile(r"```yaml\n(.*?)```", re.S)
LINK = re.compile(r"\]\((?!https?://)([^)#]+)")


def commands(page: Path) -> list[str]:
    blocks = CONSOLE.findall(page.read_text(encoding="utf-8"))
    return [line.strip()[2:] for block in blocks for line in block.splitlines() if line.strip().startswith("$ ")]


def test_there_are_commands_to_run():
    assert sum(len(commands(page)) for page in PAGES) >= 15


@pytest.fixture
def timeline_on_record(signpost):
    """The list of events that the how-to on reading a case has drawn."""
    store = CaseStore(signpost.settings.store_url)
    with store.transaction() as tx:
        me = tx.staff("officer-9", "worker", "child_welfare")
        case = tx.open_case("child_welfare", "CW-104233", me)
        talk = tx.start_consultation("child_welfare", "cw.behaviour-timeline", "1", case=case, by=me)
        tx.record_answer(talk, 0, fact="timeline", value=TIMELINE, by=me)
    store.close()


@pytest.mark.xdist_group("signpost")
def test_every_documented_command_works(signpost, timeline_on_record, tmp_path):
    run = set()
    for page in PAGES:
        for line in commands(page):
            name, *words = shlex.split(line)
            if line in run and words[:1] == ["policy"]:  # it reads the packs alone, and says the same again
                continue
            run.add(line)
            if name == "make":  # what they do is run by the build itself; here: the targets are there
                done = subprocess.run(["make", "-n", *words], cwd=PROJECT, capture_output=True, text=True, check=False)
            else:
                assert name == "signpost", f"{page.name}: {line} is no command of this project"
                done = signpost.command(*words, folder=tmp_path)
            assert done.returncode == 0, f"{page.name}: {line}\n{done.stdout}\n{done.stderr}"
    assert (tmp_path / "timeline.svg").read_bytes().startswith(b"<")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_questions_of_the_how_to_have_the_shape_of_the_schema():
    blocks = YAML.findall((PROJECT / "docs" / "how-to" / "add-a-question.md").read_text(encoding="utf-8"))
    parts: dict = {"facts": {}}
    for block in blocks:
        part = yaml.load(textwrap.dedent(block), Loader=yaml.BaseLoader)
        parts = {**parts, **part, "facts": parts["facts"] | part.get("facts", {})}
    facts = {name: schema.Fact.parse_obj(fact) for name, fact in parts["facts"].items()}
    assert facts["firearms"].not_known is not None
    assert facts["incidents"].columns.keys() == {"when", "what"}
    assert spotted(facts["signs"], "He choked her, and he follows her.") == {
        "strangled": "choked",
        "followed": "follows",
    }
    assert facts[facts["signs"].spotted_in].kind == "text"
    assert [schema.Ask.parse_obj(ask).fact for ask in parts["ask"]] == ["firearms"]
    assert schema.Node.parse_obj(parts["duties"][0]).product
