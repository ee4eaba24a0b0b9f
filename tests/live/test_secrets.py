"""Secrets go to where they belong, and nowhere else."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain
from signal import SIGTERM
from typing import TYPE_CHECKING, Any, Final

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from service.providers.catalog import load_catalog
from tests.live.ask import ask
from tests.live.deadline import until, within
from tests.live.leaky import ELSEWHERE, MARK, leaking
from tests.live.program import Program
from tests.live.stand import LOOPBACK, free_port

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tests.live.leaky import Leaky

PROVIDERS: Final = load_catalog({}).providers
KEYED: Final = [name for name, provider in PROVIDERS.items() if provider.takes_key]
WAYS: Final = ("query", "authorization", "x-api-key", "protocol")
QUIET: Final = "huggingface_inference"
"""Asked about headlines only, and there are none."""
PIECE: Final = 10
COMMANDS: Final = (
    '{"action": "subscribe", "service": "all"}',
    '{"action": "subscribe", "service": "news", "token": "%s"}',
    '{"action": "authenticate", "token": "%s"}',
    '{"token": "%s"',
    '["Bearer %s"]',
)


def secret(name: str) -> str:
    """Make up 30 characters that stand nowhere else, always the same ones for a name."""
    return sha256(name.encode()).hexdigest()[:30]


KEYS: Final = {name: secret(f"key of {name}") for name in KEYED}
PATHS: Final = {name: secret(f"address of {name}") for name in PROVIDERS}
GOOD: Final = {way: secret(f"good token by {way}") for way in WAYS}
BAD: Final = {way: secret(f"bad token by {way}") for way in WAYS}
SENT: Final = [secret(f"sent {number}") for number in range(len(COMMANDS))]
EXPECTED: Final = {*KEYS.values(), *PATHS.values()} - {KEYS[QUIET], PATHS[QUIET]}
SECRETS: Final = list(chain(KEYS.values(), PATHS.values(), GOOD.values(), BAD.values(), SENT))


def leaks(text: str, secrets: Iterable[str] = SECRETS) -> list[str]:
    """Return the secrets that a text shows in part or in whole."""
    return [each for each in secrets if any(each[at : at + PIECE] in text for at in range(0, len(each), PIECE))]


def bring(way: str, token: str) -> tuple[str, dict[str, Any]]:
    """Return the query of a handshake that brings a token, and the options of the client for it."""
    match way:
        case "query":
            return f"?token={token}", {}
        case "protocol":
            return "", {"subprotocols": [Subprotocol("gateway.v1+json"), Subprotocol(f"bearer.{token}")]}
        case "authorization":
            return "", {"additional_headers": {"Authorization": f"Bearer {token}"}}
        case _:
            return "", {"additional_headers": {way: token}}


@dataclass
class Haul:
    """Everything that a gateway has said."""

    frames: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    archive: str = ""
    output: str = ""


class Prey:
    """A gateway that is made to talk."""

    def __init__(self, port: int, haul: Haul) -> None:
        self.url = f"http://{LOOPBACK}:{port}"
        self.haul = haul

    def is_live(self) -> bool:
        try:
            return ask(f"{self.url}/health/live").status == 200
        except OSError:
            return False

    def read(self) -> None:
        """Ask for all that there is over HTTP, with good tokens, bad ones and none, in all ways."""
        paths = (
            "/ws/stats",
            "/metrics",
            "/ws/services",
            "/ws/endpoints",
            "/schema",
            "/health/ready",
            "/metrics",
            "/nothing",
            "/ws",
        )
        for token in (*GOOD.values(), *BAD.values(), ""):
            headers = [{"Authorization": f"Bearer {token}"}, {"Authorization": f"Basic {token}"}, {"X-API-Key": token}]
            for path in paths:
                self._ask(f"{path}?token={token}", {})
                for each in headers:
                    self._ask(path, each)
            self._ask("/admin/drain", {"Authorization": f"Bearer {BAD['query']}"}, method="POST")

    def _ask(self, path: str, headers: dict[str, str], method: str = "GET") -> None:
        reply = ask(self.url + path, method=method, headers=headers)
        self.haul.answers.append(f"{reply.status} {reply.headers} {reply.body.decode(errors='replace')}")

    async def provoke(self) -> None:
        """Try all the ways in, with bad tokens and with good ones."""
        async with asyncio.TaskGroup() as clients:
            for way in WAYS:
                clients.create_task(self.knock(way), name=f"knock by {way}")
                clients.create_task(self.listen(way, until_marked=3), name=f"listen by {way}")

    async def knock(self, way: str) -> None:
        """Try to come in with a bad token."""
        query, options = bring(way, BAD[way])
        with pytest.raises(InvalidStatus) as refused:
            async with connect(f"{self.url.replace('http', 'ws')}/ws{query}", proxy=None, **options):
                pass
        response = refused.value.response
        assert response.status_code == 401
        self.haul.answers.append(f"{response.headers} {(response.body or b'').decode()}")

    async def listen(self, way: str, *, until_marked: int) -> None:
        """Come in with a good token, say what nobody should, and take all frames until so many show errors."""
        query, options = bring(way, GOOD[way])
        marked = 0
        async with within(), connect(f"{self.url.replace('http', 'ws')}/ws{query}", proxy=None, **options) as socket:
            for command, said in zip(COMMANDS, SENT, strict=True):
                await socket.send(command.replace("%s", said))
            while marked < until_marked:
                frame = str(await socket.recv())
                self.haul.frames.append(frame)
                marked += MARK in frame


def settings(leaky: Leaky) -> dict[str, str]:
    tokens = [f"{way}:{sha256(token.encode()).hexdigest()}:stream+admin" for way, token in GOOD.items()]
    return {
        "GATEWAY_LOG_LEVEL": "debug",
        "GATEWAY_INTERVAL_SCALE": "0.05",
        "GATEWAY_HANDSHAKES_PER_S": "1000",
        "GATEWAY_DATABASE_URL": "archive.db",
        "GATEWAY_AUTH": "token",
        "GATEWAY_TOKENS": ",".join(tokens),
        **{f"GATEWAY_PROVIDER_{name.upper()}_KEY": key for name, key in KEYS.items()},
        **{f"GATEWAY_PROVIDER_{name.upper()}_URL": f"{leaky.url}/{name}/{path}" for name, path in PATHS.items()},
    }


def have_redirected(leaky: Leaky) -> bool:
    """Whether most providers have been asked so often that a redirect was among their answers."""
    return sum(asked > 2 for asked in leaky.asked.values()) > len(PROVIDERS) / 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("secrets")


@pytest.fixture(scope="module")
def leaky() -> Iterator[Leaky]:
    with leaking(SECRETS) as leaky:
        yield leaky


@pytest.fixture(scope="module")
def haul(folder: Path, leaky: Leaky) -> Haul:
    """Run a gateway whose providers all fail, and take down everything that it says."""
    haul, port = Haul(), free_port()
    prey = Prey(port, haul)
    with Program("serve", "--port", str(port), directory=folder, settings=settings(leaky)) as program:
        until(prey.is_live, "the gateway is live")
        asyncio.run(prey.provoke())
        until(lambda: leaky.told >= EXPECTED, "the providers are asked with their keys")
        until(lambda: have_redirected(leaky), "most providers are asked three times")
        prey.read()
    haul.output = program.out + program.err
    haul.archive = "".join(path.read_bytes().decode("latin-1") for path in folder.glob("archive.db*"))
    return haul


def test_the_secrets_were_used(haul: Haul, leaky: Leaky) -> None:
    """Else it would prove nothing that they are nowhere: the providers were told them, and repeated them."""
    assert len(SECRETS) >= 50
    assert leaky.told >= EXPECTED
    assert len(haul.frames) > 20
    assert {answer[:3] for answer in haul.answers} >= {"200", "401", "404"}


def test_what_a_provider_says_is_passed_on(haul: Haul) -> None:
    """What stands beside the secrets is found in each of the places where they are looked for."""
    assert any(MARK in frame for frame in haul.frames)
    assert MARK in haul.output
    assert MARK in haul.archive


def test_no_frame_holds_a_secret(haul: Haul) -> None:
    """Neither the clients' tokens nor what the providers repeat of keys and addresses, whole or cut off."""
    assert [(frame, found) for frame in haul.frames if (found := leaks(frame))] == []


