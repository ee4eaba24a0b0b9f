from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import ECKey

from service.access.claims import Expected
from service.access.jwt import JwtAuthority
from service.access.keys import Keys
from service.access.signature import read_keys
from service.errors import AccessDenied
from tests.fakes.clock import START, FakeClock
from tests.fakes.mint import AUDIENCE, ISSUER, Mint, claims, part, shared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.access.signature import Key
    from service.gateway.identity import Identity

MINT = Mint()
STRANGER = Mint()
NOW = START.timestamp()
PEM = MINT.rsa.as_pem(private=False)
WEAK_EC = ECKey.generate_key("P-384", {"kid": "ec384"})


class Shop:
    """Gives the mint's keys away. Implements Source."""

    def __init__(self) -> None:
        self.asked = 0

    async def fetch(self) -> Mapping[str, Key]:
        self.asked += 1
        return read_keys(MINT.document(WEAK_EC.as_dict(private=False)))


def authority(*algorithms: str) -> JwtAuthority:
    clock = FakeClock()
    return JwtAuthority(Keys(Shop(), clock), Expected(ISSUER, AUDIENCE), algorithms or ("RS256", "ES256"), clock)


async def identify(token: str | None, *algorithms: str) -> Identity:
    return await authority(*algorithms).identify(token)


def said(**more: Any) -> str:
    return MINT.token(claims(**more))


def unsaid(name: str) -> str:
    return MINT.token(claims(name))


def cut(token: str, *indices: int) -> str:
    parts = token.split(".")
    return ".".join(parts[index] for index in indices)


GOOD = {
    "RS256": MINT.token(),
    "ES256": MINT.token(alg="ES256", kid="ec"),
    "no typ": MINT.token(None, "typ"),
    "access token": MINT.token(typ="at+jwt"),
    "access token in full": MINT.token(typ="application/AT+JWT"),
    "one of several audiences": said(aud=["other", AUDIENCE]),
    "expires in an instant": said(exp=NOW + 0.001),
    "good since this moment": said(nbf=NOW),
    "good in half a minute": said(nbf=NOW + 30),
    "no nbf": unsaid("nbf"),
    "unknown claims": said(azp="app", iat=NOW, realm={"deep": []}),
    "embedded key": MINT.token(jwk=STRANGER.rsa.as_dict(private=False)),
    "address of a key": MINT.token(jku="https://stranger.example/keys", x5u="https://stranger.example/cert"),
    "thumbprint": MINT.token(x5t="c29tZSBmaW5nZXJwcmludA", nonce="of somebody"),
}

