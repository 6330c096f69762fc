"""The pipeline's second step: which of the intents a message may mean, with calibrated confidences."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.danger_reader import DANGER
from bot.nlu.sentence_encoder import sentence_vector
from bot.nlu.text_classifier import TextClassifier

KEPT_FILE = "intents.npz"
RANKING_LENGTH = 10
STRICTNESS = 10.0


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentReader(GraphComponent, IntentClassifier):
    """Sets `intent` and `intent_ranking`; a message without words gets no intent."""

    def __init__(self, storage: ModelStorage, resource: Resource, classifier: TextClassifier | None = None):
        self._storage = storage
        self._resource = resource
        self._classifier = classifier

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentReader:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentReader:
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, TextClassifier.load(folder / KEPT_FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the intents from the examples in data/nlu; the danger reader, which knows more, adds danger."""
        examples = [example for example in training_data.intent_examples if example.get(INTENT) != DANGER]
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
        """Adds the most likely intent and the ranking."""
        for message in messages:
            vector = sentence_vector(message)
            ranking = [] if vector is None else self._ranking(message.get(TEXT), vector)
            nothing = {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}
            message.set(INTENT, ranking[0] if ranking else nothing, add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _ranking(self, text: str, vector: np.ndarray) -> list[dict[str, Any]]:
        chances = self._classifier.probabilities(text, vector)
        best = np.argsort(-chances)[:RANKING_LENGTH]
        return [
            {INTENT_NAME_KEY: str(self._classifier.labels[place]), PREDICTED_CONFIDENCE_KEY: float(chances[place])}
            for place in best
        ]
