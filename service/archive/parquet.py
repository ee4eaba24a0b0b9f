"""Parquet, the format of data frames; needs the extra `parquet`."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from service.archive.sinks import parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.archive.record import Record

__all__ = ["ParquetSink"]

GROUP_ROWS = 5_000
GROUP_CHARS = 16_777_216
"""At so many records or characters of them a group of rows is written; small ones make large and slow files."""

_SCHEMA = pa.schema(
    [
        ("service", pa.dictionary(pa.int32(), pa.string())),
        ("timestamp", pa.timestamp("ms", tz="UTC")),
        ("data", pa.string()),
    ]
)


class ParquetSink:
    """Columns `service`, `timestamp` (milliseconds, UTC) and `data` (JSON)."""

    def __init__(self, stream: BinaryIO) -> None:
        self._file = pq.ParquetWriter(stream, _SCHEMA, compression="zstd")
        self._waiting: list[Record] = []
        self._chars = 0

    def write(self, records: Sequence[Record]) -> None:
        """Write some records, or keep them until there are enough for a group."""
        self._waiting += records
        self._chars += sum(len(record.text) for record in records)
        if len(self._waiting) >= GROUP_ROWS or self._chars >= GROUP_CHARS:
            self._write_group()

    def close(self) -> None:
        """Write the rest."""
        if self._waiting:
            self._write_group()
        self._file.close()

    def _write_group(self) -> None:
        known = [parts(record) for record in self._waiting]
        columns = {
            "service": [record.service for record in self._waiting],
            "timestamp": [at for at, _ in known],
            "data": [data for _, data in known],
        }
        self._file.write_table(pa.table(columns, schema=_SCHEMA))
        self._waiting, self._chars = [], 0
