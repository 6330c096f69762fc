"""How long a turn takes: Signpost as shipped, with its durable commit, beside Rasa's default form bot, in one run.

usage: python -m bench.turns [--turns N] [--peer FOLDER]

The peer is what `rasa init` gives, with the default pipeline and policies, plus a form of five slots and its validation
action (bench/peer/). It stores nothing. It is trained once into FOLDER (default var/bench-peer; a few minutes).
Both answer typed words over HTTP on this machine, turn and turn about, one person at a time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from actions.settings import PROJECT

BENCH = Path(__file__).parent
BIN = Path(sys.executable).parent
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "SANIC_HOST": "127.0.0.1",
}
WARM_UP = 20
PEER_CONVERSATION = ["start a report", "no", "category two", "yes", "level two", "yes"]
TO_THE_NEXT_QUESTION = {
    "start": "is this one for marac or mappa, he is category 2",
    "choosing": "Choose a referral route",
    "stop_confirm": "yes",
}
"""What is said, untimed, when the questions of a case have ended; anything else is answered with "stop"."""

Ask = Callable[[], float]
_loopback = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def main() -> None:
    options = _options()
    with ExitStack() as stack:
        peer = stack.enter_context(peer_running(options.peer))
        ours = stack.enter_context(signpost_running())
        for ask in (peer, ours):
            for _ in range(WARM_UP):
                ask()
        times: dict[str, list[float]] = {"peer": [], "signpost": []}
        for turn in range(options.turns):
            times["peer"].append(peer())
            times["signpost"].append(ours())
            if turn % 50 == 49:
                print(f"  {turn + 1} of {options.turns} turns each", file=sys.stderr)
    report(times)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=300)
    parser.add_argument("--peer", type=Path, default=PROJECT / "var" / "bench-peer")
    return parser.parse_args()


def report(times: dict[str, list[float]]) -> None:
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}, {len(times['peer'])} turns each")
    print(f"{'':34}{'median ms':>10}{'p95 ms':>10}")
    names = {"peer": "Rasa's default form bot, no store", "signpost": "Signpost, committed to SQLite"}
    for key, name in names.items():
        print(f"{name:34}{statistics.median(times[key]):10.1f}{_p95(times[key]):10.1f}")
    ratio = statistics.median(times["signpost"]) / statistics.median(times["peer"])
    print(f"{'Signpost / peer':34}{ratio:10.2f}{_p95(times['signpost']) / _p95(times['peer']):10.2f}")


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[18]


@contextmanager
def peer_running(folder: Path) -> Iterator[Ask]:
    if not any(folder.glob("models/*.tar.gz")):
        build_peer(folder)
    port, actions_port = _free_port(), _free_port()
    (folder / "endpoints.yml").write_text(f"action_endpoint:\n  url: http://127.0.0.1:{actions_port}/webhook\n")
    (folder / "credentials.yml").write_text("rest:\n")
    server = [str(BIN / "rasa"), "run", "-i", "127.0.0.1", "-p", str(port), "--endpoints", "endpoints.yml"]
    actions = [str(BIN / "rasa"), "run", "actions", "-p", str(actions_port)]
    with _process(actions, folder, {}), _process(server, folder, {}):
        _wait(f"http://127.0.0.1:{port}/")
        _wait(f"http://127.0.0.1:{actions_port}/health")
        yield _peer_turns(port)


def build_peer(folder: Path) -> None:
    """`rasa init` without its training, then the form, then one training of both."""
    import rasa.cli.initial_project

    print("Training the peer, once; this takes a few minutes", file=sys.stderr)
    shutil.copytree(Path(rasa.cli.initial_project.__path__[0]), folder, dirs_exist_ok=True)
    (folder / "domain").mkdir(exist_ok=True)
    shutil.move(folder / "domain.yml", folder / "domain" / "init.yml")
    shutil.copy(BENCH / "peer" / "domain.yml", folder / "domain" / "form.yml")
    shutil.copy(BENCH / "peer" / "data.yml", folder / "data" / "form.yml")
    shutil.copy(BENCH / "peer" / "actions.py", folder / "actions" / "form.py")
    command = [str(BIN / "rasa"), "train", "--domain", "domain"]
    subprocess.run(command, cwd=folder, env={**os.environ, **QUIET}, check=True, stdout=subprocess.DEVNULL)


def _peer_turns(port: int) -> Ask:
    said = [0]
    sender = [uuid.uuid4().hex]

    def ask() -> float:
        words = PEER_CONVERSATION[said[0] % len(PEER_CONVERSATION)]
        if said[0] % len(PEER_CONVERSATION) == 0:
            sender[0] = uuid.uuid4().hex
        said[0] += 1
        took, replies = _post(f"http://127.0.0.1:{port}/webhooks/rest/webhook", {"sender": sender[0], "message": words})
        if not replies:
            raise RuntimeError(f"the peer did not answer {words!r}")
        return took

    return ask


@contextmanager
def signpost_running() -> Iterator[Ask]:
    with tempfile.TemporaryDirectory(prefix="signpost-bench-") as home:
        ours = {"SIGNPOST_HOME": home, "SIGNPOST_PORT": str(_free_port()), "SIGNPOST_ACTION_PORT": str(_free_port())}
        with _process([str(BIN / "signpost"), "run"], PROJECT, ours):
            _wait_for_file(Path(home) / "secrets" / "local-channel.key")
            _wait(f"http://127.0.0.1:{ours['SIGNPOST_PORT']}/chat/")
            yield _our_turns(home, int(ours["SIGNPOST_PORT"]))


def _our_turns(home: str, port: int) -> Ask:
    """Answers to the questions of the referral route, each recorded; a new case whenever the questions end."""
    from datetime import timedelta

    from bot.channels.identity import Identity, issue_token

    key = (Path(home) / "secrets" / "local-channel.key").read_text().strip()
    who = Identity("bench-officer", "probation_practitioner", "england_wales", "bench")
    headers = {"Authorization": f"Bearer {issue_token(who, key, timedelta(hours=1))}"}
    url = f"http://127.0.0.1:{port}/chat/turn"
    stage = ["start"]
    cases = [100000]

    def send(words: str) -> float:
        took, reply = _post(url, {"text": words, "message_id": uuid.uuid4().hex}, headers)
        stage[0] = reply["state"]["stage"]
        return took

    def ask() -> float:
        for _ in range(12):
            if stage[0] == "question":
                break
            cases[0] += stage[0] == "case"
            send(f"X{cases[0]}" if stage[0] == "case" else TO_THE_NEXT_QUESTION.get(stage[0], "stop"))
        return send("not known yet")

    return ask


def _post(url: str, body: dict, headers: dict[str, str] | None = None) -> tuple[float, object]:
    """Milliseconds until the whole reply was there, and the reply."""
    data = json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json", **(headers or {})})
    start = time.perf_counter()
    with _loopback.open(request, timeout=60) as answer:
        reply = answer.read()
    return (time.perf_counter() - start) * 1000, json.loads(reply)


@contextmanager
def _process(command: list[str], folder: Path, environment: dict[str, str]) -> Iterator[None]:
    child = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **QUIET, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        os.killpg(child.pid, signal.SIGTERM)
        child.wait(timeout=30)


def _wait(url: str, seconds: float = 180) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            _loopback.open(url, timeout=2).close()
            return
        except (OSError, urllib.error.URLError):
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def _wait_for_file(path: Path, seconds: float = 300) -> None:
    until = time.monotonic() + seconds
    while not path.exists():
        if time.monotonic() > until:
            raise TimeoutError(f"{path} did not appear")
        time.sleep(0.5)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    main()
