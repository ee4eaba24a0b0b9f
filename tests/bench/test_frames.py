from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode
from websockets.protocol import SERVER, Protocol

from tests.bench.frames import masked, span

LENGTHS = st.sampled_from([0, 1, 125, 126, 127, 65_535, 65_536, 70_000])


@given(LENGTHS, LENGTHS)
def test_frames_that_follow_one_another_are_told_apart(before: int, length: int) -> None:
    """The payload of a frame is found wherever the frame starts and however its length is written."""
    first, second = (Frame(Opcode.TEXT, b"x" * count).serialize(mask=False) for count in (before, length))
    both = bytearray(first + second)

    assert span(both, len(first), len(both)) == (len(both) - length, len(both))


@given(LENGTHS, st.integers(0, 10))
def test_a_header_that_is_not_complete_says_nothing(length: int, received: int) -> None:
    """As long as bytes of the header are missing there is no payload; from then on its place is known."""
    frame = Frame(Opcode.TEXT, b"x" * length).serialize(mask=False)
    header = len(frame) - length
    found = span(bytearray(frame), 0, min(received, header))

    assert found == (None if received < header else (header, len(frame)))


def test_a_server_understands_the_commands() -> None:
    """A command is a frame of a client like any other."""
    server = Protocol(SERVER)
    server.receive_data(masked('{"action":"ping"}'))

    assert [event.data for event in server.events_received() if isinstance(event, Frame)] == [b'{"action":"ping"}']


def test_only_commands_are_written() -> None:
    """A text that would need a longer header is refused, not written wrongly."""
    with pytest.raises(AssertionError):
        masked("x" * 126)
