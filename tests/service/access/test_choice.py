from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from service.access.authority import Nobody
from service.access.choice import authority
from service.access.jwt import JwtAuthority
from service.access.tokens import TokenAuthority
from service.errors import ConfigurationError
from service.settings import PREFIX, load_settings
from tests.fakes.clock import FakeClock

if TYPE_CHECKING:
    from pathlib import Path

    from service.access.authority import Authority

TOKENS = {"tokens": f"ada:{'0' * 64}"}
JWT = {"jwt_issuer": "https://issuer.example", "jwt_audience": "gateway", "jwt_jwks_url": "https://issuer.example/keys"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder, with no variable of the gateway in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)


def choose(**settings: str) -> Authority:
    return authority(load_settings(settings), FakeClock())


def refusal(**settings: str) -> str:
    with pytest.raises(ConfigurationError) as refused:
        choose(**settings)
    return str(refused.value)


async def test_without_settings_everybody_may_come_in() -> None:
    """Nobody is asked for a token; a token that somebody brings all the same does no harm."""
    chosen = choose()

    assert isinstance(chosen, Nobody)
    assert not chosen.asks
    assert await chosen.identify("anything") is await chosen.identify(None)


def test_the_setting_chooses() -> None:
    """Each kind of token has its authority, and both ask."""
    token, jwt = choose(auth="token", **TOKENS), choose(auth="jwt", **JWT)

    assert (type(token), type(jwt)) == (TokenAuthority, JwtAuthority)
    assert token.asks
    assert jwt.asks


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        ({"auth": "token"}, "GATEWAY_TOKENS"),
        ({"auth": "token", "tokens": " "}, "GATEWAY_TOKENS"),
        ({"auth": "jwt", **JWT, "jwt_issuer": ""}, "GATEWAY_JWT_ISSUER"),
        ({"auth": "jwt", **JWT, "jwt_audience": ""}, "GATEWAY_JWT_AUDIENCE"),
        ({"auth": "jwt", **JWT, "jwt_jwks_url": ""}, "GATEWAY_JWT_JWKS_URL"),
    ],
)
def test_what_is_needed_has_to_be_there(settings: dict[str, str], missing: str) -> None:
    """A gateway that could let nobody in, or anybody's tokens, does not start."""
    assert refusal(**settings).startswith(f"{missing}: it is empty")


@pytest.mark.parametrize(
    ("settings", "idle", "remedy"),
    [
        (TOKENS, "GATEWAY_TOKENS", "token"),
        ({"jwt_issuer": "i"}, "GATEWAY_JWT_ISSUER", "jwt"),
        ({"auth": "jwt", **JWT, **TOKENS}, "GATEWAY_TOKENS", "token"),
        ({"auth": "token", **TOKENS, **JWT}, "GATEWAY_JWT_ISSUER", "jwt"),
    ],
)
def test_a_setting_that_nobody_looks_at_is_refused(settings: dict[str, str], idle: str, remedy: str) -> None:
    """Whoever sets tokens and forgets `GATEWAY_AUTH` must not believe that the door is shut."""
    text = refusal(**settings)

    assert text.startswith("GATEWAY_AUTH: ")
    assert idle in text
    assert f"set it to {remedy}" in text


def test_a_wrong_entry_is_refused_before_anything_starts() -> None:
    """The mistake shows at the start, not at the first handshake; the entry is not shown."""
    assert "hunter2" not in refusal(auth="token", tokens="hunter2")


def test_keys_over_plain_http_are_refused() -> None:
    """Whoever is on the way could sign tokens."""
    assert refusal(auth="jwt", **{**JWT, "jwt_jwks_url": "http://issuer.example"}).startswith("GATEWAY_JWT_JWKS_URL")


@pytest.mark.parametrize("algorithms", ["HS256", "none", "RS256,HS256", "rs256", "ES256K", ",", ""])
def test_only_signatures_by_a_private_key_can_be_chosen(algorithms: str) -> None:
    """With a shared secret, whoever can check a token can make one."""
    with pytest.raises(ConfigurationError, match=r"^GATEWAY_JWT_ALGORITHMS: "):
        choose(auth="jwt", jwt_algorithms=algorithms, **JWT)


def test_without_the_extra_the_refusal_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """JWTs need a package that not everybody wants."""
    for name in [name for name in sys.modules if name.startswith(("joserfc", "service.access.issuer"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "service.access.jwt")
    monkeypatch.delitem(sys.modules, "service.access.signature")
    monkeypatch.setitem(sys.modules, "joserfc", None)

    assert refusal(auth="jwt", **JWT) == "GATEWAY_AUTH: jwt needs the package joserfc; install crypto-gateway[jwt]"
    assert isinstance(choose(auth="token", **TOKENS), TokenAuthority)
