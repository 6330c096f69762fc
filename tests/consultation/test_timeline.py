"""A list of entries as a picture: the same every time, read out in words, and nothing in it but what was said."""

import re
from xml.etree import ElementTree

import pytest
from places import PACKS

from actions.casestore import Edition
from actions.consultation import picture
from actions.consultation.timeline import timeline, timeline_of
from actions.consultation.wording import wording
from actions.guidance import load_packs
from actions.guidance.schema import Fact

TEXT = {"ask": "What was it?", "kind": "text"}
KIND = {
    "ask": "What kind?",
    "kind": "choice",
    "options": {name: {"label": name.title()} for name in ("violence", "control", "money")},
}


def fact(**columns):
    return Fact(ask="What happened?", kind="entries", why="It matters.", product=True, columns=columns)


ABUSE = fact(when=TEXT, kind=KIND, behaviour=TEXT, impact=TEXT)


def entry(when="March", kind="control", behaviour="He hid the keys.", impact="She was afraid"):
    return {"when": when, "kind": kind, "behaviour": behaviour, "impact": impact}


def drawn(*entries):
    return timeline("A course of conduct", ABUSE, list(entries))


def texts(image):
    """The lines of text in an image with the place of each."""
    parts = ElementTree.fromstring(image).iter("{http://www.w3.org/2000/svg}text")
    return [(part.text, float(part.get("x")), float(part.get("y"))) for part in parts]


def test_lanes_are_the_first_choice_and_labels_the_first_text():
    line = drawn(entry(), entry("April", "violence"))
    assert line.lanes == ("Violence", "Control", "Money")
    assert [(event.number, event.lane, event.label) for event in line.events] == [(1, 1, "March"), (2, 0, "April")]
    assert line.events[0].texts == (("Behaviour", "He hid the keys."), ("Impact", "She was afraid"))


def test_further_choices_are_told_in_words():
    both = fact(kind=KIND, again=KIND, when=TEXT)
    [event] = timeline("Title", both, [{"kind": "money", "again": "control", "when": "May"}]).events
    assert (event.lane, event.texts) == (2, (("Again", "Control"),))


@pytest.mark.parametrize(
    ("columns", "plain"),
    [
        ({"when": TEXT}, [{"when": "March"}]),
        ({"kind": KIND}, [{"kind": "control"}]),
        ({"when": TEXT, "kind": KIND}, []),
        ({"when": TEXT, "kind": KIND}, {"so_far": []}),
        ({"when": TEXT, "kind": KIND}, [{"when": "March", "kind": "noise"}]),
        ({"when": TEXT, "kind": KIND}, [{"when": "March"}]),
        ({"when": TEXT, "kind": KIND}, "words"),
    ],
)
def test_what_cannot_be_drawn(columns, plain):
    assert timeline("Title", fact(**columns), plain) is None


def test_a_list_in_the_making_can_be_drawn():
    assert timeline("Title", ABUSE, {"so_far": [entry()]}) == timeline("Title", ABUSE, [entry()])


def test_it_is_found_by_pack_pathway_and_fact():
    pack = load_packs(PACKS)["made_up"]
    answer = {"fact": "history", "value": [{"when": "March", "kind": "control", "behaviour": "He hid the keys."}]}
    assert timeline_of(pack, "mu.harm", answer).title == "What has happened"
    assert timeline_of(None, "mu.harm", answer) is None
    assert timeline_of(pack, "mu.gone", answer) is None
    assert timeline_of(pack, "mu.harm", {**answer, "fact": "gone"}) is None
    assert timeline_of(pack, "mu.harm", {**answer, "fact": "told"}) is None


def test_the_same_timeline_is_the_same_image_to_the_byte():
    line = drawn(*[entry(f"Month {number}") for number in range(7)])
    assert picture.svg(line) == picture.svg(line)
    assert picture.svg_by_row(line) == picture.svg_by_row(line)
    assert picture.png(line) == picture.png(line)
    assert picture.png(line).startswith(b"\x89PNG")
    assert not re.search(r"<metadata|<dc:|\d{4}-\d\d-\d\dT", picture.svg(line))


