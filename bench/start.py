"""Starts each server several times in a new folder and waits for its first answer."""

import os
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent


def processes(group: int) -> list[int]:
    """The processes of a process group."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                if int(fields[2]) == group:
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def resident_mib(group: int) -> float:
    """Resident memory of all processes of a group."""
    total = 0
    for pid in processes(group):
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                total += int(line.split()[1])
    return total / 1024


def measure(command: list[str], port: int, environment: dict[str, str]) -> tuple[float, float]:
    """Seconds to the first answer, and MiB two seconds later."""
    start = time.monotonic()
    server = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True, env=os.environ | environment)
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1).read()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.01)
        seconds = time.monotonic() - start
        time.sleep(2)
        return seconds, resident_mib(server.pid)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def main():
    runs = int(sys.argv[1])
    mlflow = sys.argv[2]
    print("start to first answer, and idle memory; median (min to max)")
    medians = {}
    for name in ("lazuli serve", "mlflow server"):
        seconds, memory = [], []
        for run in range(runs if name == "lazuli serve" else min(runs, 3)):
            port = 18700 + run
            with tempfile.TemporaryDirectory() as folder:
                if name == "lazuli serve":
                    command = [str(HERE.parent / "lazuli"), "serve", "--home", folder + "/home",
                               "--port", str(port)]
                else:
                    command = [mlflow, "server", "--port", str(port), "--backend-store-uri",
                               f"sqlite:///{folder}/mlflow.db"]
                taken, used = measure(command, port, {})
            seconds.append(taken)
            memory.append(used)
        medians[name] = (statistics.median(seconds), statistics.median(memory))
        print(f"{name:14} {medians[name][0]:6.2f} s ({min(seconds):.2f} to {max(seconds):.2f})   "
              f"{medians[name][1]:7.0f} MiB ({min(memory):.0f} to {max(memory):.0f})")
    ours, theirs = medians["lazuli serve"], medians["mlflow server"]
    print(f"ratio          {theirs[0] / ours[0]:6.1f} x faster                "
          f"{theirs[1] / ours[1]:7.1f} x smaller")


if __name__ == "__main__":
    main()
