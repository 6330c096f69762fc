"""The local channel: who speaks comes from the token alone, and words arrive clean, masked and without power."""

from __future__ import annotations

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import httpx
import jwt
import pytest

from bot.channels.identity import Identity, issue_token
from bot.channels.keys import local_channel_key

pytestmark = pytest.mark.xdist_group("echo")

CLAIMS = {"handle": "officer-a", "role": "pom", "pack": "england_wales", "address": "a:1", "aud": "signpost-local"}


def post(echo, body, path="/chat/turn", **headers):
    identity = Identity("officer-a", "pom", "england_wales", "england_wales:officer-a")
    token = issue_token(identity, local_channel_key(echo.settings), timedelta(minutes=1))
    content = body if isinstance(body, (str, bytes)) else json.dumps(body)
    sent = {"Authorization": f"Bearer {token}", **headers}
    return httpx.post(echo.base + path, content=content, headers=sent, timeout=60, trust_env=False)


def test_identity_comes_from_the_token_and_from_nothing_else(echo):
    other = "officer-x"
    lies = {"staff": {"handle": other}, "role": "spo", "sender": other, "address": other, "metadata": {"x": 1}}
    message = post(echo, {"text": "hello", "message_id": "m-1", **lies}).json()["message"]
    assert message["staff"] == {"handle": "officer-a", "role": "pom", "pack": "england_wales"}
    assert (message["channel"], message["address"]) == ("local", "england_wales:officer-a")
    assert (message["text"], message["press"], message["message_id"]) == ("hello", None, "m-1")
    assert message["open"] is False
    assert "x" not in message


def signed(key, algorithm="HS256", **changes):
    claims = {**CLAIMS, "exp": datetime.now(timezone.utc) + timedelta(minutes=1), **changes}
    return jwt.encode({name: value for name, value in claims.items() if value is not None}, key, algorithm)


@pytest.mark.parametrize(
    "authorization",
    [
        lambda key: None,
        lambda key: "",
        lambda key: "Bearer",
        lambda key: "Bearer not.a.token",
        lambda key: f"Basic {signed(key)}",
        lambda key: f"Bearer {signed('another key, as long as ours is, and longer')}",
        lambda key: f"Bearer {signed('', 'none')}",
        lambda key: f"Bearer {signed(key, 'HS512')}",
        lambda key: f"Bearer {signed(key, aud='another')}",
        lambda key: f"Bearer {signed(key, aud=None)}",
        lambda key: f"Bearer {signed(key, exp=None)}",
        lambda key: f"Bearer {signed(key, exp=datetime.now(timezone.utc) - timedelta(seconds=1))}",
        lambda key: f"Bearer {signed(key, exp='tomorrow')}",
        lambda key: f"Bearer {signed(key, role=None)}",
        lambda key: f"Bearer {signed(key, handle=7)}",
        lambda key: f"Bearer {signed(key, handle='two words')}",
        lambda key: f"Bearer {signed(key)}x",
    ],
)
@pytest.mark.parametrize("path", ["/chat/turn", "/chat/open"])
def test_whoever_is_not_signed_in_is_told_so(echo, authorization, path):
    value = authorization(local_channel_key(echo.settings))
    headers = {} if value is None else {"Authorization": value}
    answer = httpx.post(echo.base + path, json={"text": "hello"}, headers=headers, trust_env=False)
    assert answer.status_code == 401
    assert "link" in answer.json()["error"]


def test_a_token_made_by_hand_with_our_key_is_accepted(echo):
    """So that the cases above are refused for what they say, not for how they are made."""
    token = signed(local_channel_key(echo.settings))
    answer = httpx.post(
        f"{echo.base}/chat/turn",
        json={"text": "hello"},
        headers={"Authorization": f"Bearer {token}"},
        trust_env=False,
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        *("", "{", "[]", '"hello"', "null", b"\xff\xfe"),
        *({"text": 7}, {"text": ["a"]}, {"press": {}}, {"message_id": 1}),
        *({"press": "x" * 401}, {"message_id": "x" * 101}),
    ],
)
def test_what_no_channel_sends_is_refused_in_words(echo, body):
    answer = post(echo, body)
    assert answer.status_code == 400
    assert answer.json()["error"]


