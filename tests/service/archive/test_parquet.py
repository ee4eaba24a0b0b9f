from __future__ import annotations

import io

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from service.archive.parquet import GROUP_ROWS, ParquetSink
from service.archive.sinks import data_of
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
    assert table.column("data").to_pylist() == [data_of(one.text) for one in records]
