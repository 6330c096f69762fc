"""The pipeline's second step: what a message may mean, with calibrated confidences, and how much it sounds like danger.

One classifier learns danger beside all the intents: that catches more than danger against the rest in one heap. What it
says of danger goes to the danger reader, which knows more; the ranking is of the other intents.
"""

from __future__ import annotations

import hashlib
import json
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
    METADATA,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.own_code import code_fingerprint
from bot.nlu.pathway_intents import pathway_intents
from bot.nlu.sentence_encoder import pieces_with_vectors, sentence_vector
from bot.nlu.text_classifier import TextClassifier

DANGER, LOOKS_LIKE_IT = "danger", "not_danger"
"""What only the danger reader goes by; neither is anything that a person asks for."""
CLASSIFIER_FILE, PACKS_FILE = "intents.npz", "packs.json"
RANKING_LENGTH = 10
STRICTNESS = 5.0

_CHANCES = "danger_chances"


def danger_chances(message: Message) -> list[tuple[str, float]]:
    """Each piece of `message`, the whole of it first, with the classifier's probability of danger."""
    return message.get(_CHANCES, [])


def pack_of_speaker(message: Message) -> str | None:
    """The pack of whoever sent `message`, if that is known."""
    return ((message.get(METADATA) or {}).get("staff") or {}).get("pack")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentReader(GraphComponent, IntentClassifier):
    """Sets `intent` and `intent_ranking`; a message without words gets no intent."""

    def __init__(
        self,
        storage: ModelStorage,
        resource: Resource,
        classifier: TextClassifier | None = None,
        packs: dict[str, str] | None = None,
    ):
        self._storage = storage
        self._resource = resource
        self._classifier = classifier
        self._packs = packs or {}
        self._masks: dict[str | None, np.ndarray] = {}  # by the speaker's pack

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Trained again when a pathway comes, goes or changes its pack, or the code that learns changes."""
        return hashlib.sha256((json.dumps(pathway_intents()) + code_fingerprint()).encode()).hexdigest()

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
            packs = json.loads((folder / PACKS_FILE).read_text("utf-8"))
            return cls(model_storage, resource, TextClassifier.load(folder / CLASSIFIER_FILE), packs)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the examples in data/nlu."""
        examples = training_data.intent_examples
        self._packs = pathway_intents()
        self._classifier = TextClassifier.learn(
            [example.get(TEXT) for example in examples],
            np.stack([sentence_vector(example) for example in examples]),
            [example.get(INTENT) for example in examples],
            STRICTNESS,
        )
        with self._storage.write_to(self._resource) as folder:
            self._classifier.save(folder / CLASSIFIER_FILE)
            (folder / PACKS_FILE).write_text(json.dumps(self._packs), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the most likely intent, the ranking, and what the danger reader needs."""
        danger = self._classifier.labels.tolist().index(DANGER)
        for message in messages:
            judged = [
                (text, self._classifier.probabilities(text, vector)) for text, vector in pieces_with_vectors(message)
            ]
            message.set(_CHANCES, [(text, float(chances[danger])) for text, chances in judged])
            ranking = self._ranking(judged[0][1], pack_of_speaker(message)) if judged else []
            nothing = {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}
            message.set(INTENT, ranking[0] if ranking else nothing, add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _ranking(self, chances: np.ndarray, pack: str | None) -> list[dict[str, Any]]:
        """The likeliest intents other than danger, without the pathways of other packs."""
        if pack not in self._masks:
            self._masks[pack] = np.array([self._may_mean(label, pack) for label in self._classifier.labels])
        possible = self._masks[pack]
        chances = np.where(possible, chances, 0.0)
        chances = chances / chances.sum()
        best = [place for place in np.argsort(-chances)[:RANKING_LENGTH] if possible[place]]
        return [
            {INTENT_NAME_KEY: str(self._classifier.labels[place]), PREDICTED_CONFIDENCE_KEY: float(chances[place])}
            for place in best
        ]

    def _may_mean(self, label: str, pack: str | None) -> bool:
        return label not in (DANGER, LOOKS_LIKE_IT) and (pack is None or self._packs.get(label, pack) == pack)
