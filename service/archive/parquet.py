"""Parquet, the format of data frames; needs the extra `parquet`."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from service.archive.sinks import data_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.archive.record import Record

__all__ = ["ParquetSink"]

GROUP_ROWS = 5_000
"""Records that are held in memory: small groups of rows make large and slow files."""

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

    def write(self, records: Sequence[Record]) -> None:
        """Write some records, or keep them until there are enough for a group."""
        self._waiting += records
        if len(self._waiting) >= GROUP_ROWS:
            self._write_group()

    def close(self) -> None:
        """Write the rest."""
        if self._waiting:
            self._write_group()
        self._file.close()

    def _write_group(self) -> None:
        columns = {
            "service": [record.service for record in self._waiting],
            "timestamp": [record.at for record in self._waiting],
            "data": [data_of(record.text) for record in self._waiting],
        }
        self._file.write_table(pa.table(columns, schema=_SCHEMA))
        self._waiting = []
