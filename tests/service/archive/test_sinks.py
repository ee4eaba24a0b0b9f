from __future__ import annotations

import csv
import io
import json
import sys
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.archive.record import Record
from service.archive.sinks import COLUMNS, CsvSink, Format, NdjsonSink, open_sink, parts
from service.errors import ConfigurationError
from tests.fakes.clock import START
from tests.service.archive.shelf import record

JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5)


@given(JSON)
def test_the_data_of_a_frame_is_its_very_text(data: object) -> None:
    """Not read and written again: figures and spaces stay as they were sent."""
    text = json.dumps(data, ensure_ascii=False, separators=(", ", " : "))
    frame = f'{{"service":"news","type":"update","data":{text},"timestamp":"2026-11-23T10:29:59.998Z"}}'

    assert parts(Record("news", START, frame)) == (START - timedelta(milliseconds=2), text)


@pytest.mark.parametrize(
    "text",
    ["", "plain", "[1]", '{"other":1}', '{"data":1,"timestamp":"2026-11-23T10:30:00"}', '{"data":1,"timestamp":7}'],
)
def test_what_is_no_envelope_is_kept_whole(text: str) -> None:
    """An export loses nothing that was archived; its instant is then that of storing."""
    assert parts(Record("news", START, text)) == (START, text)


def test_the_timestamp_is_the_frame_s_own() -> None:
    """It was stored some milliseconds later than it was made, which is nobody's business."""
    frame = '{"data":{},"timestamp":"2026-11-23T12:29:59.998+02:00"}'
    stream = io.BytesIO()
    sink = CsvSink(stream)
    sink.write([Record("news", START, frame)])
    sink.close()

    assert stream.getvalue().decode().splitlines()[1] == "news,2026-11-23T10:29:59.998Z,{}"


@given(st.lists(JSON))
def test_csv_gives_back_what_was_written(values: list[object]) -> None:
    """Whatever the data: quotes, commas, line ends and other scripts survive a reader of CSV."""
    texts = [json.dumps(value, ensure_ascii=False) for value in values]
    stream = io.BytesIO()
    sink = CsvSink(stream)
    sink.write([Record("news", START, f'{{"data":{text}}}') for text in texts])
    sink.close()
    rows = list(csv.reader(io.StringIO(stream.getvalue().decode(), newline="")))

    assert rows == [list(COLUMNS), *(["news", "2026-11-23T10:30:00.000Z", text] for text in texts)]


def test_ndjson_is_the_frames_and_line_feeds() -> None:
    """Byte for byte."""
    stream = io.BytesIO()
    sink = NdjsonSink(stream)
    sink.write([record(1)])
    sink.write([record(2)])
    sink.close()

    assert stream.getvalue() == f"{record(1).text}\n{record(2).text}\n".encode()


@pytest.mark.parametrize("form", ["csv", "ndjson", "parquet"])
def test_the_stream_stays_open(form: Format) -> None:
    """Standard output is not ours to close; and an export of nothing is a valid file."""
    stream = io.BytesIO()
    open_sink(form, stream).close()

    assert not stream.closed


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the extra that brings it."""
    monkeypatch.delitem(sys.modules, "service.archive.parquet", raising=False)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigurationError, match=r"install crypto-gateway\[parquet\]"):
        open_sink("parquet", io.BytesIO())
