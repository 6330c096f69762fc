"""A record is read in the words of the edition that its consultation was held under, whatever is in force now."""

from __future__ import annotations

import shutil

import pytest
from running_signpost import PACK, run_signpost
from talk import Office

from actions.casestore import CaseStore, migrate
from actions.consultation.library import Library
from actions.settings import PROJECT

NOW = {"ask": "Is anyone in immediate danger?", "title": "A new relationship has come to light"}
THEN = {"ask": "Was anybody in danger then?", "title": "A new partner has been heard of"}
REFERENCE = "X123456"


@pytest.fixture
def old_case(tmp_path):
    """A home folder with a case from the time of an earlier edition, in which things were worded in another way."""
    policies = shutil.copytree(PROJECT / "policies_kb", tmp_path / "policies")
    reword(policies / PACK / "facts" / "common.yml", NOW["ask"], THEN["ask"])
    reword(policies / PACK / "pathways" / "new_relationship.yml", f"title: {NOW['title']}", f"title: {THEN['title']}")
    home = tmp_path / "home"
    home.mkdir()
    store = home / "signpost.db"
    migrate(f"sqlite:///{store}")
    office = Office(CaseStore(f"sqlite:///{store}"), Library(policies, home / "editions"), PACK, store)
    me = office.talk(role="pom", case=REFERENCE)
    me.begin("New relationship")
    me.press("No")
    office.store.close()
    return home


def reword(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} must stand once in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(params=[("show", REFERENCE), ("export", REFERENCE, "--format", "html")], ids=["show", "html"])
def read(request, old_case):
    def run():
        done = run_signpost({"SIGNPOST_HOME": str(old_case)}, "cases", *request.param)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_its_own_edition_is_used(read):
    record = read()
    assert THEN["ask"] in record and THEN["title"] in record
    assert NOW["ask"] not in record and NOW["title"] not in record
    assert "not kept here" not in record


def test_an_edition_that_is_no_longer_kept_is_said_to_be(read, old_case):
    in_force = Library(PROJECT / "policies_kb", old_case / "editions").packs[PACK].edition
    shutil.rmtree(old_case / "editions")
    record = read()
    assert NOW["ask"] in record and NOW["title"] in record
    assert f"(not kept here: the words are those of {in_force})" in record


def test_so_is_one_that_can_no_longer_be_read(read, old_case):
    for pack in (old_case / "editions").glob("*/*/pack.yml"):
        pack.write_text("pack: [\n", encoding="utf-8")
    record = read()
    assert NOW["ask"] in record and "(not kept here: the words are those of" in record


def test_words_of_a_pack_that_is_not_here_at_all_are_its_names(old_case):
    """Nothing is guessed from another pack."""
    shutil.rmtree(old_case / "editions")
    store = CaseStore(f"sqlite:///{old_case / 'signpost.db'}")
    with store.transaction() as tx:
        me = tx.staff("officer-1", "pom", "gone")
        case = tx.open_case("gone", "G-1", me)
        tx.start_consultation("gone", "go.away", "2020", case=case, by=me)
    store.close()
    done = run_signpost({"SIGNPOST_HOME": str(old_case)}, "cases", "show", "G-1", "--pack", "gone")
    assert "go.away, by officer-1" in done.stdout
    assert "edition 2020 (not kept here, and no other of this pack is: names stand for its words)" in done.stdout
