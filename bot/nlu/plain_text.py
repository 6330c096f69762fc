"""The pipeline's last step: takes the power away from a leading slash.

Rasa reads `/name{...}` as an intent with confidence 1 and throws away what the pipeline found, danger included.
Anybody can type that, so it is left as ordinary words.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlainText(GraphComponent):
    """Drops slashes from the beginning of the text that Rasa's own command reader will see."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PlainText:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if text.lstrip().startswith(INTENT_MESSAGE_PREFIX):
                message.set(TEXT, text.lstrip(INTENT_MESSAGE_PREFIX + " \t\r\n"))
        return messages
