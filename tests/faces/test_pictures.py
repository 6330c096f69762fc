"""`signpost cases picture`, and the pictures in a printed case."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from running_signpost import run_signpost
from typer.testing import CliRunner

from actions.casestore import CaseStore, migrate
from actions.consultation.library import Library
from actions.settings import PROJECT, settings
from bot.cli.cases import cases

HISTORY = [{"when": "March", "kind": "control", "behaviour": "He hid the keys."}]


@pytest.fixture
def store(tmp_path, monkeypatch):
    """The store of an installation that has the made-up pack, with one case on which three lists were made."""
    monkeypatch.setenv("SIGNPOST_HOME", str(tmp_path))
    monkeypatch.delenv("SIGNPOST_STORE_URL", raising=False)
    library = Library(PROJECT / "tests/consultation/packs", tmp_path / "editions")
    monkeypatch.setattr("bot.cli.cases._library", lambda: library)
    url = settings().store_url
    migrate(url)
    store = CaseStore(url)
    with store.transaction() as tx:
        me = tx.staff("officer-1", "officer", "made_up")
        case = tx.open_case("made_up", "A123456", me)
        for when in ("March", "April"):
            talk = tx.start_consultation("made_up", "mu.harm", "1", case=case, by=me)
            tx.record_answer(talk, 0, fact="history", value=[{**HISTORY[0], "when": when}], by=me)
            tx.record_answer(talk, 1, fact="loss", value=1999, by=me)
        tx.open_case("made_up", "B123456", me)
    yield store
    store.close()


def run(*arguments):
    return CliRunner().invoke(cases, [*arguments, "--pack", "made_up"])


@pytest.mark.parametrize(("which", "when"), [("a123456", "April"), ("1", "March"), ("2", "April")])
def test_the_latest_timeline_of_a_case_or_that_of_a_consultation(store, tmp_path, which, when):
    file = tmp_path / "timeline.svg"
    done = run("picture", which, "--out", str(file))
    assert done.exit_code == 0, done.output
    assert f">{when}<" in file.read_text(encoding="utf-8")
    ElementTree.parse(file)
    assert file.stat().st_mode & 0o777 == 0o600


def test_as_png_too_and_that_it_was_taken_out_is_logged(store, tmp_path):
    file = tmp_path / "timeline.PNG"
    assert run("picture", "A123456", "--out", str(file)).exit_code == 0
    assert file.read_bytes().startswith(b"\x89PNG")
    with store.reading() as tx:
        [entry] = [row for row in tx.rows("entries") if row["kind"] == "export"]
    assert entry["detail"] == {"format": "picture"}


def test_a_case_without_a_list_of_events(store, tmp_path):
    done = run("picture", "B123456", "--out", str(tmp_path / "timeline.svg"))
    assert done.exit_code == 1
    assert not (tmp_path / "timeline.svg").exists()
    assert run("picture", "99", "--out", str(tmp_path / "timeline.svg")).exit_code == 1
    with store.reading() as tx:
        assert not [row for row in tx.rows("entries") if row["kind"] == "export"]


def test_the_file_says_what_is_drawn(tmp_path):
    environment = {"SIGNPOST_HOME": str(tmp_path)}
    done = run_signpost(environment, "cases", "picture", "X123456", "--out", "timeline.pdf")
    assert done.returncode == 2
    assert ".svg or .png" in done.stderr


def test_a_printed_case_has_the_pictures_and_the_words(store, tmp_path):
    file = tmp_path / "case.html"
    assert run("export", "A123456", "--format", "html", "--out", str(file)).exit_code == 0
    page = file.read_text(encoding="utf-8")
    assert page.count("<svg ") == 2
    assert page.count("<title>What has happened</title>") == 2
    assert "<?xml" not in page
    assert "1. When: March; Kind: Control; Behaviour: He hid the keys." in page
    assert "£1,999" in page


def test_a_case_that_is_shown_has_every_entry(store):
    done = run("show", "A123456")
    assert "1. When: March; Kind: Control; Behaviour: He hid the keys." in done.output
    assert "£1,999" in done.output
