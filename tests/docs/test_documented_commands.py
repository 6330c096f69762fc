"""Every command in the README and the how-tos works as it is written."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml

from actions.guidance import schema

PROJECT = Path(__file__).parents[2]
PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]
"""The README comes first: its tour makes the case that the how-tos read."""

CONSOLE = re.compile(r"```console\n(.*?)```", re.S)
YAML = re.compile(r"```yaml\n(.*?)```", re.S)
LINK = re.compile(r"\]\((?!https?://)([^)#]+)")


def commands(page: Path) -> list[str]:
    blocks = CONSOLE.findall(page.read_text(encoding="utf-8"))
    return [line.strip()[2:] for block in blocks for line in block.splitlines() if line.strip().startswith("$ ")]


def test_there_are_commands_to_run():
    assert sum(len(commands(page)) for page in PAGES) >= 15


@pytest.mark.xdist_group("signpost")
def test_every_documented_command_works(signpost, tmp_path):
    for page in PAGES:
        for line in commands(page):
            name, *words = shlex.split(line)
            if name == "make":  # what they do is run by the build itself; here: the targets are there
                done = subprocess.run(["make", "-n", *words], cwd=PROJECT, capture_output=True, text=True, check=False)
            else:
                assert name == "signpost", f"{page.name}: {line} is no command of this project"
                done = signpost.command(*words, folder=tmp_path)
            assert done.returncode == 0, f"{page.name}: {line}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_question_of_the_how_to_has_the_shape_of_the_schema():
    blocks = YAML.findall((PROJECT / "docs" / "how-to" / "add-a-question.md").read_text(encoding="utf-8"))
    parts: dict = {}
    for block in blocks:
        parts.update(yaml.load(block, Loader=yaml.BaseLoader))
    fact = schema.Fact.parse_obj(parts["facts"]["firearms"])
    assert fact.not_known is not None
    assert [schema.Ask.parse_obj(ask).fact for ask in parts["ask"]] == ["firearms"]
    assert schema.Node.parse_obj(parts["duties"][0]).product
