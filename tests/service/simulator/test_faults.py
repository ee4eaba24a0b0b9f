from __future__ import annotations

import msgspec
import pytest

from service.simulator.faults import (
    KINDS,
    AnyFault,
    Drip,
    HeaderChange,
    Latency,
    Recovered,
    Silence,
    Status,
    read_faults,
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"kind":"silence"}', (Silence(),)),
        (b'{"kind":"status","status":429,"retry_after":30,"count":3}', (Status(status=429, retry_after=30, count=3),)),
        (b'{"kind":"status","status":502,"html":true,"for_s":1.5}', (Status(status=502, html=True, for_s=1.5),)),
        (b'{"kind":"drip","probability":0.5}', (Drip(size_bytes=4, every_s=1, probability=0.5),)),
        (
            b'[{"kind":"recovered","for_s":60},{"kind":"latency","seconds":3}]',
            (Recovered(for_s=60), Latency(seconds=3)),
        ),
        (b'{"kind":"latency","seconds":0.2,"up_to":0.9}', (Latency(seconds=0.2, up_to=0.9),)),
        (b'{"kind":"headers","headers":{"RateLimit":""}}', (HeaderChange(headers={"RateLimit": ""}),)),
        (b"[]", ()),
    ],
)
def test_faults_are_read(body: bytes, expected: tuple[AnyFault, ...]) -> None:
    """One fault or a list of them, with defaults for what is left out."""
    assert read_faults(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b'"silence"',
        b"{}",
        b'{"kind":"nap"}',
        b'{"kind":"silence","until":3}',
        b'{"kind":"status"}',
        b'{"kind":"status","status":"429"}',
        b'{"kind":"status","status":199}',
        b'{"kind":"status","status":600}',
        b'{"kind":"latency","seconds":-1}',
        b'{"kind":"latency","seconds":86401}',
        b'{"kind":"skew","seconds":1e10}',
        b'{"kind":"skew","seconds":-1e10}',
        b'{"kind":"status","status":429,"retry_after":"1\\r\\nx: y"}',
        b'{"kind":"headers"}',
        b'{"kind":"headers","headers":{"x":"a\\n"}}',
        b'{"kind":"headers","headers":{"x y":"a"}}',
        b'{"kind":"headers","headers":{"":"a"}}',
        b'{"kind":"\xff"}',
        b'{"kind":"headers","headers":' + b"[" * 100_000,
        b'{"kind":"silence","for_s":0}',
        b'{"kind":"silence","count":0}',
        b'{"kind":"silence","probability":1.1}',
        b'{"kind":"truncated","share":1}',
        b'[{"kind":"silence"},{"kind":"nap"}]',
    ],
)
def test_nonsense_is_refused(body: bytes) -> None:
    """Unknown kinds and fields, wrong types and impossible figures are all errors."""
    with pytest.raises(msgspec.DecodeError):
        read_faults(body)


def test_kinds_are_the_tags() -> None:
    """The kinds are named as in JSON, each once."""
    assert len(set(KINDS)) == len(KINDS) == 20
    assert {"status", "error_body", "missing_fields", "recovered"} <= set(KINDS)


@pytest.mark.parametrize("fault", [Silence(for_s=3), Status(status=503, retry_after="Mon, 23 Nov 2026 10:31:00 GMT")])
def test_written_faults_can_be_read(fault: AnyFault) -> None:
    """What the control API shows can be sent back to it."""
    assert read_faults(msgspec.json.encode(fault)) == (fault,)
