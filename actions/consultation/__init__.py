"""One turn of the conversation: joins the engine and the case store. Knows nothing of Rasa or of channels."""

from .assistant import Assistant
from .message import Message, Reading

__all__ = ["Assistant", "Message", "Reading"]
