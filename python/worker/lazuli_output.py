"""Gives what a script prints and logs the shape of Azure's console log: `time | logger | LEVEL | text`."""

import io
import logging
import os
import sys
import time

FORMAT = "%(asctime)s | %(name)s | %(levelname)s | %(message)s"


class Formatter(logging.Formatter):
    """One line of the log for each line of a message."""

    converter = time.gmtime

    def format(self, record):
        return super().format(record)


class Lines(io.TextIOBase):
    """A standard output that logs whole lines."""

    def __init__(self, raw):
        super().__init__()
        self.raw = raw
        self.started = ""

    encoding = "utf-8"
    errors = "backslashreplace"

    def writable(self):
        return True

    def isatty(self):
        return False

    def fileno(self):
        return self.raw.fileno()

    @property
    def buffer(self):
        return self.raw.buffer

    def write(self, text):
        *lines, self.started = (self.started + text).split("\n")
        for line in lines:
            self._log(line)
        return len(text)

    def flush(self):
        self.raw.flush()

    def end(self):
        if self.started:
            self._log(self.started)
            self.started = ""
        self.raw.flush()

    def _log(self, line):
        now = time.time()
        stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(now))
        self.raw.write("%s,%03d | root | INFO | %s\n" % (stamp, now % 1 * 1000, line))
        self.raw.flush()


def install():
    """Takes over standard output and the root logger."""
    import atexit

    lines = Lines(sys.stdout)
    sys.stdout = lines
    atexit.register(lines.end)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter(FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    level = os.environ.get("AZUREML_LOG_LEVEL", "INFO").upper()
    root.setLevel(level if isinstance(logging.getLevelName(level), int) else "INFO")
