"""Words, pieces and the classifier on top of them."""

import numpy as np
import pytest

from bot.nlu.pieces import MANY_WORDS, MOST_PIECES, pieces
from bot.nlu.text_classifier import TextClassifier
from bot.nlu.word_features import WordFeatures, plain_words


def test_plain_words_close_up_apostrophes():
    assert plain_words("He's HERE - she can’t talk!") == ["hes", "here", "she", "cant", "talk"]


def test_only_features_that_two_texts_share_are_learnt():
    words = WordFeatures.learn(["marac minutes", "marac panel"])
    assert "marac" in words.names and "minutes" not in words.names
    places, amounts = words.row("marac")
    assert np.linalg.norm(amounts) == pytest.approx(1) and "marac" in words.names[places]


def test_text_without_known_words_has_no_features():
    places, amounts = WordFeatures.learn(["marac", "marac"]).row("???")
    assert len(places) == len(amounts) == 0


def test_matrix_agrees_with_rows():
    texts = ["new partner", "new partner refused", ""]
    words = WordFeatures.learn(texts)
    matrix = words.matrix(texts).toarray()
    for line, text in zip(matrix, texts, strict=True):
        places, amounts = words.row(text)
        assert line[places] == pytest.approx(amounts) and line.sum() == pytest.approx(amounts.sum())


def test_short_message_is_one_piece():
    assert pieces("He's outside.") == ["He's outside."]


def test_long_message_is_cut_at_sentences_and_nothing_is_lost():
    text = "He came to his appointment as usual today. Fine. Then she rang me and he was there."
    assert pieces(text) == [
        "He came to his appointment as usual today.",
        "Fine. Then she rang me and he was there.",
    ]


@pytest.mark.parametrize(
    "text",
    ["word " * 700, "a. " * 1300, "no full stops " * 60, "x" * 4000],
    ids=["no sentences", "tiny sentences", "run on", "one word"],
)
def test_pieces_are_few_and_keep_every_word(text):
    found = pieces(text)
    assert len(found) <= MOST_PIECES
    assert " ".join(found).split() == text.split()
    assert len(text.split()) > 200 or all(len(piece.split()) <= MANY_WORDS for piece in found)


@pytest.fixture(scope="module")
def colours() -> TextClassifier:
    texts = [f"{colour} thing {number}" for colour in ("red", "green", "blue") for number in range(6)]
    vectors = np.random.default_rng(0).normal(size=(18, 8)).astype(np.float32)
    return TextClassifier.learn(texts, vectors, [text.split()[0] for text in texts], strictness=10)


def test_classifier_gives_probabilities(colours):
    chances = colours.probabilities("a green thing", np.zeros(8, np.float32))
    assert chances.sum() == pytest.approx(1) and colours.labels[chances.argmax()] == "green"


def test_classifier_survives_being_kept(colours, tmp_path):
    colours.save(tmp_path / "kept.npz")
    again = TextClassifier.load(tmp_path / "kept.npz")
    vector = np.ones(8, np.float32)
    assert again.probabilities("blue", vector) == pytest.approx(colours.probabilities("blue", vector))
