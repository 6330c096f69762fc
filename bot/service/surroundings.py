"""The environment of our child processes: quiet, frugal with threads, and without a word to outside."""

from __future__ import annotations

import os

from actions.settings import Settings

_QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
    "PYTHONUNBUFFERED": "1",
    "SANIC_HOST": "127.0.0.1",
    "LOG_LEVEL_LIBRARIES": "ERROR",
}
# One thread for sums is faster here than several, and leaves the other cores to other turns.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def quiet_environment(settings: Settings) -> dict[str, str]:
    """Our own environment with these settings, as a child process is to see it."""
    return {**os.environ, **settings.as_environment(), **_QUIET, **_ONE_THREAD}
