from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.edge.credentials import PROTOCOL, chosen_protocol, token
from tests.fakes.upgrade import upgrade

T = "aZ09-_.~+/=="


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_a_token_comes_by_authorization(scheme: str) -> None:
    """The name of the scheme may be written in any case (RFC 9110 §11.1)."""
    assert token(upgrade("/ws", ("authorization", f"{scheme} {T}"))) == T


def test_a_token_comes_by_api_key() -> None:
    """The value of `X-API-Key` is the token."""
    assert token(upgrade("/ws", ("x-api-key", T))) == T


@pytest.mark.parametrize(
    "headers",
    [
        [("sec-websocket-protocol", f"{PROTOCOL}, bearer.abc-_.9")],
        [("sec-websocket-protocol", f"bearer.abc-_.9,{PROTOCOL}")],
        [("sec-websocket-protocol", PROTOCOL), ("sec-websocket-protocol", "bearer.abc-_.9")],
    ],
)
def test_a_token_comes_as_a_subprotocol_beside_the_one_to_choose(headers: list[tuple[str, str]]) -> None:
    """A page in a browser offers two protocols; the one with the token in it is never chosen."""
    scope = upgrade("/ws", *headers)

    assert token(scope) == "abc-_.9"
    assert chosen_protocol(scope) == PROTOCOL


@pytest.mark.parametrize("query", ["token=abc", "a=1&token=abc&b=2", "token=%61bc", "token=abc&token="])
def test_a_token_comes_by_the_query(query: str) -> None:
    """For clients that can set no header, among other parameters, percent-encoded or not."""
    assert token(upgrade("/ws", query=query)) == "abc"


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ([], ""),
        ([], "token="),
        ([], "token"),
        ([], "Token=abc"),
        ([], "token=abc&token=def"),
        ([("authorization", "Basic YWRhOnB3")], ""),
        ([("authorization", "Bearer")], ""),
        ([("authorization", "Bearer ")], ""),
        ([("authorization", "abc")], ""),
        ([("authorization", "Bearerabc")], ""),
        ([("authorization", "Bearer abc"), ("authorization", "Bearer def")], ""),
        ([("x-api-key", "")], ""),
        ([("x-api-key", "abc"), ("x-api-key", "abc")], ""),
        ([("sec-websocket-protocol", PROTOCOL)], ""),
        ([("sec-websocket-protocol", f"{PROTOCOL}, bearer.")], ""),
        ([("sec-websocket-protocol", f"{PROTOCOL}, Bearer.abc")], ""),
        ([("sec-websocket-protocol", "bearer.abc, bearer.def")], ""),
        ([("cookie", "token=abc")], ""),
    ],
)
def test_what_is_no_token_or_two_is_none(headers: list[tuple[str, str]], query: str) -> None:
    """Of two tokens in one place nobody can say which one counts (RFC 6750 §2)."""
    assert not token(upgrade("/ws", *headers, query=query))


def test_headers_go_before_the_query() -> None:
    """The places have an order, so that one token is asked for, whatever a proxy adds to the address."""
    headers = [
        ("sec-websocket-protocol", "bearer.third"),
        ("x-api-key", "second"),
        ("authorization", "Bearer first"),
    ]

    assert [token(upgrade("/ws", *headers[:n], query="token=fourth")) for n in (3, 2, 1, 0)] == [
        "first",
        "second",
        "third",
        "fourth",
    ]


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        ([PROTOCOL], PROTOCOL),
        (["graphql-ws", PROTOCOL], PROTOCOL),
        (["bearer.abc"], None),
        (["gateway.v2+json"], None),
        ([PROTOCOL.upper()], None),
        ([], None),
    ],
)
def test_only_the_protocol_of_the_contract_is_chosen(offered: list[str], chosen: str | None) -> None:
    """A server may choose one of those that were offered, or none (RFC 6455 §4.2.2)."""
    headers = [("sec-websocket-protocol", ", ".join(offered))] if offered else []

    assert chosen_protocol(upgrade("/ws", *headers)) == chosen


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["authorization", "x-api-key", "sec-websocket-protocol"]),
            st.text(st.characters(max_codepoint=255), max_size=30),
        ),
        max_size=4,
    ),
    st.binary(max_size=40),
)
def test_no_bytes_break_the_reading(headers: list[tuple[str, str]], query: bytes) -> None:
    """Whatever bytes stand in the headers and the address, there is a token or none."""
    scope = upgrade("/ws")
    scope["headers"] += [(name.encode(), value.encode("latin-1")) for name, value in headers]
    scope["query_string"] = query
    found = token(scope)

    assert found is None or found.encode(errors="surrogatepass")
