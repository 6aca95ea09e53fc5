"""Writes the table of bench/csv, and reads it with a peer."""

import resource
import sys
import time


def write(path, rows):
    import numpy as np
    import polars as pl

    draw = np.random.default_rng(7)
    price = np.round(draw.lognormal(7, 1, rows), 2)
    frame = pl.DataFrame({
        "id": np.arange(rows),
        "price": price,
        "weight": draw.normal(0, 1, rows),
        "score": draw.random(rows),
        "count": draw.integers(0, 100_000, rows),
        "small": draw.integers(0, 10, rows),
        "city": pl.Series([f"city {i}" for i in range(1000)]).gather(draw.integers(0, 1000, rows)),
        "colour": pl.Series(["red", "green", "blue"]).gather(draw.integers(0, 3, rows)),
        "day": pl.Series(draw.integers(1_600_000_000, 1_700_000_000, rows) * 1000)
        .cast(pl.Datetime("ms")).dt.strftime("%Y-%m-%dT%H:%M:%S"),
        "flag": draw.random(rows) < 0.5,
    }).with_columns(pl.when(pl.col("small") == 9).then(None).otherwise(pl.col("price")).alias("price"))
    frame.write_csv(path)


def read(engine, path):
    if engine == "polars":
        import polars

        def load():
            frame = polars.read_csv(path, try_parse_dates=True)
            return frame.height, frame.width
    else:
        import pyarrow.csv

        def load():
            table = pyarrow.csv.read_csv(
                path, read_options=pyarrow.csv.ReadOptions(use_threads=False))
            return table.num_rows, table.num_columns

    start = time.process_time()
    rows, columns = load()
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{engine:7} {seconds:6.2f} CPU s   peak {peak:,} MiB   {rows:,} rows, {columns} columns")


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(sys.argv[2], int(sys.argv[3]))
    else:
        read(sys.argv[1], sys.argv[2])
