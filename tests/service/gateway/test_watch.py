from __future__ import annotations

from dataclasses import dataclass, field
from itertools import cycle, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.gateway.watch import (
    LEAK_BYTES_PER_S,
    READ_AHEAD_BYTES,
    SILENCE_S,
    Patience,
    SocketState,
    Verdict,
    Watch,
)

STALL_S = 30.0
MESSAGE_BYTES = 16_384
LIMIT_BYTES = MESSAGE_BYTES + READ_AHEAD_BYTES
LONGEST_PING = 131
PAUSES = st.integers(1, 64).map(lambda sixteenths: sixteenths / 16)
"""Between readings, in seconds that add up without a rounding error."""
RHYTHMS = st.lists(PAUSES, min_size=1, max_size=10).map(lambda pauses: list(islice(cycle(pauses), 600)))


@dataclass
class Client:
    """A client under watch, its figures as the last reading left them."""

    watch: Watch = field(default_factory=lambda: Watch(Patience(STALL_S, MESSAGE_BYTES), 1000.0))
    now: float = 1000.0
    unsent: int = 0
    acked: int = 0
    taken: int = 0
    unread: int = 0
    sent: int = 0
    received: int = 0
    is_idle: bool = True
    is_known: bool = True
    retransmits: int = 0
    silent_s: float = 0.0

    def after(self, seconds: float) -> Verdict | None:
        """Take a reading so much later."""
        self.now += seconds
        state = SocketState(
            self.unsent, self.acked, self.taken + self.unread, self.unread, self.retransmits, self.silent_s
        )
        return self.watch.judge(
            self.now,
            state if self.is_known else None,
            is_idle=self.is_idle,
            sent=self.sent,
            received=self.received,
        )

    def until_dropped(self, seconds: float = 0.5, readings: int = 200) -> tuple[float, Verdict | None]:
        """Take readings until one has a verdict; return how long that took."""
        began = self.now
        for _ in range(readings):
            if (verdict := self.after(seconds)) is not None:
                return self.now - began, verdict
        return self.now - began, None


@given(st.lists(st.tuples(PAUSES, st.integers(0, 5_000)), min_size=10, max_size=100))
def test_whoever_takes_something_in_time_is_kept(steps: list[tuple[float, int]]) -> None:
    """However slowly a client reads, and however much waits for it: progress within `stall_s` keeps it."""
    client = Client(unsent=60_000, is_idle=False)
    client.after(0)
    still_s = 0.0
    for seconds, acked in steps:
        progress = acked or (still_s + seconds >= STALL_S)
        still_s = 0.0 if progress else still_s + seconds
        client.acked += progress

        assert client.after(seconds) is None


@given(RHYTHMS, st.booleans(), st.integers(0, 10**9))
def test_whoever_takes_nothing_is_dropped_at_the_first_reading_after(
    pauses: list[float],
    is_idle: bool,  # noqa: FBT001  Hypothesis draws it
    acked: int,
) -> None:
    """Bytes that wait in the kernel are enough; the server may long have taken everything."""
    client = Client(unsent=1, acked=acked, is_idle=is_idle)
    assert client.after(0) is None
    still_s = 0.0
    for seconds in pauses:
        still_s += seconds
        verdict = client.after(seconds)

        assert (verdict is not None) == (still_s >= STALL_S)
        if verdict is not None:
            assert (verdict.reason, verdict.bytes) == ("stalled", 1)
            assert verdict.seconds == still_s
            return
    pytest.fail("never dropped")


@given(RHYTHMS)
def test_whoever_is_sent_nothing_is_kept(pauses: list[float]) -> None:
    """An idle client has nothing to take, for hours."""
    client = Client()

    assert [client.after(seconds) for seconds in pauses] == [None] * len(pauses)


def test_the_time_counts_from_when_something_waits() -> None:
    """What a client did not take while nothing was there is not held against it."""
    client = Client()
    client.until_dropped(readings=100)
    client.unsent = 10

    assert client.until_dropped()[0] == pytest.approx(STALL_S)


def test_a_machine_that_was_frozen_says_nothing_about_its_clients() -> None:
    """A pause of an hour between two readings is no hour in which a client did not read."""
    client = Client(unsent=10)
    client.after(0)

    assert client.after(3_600) is None
    assert client.until_dropped()[1] is not None


def test_without_figures_a_client_stalls_when_the_server_can_send_no_more() -> None:
    """Then a frame that does not leave and no other after it are what there is to see."""
    client = Client(is_known=False, is_idle=False, sent=3)
    client.after(0)
    seconds, verdict = client.until_dropped()

    assert (seconds, verdict) == (STALL_S, Verdict("stalled", STALL_S, 0))


