"""Builds the encoder once: the graph from the weights, quantised to int8.

It takes a few seconds, so the result is kept in `var/encoder` under a name that changes with everything that went
into it. Nothing here runs in a turn.
"""

import hashlib
import shutil
import tempfile
from pathlib import Path

import onnxruntime

from bot.nlu.encoder import GRAPH_FILE, TOKENIZER_FILE

CACHE = Path(__file__).resolve().parents[2] / "var" / "encoder"


def built_encoder(cache: Path = CACHE) -> Path:
    """The folder of an encoder that is ready to load, built first if `cache` does not have it."""
    folder = cache / encoder_key()
    if not folder.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as workshop:
            finished = Path(workshop, "encoder")
            finished.mkdir()
            _build_into(finished)
            try:
                finished.rename(folder)  # whole or not there at all
            except OSError:
                if not folder.exists():  # otherwise another process finished the same one first
                    raise
    return folder


def encoder_key() -> str:
    """A short name for everything that decides what the built encoder contains."""
    recipes = [Path(__file__).read_bytes(), Path(__file__).with_name("minilm_graph.py").read_bytes()]
    return hashlib.sha256(b"".join(recipes) + onnxruntime.__version__.encode()).hexdigest()[:16]


def _build_into(folder: Path) -> None:
    # the server imports this module as well, and has no use for what follows
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    from bot.nlu import minilm_graph

    full = folder / "full.onnx"
    onnx.save(minilm_graph.build_graph(minilm_graph.read_weights()), full)
    quantize_dynamic(full, folder / GRAPH_FILE, weight_type=QuantType.QInt8, per_channel=True)
    full.unlink()
    shutil.copyfile(minilm_graph.model_folder() / TOKENIZER_FILE, folder / TOKENIZER_FILE)
