"""The pipeline's third step: sets `danger` to {"level", "why"}, see danger.py for how it is decided."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.danger import Signs, read_danger
from bot.nlu.intent_reader import DANGER, danger_chances


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DangerReader(GraphComponent):
    """Joins the classifier's probability of danger with the signs in danger_signs.yml."""

    def __init__(self) -> None:
        self._signs = Signs.load()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DangerReader:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the reading to each message."""
        for message in messages:
            judged = danger_chances(message)
            reading = read_danger(self._signs, judged)
            message.set("danger", asdict(reading), add_to_output=True)
            if reading.level == "danger":
                _put_first(message, max(probability for _, probability in judged))
        return messages


def _put_first(message: Message, probability: float) -> None:
    danger = {INTENT_NAME_KEY: DANGER, PREDICTED_CONFIDENCE_KEY: probability}
    message.set(INTENT, danger, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [danger, *message.get(INTENT_RANKING_KEY, [])], add_to_output=True)
