"""A softmax over a sentence's vector and its words. Learnt with scikit-learn, kept and run as plain arrays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.nlu.word_features import WordFeatures

SHADES = 300
STEPS = 160
HELD_BACK = 0.2  # of the examples, to learn how far the probabilities can be trusted
SEED = 7


@dataclass(frozen=True)
class TextClassifier:
    """Gives each label a probability.

    `labels` are in alphabetical order, as are the columns of the weights. `temperature` evens the probabilities out
    to what the classifier achieved on examples that it had not learnt from.
    """

    labels: np.ndarray
    words: WordFeatures
    vector_weights: np.ndarray
    word_weights: np.ndarray
    bias: np.ndarray
    temperature: float

    @classmethod
    def learn(cls, texts: list[str], vectors: np.ndarray, labels: list[str], strictness: float) -> TextClassifier:
        """Learns from examples. `strictness` above 1 follows the examples more closely, below 1 more loosely.

        The words are learnt through their SHADES strongest directions, which is many times faster than one by one;
        what is kept has a weight for each word all the same.
        """
        # scikit-learn is only needed here, not in a turn
        from sklearn.decomposition import TruncatedSVD
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split

        words = WordFeatures.learn(texts)
        counted = words.matrix(texts)
        shades = TruncatedSVD(min(SHADES, counted.shape[1] - 1), n_iter=2, random_state=SEED).fit(counted)
        inputs = np.hstack([vectors, shades.transform(counted)]).astype(np.float32)
        seen, unseen, seen_labels, unseen_labels = train_test_split(
            inputs, labels, test_size=HELD_BACK, random_state=SEED, stratify=labels
        )
        model = LogisticRegression(C=strictness, max_iter=STEPS, tol=0.01)
        temperature = _best_temperature(
            model.fit(seen, seen_labels).predict_log_proba(unseen), np.searchsorted(model.classes_, unseen_labels)
        )
        model.fit(inputs, labels)
        weights, bias = model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)
        if len(model.classes_) == 2:  # scikit-learn keeps one column for two labels
            weights, bias = np.hstack([-weights, weights]), np.concatenate([-bias, bias])
        split = vectors.shape[1]
        word_weights = (shades.components_.T @ weights[split:]).astype(np.float32)
        return cls(model.classes_, words, weights[:split], word_weights, bias, temperature)

    def probabilities(self, text: str, vector: np.ndarray) -> np.ndarray:
        """The probability of each of `labels` for a text and its vector."""
        places, amounts = self.words.row(text)
        scores = vector @ self.vector_weights + amounts @ self.word_weights[places] + self.bias
        return _softmax(scores / self.temperature)

    def save(self, path: Path) -> None:
        """Writes the classifier to `path`, an npz file without pickled objects."""
        np.savez(
            path,
            labels=self.labels.astype(str),
            names=self.words.names,
            name_weights=self.words.weights,
            vector_weights=self.vector_weights,
            word_weights=self.word_weights,
            bias=self.bias,
            temperature=self.temperature,
        )

    @classmethod
    def load(cls, path: Path) -> TextClassifier:
        """Reads what `save` wrote."""
        with np.load(path, allow_pickle=False) as kept:
            return cls(
                kept["labels"],
                WordFeatures(kept["names"], kept["name_weights"]),
                kept["vector_weights"],
                kept["word_weights"],
                kept["bias"],
                float(kept["temperature"]),
            )


def _softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    return raised / raised.sum(-1, keepdims=True)


def _best_temperature(scores: np.ndarray, right: np.ndarray) -> float:
    """The temperature under which the right labels are least surprising."""

    def surprise(temperature: float) -> float:
        return -np.log(_softmax(scores / temperature)[np.arange(len(right)), right] + 1e-12).mean()

    return float(min(np.geomspace(0.2, 5, 65), key=surprise))