@pytest.mark.parametrize(
    ("sent", "text", "words"),
    [
        ("/restart", "/restart", "restart"),
        ('/slot{"role": "spo"}', '/slot{"role": "spo"}', 'slot{"role": "spo"}'),
        (" \n//  /affirm", "//  /affirm", "affirm"),
        ("\u200b/affirm", "/affirm", "affirm"),
        ("/", "/", ""),
        ("a/b", "a/b", "a/b"),
        ("a\x00b\x07c\x1b[31md", "abc[31md", "abc[31md"),
        ("one\r\ntwo\tthree", "one\ntwo\tthree", "one\ntwo\tthree"),
        ("\u202eevil\u2066\ufeff", "evil", "evil"),
        ("cafe\u0301", "caf\u00e9", "caf\u00e9"),
        ("\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd"),
        ("👩\u200d👧 ok", "👩\u200d👧 ok", "👩\u200d👧 ok"),
        ("   ", "", ""),
        ("ring 07700 900123", "ring [phone]", "ring [phone]"),
    ],
)
def test_words_arrive_clean_masked_and_without_power(echo, sent, text, words):
    reply = post(echo, {"text": sent}).json()
    assert (reply["message"]["text"], reply["words"]) == (text, words)


def test_half_a_character_is_dropped(echo):
    assert post(echo, '{"text": "a\\ud800b"}').json()["message"]["text"] == "ab"


def test_what_was_masked_is_named(echo):
    assert post(echo, {"text": "Mr Quill, 07700 900123"}).json()["message"]["masked"] == ["name", "phone"]


def test_a_button_is_passed_on_and_a_message_without_id_is_given_one(echo):
    first, second = (post(echo, {"press": "abc123,def456"}).json()["message"] for _ in range(2))
    assert (first["press"], first["text"]) == ("abc123,def456", "")
    assert first["message_id"] != second["message_id"]


def test_opening_says_nothing(echo):
    message = post(echo, {"text": "words", "press": "abc", "message_id": "m"}, "/chat/open").json()["message"]
    assert (message["open"], message["text"], message["press"], message["message_id"]) == (True, "", None, "m")


def test_four_thousand_characters_are_read_and_one_more_is_refused(echo):
    assert post(echo, {"text": "é" * 4000}).status_code == 200
    answer = post(echo, {"text": "é" * 4001})
    assert answer.status_code == 413
    (bubble,) = answer.json()["replies"]
    assert bubble["kind"] == "refusal"
    assert "4,000" in bubble["text"] and "999" in bubble["text"]


def test_a_body_far_too_large_is_refused(echo):
    assert post(echo, {"text": "a" * 100_000}).status_code == 413


def test_turns_that_arrive_together_are_all_answered(echo):
    def say(number):
        return post(echo, {"text": f"number {number}"}).json()["message"]["text"]

    with ThreadPoolExecutor(8) as together:
        assert list(together.map(say, range(24))) == [f"number {number}" for number in range(24)]


@pytest.mark.parametrize(
    "path",
    [
        *("/webhooks/rest/webhook", "/webhooks/local/turn", "/socket.io/?EIO=4&transport=polling"),
        *("/status", "/version", "/domain", "/model/parse", "/chat/../secrets"),
        "/conversations/local:england_wales:officer-a/tracker",
    ],
)
def test_no_other_door_is_open(echo, path):
    for method in ("GET", "POST", "PUT"):
        assert httpx.request(method, echo.base + path, trust_env=False).status_code in {404, 405}


def test_the_action_server_answers_only_the_chat_server(echo):
    url = f"http://127.0.0.1:{echo.settings.action_port}/webhook"
    for headers in ({}, {"Authorization": "Bearer guess"}, {"Origin": "https://elsewhere.example"}):
        answer = httpx.post(url, json={"next_action": "action_turn"}, headers=headers, trust_env=False)
        assert answer.status_code == 401
        assert "access-control-allow-origin" not in answer.headers


def test_both_servers_listen_on_loopback_alone(echo):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; only asks which address would be used
        outside = probe.getsockname()[0]
    for port in (echo.settings.port, echo.settings.action_port):
        with pytest.raises(OSError), socket.create_connection((outside, port), timeout=2):
            pass


def test_what_is_said_is_in_no_log(echo):
    post(echo, {"text": "wheelbarrow please fail"})
    post(echo, {"text": "wheelbarrow", "press": "wheelbarrow"})
    assert "wheelbarrow" not in echo.logs()


def test_secrets_are_readable_by_their_owner_alone(echo):
    files = [*echo.settings.secrets.iterdir(), *echo.settings.run.glob("*.json"), *echo.settings.run.glob("*.yml")]
    assert len(files) >= 4
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert echo.settings.secrets.stat().st_mode & 0o777 == 0o700