def test_no_answer_holds_a_secret(haul: Haul) -> None:
    """Nor the headers of one, whoever asks."""
    assert [(answer, found) for answer in haul.answers if (found := leaks(answer))] == []


def test_the_logs_hold_no_secret(haul: Haul) -> None:
    """On the level `debug`."""
    assert [(line, found) for line in haul.output.splitlines() if (found := leaks(line))] == []


def test_the_archive_holds_no_secret(haul: Haul) -> None:
    """It is kept and copied long after."""
    assert leaks(haul.archive) == []


def test_nobody_is_led_elsewhere(haul: Haul, leaky: Leaky) -> None:
    """A redirect costs one request, and the place that it names none, although it is on the same machine."""
    assert have_redirected(leaky)
    assert ELSEWHERE not in leaky.asked


def test_the_settings_are_shown_without_secrets(tmp_path: Path, leaky: Leaky) -> None:
    """`gateway config` masks keys, tokens, passwords, and what may be one in an address, even if that will not do."""
    database, user, key = secret("database"), secret("user"), secret("asked")
    chosen = {
        **settings(leaky),
        "GATEWAY_DATABASE_URL": f"postgresql://gateway:{database}@{LOOPBACK}/gateway?password={database}",
        "GATEWAY_PROVIDER_KRAKEN_URL": f"https://{user}:{user}@kraken.test/v3?key={key}#{key}",
    }
    program = Program("config", directory=tmp_path, settings=chosen)

    assert program.exit_code() == 0
    assert "GATEWAY_PROVIDER_KRAKEN_URL=https://…@kraken.test/v3?…#…  # environment" in program.out
    assert f"GATEWAY_PROVIDER_BINANCE_URL={leaky.url}/binance/…  # environment" in program.out
    assert leaks(program.out + program.err, [*SECRETS, database, user, key, *digests()]) == []


def digests() -> list[str]:
    return [sha256(token.encode()).hexdigest()[:30] for token in GOOD.values()]


def test_the_password_of_a_database_stays_in_the_gateway(tmp_path: Path, leaky: Leaky) -> None:
    """Neither the trouble with a database that is down nor what is lost at the end shows it."""
    password, port = secret("password"), free_port()
    url = f"postgresql://gateway:{password}@{LOOPBACK}:{free_port()}/gateway?password={password}"
    haul, chosen = Haul(), {**settings(leaky), "GATEWAY_DATABASE_URL": url}
    prey = Prey(port, haul)
    program = Program("serve", "--port", str(port), directory=tmp_path, settings=chosen)
    until(lambda: "archive cannot write" in program.err or None, "the archive complains")
    until(prey.is_live, "the gateway is live")
    prey.read()
    program.signal(SIGTERM)

    assert program.exit_code() == 0
    assert f"postgresql://gateway@{LOOPBACK}" in program.err
    assert leaks("".join([program.out, program.err, *haul.answers]), [*SECRETS, password]) == []
