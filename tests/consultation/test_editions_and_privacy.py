"""A consultation keeps the policy it began with; and nothing about a person is added to what was said."""

import datetime as dt
import json
import re
import shutil

import pytest
from places import PACKS
from talk import Office

from actions.consultation.library import Library


@pytest.fixture
def policies(tmp_path):
    return shutil.copytree(PACKS, tmp_path / "policies")


def change_the_policy(policies):
    facts = policies / "made_up" / "facts" / "facts.yml"
    facts.write_text(facts.read_text().replace("Is there a partner?", "Is there a partner now?"))


def test_an_old_consultation_runs_on_its_own_edition_and_a_new_one_on_the_new(tmp_path, policies):
    archive = tmp_path / "archive"
    office = Office.in_folder(tmp_path, Library(policies, archive), "made_up")
    old = office.talk()
    old.begin("Meeting")
    asked = old.last.asked
    change_the_policy(policies)
    office.store.close()
    office = Office.in_folder(tmp_path, Library(policies, archive), "made_up", store=office.file)
    assert office.talk().say("repeat").asked == asked
    new = office.talk("officer-2", case="B123456")
    assert "Is there a partner now?" in new.begin("Meeting").asked["text"]
    first, second = (row["edition"] for row in office.rows("consultations")["consultations"])
    assert first != second
    record = office.talk().say("export").bubble("summary")
    assert first in record["text"]


def test_an_edition_that_was_never_here_is_no_guess(tmp_path, policies):
    library = Library(policies, tmp_path / "archive")
    with pytest.raises(FileNotFoundError, match="2020-01"):
        library.edition("made_up", "2020-01+abcdef")


def test_an_edition_is_kept_once(tmp_path, policies):
    archive = tmp_path / "archive"
    for _ in range(2):
        Library(policies, archive)
    assert len(list((archive / "made_up").iterdir())) == 1
    kept = next((archive / "made_up").iterdir())
    assert (kept / "pack.yml").exists()


def test_an_answer_from_an_edition_with_another_shape_is_shown_as_it_was(tmp_path, policies):
    archive = tmp_path / "archive"
    office = Office.in_folder(tmp_path, Library(policies, archive), "made_up")
    me = office.talk()
    me.begin("Meeting")
    me.say("yes")
    me.say("high risk")
    facts = policies / "made_up" / "facts" / "facts.yml"
    facts.write_text(facts.read_text().replace("kind: yes_no, cites", "kind: date, cites"))
    for pathway in (policies / "made_up" / "pathways").glob("*.yml"):
        text = re.sub(r"(partner|address_known) is yes\b", r"\1 is known", pathway.read_text())
        pathway.write_text(re.sub(r"(partner|address_known) is no\b", r"\1 is not_known", text))
    office.store.close()
    office = Office.in_folder(tmp_path, Library(policies, archive), "made_up", store=office.file)
    me = office.talk()
    me.say("new")
    me.press("Keep it", "Meeting")
    me.say("A123456")
    turn = me.press("Start afresh")
    assert (turn.question, turn.asked["input"]) == ("partner", "date")
    assert "recorded on this case: yes" in turn.asked["text"]


def test_the_masked_notice(at):
    me = at("question level")
    turn = me.say("high risk", masked=("phone", "postcode"))
    assert turn.kinds == ["notice", "question"]
    assert turn.question == "forums"
    assert "phone and a postcode" in turn.bubbles[0]["text"]


def test_the_masked_notice_comes_before_the_danger_question_and_not_before_an_alarm(at):
    assert at("question level").say("he is outside", danger="unsure", masked=("phone",)).kinds == ["notice", "question"]
    assert at("question level").say("he has a knife", danger="danger", masked=("phone",)).kinds == ["danger", "offer"]


def test_nothing_is_kept_of_words_that_were_not_taken(at):
    me = at("question level")
    for words in ("xyzzy about plugh", "low or high plugh risk", "what about plugh?"):
        me.say(words)
    me.say("plugh is outside", danger="unsure")
    me.press("No")
    with me.office.store.reading() as reading:
        stored = {table: [dict(row) for row in reading.rows(table)] for table in (*me.office.rows(), "entries")}
    assert "plugh" not in json.dumps(stored, default=str)
    assert b"plugh" not in me.office.file.read_bytes()


def test_a_figure_that_changes_makes_a_new_edition_on_its_day_and_the_old_one_is_kept(tmp_path, policies):
    pack_yml = policies / "made_up" / "pack.yml"
    figures = "".join(
        f"    - {{since: {since}, value: {value}, cites: [], reference: Made up}}\n"
        for since, value in (("2020-01-01", 15), ("2026-07-01", 10))
    )
    pack_yml.write_text(pack_yml.read_text() + "values:\n  days_to_visit:\n" + figures)
    archive = tmp_path / "archive"
    library = Library(policies, archive)
    editions = []
    for day in (dt.date(2026, 6, 30), dt.date(2026, 7, 1), dt.date(2026, 7, 2)):
        library.turn_to("made_up", day)
        editions.append(library.packs["made_up"].edition)
    assert editions[0] != editions[1] == editions[2]
    for reader in (library, Library(policies, archive)):
        assert reader.edition("made_up", editions[0]).figures == {"days_to_visit": 15}
        assert reader.edition("made_up", editions[1]).figures == {"days_to_visit": 10}
    assert library.as_at("made_up", dt.date(2021, 1, 1)).figures == {"days_to_visit": 15}
    assert library.packs["made_up"].figures == {"days_to_visit": 10}
