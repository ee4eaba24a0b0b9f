from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc.jwk import ECKey, OctKey, RSAKey
from joserfc.util import int_to_base64

from service.access.signature import read_keys
from tests.fakes.mint import Mint

MINT = Mint()
GOOD = MINT.rsa.as_dict(private=False)


def short() -> dict[str, str]:
    """Return a key that could be factored."""
    numbers = rsa.generate_private_key(65537, 1024).public_key().public_numbers()  # noqa: S505  that is the point
    return {"kty": "RSA", "kid": "x", "n": int_to_base64(numbers.n), "e": int_to_base64(numbers.e)}


USELESS: dict[str, Any] = {
    "shared secret": OctKey.import_key("s" * 32, {"kid": "x"}).as_dict(private=True),
    "for encryption": {**GOOD, "kid": "x", "use": "enc"},
    "short": short(),
    "without a kid": {name: value for name, value in GOOD.items() if name != "kid"},
    "empty kid": {**GOOD, "kid": ""},
    "kid no text": {**GOOD, "kid": 5},
    "without a kty": {"kid": "x", "n": GOOD["n"], "e": GOOD["e"]},
    "unknown kty": {"kid": "x", "kty": "AKP", "pub": "x"},
    "unknown curve": {"kid": "x", "kty": "EC", "crv": "P-1", "x": "eA", "y": "eQ"},
    "point not on the curve": {**MINT.ec.as_dict(private=False), "kid": "x", "x": MINT.ec.as_dict(private=False)["y"]},
    "n no base64": {**GOOD, "kid": "x", "n": "~"},
    "n a number": {**GOOD, "kid": "x", "n": 5},
    "no object": "key",
    "null": None,
}


@pytest.mark.parametrize("entry", USELESS.values(), ids=USELESS)
def test_a_useless_key_is_left_out_and_the_others_count(entry: Any) -> None:
    """Keys for encryption, of shared secrets, too short, nameless or not understood are as if they were not there."""
    assert set(read_keys(MINT.document(entry))) == {"rsa", "ec"}


def test_of_two_keys_with_one_id_the_first_counts() -> None:
    """A key further down cannot take the place of another."""
    other = RSAKey.generate_key(2048, {"kid": "rsa"})
    found = read_keys(MINT.document(other.as_dict(private=False)))["rsa"]

    assert found.as_dict(private=False)["n"] == GOOD["n"]


def test_a_private_key_that_an_issuer_publishes_by_mistake_is_a_public_one_too() -> None:
    """Its public half is what counts here."""
    key = ECKey.generate_key("P-256", {"kid": "open"})

    assert "open" in read_keys(MINT.document(key.as_dict(private=True)))


@pytest.mark.parametrize(
    "document", [b"", b"{", b"[]", b"{}", b'{"keys": {}}', b'{"keys": null}', b"<html>", b"\xff", b"[" * 100_000]
)
def test_what_is_no_key_set_is_an_error(document: bytes) -> None:
    """An answer that is something else tells nothing about the keys; it is not an empty set."""
    with pytest.raises((ValueError, TypeError)):
        read_keys(document)


def test_a_key_set_may_be_empty() -> None:
    """An issuer that has withdrawn all keys has said so."""
    assert read_keys(json.dumps({"keys": []}).encode()) == {}
