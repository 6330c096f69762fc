"""A case taken out of the store: whole, checkable off line, and fit to read and print."""

import copy
import json
from html.parser import HTMLParser

import pytest

from actions.casestore import Head, export_case, outline, render_html, show_case, verify_bundle
from actions.casestore.tables import MUTABLE


@pytest.fixture
def bundle(furnished):
    store, case = furnished
    with store.reading() as tx:
        return json.loads(json.dumps(export_case(tx, case)))


def test_an_export_is_whole_and_in_order(bundle):
    assert verify_bundle(bundle) == []
    assert bundle["case"]["reference"] == "REF-1"
    assert bundle["members"] == ["officer-17", "spo-2"]
    assert {name: len(rows) for name, rows in bundle["tables"].items()} == {
        "cases": 1, "consultations": 1, "answers": 7, "conclusions": 3,
        "decisions": 2, "tasks": 2, "task_events": 2,
    }  # fmt: skip
    assert [entry["case_seq"] for entry in bundle["entries"]] == list(range(1, len(bundle["entries"]) + 1))
    assert bundle["head"] == {
        "seq": len(bundle["entries"]),
        "hash": bundle["entries"][-1]["hash"],
    }


def test_an_export_holds_nothing_of_other_cases(bundle):
    assert "REF-9" not in json.dumps(bundle)
    assert {entry["case_id"] for entry in bundle["entries"]} == {bundle["case"]["id"]}


def test_any_change_to_an_export_is_found(bundle):
    places = [("entries", bundle["entries"])]
    places += list(bundle["tables"].items())
    for name, rows in places:
        for number, row in enumerate(rows):
            for field, value in row.items():
                if field in MUTABLE.get(name, ()):
                    continue
                forged = copy.deepcopy(bundle)
                target = forged["entries"] if name == "entries" else forged["tables"][name]
                target[number][field] = "other" if value != "other" else None
                assert verify_bundle(forged), f"{name}.{field}: {value!r}"


def test_removed_moved_and_added_lines_of_an_export_are_found(bundle):
    for number in range(len(bundle["entries"])):
        forged = copy.deepcopy(bundle)
        del forged["entries"][number]
        assert verify_bundle(forged)
    moved = copy.deepcopy(bundle)
    moved["entries"][3:5] = reversed(moved["entries"][3:5])
    assert "Entry 4 of the case is missing or out of place: entry 5 comes instead" in map(str, verify_bundle(moved))
    for rows in bundle["tables"]:
        forged = copy.deepcopy(bundle)
        forged["tables"][rows].append({**forged["tables"][rows][0], "id": 900})
        assert f"Row 900 of {rows} is not in the log" in map(str, verify_bundle(forged))
        forged["tables"][rows] = []
        assert verify_bundle(forged)[0].seq is not None


def test_a_shortened_export_shows_against_the_head_on_the_printed_page(bundle):
    noted = Head(**bundle["head"])
    assert verify_bundle(bundle, noted) == []
    last = bundle["entries"].pop()
    assert last["table_name"] is None
    assert len(verify_bundle(bundle)) == 1
    bundle["head"] = {"seq": last["case_seq"] - 1, "hash": last["case_prev_hash"]}
    assert verify_bundle(bundle) == []
    (fault,) = verify_bundle(bundle, noted)
    assert "cut off or replaced" in str(fault)


@pytest.mark.parametrize("broken", [{}, [], None, "case", {"entries": [], "tables": {}}, {"tables": 5}])
def test_what_is_not_an_export_is_named_as_such(broken):
    (fault,) = verify_bundle(broken)
    assert "not a whole case export" in fault.says


def test_an_export_with_a_part_missing_is_named_as_such(bundle):
    for part in ("entries", "tables", "head"):
        forged = {name: value for name, value in bundle.items() if name != part}
        assert "not a whole case export" in str(verify_bundle(forged)[0])


def test_the_outline_puts_everything_under_its_consultation(furnished):
    store, case = furnished
    with store.reading() as tx:
        shown = show_case(tx, case)
    (talk,) = shown["consultations"]
    assert [(answer["fact"], answer["superseded"]) for answer in talk["answers"]] == [
        ("rosh", True), ("rosh", False), ("children_live_there", False), ("forums", False),
        ("sentence_months", True), ("sentence_months", False), ("in_custody", False),
    ]  # fmt: skip
    assert [conclusion["superseded"] for conclusion in talk["conclusions"]] == [True, False, False]
    assert [decision["superseded"] for decision in talk["decisions"]] == [True, False]
    assert [[event["state"] for event in task["events"]] for task in talk["tasks"]] == [
        ["done"],
        ["withdrawn"],
    ]
    assert [entry["kind"] for entry in talk["happenings"]] == ["suspended_for_danger", "danger", "resumed"]
    assert [entry["kind"] for entry in shown["happenings"]] == ["member_added", "member_added", "export"]


# the page


class Page(HTMLParser):
    """The words of a page, those struck through, and whether every element is closed."""

    VOID = ("meta",)

    def __init__(self, html):
        super().__init__()
        self.open, self.words, self.struck = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        said = " ".join(data.split())
        if said and "style" not in self.open:
            (self.struck if "s" in self.open else self.words).append(said)

    @property
    def text(self):
        return " ".join(self.words)