SIGNATURES = {
    "alg none": MINT.signed(part({"alg": "none", "kid": "rsa"}), part(claims())),
    "alg none, unsigned": f"{part({'alg': 'none', 'kid': 'rsa'})}.{part(claims())}.",
    "alg None": MINT.token(alg="None"),
    "alg of another case": MINT.token(alg="rs256"),
    "alg no text": MINT.token(alg=5),
    "no alg": MINT.token(None, "alg"),
    "HS256 with the public key": shared(PEM, {"alg": "HS256", "kid": "rsa"}, claims()),
    "HS256 called RS256": shared(PEM, {"alg": "RS256", "kid": "rsa"}, claims()),
    "another alg of the same key": MINT.token(alg="RS512"),
    "RS256 with the id of an EC key": MINT.token(kid="ec"),
    "ES256 with the id of an RSA key": MINT.token(alg="ES256", kid="rsa"),
    "ES256 with a key of another curve": MINT.token(alg="ES256", kid="ec384"),
    "no kid": MINT.token(None, "kid"),
    "empty kid": MINT.token(kid=""),
    "kid no text": MINT.token(kid=["rsa"]),
    "endless kid": MINT.token(kid="r" * 257),
    "unknown kid": MINT.token(kid="other"),
    "kid of a path": MINT.token(kid="../../dev/null"),
    "a stranger's signature": STRANGER.token(),
    "a stranger's key embedded": STRANGER.token(jwk=STRANGER.rsa.as_dict(private=False)),
    "a stranger's key by address": STRANGER.token(jku="https://stranger.example/keys"),
    "a stranger's certificate": STRANGER.token(x5c=[part(b"certificate")]),
    "zero signature": f"{cut(MINT.token(), 0, 1)}.{part(bytes(256))}",
    "zero ES256 signature": f"{cut(MINT.token(alg='ES256', kid='ec'), 0, 1)}.{part(bytes(64))}",
    "short ES256 signature": f"{cut(MINT.token(alg='ES256', kid='ec'), 0, 1)}.{part(bytes(8))}",
    "no signature": f"{cut(MINT.token(), 0, 1)}.",
    "signature of another token": f"{cut(said(sub='root'), 0, 1)}.{cut(MINT.token(), 2)}",
    "other claims under a good signature": f"{cut(MINT.token(), 0)}.{part(claims(sub='root'))}.{cut(MINT.token(), 2)}",
}
HEADERS = {
    "critical extension": MINT.token(crit=["exp"], exp=NOW),
    "critical algorithm": MINT.token(crit=["alg"]),
    "empty crit": MINT.token(crit=[]),
    "unencoded payload": MINT.token(b64=False, crit=["b64"]),
    "nested token": MINT.token(MINT.token().encode(), cty="JWT"),
    "claims that are said to be a token": MINT.token(cty="JWT"),
    "nested token, not said so": MINT.token(MINT.token().encode()),
    "token of another kind": MINT.token(typ="logout+jwt"),
    "typ no text": MINT.token(typ=1),
    "header an array": MINT.signed(part(["alg", "kid"]), part(claims())),
    "header a text": MINT.signed(part("alg kid"), part(claims())),
    "header null": MINT.signed(part(None), part(claims())),
    "header no JSON": MINT.signed(part(b"{alg}"), part(claims())),
    "header not UTF-8": MINT.signed(part(b'{"alg":"\xff"}'), part(claims())),
    "header of a thousand arrays": MINT.signed(part(b"[" * 2000), part(claims())),
}
FORMS = {
    "a word": "token",
    "dots": "..",
    "one part": cut(MINT.token(), 0),
    "two parts": cut(MINT.token(), 0, 1),
    "four parts": cut(MINT.token(), 0, 1, 2, 2),
    "five parts, encrypted": cut(MINT.token(), 0, 1, 2, 1, 2),
    "huge": said(padding="p" * 8_192),
    "padded base64": MINT.token().replace(".", "=.", 1),
    "no base64": "a~b." + cut(MINT.token(), 1, 2),
    "base64 for files": f"{cut(MINT.token(), 0, 1)}.++//",
    "no ASCII": MINT.token() + "é",
    "a space": MINT.token() + " ",
    "a line feed": MINT.token() + "\n",
    "no payload": MINT.signed(part({"alg": "RS256", "kid": "rsa"}), ""),
}
CLAIMS = {
    "no JSON": MINT.token(b"claims"),
    "an array": MINT.token([claims()]),
    "a text": MINT.token("ada"),
    "ten thousand arrays": MINT.token(b"[" * 4_000),
    "thousands of arrays in a claim": MINT.token(b'{"realm":' + b"[" * 4_000),
    "no iss": unsaid("iss"),
    "another iss": said(iss="https://stranger.example"),
    "iss with a slash": said(iss=ISSUER + "/"),
    "iss an array": said(iss=[ISSUER]),
    "iss null": said(iss=None),
    "no aud": unsaid("aud"),
    "another aud": said(aud="other"),
    "part of aud": said(aud=AUDIENCE + "s"),
    "aud empty": said(aud=[]),
    "aud an object": said(aud={AUDIENCE: True}),
    "aud of numbers": said(aud=[AUDIENCE, 1]),
    "no sub": unsaid("sub"),
    "empty sub": said(sub=""),
    "sub a number": said(sub=7),
    "endless sub": said(sub="s" * 257),
    "no exp": unsaid("exp"),
    "expired": said(exp=NOW - 1),
    "expires now": said(exp=NOW),
    "exp a text": said(exp=str(NOW + 600)),
    "exp true": said(exp=True),
    "exp null": said(exp=None),
    "exp without end": said(exp=1e300),
    "exp infinite": MINT.token(b'{"exp": Infinity}'),
    "exp not a number": said(exp=math.nan),
    "exp negative": said(exp=-1),
    "not good yet": said(nbf=NOW + 31),
    "nbf a text": said(nbf="now"),
    "scope a number": said(scope=1),
    "scope an array": said(scope=["stream"]),
    "scp an object": said(scp={}),
}
BAD = {**SIGNATURES, **HEADERS, **FORMS, **CLAIMS}


@pytest.mark.parametrize("token", GOOD.values(), ids=GOOD)
async def test_a_good_token_says_whose_it_is(token: str) -> None:
    """The control: what the issuer has signed for this gateway opens the door, whatever else stands in it."""
    found = await identify(token)

    assert (found.subject, set(found.scopes)) == ("ada", {"stream"})
    assert found.expires_at is not None
    assert found.expires_at > START


