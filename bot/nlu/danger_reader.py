"""The pipeline's third step: sets `danger` to {"level", "why"}, see danger.py for how it is decided."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.danger import Signs, read_danger
from bot.nlu.sentence_encoder import pieces_with_vectors, sentence_vector
from bot.nlu.text_classifier import TextClassifier

KEPT_FILE = "danger.npz"
DANGER = "danger"
STRICTNESS = 10.0


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DangerReader(GraphComponent):
    """Learns the `danger` examples against all the others, and joins that with the signs in danger_signs.yml."""

    def __init__(self, storage: ModelStorage, resource: Resource, classifier: TextClassifier | None = None):
        self._storage = storage
        self._resource = resource
        self._classifier = classifier
        self._signs = Signs.load()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DangerReader:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DangerReader:
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, TextClassifier.load(folder / KEPT_FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns danger beside all the other intents: that catches more than danger against the rest in one heap."""
        examples = training_data.intent_examples
        self._classifier = TextClassifier.learn(
            [example.get(TEXT) for example in examples],
            np.stack([sentence_vector(example) for example in examples]),
            [example.get(INTENT) for example in examples],
            STRICTNESS,
        )
        with self._storage.write_to(self._resource) as folder:
            self._classifier.save(folder / KEPT_FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the reading to each message."""
        column = list(self._classifier.labels).index(DANGER)
        for message in messages:
            judged = [
                (text, float(self._classifier.probabilities(text, vector)[column]))
                for text, vector in pieces_with_vectors(message)
            ]
            reading = read_danger(self._signs, judged)
            message.set("danger", asdict(reading), add_to_output=True)
            if reading.level == "danger":
                _put_first(message, max(probability for _, probability in judged))
        return messages


def _put_first(message: Message, probability: float) -> None:
    danger = {INTENT_NAME_KEY: DANGER, PREDICTED_CONFIDENCE_KEY: probability}
    message.set(INTENT, danger, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [danger, *message.get(INTENT_RANKING_KEY, [])], add_to_output=True)
