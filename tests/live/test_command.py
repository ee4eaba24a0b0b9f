from __future__ import annotations

from signal import SIGINT
from typing import TYPE_CHECKING

import pytest

from tests.live.program import Program
from tests.live.stand import LOOPBACK, Stand, free_port

if TYPE_CHECKING:
    from pathlib import Path

    from contracts.validator import Validator

MISTAKES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "GATEWAY_PORT": ({"GATEWAY_PORT": "abc"}, ()),
    "GATEWAY_PROT": ({"GATEWAY_PROT": "1"}, ()),
    "GATEWAY_HOST": ({}, ("--host", "no.such.host.invalid")),
}


@pytest.mark.parametrize(("name", "mistake"), MISTAKES.items())
def test_a_mistake_is_one_line_for_the_user(
    tmp_path: Path, name: str, mistake: tuple[dict[str, str], tuple[str, ...]]
) -> None:
    """The command as installed ends with 2 and one line on standard error that names the setting."""
    settings, arguments = mistake
    program = Program("serve", *arguments, directory=tmp_path, settings=settings)

    assert program.exit_code() == 2
    assert (program.out, program.err.count("\n")) == ("", 1)
    assert program.err.startswith(f"gateway: {name}: ")


def test_a_port_that_a_gateway_has_is_taken(gateway: Stand, tmp_path: Path) -> None:
    """A second gateway on the same port says so, and the first one goes on."""
    program = Program("demo", "--no-browser", "--port", str(gateway.port), directory=tmp_path)

    assert program.exit_code() == 2
    assert program.err == (
        f"gateway: GATEWAY_PORT: port {gateway.port} is taken; stop what uses it or choose another with --port\n"
    )
    assert gateway.get("/health/ready").status == 200


def test_ctrl_c_ends_the_simulator(tmp_path: Path, validator: Validator) -> None:
    """The simulator that was started by hand ends well by hand."""
    port = free_port()
    with Program("simulator", "--port", str(port), directory=tmp_path) as program:
        Stand(program, f"http://{LOOPBACK}:{port}", "", validator).wait_for("/_control/faults", 200)
        program.signal(SIGINT)

        program.check_end()


def test_a_free_port_can_be_had_again_at_once(tmp_path: Path, validator: Validator) -> None:
    """A gateway that restarts on its port is not kept out by the connections of the one before."""
    port = free_port()
    for number in range(2):
        (tmp_path / str(number)).mkdir()
        arguments = ("--no-browser", "--port", str(port), "--interval-scale", "0.1")
        with Program("demo", *arguments, directory=tmp_path / str(number)) as program:
            stand = Stand(program, f"http://{LOOPBACK}:{port}", "", validator)
            stand.wait_for("/health/ready", 200)
