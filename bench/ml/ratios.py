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
losses = collections.defaultdict(lambda: collections.defaultdict(list))
for engine, table, fields in lines("train.log"):
    runs[table][engine].append(fields)
for log in ("train.log", "loss.log"):
    for engine, table, fields in lines(log):
        losses[table][engine].append(float(fields["loss"]))

print("\n| training, CPU seconds of one thread | lightgbm | lazuli | ratio of pairs: median (min to max) | loss: mean (standard error, folds) |")
print("|---|---|---|---|---|")
for table, by in runs.items():
    theirs, ours = ([float(f["train_cpu_s"]) for f in by[e]] for e in ("lightgbm", "lazuli"))
    ratios = [a / b for a, b in zip(theirs, ours)]
    worse = [a / b - 1 for a, b in zip(losses[table]["lazuli"], losses[table]["lightgbm"])]
    error = statistics.stdev(worse) / len(worse) ** 0.5 if len(worse) > 1 else float("nan")
    print(f"| {table}, {by['lazuli'][0]['rounds']} rounds | {min(theirs):.2f} | {min(ours):.2f} "
          f"| {statistics.median(ratios):.2f}x ({min(ratios):.2f} to {max(ratios):.2f}) | "
          f"{statistics.mean(worse):+.2%} ({error:.2%}, {len(worse)}) |")

print("\n| scoring 300 trees, processor ns a row | lazuli | LightGBM C API | ratio | ONNX Runtime (Java) "
      "| ratio | largest difference to LightGBM |")
print("|---|---|---|---|---|---|---|")
for _, table, f in lines("score.log"):
    for what, own, peer, onnx in (("one row", "row_ns", "lightgbm_c_ns", "onnx_ns"),
                                  ("batch", "batch_ns", "lightgbm_c_batch_ns", "onnx_batch_ns")):
        print(f"| {table}, {what} ({f['scorer']}) | {f[own]} "
              f"| {f[peer]} | {float(f[peer]) / float(f[own]):.1f}x "
              f"| {f[onnx]} | {float(f[onnx]) / float(f[own]):.1f}x | {f['largest_difference']} |")

classics = collections.defaultdict(dict)
for engine, task, fields in lines("classics.log"):
    classics[task][engine] = fields
if classics:
    print("\n| one tree, 20 clusters: CPU seconds of one thread | scikit-learn | lazuli | ratio | quality |")
    print("|---|---|---|---|---|")
for task, by in classics.items():
    theirs, ours = (float(by[e].pop("cpu_s")) for e in ("sklearn", "lazuli"))
    (quality, peer), (_, own) = (next(iter(by[e].items())) for e in ("sklearn", "lazuli"))
    print(f"| {task} | {theirs:.2f} | {ours:.2f} | {theirs / ours:.2f}x | {quality} {peer}, {own} |")
