"""Turns a sentence into 384 numbers: nearby numbers, nearby meaning.

An encoder is a folder with two files, an int8 ONNX graph and its tokenizer; `encoder_build` makes such folders.
"""

from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

GRAPH_FILE, TOKENIZER_FILE = "encoder.onnx", "tokenizer.json"
MAX_TOKENS = 256  # what the model was made for, about 190 words
SHORT = 24  # characters: "yes", "not known yet", "the second one"; too short to tell a story


class Encoder:
    """Encodes sentences with the files in `folder`, on one thread: more threads are slower at this size."""

    def __init__(self, folder: Path):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / GRAPH_FILE), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._remembered = lru_cache(maxsize=1024)(self._encode)

    def encode(self, text: str) -> np.ndarray:
        """The vector of `text`, of length 1. Text beyond MAX_TOKENS does not count; do not write into the result.

        What people answer all day is remembered; longer texts are not, because they may tell of a person.
        """
        return self._remembered(text) if len(text) <= SHORT else self._encode(text)

    def _encode(self, text: str) -> np.ndarray:
        ids = np.array(self._tokenizer.encode(text).ids, np.int64)
        vector = self._session.run(None, {"ids": ids})[0]
        return vector / np.linalg.norm(vector)
