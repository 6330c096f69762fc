"""The int8 encoder says what the full-precision one says."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from tokenizers import Tokenizer

from bot.nlu import minilm_graph
from bot.nlu.encoder import MAX_TOKENS, Encoder
from bot.nlu.encoder_build import built_encoder, encoder_key

SENTENCES = [
    "He has a new girlfriend and won't tell me her name.",
    "do i go to marac or mappa with this one",
    "Where do the minutes go, OASys or nDelius?",
    "pp here, pop on licence for gbh on ex, sara high, new partner w 2 kids, no name yet, says she knows",
    "She rang from the bathroom, he is outside the door shouting that he will kill her tonight.",
]


@pytest.fixture(scope="module")
def full_precision() -> onnxruntime.InferenceSession:
    graph = minilm_graph.build_graph(minilm_graph.read_weights())
    return onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])


@pytest.mark.parametrize("sentence", SENTENCES)
def test_int8_is_close_to_full_precision(sentence, encoder, full_precision):
    tokenizer = Tokenizer.from_file(str(minilm_graph.model_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    exact = full_precision.run(None, {"ids": np.array(tokenizer.encode(sentence).ids)})[0]
    assert encoder.encode(sentence) @ exact / np.linalg.norm(exact) >= 0.98


def test_full_precision_gives_the_published_similarity(full_precision):
    """The model card's pair: 0.6660 between these two (sentence-transformers, all-MiniLM-L6-v2)."""
    tokenizer = Tokenizer.from_file(str(minilm_graph.model_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    one, other = (
        full_precision.run(None, {"ids": np.array(tokenizer.encode(text).ids)})[0]
        for text in ("The weather is lovely today.", "It's so sunny outside!")
    )
    assert one @ other / np.linalg.norm(one) / np.linalg.norm(other) == pytest.approx(0.6660, abs=0.001)


def test_vectors_have_length_one_and_long_text_is_cut(encoder):
    assert np.linalg.norm(encoder.encode("yes")) == pytest.approx(1, abs=1e-5)
    long = "word " * MAX_TOKENS
    assert encoder.encode(long) @ encoder.encode(long + "and more") == pytest.approx(1, abs=1e-5)


def test_build_is_kept_and_reused(tmp_path: Path):
    folder = built_encoder(tmp_path)
    assert folder == tmp_path / encoder_key()
    stamps = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert built_encoder(tmp_path) == folder
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == stamps
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]  # no workshop left behind
    assert Encoder(folder).encode("hello").shape == (384,)


def test_other_weights_are_refused(tmp_path, monkeypatch):
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    monkeypatch.setattr(minilm_graph, "model_folder", lambda: tmp_path)
    with pytest.raises(ValueError, match="not the published"):
        minilm_graph.read_weights()
