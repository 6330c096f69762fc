"""The danger reading: signs in the words, doubts, and the classifier's probability."""

import pytest

from bot.nlu.danger import POSSIBLE, SURE, DangerReading, Signs, read_danger


@pytest.fixture(scope="module")
def signs() -> Signs:
    return Signs.load()


def level(signs: Signs, text: str, probability: float = 0.0) -> str:
    return read_danger(signs, [(text, probability)]).level


@pytest.mark.parametrize(
    "text",
    [
        "He's outside her house right now",
        "hes kicking the door in",
        "she can't speak, he's in the next room",
        "he's got a knife and he's with her",
        "he says he'll kill her tonight",
        "he is strangling her",
        "she's locked herself in the bathroom",
        "he has the little one and his phone is off",
        "going to kill himself",
        "client is threatening my colleague in reception",
        "the GPS says he is at her address",
        "she is in immediate danger",
    ],
)
def test_a_sign_is_enough_whatever_the_classifier_thinks(signs, text):
    assert level(signs, text, probability=0.0) == "danger"


@pytest.mark.parametrize(
    "text",
    [
        "this deadline is killing me",
        "he strangled his ex in 2017",
        "index offence was stabbing his partner",
        "where do I record the MARAC minutes",
        "new girlfriend, no name yet",
        "in the training video he is kicking the door in",
        "he killed his wife twenty years ago, now on life licence",
    ],
)
def test_no_danger_without_sign_or_probability(signs, text):
    assert level(signs, text, probability=0.0) == "none"


def test_policy_question_about_danger_is_at_most_asked_about(signs):
    assert level(signs, "what do I do if someone is in immediate danger?", probability=1.0) == "unsure"


def test_doubted_danger_is_asked_about_rather_than_dropped(signs):
    text = "on licence for an assault in 2019 and he is outside her house now"
    assert level(signs, text, probability=0.5) == "unsure"


def test_probability_alone_can_say_so(signs):
    assert read_danger(signs, [("odd words", SURE)]) == DangerReading("danger", "sounds_like_it")
    assert read_danger(signs, [("odd words", POSSIBLE)]) == DangerReading("unsure", "sounds_like_it")
    assert read_danger(signs, [("odd words", POSSIBLE - 0.01)]) == DangerReading("none")


def test_a_hint_needs_little_help(signs):
    assert read_danger(signs, [("I cannot get hold of her", 0.1)]) == DangerReading("unsure", "gone_quiet")


def test_worst_piece_decides(signs):
    pieces = [("He was convicted in 2015.", 0.0), ("He is outside her house now.", 0.0), ("Fine otherwise.", 0.0)]
    assert read_danger(signs, pieces) == DangerReading("danger", "coming_or_there")


def test_nothing_said_is_no_danger(signs):
    assert read_danger(signs, []) == DangerReading("none")


def test_unknown_name_in_the_file_is_an_error(tmp_path):
    file = tmp_path / "signs.yml"
    file.write_text("words: {}\ndanger: {code: ['{nobody} here']}\nunsure: {}\nnot_now: {}\n")
    with pytest.raises(KeyError, match="nobody"):
        Signs.load(file)
