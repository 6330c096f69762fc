"""Checks what the action server answers against Rasa's schema, with the schema compiled once.

Rasa 3.6 compiles and checks the same constant schema again at every custom action, which is most of the time of a
turn. The schema, the result and the exception stay Rasa's own; tests/nlu/test_reading.py fails when they change.
"""

from typing import Any

from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction


def compile_once() -> None:
    """Makes every custom action use one compiled validator. Calling it again changes nothing."""
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)

    def check(action: RemoteAction, response: dict[str, Any]) -> bool:
        for error in validator.iter_errors(response):
            raise ValidationError(
                f"The action server gave an answer to {action.name()} that is not valid: {error.message}"
            )
        return True

    RemoteAction._validate_action_result = check
