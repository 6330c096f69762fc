"""The language model that Rasa loads: trained anew only when something that goes into it has changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from actions.settings import PROJECT, Settings, private_folder
from bot.nlu.pathway_intents import pathway_intents
from bot.service.surroundings import quiet_environment

MODELS = PROJECT / "models"


class TrainingFailed(RuntimeError):
    """Rasa could not train; the message names the log and quotes its end."""


def current_model() -> Path:
    """Where the model of the present inputs is, or will be."""
    return MODELS / f"signpost-{_fingerprint()}.tar.gz"


def train(settings: Settings, on_wait: Callable[[float], None]) -> Path:
    """Train the model of the present inputs; `on_wait` is told the seconds so far.

    Raises:
        TrainingFailed: Rasa ended with an error.
    """
    model = current_model()
    draft = MODELS / f".draft-{os.getpid()}"
    log = private_folder(settings.logs) / "train.log"
    # fmt: off
    command = [
        sys.executable, "-m", "rasa", "train",
        "--fixed-model-name", model.name, "--out", str(draft),
    ]
    # fmt: on
    begun = time.monotonic()
    try:
        with log.open("wb") as output:
            training = subprocess.Popen(
                command, cwd=PROJECT, env=quiet_environment(settings), stdout=output, stderr=subprocess.STDOUT
            )
            try:
                while training.poll() is None:
                    on_wait(time.monotonic() - begun)
                    time.sleep(0.2)
            finally:
                training.kill()
                training.wait()
        if training.returncode != 0 or not (draft / model.name).exists():
            end = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
            raise TrainingFailed(f"Training did not finish. The end of {log}:\n{end}")
        (draft / model.name).replace(model)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    for older in MODELS.glob("signpost-*.tar.gz"):
        if older != model:
            older.unlink()
    return model


def _fingerprint() -> str:
    digest = hashlib.sha256(f"{version('rasa')} {sorted(pathway_intents().items())}".encode())
    for path in sorted(_inputs()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(PROJECT)} {content}\n".encode())
    return digest.hexdigest()[:12]


def _inputs() -> Iterator[Path]:
    yield from (PROJECT / "config.yml", PROJECT / "domain.yml")
    for pattern in ("data/**/*", "bot/nlu/**/*", "policies_kb/*/pack.yml", "policies_kb/*/information/**/*.yml"):
        for path in PROJECT.glob(pattern):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path
