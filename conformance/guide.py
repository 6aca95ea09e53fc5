"""Does what the guide says, as written, from a new user's point of view.

Each guide is read from top to bottom. A `sh` block is run by bash, a `python` block by Python, and a
`yaml` or `json` block becomes the file that the sentence before it names. A block that only starts
a server is left running, as it would be in another terminal. The working folder has the launcher
and `my.csv`, the reader's own table.
"""

import contextlib
import os
import pathlib
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
GUIDES = ROOT / "docs" / "guide"
# The order that the guides themselves give; each finds what those before it made.
ORDER = [
    "quickstart", "mlflow", "scoring", "cli", "data", "online-endpoints", "your-own-table",
    "forecasting", "onnx", "jobs", "assets", "batch-endpoints",
    "azure-clients",
]
# A test of the library compiles and runs what this one says.
ELSEWHERE = ["java-library"]
STAYS = re.compile(r"\./lazuli (serve|quickstart)(?!.*--exit)")
READY = re.compile("until Ctrl-C|listens on")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"`([\w.-]+\.(?:yml|yaml|json|csv)|MLTable)`")
SECONDS = 600


class Reader:
    """Follows one guide after another in one folder."""

    def __init__(self, folder):
        self.folder = folder
        self.server = None
        home = folder / "user"
        home.mkdir()
        (home / ".curlrc").write_text("silent\nshow-error\nfail-with-body\n")
        self.environment = {**os.environ, "HOME": str(home), "MLFLOW_DISABLE_TELEMETRY": "true"}
        (folder / "lazuli").symlink_to(ROOT / "lazuli")
        own_table(folder / "my.csv")

    def follow(self, guide):
        text = (GUIDES / f"{guide}.md").read_text()
        python = ""  # the blocks of one guide are one Python session
        for match in FENCE.finditer(text):
            language, block = match.groups()
            before = text[: match.start()].rstrip().rsplit("\n\n", 1)[-1]
            where = f"{guide}.md:{text.count(chr(10), 0, match.start()) + 1}"
            if language in ("yaml", "json"):
                self._write(where, before, block)
            elif language == "sh" and STAYS.search(block):
                self._leave_running(where, block)
            elif language == "sh":
                self._run(where, ["bash", "-euo", "pipefail", "-c", block])
            elif language == "python":
                python += block
                self._run(where, [sys.executable, "-c", python])

    def stop(self):
        if self.server:
            os.killpg(self.server.pid, signal.SIGTERM)
            self.server.wait(60)
            self.server = None

    def _write(self, where, before, block):
        names = NAMED.findall(before)
        if not names:
            raise SystemExit(f"{where}: the sentence before this block names no file")
        (self.folder / names[-1]).write_text(block)

    def _run(self, where, command):
        started = time.monotonic()
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, timeout=SECONDS, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )
        if done.returncode:
            raise SystemExit(f"{where} failed ({done.returncode}):\n{command[-1]}\n{done.stdout}")
        print(f"ok   {where}  {time.monotonic() - started:.1f} s", flush=True)

    def _leave_running(self, where, block):
        """Starts a server and reads what it prints until it says that it is there."""
        self.stop()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", 8700)) == 0:
                raise SystemExit(f"{where}: something else listens on port 8700")
        started = time.monotonic()
        log = self.folder / "server.log"
        self.server = subprocess.Popen(
            ["bash", "-c", "exec " + block.strip()], cwd=self.folder, env=self.environment,
            stdout=log.open("wb"), stderr=subprocess.STDOUT, start_new_session=True,
        )
        while not READY.search(log.read_text(errors="replace")):
            if self.server.poll() is not None or time.monotonic() - started > SECONDS:
                raise SystemExit(f"{where}: it did not start:\n{log.read_text(errors='replace')}")
            time.sleep(0.1)
        print(f"ok   {where}  {time.monotonic() - started:.1f} s, left running", flush=True)


def own_table(file):
    """A table as a reader might have: prices of stones, some values missing."""
    draw = random.Random(7)
    lines = ["carat,cut,price"]
    for _ in range(2000):
        carat = round(draw.uniform(0.2, 2.5), 2)
        cut = draw.choice(["Fair", "Good", "Ideal", ""])
        better = {"Fair": 0.8, "Good": 1.0, "Ideal": 1.2, "": 1.0}[cut]
        lines.append(f"{carat},{cut},{round(4000 * carat**1.6 * better + draw.gauss(0, 100))}")
    file.write_text("\n".join(lines) + "\n")


def main(chosen):
    missing = {guide.stem for guide in GUIDES.glob("*.md")} - set(ORDER) - set(ELSEWHERE)
    if missing:
        raise SystemExit(f"not in the order of the guides: {sorted(missing)}")
    with tempfile.TemporaryDirectory(prefix="lazuli-guide-") as folder:
        reader = Reader(pathlib.Path(folder))
        with contextlib.ExitStack() as at_end:
            at_end.callback(reader.stop)
            for guide in ORDER:
                if not chosen or guide in chosen:
                    reader.follow(guide)
    print("the guide does what it says")


if __name__ == "__main__":
    main(sys.argv[1:])