def test_without_figures_each_frame_that_leaves_is_progress() -> None:
    """A client whose server goes on sending is kept."""
    client = Client(is_known=False, is_idle=False)
    for _ in range(20):
        client.sent += 1

        assert client.after(STALL_S / 2) is None


def test_figures_that_come_and_go_are_no_progress() -> None:
    """A kernel that tells only now and then does not keep a stalled client."""
    client = Client(unsent=10, is_idle=False)
    verdicts = []
    for number in range(80):
        client.is_known = number % 3 == 0
        verdicts.append(client.after(1))

    assert any(verdicts)


@pytest.mark.parametrize(
    ("unsent", "retransmits", "silent_s", "reason"),
    [(1, 3, SILENCE_S, "vanished"), (0, 3, SILENCE_S, None), (1, 2, 3_600, None), (1, 30, SILENCE_S - 0.1, None)],
    ids=["silent", "nothing was sent", "just asked", "answered lately"],
)
def test_whoever_does_not_even_acknowledge_has_vanished(
    unsent: int, retransmits: int, silent_s: float, reason: str | None
) -> None:
    """Bytes were sent again and again, and nothing came back for long; a client that lives answers each probe."""
    client = Client(unsent=unsent, retransmits=retransmits, silent_s=silent_s)
    client.after(0)
    client.acked += 1
    verdict = client.after(1)

    assert (verdict and verdict.reason) == reason


@given(st.lists(st.tuples(PAUSES, st.integers(0, MESSAGE_BYTES)), min_size=10, max_size=50))
def test_whole_messages_are_never_too_much(steps: list[tuple[float, int]]) -> None:
    """Megabytes may come, as long as messages are finished."""
    client = Client()
    for seconds, size in steps:
        client.taken += 8 * size
        client.received += 8

        assert client.after(seconds) is None


@given(st.lists(st.integers(1_000, 500_000), min_size=1, max_size=50))
def test_what_is_never_finished_is_dropped_as_soon_as_it_is_too_much(pieces: list[int]) -> None:
    """The verdict comes with the reading that passes what an honest message and the server's buffer can hold."""
    client = Client(taken=7_000_000, received=3)
    client.after(0)
    total = 0
    for piece in pieces:
        total += piece
        client.taken += piece
        verdict = client.after(0)

        assert (verdict is not None) == (total > LIMIT_BYTES)
        if verdict is not None:
            assert (verdict.reason, verdict.bytes) == ("unfinished message", total)
            return


def test_a_message_that_is_finished_makes_room_for_the_next() -> None:
    """A long message counts only until it is whole."""
    client = Client()
    for _ in range(3):
        client.taken += LIMIT_BYTES
        assert client.after(0) is None
        client.received += 1
        assert client.after(0) is None


def test_a_flood_before_the_first_reading_counts() -> None:
    """Whoever is quick gains nothing: a connection begins with no bytes and no message."""
    assert Client(taken=LIMIT_BYTES + 1).after(0) is not None


def test_what_the_server_has_not_taken_does_not_count() -> None:
    """Bytes that wait in the kernel are bounded by its buffer and harm nobody."""
    client = Client()
    client.after(0)
    client.unread = 6_000_000

    assert client.after(1) is None


@given(RHYTHMS)
def test_pings_of_an_honest_client_never_add_up(pauses: list[float]) -> None:
    """The longest ping there is, about every two seconds, without a single message."""
    client = Client()
    client.after(0)
    for seconds in pauses:
        client.taken += LONGEST_PING

        assert client.after(seconds + LONGEST_PING / LEAK_BYTES_PER_S / 2) is None
        assert client.after(LONGEST_PING / LEAK_BYTES_PER_S / 2) is None


def test_a_client_that_says_nothing_for_hours_gains_nothing() -> None:
    """What is forgiven is not saved up for an attack."""
    client = Client()
    for _ in range(5_000):
        client.after(4)
    client.taken += LIMIT_BYTES + 1

    assert client.after(0) is not None


def test_a_trickle_is_too_much_one_day() -> None:
    """Twice what is forgiven adds up, in the time that the difference takes to fill the room."""
    client = Client()
    client.after(0)
    room_s = LIMIT_BYTES // LEAK_BYTES_PER_S
    for _ in range(room_s - 10):
        client.taken += 2 * LEAK_BYTES_PER_S
        assert client.after(1) is None
    for _ in range(10):
        client.taken += 2 * LEAK_BYTES_PER_S
        verdict = client.after(1)

    assert verdict is not None
