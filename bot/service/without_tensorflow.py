"""Starts Rasa without loading TensorFlow, which none of our components uses.

Rasa imports TensorFlow wherever it defines the classes of its own neural components, even if the model holds none of
them: half of a chat server's start, and half of its memory. Here a stand-in answers those imports. It is enough to
define classes on; whoever tries to use one is told what is missing. `rasa train` and `rasa shell` load the real one.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

LEFT_OUT = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras", "tensorboard")


class Missing(type):
    """A class that stands for anything in TensorFlow: it can be a base, an annotation or a decorator, no more."""

    def __getattr__(cls, name: str) -> Missing:
        return _missing(f"{cls.__module__}.{cls.__name__}", name)

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if len(args) == 1 and callable(args[0]) and not kwargs:  # a decorator
            return args[0]
        raise RuntimeError(
            f"{cls.__module__}.{cls.__name__} needs TensorFlow, which the chat server leaves out. "
            "Remove bot.service.without_tensorflow from bot/service/chat_server.py if a component is to use it."
        )


class _StandIn(ModuleType):
    def __getattr__(self, name: str) -> Missing:
        return _missing(self.__name__, name)


def _missing(where: str, name: str) -> Missing:
    if name.startswith("__"):
        raise AttributeError(name)
    return Missing(name, (), {"__module__": where})


class _Finder(MetaPathFinder, Loader):
    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        return ModuleSpec(name, self, is_package=True) if name.partition(".")[0] in LEFT_OUT else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing in it."""


def leave_out() -> None:
    """Call before Rasa is imported. Raises RuntimeError if TensorFlow is there already."""
    if "tensorflow" in sys.modules:
        raise RuntimeError("TensorFlow is loaded already")
    sys.meta_path.insert(0, _Finder())
