"""Whatever else fails, a person reads the emergency number of their own pack, and nobody reads a fixed one."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from types import SimpleNamespace

import httpx
import pytest
from pack_files import PACK_HEAD, write
from rasa.core.channels.channel import register
from running_signpost import free_port
from sanic import Sanic

from actions.settings import settings
from bot.channels.emergency import EmergencyNumbers
from bot.channels.identity import Identity, issue_token
from bot.channels.keys import local_channel_key
from bot.channels.local import PAGE, LocalChannel
from bot.cli.client import Conversation, Outgoing
from bot.service import emergency

NUMBERS = {"england_wales": "999", "elsewhere": "000"}
"""The second pack is of a country where the number is 000."""


@pytest.fixture
def packs(tmp_path):
    for pack, number in NUMBERS.items():
        head = PACK_HEAD.replace("pack: small", f"pack: {pack}").replace("number: 999", f"number: {number}")
        write(tmp_path / "packs" / pack, "pack.yml", head + 'paragraphs: {"1.1": Danger}\n')
    return tmp_path / "packs"


def test_the_numbers_come_from_the_packs_as_they_are_written(packs):
    assert emergency.emergency_numbers(packs).by_pack == NUMBERS


@pytest.mark.parametrize(
    "by_pack, pack, number",
    [
        (NUMBERS, "england_wales", "999"),
        (NUMBERS, "elsewhere", "000"),
        (NUMBERS, "gone", "000 or 999"),
        ({}, "england_wales", "your emergency number"),
    ],
)
def test_a_pack_that_is_not_here_gets_every_number_there_is(by_pack, pack, number):
    assert EmergencyNumbers(by_pack).of(pack) == number


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """Ask a channel that knows both packs, and behind which every turn fails."""

    async def fails(_message):
        raise RuntimeError

    loop, port = asyncio.new_event_loop(), free_port()
    app = Sanic("channel_behind_which_turns_fail", configure_logging=False)
    app.ctx.agent = SimpleNamespace(is_ready=lambda: True, handle_message=fails)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIGNPOST_HOME", str(tmp_path_factory.mktemp("home")))
        register([LocalChannel.from_credentials({"emergency_numbers": NUMBERS})], app, route="/webhooks/")
        key = local_channel_key(settings())
    server = loop.run_until_complete(app.create_server("127.0.0.1", port, return_asyncio_server=True))
    loop.run_until_complete(server.startup())

    def asked(method, path, pack="england_wales", body=None):
        token = issue_token(Identity.local("officer-a", "pom", pack), key, timedelta(minutes=1))
        return loop.run_until_complete(_request(f"http://127.0.0.1:{port}{path}", method, body, token))

    yield asked
    server.close()
    loop.run_until_complete(server.wait_closed())
    loop.close()


async def _request(url, method, body, token):
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.request(method, url, json=body, headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize("path", ["/chat/turn", "/chat/open"])
@pytest.mark.parametrize("pack, number", [("england_wales", "999"), ("elsewhere", "000"), ("gone", "000 or 999")])
def test_a_turn_that_fails_says_the_number_of_the_persons_pack(ask, path, pack, number):
    answer = ask("POST", path, pack, {"text": "hello"})

    assert answer.status_code == 503
    assert answer.json()["replies"][0]["text"].endswith(f"If someone is in danger now, call {number}.")


@pytest.mark.parametrize("pack, number", list(NUMBERS.items()))
def test_a_text_that_is_too_long_does_too(ask, pack, number):
    answer = ask("POST", "/chat/turn", pack, {"text": "a" * 4001})

    assert answer.status_code == 413
    assert answer.json()["replies"][0]["text"].endswith(f"If someone is in danger now, call {number}.")


def test_the_page_names_every_number_until_it_knows_whose_it_is(ask):
    page = ask("GET", "/chat/").text

    links = re.findall(r'<a href="tel:(\d+)" data-packs="(\w+)">\1</a>', page)
    assert links == [("000", "elsewhere"), ("999", "england_wales")]
    assert "{" not in page


@pytest.mark.parametrize("file", ["page/index.html", "page/page.js", "local.py", "refusals.py"])
def test_no_number_is_written_into_the_channel_itself(file):
    assert "999" not in (PAGE.parent / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("pack, number", list(NUMBERS.items()))
def test_a_terminal_that_reaches_nobody_says_it_as_well(packs, monkeypatch, pack, number):
    monkeypatch.setattr("bot.cli.client.COME_BACK_WITHIN", 0.1)
    monkeypatch.setattr(emergency, "POLICIES", packs)

    turn = to_nobody(pack).send(Outgoing("hello"))

    assert not turn.acknowledged
    assert turn.reply["replies"][0]["text"].endswith(f"If someone is in danger now, call {number}.")


def test_and_when_no_pack_can_be_read(packs, monkeypatch):
    monkeypatch.setattr("bot.cli.client.COME_BACK_WITHIN", 0.1)
    monkeypatch.setattr(emergency, "POLICIES", packs)
    write(packs / "elsewhere", "pack.yml", "pack: [\n")
    conversation = Conversation(
        f"http://127.0.0.1:{free_port()}", Identity.local("officer-a", "pom", "elsewhere"), "k" * 40
    )

    turn = conversation.send(Outgoing("hello"))

    assert turn.reply["replies"][0]["text"].endswith("call your emergency number.")


def to_nobody(pack):
    """A conversation with a Signpost that is not there."""
    return Conversation(f"http://127.0.0.1:{free_port()}", Identity.local("officer-a", "pom", pack), "k" * 40)
