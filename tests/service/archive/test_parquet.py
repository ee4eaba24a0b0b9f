from __future__ import annotations

import io

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from service.archive.parquet import GROUP_CHARS, GROUP_ROWS, ParquetSink
from service.archive.sinks import parts
from tests.service.archive.shelf import record


def test_parquet_gives_back_what_was_written() -> None:
    """Types that tools understand, every record, in groups of a bounded size."""
    records = [record(n) for n in range(2 * GROUP_ROWS + 10)]
    stream = io.BytesIO()
    sink = ParquetSink(stream)
    for start in range(0, len(records), 200):
        sink.write(records[start : start + 200])
    sink.close()
    file = pq.ParquetFile(stream)
    table = file.read()

    assert table.schema.field("service").type == pa.dictionary(pa.int32(), pa.string())
    assert table.schema.field("timestamp").type == pa.timestamp("ms", tz="UTC")
    assert table.schema.field("data").type == pa.string()
    assert file.num_row_groups == 3
    assert table.column("service").to_pylist() == ["market_data"] * len(records)
    assert table.column("timestamp").to_pylist() == [one.at for one in records]
    assert table.column("data").to_pylist() == [parts(one)[1] for one in records]


def test_long_records_make_groups_of_fewer_rows() -> None:
    """What is held in memory is bounded in characters too; none is lost between two groups."""
    records = [record(n, length=GROUP_CHARS // 10) for n in range(35)]
    stream = io.BytesIO()
    sink = ParquetSink(stream)
    for one in records:
        sink.write([one])
    sink.close()
    file = pq.ParquetFile(stream)

    assert [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)] == [10, 10, 10, 5]
    assert file.read().column("timestamp").to_pylist() == [one.at for one in records]
