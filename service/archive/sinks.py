"""Sinks: the formats of an export."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, BinaryIO, Literal, Protocol

import msgspec

from service.archive.instant import written
from service.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.archive.record import Record

__all__ = ["COLUMNS", "CsvSink", "Format", "NdjsonSink", "Sink", "open_sink", "parts"]

Format = Literal["csv", "ndjson", "parquet"]

COLUMNS = ("service", "timestamp", "data")


class Sink(Protocol):
    """Something that records are written into."""

    def write(self, records: Sequence[Record]) -> None:
        """Write some records."""

    def close(self) -> None:
        """Write the rest. The stream below stays open."""


class NdjsonSink:
    """The frames exactly as they were published, one on each line."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, records: Sequence[Record]) -> None:
        """Write some records."""
        self._stream.write("".join(f"{record.text}\n" for record in records).encode())

    def close(self) -> None:
        """Write the rest."""
        self._stream.flush()


class CsvSink:
    """Columns as COLUMNS; the data is JSON, the timestamp the frame's own. Lines end with a line feed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
        self._rows = csv.writer(self._text, lineterminator="\n")
        self._rows.writerow(COLUMNS)

    def write(self, records: Sequence[Record]) -> None:
        """Write some records."""
        for record in records:
            at, data = parts(record)
            self._rows.writerow((record.service, written(at), data))

    def close(self) -> None:
        """Write the rest."""
        self._text.flush()
        self._text.detach()


class _Envelope(msgspec.Struct):
    data: msgspec.Raw
    timestamp: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


def parts(record: Record) -> tuple[datetime, str]:
    """Return a frame's own timestamp, and the JSON text of its `data`, unchanged.

    What is no envelope is kept: its instant is that of storing, its data the whole text.
    """
    try:
        envelope = msgspec.json.decode(record.text, type=_Envelope)
    except msgspec.DecodeError:
        return record.at, record.text
    return envelope.timestamp or record.at, bytes(envelope.data).decode()


def open_sink(form: Format, stream: BinaryIO) -> Sink:
    """Make the sink of a format. Raises ConfigurationError when it needs a package that is not installed."""
    if form == "csv":
        return CsvSink(stream)
    if form == "ndjson":
        return NdjsonSink(stream)
    try:
        from service.archive.parquet import ParquetSink  # noqa: PLC0415  needs an extra
    except ImportError as error:
        problem, remedy = "it needs the package pyarrow", "install crypto-gateway[parquet]"
        raise ConfigurationError("--format parquet", problem, remedy) from error
    return ParquetSink(stream)
