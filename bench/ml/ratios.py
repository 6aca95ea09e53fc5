"""Prints the ratio tables of the runs that `run` logged.

usage: ratios.py DIR
"""
import collections
import pathlib
import statistics
import sys

folder = pathlib.Path(sys.argv[1])


def lines(name):
    path = folder / name
    for line in path.read_text().splitlines() if path.exists() else []:
        engine, table, *fields = line.split()
        yield engine, table, dict(field.split("=", 1) for field in fields)


runs = collections.defaultdict(lambda: collections.defaultdict(list))
for engine, table, fields in lines("train.log"):
    runs[table][engine].append(fields)

print("\n| training, CPU seconds of one thread | lightgbm | lazuli | ratio of pairs: median (min to max) | loss |")
print("|---|---|---|---|---|")
for table, by in runs.items():
    theirs, ours = ([float(f["train_cpu_s"]) for f in by[e]] for e in ("lightgbm", "lazuli"))
    ratios = [a / b for a, b in zip(theirs, ours)]
    loss = float(by["lazuli"][0]["loss"]) / float(by["lightgbm"][0]["loss"]) - 1
    print(f"| {table}, {by['lazuli'][0]['rounds']} rounds | {min(theirs):.2f} | {min(ours):.2f} "
          f"| {statistics.median(ratios):.2f}x ({min(ratios):.2f} to {max(ratios):.2f}) | {loss:+.2%} |")

print("\n| scoring 300 trees, processor ns a row | LightGBM C API | lazuli | ratio | largest difference |")
print("|---|---|---|---|---|")
for _, table, f in lines("score.log"):
    for what, peer, own in (("one row", "lightgbm_c_ns", "row_ns"),
                            ("batch", "lightgbm_c_batch_ns", "batch_ns")):
        print(f"| {table}, {what} ({f['scorer']}) | {f[peer]} | {f[own]} "
              f"| {float(f[peer]) / float(f[own]):.1f}x | {f['largest_difference']} |")
