from __future__ import annotations

import pytest

from service import errors
from service.errors import CommandError, ConfigurationError, GatewayError, ProviderError, RateLimited

TREE = [getattr(errors, name) for name in errors.__all__]
PROVIDER = [error for error in TREE if issubclass(error, ProviderError)]


@pytest.mark.parametrize("error", TREE)
def test_every_error_is_in_the_tree(error: type[Exception]) -> None:
    """All are caught as a GatewayError, and drawn in the module's docstring."""
    assert issubclass(error, GatewayError)
    assert f" {error.__name__} " in f"{errors.__doc__} ".replace("\n", " ")


@pytest.mark.parametrize("error", PROVIDER)
def test_the_text_of_a_provider_error_names_the_provider(error: type[ProviderError]) -> None:
    """Whatever it is, and whatever else it knows."""
    raised = error("kraken", "HTTP 503")

    assert str(raised) == "kraken: HTTP 503"
    assert (raised.provider, raised.reason) == ("kraken", "HTTP 503")


def test_a_configuration_error_is_one_line() -> None:
    """Setting, problem, and what to do if that is known."""
    assert str(ConfigurationError("GATEWAY_PORT", "is taken")) == "GATEWAY_PORT: is taken"
    assert str(ConfigurationError("GATEWAY_PORT", "is taken", "choose another")) == (
        "GATEWAY_PORT: is taken; choose another"
    )


def test_a_command_error_is_its_message() -> None:
    """What the client reads is what a log shows."""
    assert str(CommandError("invalid_json", "Not JSON")) == "Not JSON"


def test_errors_are_told_apart_by_identity() -> None:
    """Two failures with the same fields are two failures, and both can be kept in a set."""
    first, second = (RateLimited("kraken", "HTTP 429", 30.0) for _ in range(2))

    assert first != second
    assert len({first, second}) == 2
