from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.generated.catalog import SERVICES
from service.access import tokens
from service.access.scopes import SCOPES
from service.access.tokens import MAX_TOKEN_CHARS, Entry, TokenAuthority, check_name, digest, read_entries
from service.errors import AccessDenied, ConfigurationError

ADA, BOB = "ada-token", "bob-token"
DIGEST = "0" * 64


def authority() -> TokenAuthority:
    return TokenAuthority(read_entries(f"ada:{digest(ADA)},bob:{digest(BOB)}:admin+stream:news"))


@pytest.mark.parametrize(
    ("token", "name", "scopes"), [(ADA, "ada", {"stream"}), (BOB, "bob", {"admin", "stream:news"})]
)
async def test_a_token_is_known_by_its_hash(token: str, name: str, scopes: set[str]) -> None:
    """Its name is the subject, its scopes are those of the entry, `stream` when it has none, and it never expires."""
    found = await authority().identify(token)

    assert (found.subject, set(found.scopes), found.expires_at) == (name, scopes, None)


@pytest.mark.parametrize(
    "token", [None, "", "ada", "ada-toke", "ada-token ", "ADA-TOKEN", digest(ADA), f"ada:{digest(ADA)}", "é", "\ud800"]
)
async def test_another_token_is_denied(token: str | None) -> None:
    """Neither a name nor a hash nor something similar opens the door."""
    with pytest.raises(AccessDenied):
        await authority().identify(token)


async def test_an_endless_token_is_not_even_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends megabytes costs nothing; at the bound, a token is one like any other."""
    longest = "t" * MAX_TOKEN_CHARS
    judge = TokenAuthority([Entry("long", digest(longest), frozenset({"stream"}))])
    assert (await judge.identify(longest)).subject == "long"
    monkeypatch.setattr(tokens, "digest", None)

    with pytest.raises(AccessDenied):
        await judge.identify(longest + "t")


async def test_every_entry_is_compared_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a judgement takes does not tell which entry came close: all of them are compared, in constant time."""
    compared: list[bytes] = []

    def compare(left: bytes, right: bytes) -> bool:
        compared.append(right)
        return left == right

    monkeypatch.setattr(tokens, "compare_digest", compare)
    await authority().identify(ADA)

    assert len(compared) == 2


@pytest.mark.parametrize("text", ["", " ", ",", " , ,"])
def test_an_empty_setting_has_no_entries(text: str) -> None:
    """Commas alone are nothing."""
    assert read_entries(text) == []


def test_spaces_and_capital_digits_do_not_count() -> None:
    """Entries may be set one below the other, and hashes be written in capitals."""
    first, second = read_entries(f" a:{'AB' * 32} ,\n b:{DIGEST}:stream:news ,")

    assert (first.digest, set(first.scopes)) == ("ab" * 32, {"stream"})
    assert (second.name, set(second.scopes)) == ("b", {"stream:news"})


MALFORMED = {
    "a token alone": "hunter2hunter2",
    "no hash": "hunter2:",
    "no name": f":{DIGEST}",
    "a token in place of the hash": "ada:hunter2hunter2",
    "a hash too short": f"ada:{DIGEST[1:]}",
    "a hash too long": f"ada:{DIGEST}0",
    "a hash of other digits": f"ada:{'g' * 64}",
    "digits of another script": "ada:" + "\N{ARABIC-INDIC DIGIT ZERO}" * 64,
    "a name with a space": f"hunter 2:{DIGEST}",
    "an endless name": f"{'n' * 65}:{DIGEST}",
    "no scope": f"ada:{DIGEST}:",
    "an empty scope": f"ada:{DIGEST}:stream+",
    "an unknown scope": f"ada:{DIGEST}:hunter2",
    "an unknown service": f"ada:{DIGEST}:stream:hunter2",
    "scopes with commas": f"ada:{DIGEST}:stream,admin",
    "another separator": f"ada;{DIGEST}",
    "a name twice": f"ada:{DIGEST},ada:{'1' * 64}",
    "a token twice": f"ada:{DIGEST},bob:{DIGEST}",
}


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED)
def test_an_entry_that_will_not_do_is_refused_without_being_shown(text: str) -> None:
    """What stands in the wrong place may be a token: the text tells which entry it is, and shows nothing but a name."""
    with pytest.raises(ConfigurationError) as refused:
        read_entries(f"first:{'f' * 64},{text}")
    shown = str(refused.value)

    assert refused.value.setting == "GATEWAY_TOKENS"
    assert "hunter2" not in shown
    assert DIGEST not in shown
    assert "2" in shown or "3" in shown


@pytest.mark.parametrize(("scope", "meant"), [("steam", "stream"), ("stream:new", "stream:news"), ("Admin", "admin")])
def test_a_misspelt_scope_is_answered_with_the_closest_one(scope: str, meant: str) -> None:
    """The closest name is a help that gives nothing away."""
    with pytest.raises(ConfigurationError, match=f"did you mean {meant}$"):
        read_entries(f"ada:{DIGEST}:{scope}")


NAMES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", fullmatch=True)
ENTRIES = st.builds(
    Entry,
    NAMES,
    st.binary(min_size=32, max_size=32).map(bytes.hex),
    st.frozensets(st.sampled_from(SCOPES), min_size=1),
)


@given(st.lists(ENTRIES, unique_by=(lambda entry: entry.name, lambda entry: entry.digest)))
def test_what_is_written_is_read_again(entries: list[Entry]) -> None:
    """An entry as it is printed is that entry when it is read."""
    assert read_entries(",".join(map(str, entries))) == entries


@given(st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    """Anything at all is entries, or a ConfigurationError."""
    try:
        found = read_entries(text)
    except ConfigurationError:
        return

    assert len(found) <= text.count(",") + 1


@pytest.mark.parametrize("name", ["", ".a", "-a", "a b", "a:b", "a,b", "a\n", "é", "n" * 65])
def test_a_name_holds_nothing_unclear(name: str) -> None:
    """Names stand in logs and between colons."""
    with pytest.raises(ConfigurationError) as refused:
        check_name("NAME", name)

    assert refused.value.setting == "NAME"


def test_every_service_has_a_scope() -> None:
    """A token can be limited to any service of the contract."""
    assert {f"stream:{service}" for service in SERVICES} | {"stream", "admin"} == set(SCOPES)