def test_the_page_says_what_was_known_decided_and_done(bundle):
    page = Page(render_html(bundle))
    assert page.open == []
    for said in (
        "Case REF-1",
        "Edition 2023-04",
        "Now open",
        "2 March 2026, 09:30 UTC, officer-17",
        "Not known yet",
        "marac, mash",
        "(confirmed from earlier)",
        "(from their role)",
        "Taken back",
        "No longer asked",
        "mappa: no outcome (not yet decided)",
        "Still open: category; in_custody",
        "Risk is <high>",
        "23 March 2026",
        "no date set",
        "Went on Monday",
        "suspended for danger : Danger now",
        "danger",
        "member added : spo-2",
        bundle["head"]["hash"],
    ):
        assert said.replace(" :", ":") in page.text.replace(" :", ":"), said
    assert page.struck == [
        "medium", "18", "marac: refer (provisional)", "Still open: children_live_there",
        "wait", "Ask first", "Check with the police",
    ]  # fmt: skip


def test_the_page_puts_ids_into_words(bundle):
    asked = set()

    def describe(edition, kind, name):
        asked.add((edition, kind))
        return f"[{kind} {name}]"

    text = Page(render_html(bundle, describe)).text
    for said in (
        "[fact rosh]",
        "[option rosh=high]",
        "[option forums=marac]",
        "[outcome refer]",
        "[node visit]",
    ):
        assert said in text
    assert {kind for _, kind in asked} == {
        "pathway", "edition", "fact", "option", "conclusion", "outcome", "choice", "node",
    }  # fmt: skip
    assert {edition for edition, _ in asked} == {("england_wales", "2023-04")}


def test_what_people_typed_is_shown_as_text_and_never_as_markup(begun):
    store, me, case, talk = begun
    nasty = '<script>alert(1)</script> & "quotes" \u202e \U0001f600'
    with store.transaction() as tx:
        tx.record_answer(talk, 0, fact="words", value=nasty, note=nasty, by=me)
        tx.record_decision(talk, 1, choice=nasty, reasons=nasty, by=me)
        html = render_html(export_case(tx, case), lambda edition, kind, name: name)
    assert "<script>" not in html
    assert Page(html).text.count('<script>alert(1)</script> & "quotes"') == 4


def test_a_bare_case_makes_a_page_too(store):
    with store.transaction() as tx:
        me = tx.staff("officer-17", "trainee", "england_wales")
        case = tx.open_case("england_wales", None, me)
        assert "No consultation has been started" in render_html(export_case(tx, case))
        talk = tx.start_consultation("england_wales", "ew.referral", "2023-04", case=case, by=me)
        tx.record_answer(talk, 0, fact="forums", value=[], by=me)
        tx.record_answer(talk, 1, fact="months", value=18, by=me)
        tx.record_answer(talk, 2, fact="in_custody", value=True, by=me)
        page = Page(render_html(export_case(tx, case)))
        empty = tx.start_consultation("england_wales", "ew.disclosure", "2023-04", case=case, by=me)
        assert outline(export_case(tx, case))["consultations"][1]["id"] == empty.id
        assert "None yet." in Page(render_html(export_case(tx, case))).text
    assert "Case without a reference" in page.text
    assert "None of these" in page.text and " 18 " in page.text and " Yes " in page.text


# lists of entries

ENTRIES = [{"when": "March", "kind": "threat"}, {"when": "April\n<b>", "kind": "control"}]


@pytest.fixture
def with_lists(begun):
    """A case whose list grew by one, grew again, was called whole, and lost its last entry; and an empty one."""
    store, me, case, talk = begun
    versions = [{"so_far": []}, {"so_far": ENTRIES[:1]}, {"so_far": ENTRIES}, ENTRIES, ENTRIES[:1]]
    with store.transaction() as tx:
        earlier = None
        for version, value in enumerate(versions):
            earlier = tx.record_answer(talk, version, fact="history", value=value, by=me, supersedes=earlier)
            talk = tx.consultation(talk.id)
        tx.record_answer(talk, len(versions), fact="fine", value=1999, by=me)
        yield export_case(tx, case)


def test_entries_are_read_one_by_one_and_a_list_that_only_grew_once(with_lists):
    words = {"column history.when": "When", "option history.kind=threat": "A threat", "option fine=1999": "£1,999"}
    page = Page(render_html(with_lists, lambda edition, kind, name: words.get(f"{kind} {name}", name)))
    grew = "The list up to here; it goes on in the one that replaced it."
    whole = "1. When: March; kind: A threat 2. When: April <b>; kind: control"
    assert page.struck == ["Nothing on the list yet", grew, grew, whole]
    assert "1. When: March; kind: A threat" in page.text
    assert "£1,999" in page.text
    assert "1. when: March; kind: threat" in Page(render_html(with_lists)).text


def test_a_list_that_is_not_called_whole_says_so(begun):
    store, me, case, talk = begun
    with store.transaction() as tx:
        tx.record_answer(talk, 0, fact="history", value={"so_far": ENTRIES}, by=me)
        page = Page(render_html(export_case(tx, case)))
    assert "1. when: March; kind: threat 2. when: April <b>; kind: control (more may follow)" in page.text


def test_only_answers_that_hold_are_drawn(with_lists):
    asked = []

    def draw(edition, pathway, answer):
        asked.append((edition, answer["fact"], answer["value"]))
        return ["<svg><desc>A picture</desc></svg>"] if answer["fact"] == "history" else []

    page = Page(render_html(with_lists, draw=draw))
    assert page.text.count("A picture") == 1
    edition = ("england_wales", "2023-04")
    assert asked == [(edition, "history", ENTRIES[:1]), (edition, "fine", 1999)]
