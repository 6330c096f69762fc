"""The `signpost` command."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import jwt
import pytest
from running_signpost import free_port, run_signpost

from actions.settings import PROJECT
from bot.channels.keys import local_channel_key

echoing = pytest.mark.xdist_group("echo")


def test_help_names_every_command():
    done = run_signpost({}, "--help")
    assert done.returncode == 0
    for command in ("run", "chat", "say", "link", "train", "cases", "policy"):
        assert re.search(rf"\b{command}\b", done.stdout)


def test_help_waits_for_nothing_heavy():
    code = "import bot.cli.commands, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    heavy = {"rasa", "tensorflow", "sqlalchemy", "jwt", "pydantic", "phonenumbers", "numpy"}
    assert heavy.isdisjoint(done.stdout.split())


def test_only_the_way_in_knows_the_list_of_all_commands():
    """What a command does never leads back to it."""
    files = [file for file in (PROJECT / "bot" / "cli").glob("*.py") if file.name != "__init__.py"]
    assert len(files) > 5
    assert [file.name for file in files if "from bot.cli.commands" in file.read_text(encoding="utf-8")] == []


@echoing
def test_say_prints_the_reply_and_ends_with_zero(echo):
    done = echo.command("say", "--as", "officer-a", "hello")
    assert (done.returncode, done.stdout.strip()) == (0, "Noted.")


@echoing
def test_say_prints_json_with_what_was_sent(echo):
    done = echo.command(
        "say", "--as", "officer-b", "--role", "pom", "--press", "abc", "--message-id", "m-7", "--json", "hello"
    )
    message = json.loads(done.stdout)["message"]
    assert done.returncode == 0
    assert message["staff"] == {"handle": "officer-b", "role": "pom", "pack": "england_wales"}
    assert (message["text"], message["press"], message["message_id"]) == ("hello", "abc", "m-7")


@echoing
@pytest.mark.parametrize("text", ["please fail", "a" * 4001])
def test_say_ends_with_three_when_it_was_not_acknowledged(echo, text):
    done = echo.command("say", "--as", "officer-a", "--json", text)
    assert done.returncode == 3
    assert json.loads(done.stdout)["replies"][0]["kind"] == "refusal"
    assert "--message-id" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["say"], ["say", "hello"], ["say", "--as", "two words", "hello"], ["say", "--nonsense"], ["link"], ["nonsense"]],
)
def test_wrong_usage_ends_with_two(arguments, tmp_path):
    assert run_signpost({"SIGNPOST_HOME": str(tmp_path)}, *arguments).returncode == 2


def test_a_port_that_is_no_port_is_wrong_usage(tmp_path):
    done = run_signpost({"SIGNPOST_HOME": str(tmp_path), "SIGNPOST_PORT": "chat"}, "link", "--as", "officer-a")
    assert done.returncode == 2
    assert "SIGNPOST_PORT" in done.stderr


@echoing
def test_a_link_signs_in_to_the_page(echo):
    done = echo.command("link", "--as", "officer-b", "--role", "pom")
    address, _, token = done.stdout.strip().partition("#token=")
    claims = jwt.decode(token, local_channel_key(echo.settings), ["HS256"], audience="signpost-local")
    assert address == f"{echo.base}/chat/"
    assert (claims["handle"], claims["role"]) == ("officer-b", "pom")


@echoing
def test_chat_reads_lines_from_a_pipe_and_ends_with_them(echo):
    done = echo.command("chat", "--as", "officer-a", typed="hello\n")
    assert done.returncode == 0
    assert "you > hello" in done.stdout
    assert done.stdout.count("Noted.") == 2
    assert "Your place is kept" in done.stdout


@echoing
def test_chat_sends_again_what_was_not_acknowledged(echo):
    done = echo.command("chat", "--as", "officer-a", typed="please fail\n\n")
    assert "Press Enter to send it again" in done.stdout
    assert done.stdout.count("That did not go through") == 2
    assert done.returncode == 0


def test_a_port_in_use_is_named(tmp_path, echo):
    environment = {"SIGNPOST_HOME": str(tmp_path), "SIGNPOST_PORT": str(echo.settings.port)}
    done = run_signpost({**environment, "SIGNPOST_ACTION_PORT": str(free_port())}, "run")
    assert done.returncode == 1
    assert f"Port {echo.settings.port} is in use" in done.stderr


def test_cases_of_an_empty_store(tmp_path):
    environment = {"SIGNPOST_HOME": str(tmp_path)}
    assert "no cases yet" in run_signpost(environment, "cases", "list").stdout
    assert json.loads(run_signpost(environment, "cases", "list", "--json").stdout) == []
    assert run_signpost(environment, "cases", "verify").returncode == 0
    missing = run_signpost(environment, "cases", "show", "X123456")
    assert missing.returncode == 1
    assert "X123456" in missing.stderr
    assert run_signpost(environment, "cases", "verify", "--head", "nonsense").returncode == 2
