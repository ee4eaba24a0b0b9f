from __future__ import annotations

import os
import subprocess
import sys

import pytest
from click.shell_completion import BashComplete

from contracts.generated.catalog import ENDPOINTS, SERVICES
from service.cli import gateway
from service.errors import ConfigurationError
from service.terminal.names import ENDPOINT, SERVICE, Name

GATEWAY = (sys.executable, "-c", "import sys; sys.argv[0] = 'gateway'; from service.cli import main; main()")


def asked(**settings: str) -> str:
    """Run the command as a shell does that wants to know something."""
    return subprocess.run(GATEWAY, env=os.environ | settings, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("gateway", "wa"), {"watch"}),
        (("gateway", "watch", "m"), {"market_data"}),
        (("gateway", "watch", "news", ""), set(SERVICES)),
        (("gateway", "watch", "--endpoint", "/ws/m"), {"/ws/master", "/ws/market_data", "/ws/monitoring"}),
        (("gateway", "call", ""), {"get_status", "ping"}),
        (("gateway", "call", "ping", "--endpoint", ""), set(ENDPOINTS)),
        (("gateway", "export", "n"), {"news"}),
    ],
)
def test_the_shell_completes_commands_services_actions_and_endpoints(words: tuple[str, ...], names: set[str]) -> None:
    """Whatever has a name in the contract need not be typed."""
    shell = BashComplete(gateway, {}, "gateway", "_GATEWAY_COMPLETE")

    assert {found.value for found in shell.get_completions(list(words[1:-1]), words[-1])} == names


def test_bash_gets_its_script_and_its_answers() -> None:
    """`_GATEWAY_COMPLETE=bash_source gateway` prints what the shell reads, which then asks the command itself."""
    assert "_GATEWAY_COMPLETE=bash_complete" in asked(_GATEWAY_COMPLETE="bash_source")
    answer = asked(_GATEWAY_COMPLETE="bash_complete", COMP_WORDS="gateway watch m", COMP_CWORD="2")
    assert answer == "plain,market_data\n"


@pytest.mark.parametrize(
    ("kind", "word", "remedy"),
    [
        (SERVICE, "marketdata", "did you mean market_data"),
        (SERVICE, "xyz", f"the services are {', '.join(SERVICES)}"),
        (ENDPOINT, "/ws/nws", "did you mean /ws/news"),
        (ENDPOINT, "/", f"the endpoints are {', '.join(ENDPOINTS)}"),
    ],
)
def test_a_wrong_name_gets_the_closest_one(kind: Name, word: str, remedy: str) -> None:
    """Where none is close, all are listed."""
    with pytest.raises(ConfigurationError) as caught:
        kind.convert(word, None, None)

    assert (caught.value.setting, caught.value.remedy) == (word, remedy)