def test_those_who_hear_it_are_told_everything():
    image = ElementTree.fromstring(picture.svg(drawn(entry(), entry("April", "violence", "He hit <her> & left"))))
    title, described = (next(image.iter(f"{{http://www.w3.org/2000/svg}}{tag}")).text for tag in ("title", "desc"))
    assert image.get("role") == "img"
    assert title == "A course of conduct"
    assert "1. Control. March. Behaviour: He hid the keys. Impact: She was afraid." in described
    assert "2. Violence. April. Behaviour: He hit <her> & left." in described


def test_time_goes_from_left_to_right_and_each_kind_has_its_own_lane():
    lines = texts(picture.svg(drawn(entry("first"), entry("second"), entry("third", "violence"))))
    place = {words: (x, y) for words, x, y in lines}
    assert place["first"][0] < place["second"][0] < place["third"][0]
    assert place["third"][1] < place["first"][1] == place["second"][1]
    assert place["Violence"][1] < place["Control"][1] < place["Money"][1]
    assert [words for words, _, _ in lines if words in "123"] == ["1", "2", "3"]


def test_every_word_is_there_and_none_is_a_formula():
    said = "He took $500 and $20 & said <nothing> back\\slash _under_ x^2 " + "word " * 60
    lines = texts(picture.svg(drawn(entry(behaviour=said, impact="w" * 500))))
    written = " ".join(words for words, _, _ in lines)
    assert " ".join(said.split()) in written
    assert "w" * 500 in written.replace(" ", "")


def test_no_line_is_wider_than_its_box_and_no_row_taller_than_a_sheet():
    long = entry("x " * 250, "control", "word " * 100, "w" * 500)
    for image in picture.svg_by_row(drawn(*[{**long, "kind": kind} for kind in ("violence", "control", "money") * 3])):
        root = ElementTree.fromstring(image)
        width, height = (float(root.get(side).removesuffix("pt")) for side in ("width", "height"))
        assert width <= 72 * 210 / 25.4 and height <= 72 * 297 / 25.4


def test_short_entries_stand_side_by_side_and_the_order_goes_on_below():
    rows = picture.svg_by_row(drawn(*[entry(f"Month {number}") for number in range(1, 8)]))
    assert [re.findall(r">(Month \d)<", row) for row in rows] == [
        ["Month 1", "Month 2", "Month 3"],
        ["Month 4", "Month 5", "Month 6"],
        ["Month 7"],
    ]
    whole = picture.svg(drawn(*[entry(f"Month {number}") for number in range(1, 8)]))
    assert re.findall(r">(Month \d)<", whole) == [f"Month {number}" for number in range(1, 8)]


@pytest.mark.filterwarnings("error")
def test_what_no_font_has_and_no_image_may_hold():
    image = picture.svg(drawn(entry("\x00\x07\x1b\n tab\there", behaviour="🙂 نعم 漢字")))
    assert "🙂" in image and "tab here" in image
    ElementTree.fromstring(image)
    picture.png(drawn(entry("🙂")))


def test_images_in_one_page_have_no_part_of_the_same_name():
    [one, other] = picture.svg_by_row(drawn(*[entry(f"Month {number}") for number in range(6)]))
    names = [set(re.findall(r' id="([^"]+)"', image)) for image in (one, other)]
    assert names == [set(), set()]


# the words of a record


def test_money_columns_and_their_options_have_words(made_up):
    words, here = wording(made_up), Edition("made_up", made_up.packs["made_up"].edition)
    assert words(here, "option", "loss=1999") == "£1,999"
    assert words(here, "column", "history.when") == "When"
    assert words(here, "option", "history.kind=control") == "Control"
    assert words(here, "option", "level=high") == "High risk"
    for name in ("loss=many", "children=5", "gone=5"):
        assert words(here, "option", name) == name
    assert words(Edition("elsewhere", "1"), "option", "loss=1999") == "loss=1999"
