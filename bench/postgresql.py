"""A PostgreSQL of the bench's own, of whatever version Debian has installed, with its data in a temporary folder."""

import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile

import build
import wait
from ports import free_port

PASSWORD = "bench"


def driver():
    """The jar of its JDBC driver, which the tests have downloaded."""
    version = build.pom_property("postgresql.version")
    return pathlib.Path.home() / f".m2/repository/org/postgresql/postgresql/{version}/postgresql-{version}.jar"


def _programs():
    found = sorted(
        pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    if not found:
        raise FileNotFoundError("There is no PostgreSQL (apt-get install postgresql)")
    return found[0]


class PostgreSql:
    """Runs from the start of the with statement to its end, with a database of the user ccproxy's."""

    def __init__(self):
        self.port = free_port()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ccproxy-bench-postgresql-"))
        self.log = open(self.folder / "log", "wb")
        self.process = None

    def __enter__(self):
        try:
            # It refuses to run as root.
            if os.getuid() == 0:
                shutil.chown(self.folder, "postgres")
            self._started("initdb", "-D", self._data, "-U", "ccproxy", "-A", "trust", "-E", "UTF8", "--locale=C").wait(60)
            self.process = self._started("postgres", "-D", self._data, "-p", str(self.port), "-h", "127.0.0.1", "-k", "")
            wait.until("start of PostgreSQL", self._serves, 60)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.process is not None:
            self.thaw()
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(30)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _data(self):
        return str(self.folder / "data")

    def _started(self, program, *arguments):
        become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] if os.getuid() == 0 else []
        return subprocess.Popen(
            [*become, _programs() / program, *arguments], cwd=self.folder, stdout=self.log, stderr=self.log,
            start_new_session=True)

    def _serves(self):
        if self.process.poll() is not None:
            raise RuntimeError((self.folder / "log").read_text()[-2000:])
        ready = subprocess.run(
            [_programs() / "pg_isready", "-h", "127.0.0.1", "-p", str(self.port)], stdout=subprocess.DEVNULL, check=False)
        return ready.returncode == 0 and self.ask("SELECT 1") == "1"

    def ask(self, sql):
        """What a query gives, as text."""
        return subprocess.run(
            [_programs() / "psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "ccproxy", "-d", "postgres", "-Atc", sql],
            capture_output=True, text=True, check=False).stdout.strip()

    def environment(self):
        """Of a server that has this database."""
        return {
            "CCPROXY_DATASOURCE": "jdbc/ccproxy", "DATABASE_DRIVER": str(driver()), "DATABASE_HOST": "127.0.0.1",
            "DATABASE_PORT": str(self.port), "DATABASE_NAME": "postgres", "DATABASE_USER": "ccproxy",
            "DATABASE_PASSWORD": PASSWORD, "DATABASE_SSL_MODE": "disable"}

    def _signal(self, number):
        """To all of its processes, each in a group of its own; the first one first, which must not make new ones meanwhile."""
        children = subprocess.run(
            ["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False).stdout.split()
        for pid in [self.process.pid, *map(int, children)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def freeze(self):
        """From now on nothing of it moves."""
        self._signal(signal.SIGSTOP)

    def thaw(self):
        self._signal(signal.SIGCONT)

    def cpu(self):
        """Seconds of CPU that it has used, with what has ended."""
        hertz = os.sysconf("SC_CLK_TCK")
        total = 0
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(entry.name) == self.process.pid:
                    total += sum(map(int, fields[11:15]))
                elif int(fields[1]) == self.process.pid:
                    total += int(fields[11]) + int(fields[12])
        return total / hertz
