from __future__ import annotations

import json
import re
import signal
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from contracts.generated.catalog import SERVICES
from service.access.tokens import Entry, digest
from tests.live.deadline import PATIENCE_S, until
from tests.live.program import COMMAND, Program, environment
from tests.live.stand import LOOPBACK, Stand, demo, free_port
from tests.live.terminal import SHOW_CURSOR, Terminal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from contracts.validator import Validator

FAILOVER = "market_data: sim:binance -> sim:coinbase (HTTP 503)"
DOWN = re.compile(r"pool_manager .*the last \w+ \(.+?\): sim:")
TOKEN = "hush-hush-reader"
QUICK = 0.1
CALM = 0.5
"""At this pace ten real seconds pass before the sources of the story fail: time enough to start a second program."""
COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-7]m")


def gateway_command(
    *arguments: str, directory: Path, settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, its output on pipes."""
    return subprocess.run(
        [COMMAND, *arguments],
        cwd=directory,
        env=environment(settings or {}),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )


def frames(text: str) -> list[dict[str, Any]]:
    """Read NDJSON; the last line may not be whole yet."""
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_on_a_pipe_each_frame_is_a_line(gateway: Stand, tmp_path: Path, number: signal.Signals) -> None:
    """The frames are those of the contract, nothing stands between them, and a signal is a good end."""
    with Program("watch", "market_data", "scheduler", "--url", gateway.url, directory=tmp_path) as watch:
        until(lambda: len(frames(watch.out)) > 4 or None, "some frames")
        watch.signal(number)
        watch.check_end()

    assert {frame["service"] for frame in frames(watch.out)} == {"market_data", "scheduler"}
    assert [line for line in watch.out.splitlines() if not gateway.validator.event("/ws", line)] == []
    assert watch.err == ""


def test_a_reader_who_has_seen_enough_ends_it_at_once(gateway: Stand, tmp_path: Path) -> None:
    """`| head -1` does not wait for a next frame, which may be a minute away, and is no failure."""
    with subprocess.Popen(
        [COMMAND, "watch", "huggingface", "--url", gateway.url],
        cwd=tmp_path,
        env=environment({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as watch:
        assert watch.stdout is not None
        assert watch.stderr is not None
        assert json.loads(watch.stdout.readline())["service"] == "huggingface"
        watch.stdout.close()

        assert (watch.wait(PATIENCE_S), watch.stderr.read()) == (0, b"")


def test_it_comes_back_after_a_restart(tmp_path: Path, validator: Validator) -> None:
    """On a pipe what happens to the connection is told on standard error, and frames go on."""
    port = free_port()
    folders = [tmp_path / name for name in ("watch", "first", "second")]
    for folder in folders:
        folder.mkdir()
    arguments = ("watch", "scheduler", "--url", f"http://{LOOPBACK}:{port}")
    with demo(folders[1], validator, scale=QUICK, port=port, settings={"GATEWAY_DRAIN_S": "0"}):
        watch = Program(*arguments, directory=folders[0])
        until(lambda: frames(watch.out) or None, "a frame")
    with watch:
        until(lambda: "trying again in" in watch.err or None, "that it lost the connection")
        before = len(frames(watch.out))
        with demo(folders[2], validator, scale=QUICK, port=port):
            until(lambda: len(frames(watch.out)) > before + 1 or None, "frames of the second gateway")

    assert "gateway: closed with 1012" in watch.err
    assert watch.err.count("gateway: connected\n") == 1


def test_on_a_terminal_it_is_a_table(gateway: Stand, tmp_path: Path) -> None:
    """Every service has its row, with words instead of JSON; Ctrl-C is a good end and gives the cursor back."""
    with Terminal("watch", "--url", gateway.url, directory=tmp_path) as terminal:
        text = terminal.wait_for("healthy: ")
        assert [name for name in SERVICES if not re.search(rf"^ *{name} ", text, re.MULTILINE)] == []
        assert f"{gateway.socket_url}/ws (simulated data)" in terminal.wait_for("simulated data")
        assert "sim:binance" in text
        assert '{"service"' not in text
        terminal.press_ctrl_c()

        assert terminal.exit_code() == 0
        assert SHOW_CURSOR in terminal.raw
        assert "Traceback" not in terminal.text


@pytest.mark.parametrize("columns", [80, 140])
def test_no_row_is_wider_than_the_terminal(gateway: Stand, tmp_path: Path, columns: int) -> None:
    """A line that wraps would tear the table apart."""
    with Terminal("watch", "--url", gateway.url, directory=tmp_path, columns=columns) as terminal:
        text = terminal.wait_for("healthy: ")

    assert max(map(len, text.splitlines())) <= columns


@pytest.mark.parametrize(("settings", "is_coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_no_colour_is_no_colour(tmp_path: Path, settings: dict[str, str], is_coloured: bool) -> None:  # noqa: FBT001  a parameter of the test
    """With NO_COLOR trouble is told by words alone (https://no-color.org)."""
    arguments = ("watch", "--url", f"http://{LOOPBACK}:{free_port()}")
    with Terminal(*arguments, directory=tmp_path, settings=settings) as terminal:
        terminal.wait_for("connection refused; trying again in")

        assert (COLOUR.search(terminal.raw) is not None) is is_coloured


def test_what_the_demo_says_at_its_start_is_true(gateway: Stand, tmp_path: Path) -> None:
    """The pages that it names are there, and the line that it offers can be typed."""
    (typed,) = re.findall(r"Watch +gateway (.+)", gateway.program.out)
    pages = re.findall(r"(http\S+) for the", gateway.program.out)
    with Program(*typed.split(), directory=tmp_path) as pipe:
        until(lambda: frames(pipe.out) or None, "a frame")

    assert [gateway.get(page.removeprefix(gateway.url)).status for page in pages] == [200, 200]


def test_a_failover_is_told_with_its_reason(tmp_path: Path, validator: Validator) -> None:
    """On the terminal and on the pipe stands the very text of the notice."""
    with demo(tmp_path, validator, scale=QUICK) as stand:
        (tmp_path / "pipe").mkdir()
        with (
            Terminal("watch", "market_data", "--url", stand.url, directory=tmp_path, columns=140) as terminal,
            Program("watch", "news", "--url", stand.url, directory=tmp_path / "pipe") as pipe,
        ):
            terminal.wait_for("sim:binance")
            until(lambda: frames(pipe.out) or None, "a frame")
            stand.break_down("binance", {"kind": "status", "status": 503})

            text = terminal.wait_for(FAILOVER)
            assert re.search(rf"^\d\d:\d\d:\d\dZ  failover: {re.escape(FAILOVER)}", text, re.MULTILINE)
            until(lambda: FAILOVER in pipe.out or None, "the notice")
            notices = [frame["data"] for frame in frames(pipe.out) if frame["service"] == "system"]
            assert (notices[0]["notice"], notices[0]["message"]) == ("failover", FAILOVER)


def test_the_scenario_primary_down_shows_what_is_down_and_why(tmp_path: Path, validator: Validator) -> None:
    """The failover is told when it happens, and stays to be read in the row of the pools."""
    with (
        demo(tmp_path, validator, scale=CALM, scenario="primary-down") as stand,
        Terminal("watch", "--url", stand.url, directory=tmp_path, columns=140) as terminal,
    ):
        terminal.wait_for(f"failover: {FAILOVER}")

        terminal.wait_for_match(DOWN)


def test_where_there_is_no_gateway_it_says_so(tmp_path: Path) -> None:
    """One line, with what would help, and exit code 1."""
    url = f"http://{LOOPBACK}:{free_port()}"
    for arguments in (("watch", "--no-retry"), ("services",)):
        answer = gateway_command(*arguments, "--url", url, directory=tmp_path)

        assert (answer.returncode, answer.stdout) == (1, "")
        assert answer.stderr == (
            f"gateway: there is no gateway at {url}: connection refused; "
            "start one with `gateway demo`, or say with --url where it is\n"
        )


def test_a_call_prints_its_reply(gateway: Stand, tmp_path: Path) -> None:
    """The reply is JSON, with the id that was given."""
    data = '{"request_id": "7", "data": {"n": 1}}'
    ping = gateway_command("call", "ping", "--url", gateway.url, "--data", data, directory=tmp_path)
    status = gateway_command("call", "get_status", "--url", gateway.url, "--endpoint", "/ws/news", directory=tmp_path)

    assert (ping.returncode, status.returncode) == (0, 0)
    assert json.loads(ping.stdout)["data"]["request_id"] == "7"
    assert json.loads(status.stdout)["data"]["subscriptions"] == ["news"]


def test_a_call_that_is_answered_with_an_error_ends_with_1(gateway: Stand, tmp_path: Path) -> None:
    """The error is printed all the same."""
    answer = gateway_command("call", "ping", "--url", gateway.url, "--data", '{"request_id": 7}', directory=tmp_path)

    assert answer.returncode == 1
    assert json.loads(answer.stdout)["type"] == "error"


def test_the_services_of_a_gateway_have_data(gateway: Stand, tmp_path: Path) -> None:
    """With --url every service has its age and headline; without it the contract's list needs no gateway."""
    running = gateway_command("services", "--url", gateway.url, directory=tmp_path)
    listed = gateway_command("services", directory=tmp_path)

    assert (running.returncode, listed.returncode) == (0, 0)
    assert [name for name in SERVICES if name not in running.stdout or name not in listed.stdout] == []
    assert "sim:binance" in running.stdout
    assert [each.description for each in SERVICES.values() if each.description not in listed.stdout] == []


def test_a_token_lets_in_and_none_does_not(tmp_path: Path, validator: Validator) -> None:
    """It comes from --token or GATEWAY_TOKEN; a refusal is final, in the gateway's words and without the token."""
    entry = str(Entry("reader", digest(TOKEN), frozenset({"stream"})))
    with demo(tmp_path, validator, scale=QUICK, settings={"GATEWAY_AUTH": "token", "GATEWAY_TOKENS": entry}) as stand:
        url = ("--url", stand.url)
        given = gateway_command("call", "ping", *url, "--token", TOKEN, directory=tmp_path)
        known = gateway_command("call", "ping", *url, directory=tmp_path, settings={"GATEWAY_TOKEN": TOKEN})
        wrong = gateway_command("watch", *url, "--token", "hush-hush-wrong", directory=tmp_path)

    assert (given.returncode, known.returncode, wrong.returncode) == (0, 0, 1)
    assert re.fullmatch(r"gateway: \S+ refuses: HTTP 401: .+\n", wrong.stderr)
    assert "hush-hush" not in wrong.stderr
