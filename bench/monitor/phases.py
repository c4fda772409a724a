"""Whether latency_ms tells what another prober tells of the same slow provider."""

import json
import re
import statistics
import subprocess
import tempfile
import urllib.request

import providers
import wait
from certificate import Certificate
from ports import free_port
from server import Client, Server
from slow import Slow
from table import Row

PROBES = 12
PART = 0.2
LEAST_MS = 5
# Ours by theirs. Ours has no phase for the body: what is left of the total.
PHASES = {"dns": "resolve", "connect": "connect", "tls": "tls", "first_byte": "processing", "body": "transfer"}
CONFIG = """
modules:
  models:
    prober: http
    timeout: 5s
    http:
      preferred_ip_protocol: ip4
      tls_config: {ca_file: "%s"}
"""


def measure(kind):
    with Certificate() as certificate, Slow(certificate.context) as slow:
        base_url = f"https://localhost:{slow.port}/v1"
        environment = providers.environment(
            {"slow": base_url}, trusted_certificates=certificate.authority, check_interval="2s", check_timeout="1900ms")
        with Exporter(certificate.authority) as exporter, Server(kind, environment) as server:
            ours, theirs, seen = [], [], None
            client = Client(server.port)
            # The first of each loads classes.
            for _ in range(PROBES + 1):
                found = wait.until("next check", lambda: _next(client, seen), 10, 0.02)
                seen = found["checked_at"]
                ours.append(_phases(found["latency_ms"]))
                theirs.append(exporter.probe(base_url + "/models"))
    return [_row(phase, ours[1:], theirs[1:]) for phase in [*PHASES, "total"]]


def _next(client, seen):
    found = json.loads(client.get("/status/providers/slow")[1])
    if found["checked_at"] in (None, seen):
        return None
    if found["reason"] not in ("ok", "expiring"):
        raise RuntimeError(f"The slow provider is {found['state']}: {found['reason']}")
    return found


def _phases(latency):
    rest = latency["total"] - sum(latency[phase] for phase in PHASES if phase != "body")
    return {**latency, "body": rest}


def _row(phase, ours, theirs):
    mine = statistics.median(found[phase] for found in ours)
    other = statistics.median(found[phase] for found in theirs)
    allowed = max(PART * other, LEAST_MS)
    return Row(f"phase {phase}: ours, blackbox exporter's {PHASES.get(phase, 'sum')}",
               f"within {PART:.0%} or {LEAST_MS} ms", f"{mine:.1f} ms, {other:.1f} ms", abs(mine - other) <= allowed)


class Exporter:
    """The Prometheus blackbox exporter."""

    def __init__(self, authority):
        self.port = free_port()
        self.config = tempfile.NamedTemporaryFile("w", suffix=".yml", encoding="utf-8")
        self.config.write(CONFIG % authority)
        self.config.flush()

    def __enter__(self):
        self.process = subprocess.Popen(
            ["prometheus-blackbox-exporter", f"--web.listen-address=127.0.0.1:{self.port}",
             f"--config.file={self.config.name}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait.until("start of the blackbox exporter", self._serves, 30)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
        self.config.close()

    def _serves(self):
        try:
            return self._get("/-/healthy")
        except OSError:
            return None

    def _get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return answer.read().decode()

    def probe(self, url):
        """Milliseconds by our name of the phase."""
        metrics = self._get(f"/probe?module=models&target={url}")
        if "\nprobe_success 1" not in metrics:
            raise RuntimeError("The blackbox exporter does not reach the slow provider")
        found = dict(re.findall(r'probe_http_duration_seconds{phase="(\w+)"} (\S+)', metrics))
        phases = {ours: float(found[theirs]) * 1000 for ours, theirs in PHASES.items()}
        return {**phases, "total": sum(phases.values())}
