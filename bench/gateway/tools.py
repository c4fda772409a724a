"""The load generator and the provider, which are programs of their own: Python would be slower than what is measured."""

import json
import pathlib
import subprocess
import sys

import wait
from ports import free_port
from server import Client

HERE = pathlib.Path(__file__).parent


def compile_all(directory):
    for name in ("stub", "load"):
        subprocess.run(["gcc", "-O2", "-o", directory / name, HERE / f"{name}.c"], check=True, stdout=sys.stderr)


class Stub:
    """The provider, from the start of the with statement to its end."""

    def __init__(self, directory):
        self.port = free_port()
        self.said = directory / f"stub-{self.port}.out"
        with open(self.said, "wb") as out:
            self.process = subprocess.Popen([directory / "stub", str(self.port)], stdout=out)

    def __enter__(self):
        wait.until("start of the provider", self._serves, 10)
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def _serves(self):
        try:
            return Client(self.port).get("/json/v1/models")[0] == 200
        except OSError:
            return False

    def lines(self):
        """What it has said, in words."""
        return [line.split() for line in self.said.read_text().splitlines()]


def start_load(directory, port, request, connections, requests=0, seconds=0, ramp=0):
    """Begins; its figures come with load_ended."""
    return subprocess.Popen(
        [directory / "load", str(port), request, str(connections), str(requests), f"{seconds * 1000:.0f}",
         f"{ramp * 1e6:.0f}"], stdout=subprocess.PIPE, text=True)


def load_ended(process):
    out, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"The load generator has ended with {process.returncode}")
    told = json.loads(out)
    if told["errors"] or not told["requests"]:
        raise RuntimeError(f"Not every response was good: {told}")
    return told


def load(*arguments, **named):
    return load_ended(start_load(*arguments, **named))
