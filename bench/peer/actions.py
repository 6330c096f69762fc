"""The peer's validation action: takes every answer as it is."""

from rasa_sdk import FormValidationAction


class ValidateReportForm(FormValidationAction):
    def name(self) -> str:
        return "validate_report_form"
