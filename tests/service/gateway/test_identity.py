from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.generated.catalog import ENDPOINTS, ServiceName
from service.gateway.identity import ADMIN, ANYBODY, STREAM, Identity

SERVICES = get_args(ServiceName)
OTHERS = st.sampled_from(["", "stream:", "stream: news", "STREAM", "stream:nowhere", "streams", "openid", "stream:all"])


@given(st.sets(st.sampled_from(SERVICES)), st.sets(OTHERS | st.just(ADMIN)), st.sampled_from(sorted(ENDPOINTS)))
def test_an_identity_has_what_its_scopes_name(services: set[str], others: set[str], path: str) -> None:
    """`stream:news` is news and nothing else; what means nothing here, and `admin`, give no service."""
    identity = Identity("somebody", frozenset({f"stream:{service}" for service in services} | others))
    scope = ENDPOINTS[path].scope

    assert [service for service in SERVICES if identity.allows(service)] == [
        service for service in SERVICES if service in services
    ]
    assert list(identity.share(ENDPOINTS[path])) == [service for service in scope if service in services]
    assert identity.is_admin == (ADMIN in others)


@pytest.mark.parametrize("path", sorted(ENDPOINTS))
def test_the_scope_of_streams_is_every_service(path: str) -> None:
    """`stream` alone gives all that an address carries, in the contract's order, and makes nobody an admin."""
    identity = Identity("somebody", frozenset({STREAM}))

    assert list(identity.share(ENDPOINTS[path])) == list(ENDPOINTS[path].scope)
    assert not identity.is_admin


def test_anybody_may_have_everything() -> None:
    """Where no token is asked for, nothing is withheld, and nothing expires."""
    assert all(ANYBODY.allows(service) for service in SERVICES)
    assert (ANYBODY.is_admin, ANYBODY.expires_at) == (True, None)


def test_without_scopes_there_is_nothing() -> None:
    """A token that says nothing allows nothing."""
    nobody = Identity("nobody", frozenset())

    assert not any(nobody.allows(service) for service in SERVICES)
    assert not nobody.is_admin
