"""Mint: an issuer of JWTs, and of everything that looks like one."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from joserfc.jwa import ESAlgorithm, RSAAlgorithm
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry

from tests.fakes.clock import START

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["AUDIENCE", "ISSUER", "Mint", "claims", "part", "shared"]

ISSUER = "https://issuer.example"
AUDIENCE = "gateway"


def claims(*without: str, life_s: float = 600, **more: Any) -> dict[str, Any]:
    """Say what a good token says at START, with other claims, and without some."""
    now = START.timestamp()
    good = {"iss": ISSUER, "aud": AUDIENCE, "sub": "ada", "scope": "stream", "nbf": now, "exp": now + life_s}
    return {name: value for name, value in (good | more).items() if name not in without}


def part(content: Any) -> str:
    """Write one part of a token: bytes as they are, anything else as JSON."""
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def shared(secret: bytes, header: Mapping[str, Any], payload: Any) -> str:
    """Make a token that is signed with a shared secret."""
    signed = f"{part(header)}.{part(payload)}"
    return f"{signed}.{part(hmac.new(secret, signed.encode(), sha256).digest())}"


class Mint:
    """Has one key of each kind. `rsa` and `ec` are also their ids."""

    def __init__(self) -> None:
        self.rsa = RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"})
        self.ec = ECKey.generate_key("P-256", {"kid": "ec"})

    def document(self, *more: Any) -> bytes:
        """Return the key set that the issuer publishes, and more keys in it."""
        keys = [self.rsa.as_dict(private=False), self.ec.as_dict(private=False), *more]
        return json.dumps({"keys": keys}).encode()

    def token(self, payload: Any = None, *without: str, **header: Any) -> str:
        """Sign anything, under a header with other fields, and without some; the good ones by default."""
        good = {"alg": "RS256", "kid": "rsa", "typ": "JWT"} | header
        fields = {name: value for name, value in good.items() if name not in without}
        return self.signed(part(fields), part(claims() if payload is None else payload), good["alg"])

    def signed(self, header: str, payload: str, alg: str = "RS256") -> str:
        """Sign two parts as they are. A signature that the mint does not know is that of RS256."""
        model: Any = JWSRegistry.algorithms.get(alg)
        if not isinstance(model, RSAAlgorithm | ESAlgorithm):
            model = JWSRegistry.algorithms["RS256"]
        key = self.ec if isinstance(model, ESAlgorithm) else self.rsa
        return f"{header}.{payload}.{part(model.sign(f'{header}.{payload}'.encode(), key))}"
