"""The pipeline's fourth step: sets `policy_answers`, the packs' information entries that fit the message best."""

from __future__ import annotations

import hashlib
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoder import Encoder
from bot.nlu.encoder_build import built_encoder
from bot.nlu.intent_reader import pack_of_speaker
from bot.nlu.own_code import code_fingerprint
from bot.nlu.policy_answers import PolicyAnswers, answer_files, texts_of_answers
from bot.nlu.sentence_encoder import sentence_vector

KEPT_FILE = "answers.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class PolicyAnswerFinder(GraphComponent):
    """Sets [{"id", "confidence"}, ...], at most three, from the speaker's own pack if the message says which it is."""

    def __init__(self, storage: ModelStorage, resource: Resource, answers: PolicyAnswers | None = None):
        self._storage = storage
        self._resource = resource
        self._answers = answers

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """The index is made again when a pack's information changes."""
        files = hashlib.sha256(code_fingerprint().encode())
        for path in answer_files():
            files.update(str(path).encode() + path.read_bytes())
        return files.hexdigest()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PolicyAnswerFinder:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> PolicyAnswerFinder:
        with model_storage.read_from(resource) as folder:
            kept = folder / KEPT_FILE
            return cls(model_storage, resource, PolicyAnswers.load(kept) if kept.exists() else None)

    def train(self, training_data: TrainingData) -> Resource:
        """Indexes the packs' information; the examples in data/nlu play no part."""
        asked = texts_of_answers()
        with self._storage.write_to(self._resource) as folder:
            if asked:
                encoder = Encoder(built_encoder())
                PolicyAnswers.learn(asked, encoder.encode).save(folder / KEPT_FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the best answers; none for a message without words, or when the packs hold no information."""
        for message in messages:
            vector = sentence_vector(message)
            found = []
            if self._answers is not None and vector is not None:
                found = self._answers.best(message.get(TEXT), vector, pack_of_speaker(message))
            answers = [{"id": entry, "confidence": confidence} for entry, confidence in found]
            message.set("policy_answers", answers, add_to_output=True)
        return messages
