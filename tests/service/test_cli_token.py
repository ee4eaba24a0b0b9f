from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from service.access.tokens import TokenAuthority, read_entries
from service.cli_token import token
from service.errors import ConfigurationError

if TYPE_CHECKING:
    from click.testing import Result


def run(*arguments: str) -> Result:
    return CliRunner().invoke(token, arguments)


def printed(result: Result) -> tuple[str, str]:
    made, entry = result.output.splitlines()
    return made.split()[-1], entry.split()[-1]


@pytest.mark.parametrize(
    ("options", "scopes"),
    [
        ((), {"stream"}),
        (("--scope", "stream:news"), {"stream:news"}),
        (("--scope", "stream", "--scope", "admin"), {"stream", "admin"}),
    ],
)
async def test_the_gateway_knows_the_token_by_the_entry(options: tuple[str, ...], scopes: set[str]) -> None:
    """What is printed for the setting lets in whoever brings what is printed as the token."""
    made, entry = printed(run("dashboard", *options))
    found = await TokenAuthority(read_entries(entry)).identify(made)

    assert (found.subject, set(found.scopes)) == ("dashboard", scopes)
    assert made not in entry


def test_every_token_is_another_one() -> None:
    """It is drawn from 256 random bits, and has only letters that stand unescaped everywhere."""
    made = {printed(run("dashboard"))[0] for _ in range(20)}

    assert len(made) == 20
    assert all(len(each) == 43 and each.replace("-", "").replace("_", "").isalnum() for each in made)


@pytest.mark.parametrize("arguments", [("a b",), ("",), ("ada", "--scope", "steam"), ("ada", "--scope", "")])
def test_what_the_gateway_would_refuse_is_not_printed(arguments: tuple[str, ...]) -> None:
    """A mistake is told here, and not when the gateway starts."""
    result = run(*arguments)

    assert isinstance(result.exception, ConfigurationError)
    assert result.output == ""
