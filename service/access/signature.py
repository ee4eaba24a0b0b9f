"""The door to joserfc: signed tokens and the keys that prove them (RFC 7515, RFC 7517)."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import msgspec
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, JWKRegistry, OKPKey, RSAKey
from joserfc.jws import CompactSignature, JWSRegistry, extract_compact, validate_compact

from service.access.tokens import MAX_TOKEN_CHARS
from service.errors import AccessDenied

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["Key", "Seal", "read_keys", "read_seal"]

Key: TypeAlias = ECKey | OKPKey | RSAKey
"""A public key; those for a shared secret are none."""
MALFORMED = (JoseError, ValueError, TypeError, RecursionError)
"""What the library and the standard library raise for text that is no token or no key."""
MIN_RSA_BITS = 2_048
"""RFC 7518 §3.3."""
KINDS = frozenset({"jwt", "at+jwt"})
"""The `typ` of a token that opens doors (RFC 7519 §5.1, RFC 9068 §2.1); others of the same issuer must not."""


class Header(msgspec.Struct):
    """What a token says of its own signature. Keys, and addresses of keys, that stand in it count for nothing."""

    alg: str
    kid: Annotated[str, msgspec.Meta(min_length=1, max_length=256)]
    typ: str | None = None


class Seal:
    """A signed token whose signature nobody has checked yet."""

    def __init__(self, signature: CompactSignature, registry: JWSRegistry, kid: str) -> None:
        self.kid = kid
        """Which key it says that it is signed with."""
        self._signature = signature
        self._registry = registry

    def open(self, key: Key) -> bytes:
        """Return what is signed. Raises AccessDenied unless this key, used as it is meant to be, has signed it."""
        try:
            is_good = validate_compact(self._signature, key, registry=self._registry)
        except MALFORMED as error:
            raise AccessDenied("The token is signed in a way that its key is not for") from error
        if not is_good:
            raise AccessDenied("The signature of the token is wrong")
        return self._signature.payload


def read_seal(token: str, algorithms: Collection[str]) -> Seal:
    """Read a token in compact form, without trusting it. Raises AccessDenied when no key could make it good."""
    registry = JWSRegistry(algorithms=algorithms, strict_check_header=False)
    registry.max_header_length = registry.max_signature_length = MAX_TOKEN_CHARS
    try:
        signature = extract_compact(token.encode("ascii"), registry=registry)
        fields: dict[str, Any] = signature.protected
        header = msgspec.convert(fields, Header)
    except MALFORMED as error:
        raise AccessDenied("The token is no signed JWT with `alg` and `kid`") from error
    if header.alg not in algorithms:
        raise AccessDenied("The token is signed in a way that is not allowed here")
    if not fields.keys().isdisjoint({"crit", "b64", "cty"}):
        raise AccessDenied("The token asks for extensions, or holds another token")
    if header.typ is not None and header.typ.lower().removeprefix("application/") not in KINDS:
        raise AccessDenied("The token is of a kind that opens no doors")
    return Seal(signature, registry, header.kid)


def read_keys(document: bytes) -> Mapping[str, Key]:
    """Read the public keys of a JWK set (RFC 7517 §5) by their `kid`.

    Keys that no token can name, and those that are not for signatures, shared, too short or not understood, are left
    out. Of two keys with one `kid` the first counts. Raises ValueError when it is no key set at all.
    """
    try:
        entries = msgspec.json.decode(document, type=dict[str, Any])["keys"]
    except (msgspec.DecodeError, KeyError, RecursionError) as error:
        raise ValueError("no key set") from error
    if not isinstance(entries, list):
        raise TypeError("no key set")
    keys: dict[str, Key] = {}
    for entry in entries:
        key = _key(entry)
        if key is not None and key.kid:
            keys.setdefault(key.kid, key)
    return keys


def _key(entry: Any) -> Key | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)  # short keys are judged here
        try:
            key = JWKRegistry.import_key(entry)
        except (*MALFORMED, AttributeError, KeyError):
            return None
    if not isinstance(key, Key) or key.get("use", "sig") != "sig":
        return None
    if isinstance(key, RSAKey) and key.raw_value.key_size < MIN_RSA_BITS:
        return None
    return key
