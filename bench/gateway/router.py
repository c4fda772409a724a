"""claude-code-router, which people use for the same, for comparison."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import time

import gateway
import wait
from ports import free_port
from server import Client

VERSION = "2.0.0"
PACKAGE = pathlib.Path("target/bench") / f"claude-code-router-{VERSION}"

# The rest of a provider's URL, and how it is translated.
FORMATS = {
    "anthropic": ("/v1/messages", ["Anthropic"]),
    "openai": ("/chat/completions", []),
    "gemini": ("/v1beta/models/", ["gemini"]),
}


class Router:
    """From the start of the with statement to its end. It has the providers of the gateway, under the same names."""

    def __init__(self, directory, stub):
        self.port = free_port()
        self.home = directory / "router"
        folder = self.home / ".claude-code-router"
        folder.mkdir(parents=True)
        (folder / "config.json").write_text(json.dumps({
            "HOST": "127.0.0.1", "PORT": self.port, "APIKEY": "key", "LOG": False, "API_TIMEOUT_MS": 600000,
            "NON_INTERACTIVE_MODE": True, "Router": {"default": "json,m"},
            "Providers": [_provider(name, stub.port, path) for name, path in gateway.PATHS.items()]}), encoding="ascii")
        if not PACKAGE.is_dir():
            subprocess.run(
                ["npm", "install", "--prefix", PACKAGE, "--no-audit", "--no-fund", f"@musistudio/claude-code-router@{VERSION}"],
                check=True, stdout=sys.stderr)
        with open(self.home / "log", "wb") as log:
            self.process = subprocess.Popen(
                ["node", (PACKAGE / "node_modules/@musistudio/claude-code-router/dist/cli.js").resolve(), "start"],
                cwd=self.home, env=dict(os.environ, HOME=str(self.home)), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True)

    def __enter__(self):
        wait.until("start of claude-code-router", self._serves, 30)
        return self

    def __exit__(self, *_):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def _serves(self):
        try:
            return Client(self.port).get("/health")[0] == 200
        except OSError:
            return False

    def cpu(self):
        """Seconds of its one process."""
        return time.clock_gettime(~self.process.pid << 3 | 2)


def _provider(name, port, path):
    rest, use = FORMATS[name.split("-")[0] if name.startswith(("openai", "gemini")) else "anthropic"]
    provider = {"name": name, "api_base_url": f"http://127.0.0.1:{port}{path}{rest}", "api_key": "key", "models": ["m"]}
    return {**provider, "transformer": {"use": use}} if use else provider
