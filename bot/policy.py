"""The whole dialogue policy: a message is answered by one action, then the assistant listens.

What the answer is depends on the consultation, which Rasa does not know; `action_turn` decides it.
"""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

TURN_ACTION = "action_turn"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class OneActionPolicy(Policy):
    """Predicts `action_turn` after a message and `action_listen` after anything else."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"priority": 1}

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> OneActionPolicy:
        return cls(config, model_storage, resource, execution_context)

    def train(self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any) -> Resource:
        """Nothing to learn; Rasa only wants to be asked."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        spoken = (event for event in reversed(tracker.events) if isinstance(event, (UserUttered, ActionExecuted)))
        message_waits = isinstance(next(spoken, None), UserUttered)
        chosen = domain.index_for_action(TURN_ACTION if message_waits else ACTION_LISTEN_NAME)
        return self._prediction([float(action == chosen) for action in range(domain.num_actions)])
