"""The pipeline's first step: gives each message its vector, and a long message one vector for each piece."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoder import Encoder
from bot.nlu.encoder_build import built_encoder, encoder_key
from bot.nlu.pieces import pieces

_PIECES = "pieces"  # message property: the pieces of a long text, each with its vector


def sentence_vector(message: Message) -> np.ndarray | None:
    """The vector that the encoder gave to `message`; none for a message without words."""
    _, features = message.get_dense_features(TEXT)
    return None if features is None else features.features[0]


def pieces_with_vectors(message: Message) -> list[tuple[str, np.ndarray]]:
    """The whole of `message` and, if it is long, each of its pieces, with their vectors."""
    vector = sentence_vector(message)
    return [] if vector is None else [(message.get(TEXT), vector), *message.get(_PIECES, [])]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """all-MiniLM-L6-v2 as int8, stored inside the trained model so that serving needs nothing else."""

    def __init__(self, config: dict[str, Any], name: str, folder: Path, storage: ModelStorage, resource: Resource):
        super().__init__(name, config)
        self._encoder = Encoder(folder)
        self._storage = storage
        self._resource = resource

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """There is nothing to set."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Another encoder means that everything behind it is trained again."""
        return encoder_key()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        return cls(config, execution_context.node_name, built_encoder(), model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceEncoder:
        with model_storage.read_from(resource) as folder:
            return cls(config, execution_context.node_name, folder, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Copies the encoder into the model; there is nothing to learn."""
        with self._storage.write_to(self._resource) as folder:
            shutil.copytree(built_encoder(), folder, dirs_exist_ok=True)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Gives every example its vector."""
        for example in training_data.training_examples:
            self._add_vector(example)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Gives each message its vector and the vectors of its pieces."""
        for message in messages:
            self._add_vector(message)
            parts = pieces(message.get(TEXT))
            if len(parts) > 1:
                message.set(_PIECES, [(part, self._encoder.encode(part)) for part in parts])
        return messages

    def _add_vector(self, message: Message) -> None:
        text = message.get(TEXT)
        if text and not text.isspace():
            self.add_features_to_message(None, self._encoder.encode(text)[None, :], TEXT, message)