@pytest.mark.parametrize("token", [*BAD.values(), "", None], ids=[*BAD, "empty", "none at all"])
async def test_a_bad_token_is_denied(token: str | None) -> None:
    """Whatever is wrong with a token, the answer is a refusal in one line, and the token is not in it."""
    with pytest.raises(AccessDenied) as denied:
        await identify(token)

    assert "\n" not in str(denied.value)
    assert not token or len(token) < 10 or token not in str(denied.value)


@pytest.mark.parametrize(
    "name", ["alg none", "HS256 with the public key", "another alg of the same key", "huge", "no kid"]
)
async def test_the_issuer_is_not_asked_about_a_token_that_no_key_could_prove(name: str) -> None:
    """What can be seen from the token itself costs the issuer nothing."""
    clock, shop = FakeClock(), Shop()
    judge = JwtAuthority(Keys(shop, clock), Expected(ISSUER, AUDIENCE), ("RS256",), clock)
    with pytest.raises(AccessDenied):
        await judge.identify(BAD[name])
    asked_before = shop.asked
    await judge.identify(GOOD["RS256"])

    assert (asked_before, shop.asked) == (0, 1)


@pytest.mark.parametrize("alg", ["RS256", "RS384", "RS512", "ES256"])
async def test_only_the_chosen_signatures_count(alg: str) -> None:
    """A good signature of a kind that the settings do not name is none."""
    token = MINT.token(alg=alg, kid="ec" if alg == "ES256" else "rsa")

    assert (await identify(token, alg)).subject == "ada"
    with pytest.raises(AccessDenied):
        await identify(token, "PS256")


@pytest.mark.parametrize(
    ("said_so", "scopes"),
    [
        ({"scope": "stream:news admin"}, {"stream:news", "admin"}),
        ({"scope": ""}, set()),
        ({"scope": "stream", "scp": ["admin"]}, {"stream"}),
        ({"scope": "", "scp": ["admin"]}, set()),
        ({"scope": None, "scp": ["stream:news", "admin"]}, {"stream:news", "admin"}),
        ({"scope": None, "scp": "stream admin"}, {"stream", "admin"}),
        ({"scope": None}, set()),
    ],
)
async def test_the_scopes_are_those_of_the_token(said_so: dict[str, Any], scopes: set[str]) -> None:
    """`scope` has spaces between, `scp` may be a list; a token without either allows nothing."""
    assert (await identify(said(**said_so))).scopes == scopes


async def test_a_token_is_good_until_it_expires() -> None:
    """It is accepted until the very moment that its identity names, and not from then on."""
    clock = FakeClock()
    judge = JwtAuthority(Keys(Shop(), clock), Expected(ISSUER, AUDIENCE), ("RS256",), clock)
    token = said(exp=NOW + 10)
    found = await judge.identify(token)
    clock.jump(9.9)
    await judge.identify(token)
    clock.jump(0.1)

    assert found.expires_at == clock.now()
    with pytest.raises(AccessDenied, match="expired"):
        await judge.identify(token)


@given(st.text(max_size=200) | st.binary(max_size=100).map(part))
async def test_no_text_breaks_the_judgement(text: str) -> None:
    """Anything at all in place of a token is denied, and nothing else happens."""
    with pytest.raises(AccessDenied):
        await identify(text)


@given(st.binary(max_size=100), st.binary(max_size=100), st.binary(max_size=100))
async def test_no_three_parts_break_the_judgement(header: bytes, payload: bytes, signature: bytes) -> None:
    """Three parts of anything are denied."""
    with pytest.raises(AccessDenied):
        await identify(f"{part(header)}.{part(payload)}.{part(signature)}")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=2)
)


@given(st.sampled_from(["iss", "aud", "sub", "exp", "nbf"]), JSON)
async def test_no_claim_of_another_value_breaks_the_judgement(name: str, value: Any) -> None:
    """Whatever the issuer signs in place of a claim, the token is good or denied."""
    try:
        found = await identify(said(**{name: value}))
    except AccessDenied:
        return

    assert name in {"exp", "nbf", "sub"}
    assert found.expires_at is not None


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
async def test_a_token_with_one_byte_changed_is_denied(position: int, change: int) -> None:
    """No byte of header, claims or signature can be another."""
    raw = bytearray(GOOD["ES256"].encode())
    raw[position % len(raw)] ^= change
    with pytest.raises(AccessDenied):
        await identify(raw.decode("latin-1"))
