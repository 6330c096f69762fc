"""Finding the information entry that answers a question."""

import pytest

from bot.nlu.policy_answers import Asked, PolicyAnswers, texts_of_answers

INFORMATION = {
    "ours": {
        "visits": ["when is the home visit due", "how many days for a home visit", "do I have to visit him at home"],
        "marac": ["what is marac", "who runs a marac", "what does a marac do for victims"],
        "appeals": ["how do I appeal a sentence", "time limit for an appeal", "can he appeal his sentence"],
        "training": ["what training must I do", "which courses are mandatory", "is the training compulsory"],
    },
    "theirs": {"their_visits": ["when must I visit the family at home", "how soon is a home visit needed"]},
}


@pytest.fixture(scope="module")
def answers(encoder) -> PolicyAnswers:
    asked = [
        Asked(pack, entry, text)
        for pack, entries in INFORMATION.items()
        for entry, asks in entries.items()
        for text in asks
    ]
    return PolicyAnswers.learn(asked, encoder.encode)


def best(answers: PolicyAnswers, encoder, text: str, pack: str | None = None):
    return answers.best(text, encoder.encode(text), pack)


@pytest.mark.parametrize(
    ("text", "entry"),
    [("how soon do I have to go and see him at home", "visits"), ("whats a marac for", "marac"),
     ("is he able to appeal", "appeals"), ("any compulsory courses?", "training")],
)  # fmt: skip
def test_nearest_entry_comes_first(answers, encoder, text, entry):
    found = best(answers, encoder, text, "ours")
    assert found[0][0] == entry
    assert [confidence for _, confidence in found] == sorted((c for _, c in found), reverse=True)


def test_answers_come_from_the_speakers_pack(answers, encoder):
    assert [entry for entry, _ in best(answers, encoder, "when is the home visit due", "theirs")] == ["their_visits"]
    assert "their_visits" in [entry for entry, _ in best(answers, encoder, "when is the home visit due")]


def test_three_at_most_and_no_more_than_there_are(answers, encoder):
    assert len(best(answers, encoder, "marac", "ours")) == 3
    assert best(answers, encoder, "marac", "nobody's") == []


def test_unrelated_words_get_little_confidence(answers, encoder):
    unrelated = best(answers, encoder, "purple bananas sing", "ours")[0][1]
    assert unrelated < best(answers, encoder, "when is the home visit due", "ours")[0][1]


def test_index_survives_being_kept(answers, encoder, tmp_path):
    answers.save(tmp_path / "kept.npz")
    text = "what does marac stand for"
    assert best(PolicyAnswers.load(tmp_path / "kept.npz"), encoder, text) == best(answers, encoder, text)


def test_no_packs_no_texts(tmp_path):
    assert texts_of_answers(tmp_path) == []


def test_an_entry_is_reached_by_its_questions_its_own_words_and_the_titles_of_its_paragraphs():
    texts = [asked for asked in texts_of_answers() if (asked.pack, asked.entry) == ("england_wales", "what_is_mappa")]
    assert "what does mappa stand for" in [asked.text for asked in texts if asked.expected]
    said, titled = (asked.text for asked in texts if not asked.expected)
    assert said.startswith("MAPPA is") and titled.endswith("what is mappa")
