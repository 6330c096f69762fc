"""The model is trained anew when something that goes into it changes, and only then."""

from __future__ import annotations

import sys

import pytest

from actions.settings import Settings
from bot.service import model


@pytest.fixture
def project(tmp_path, monkeypatch):
    for name in ("config.yml", "domain.yml", "data/nlu/a.yml", "bot/nlu/part.py", "policies_kb/p/information/a.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("as it was")
    monkeypatch.setattr(model, "PROJECT", tmp_path)
    monkeypatch.setattr(model, "MODELS", tmp_path / "models")
    return tmp_path


@pytest.mark.parametrize(
    "name",
    [
        "config.yml",
        "domain.yml",
        "data/nlu/a.yml",
        "data/new.yml",
        "bot/nlu/part.py",
        "policies_kb/p/information/a.yml",
    ],
)
def test_another_model_belongs_to_changed_inputs(project, name):
    before = model.current_model()
    (project / name).write_text("changed")
    assert model.current_model() != before


@pytest.mark.parametrize("name", ["README.md", "policies_kb/p/pathways.yml", "bot/nlu/__pycache__/part.pyc", "var/x"])
def test_the_same_model_belongs_to_the_same_inputs(project, name):
    before = model.current_model()
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_text("something else")
    assert model.current_model() == before


def test_training_that_fails_leaves_no_model_and_says_where_to_look(project, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    settings = Settings(tmp_path / "home", "sqlite://", 1, 2)
    with pytest.raises(model.TrainingFailed, match=r"train\.log"):
        model.train(settings, lambda _seconds: None)
    assert list((project / "models").glob("*")) == []
