"""A server in a process of its own, started as the README says, and what that process takes of the machine."""

import contextlib
import http.client
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import pathlib

import build
import wait
from ports import free_port

STRANGE = re.compile(r"CCPROXY_.*|.*_API_KEY|.*_proxy|JAVA_TOOL_OPTIONS|JVM_ARGS", re.IGNORECASE)


class Server:
    """Runs from the start of the with statement to its end."""

    def __init__(self, kind, environment, jvm_options=(), root=build.WAR, beside=None, ours=None):
        """
        The WAR at the root, and beside it the WARs of a dictionary by context root. It is ours if it is the one that was
        built, or if it is said to be. An environment with a database brings the server's DataSource, too.
        """
        self.port = free_port()
        self.ours = root == build.WAR if ours is None else ours
        self.driver = environment.get("DATABASE_DRIVER")
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix=f"ccproxy-bench-{kind}-"))
        own = {name: value for name, value in os.environ.items() if not STRANGE.fullmatch(name)}
        command = (
            self._liberty(own, jvm_options, root, beside or {}) if kind == "liberty"
            else self._payara(jvm_options, root, beside or {}))
        with open(self.directory / "console.log", "wb") as log:
            self.process = subprocess.Popen(
                command, cwd=build.ROOT, env={**own, **environment, "CCPROXY_PORT": str(self.port)},
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)

    def _liberty(self, environment, jvm_options, root, beside):
        home = self.directory / "servers/ccproxy"
        shutil.copytree(build.ROOT / "src/main/liberty/config", home)
        (home / "apps").mkdir()
        shutil.copy(root, home / "apps/ccproxy.war")
        with open(home / "jvm.options", "a", encoding="ascii") as options:
            options.write("".join(f"\n{option}" for option in jvm_options))
        overrides = home / "configDropins/overrides"
        overrides.mkdir(parents=True)
        (overrides / "beside.xml").write_text("<server>" + "".join(
            f'<webApplication location="{war}" contextRoot="{context}"/>' for context, war in beside.items())
            + "</server>", encoding="ascii")
        if self.driver:
            shutil.copy(build.ROOT / "src/main/liberty/database.xml", overrides)
        environment["WLP_USER_DIR"] = str(self.directory)
        return [str(build.LIBERTY), "run", "ccproxy"]

    def _payara(self, jvm_options, root, beside):
        preboot = self.directory / "preboot.txt"
        ours = build.ROOT / "src/main/payara"
        parts = ["preboot.txt", "database.txt"] if self.driver else ["preboot.txt"]
        preboot.write_text("".join((ours / part).read_text() for part in parts), encoding="utf-8")
        arguments = (
            build.pom_property("payara.arguments").replace("target/ccproxy.war", str(root))
            .replace("src/main/payara/preboot.txt", str(preboot)).split())
        if self.driver:
            arguments += ["--addlibs", self.driver]
        deploy = self.directory / "deploy.txt"
        deploy.write_text("".join(
            f"deploy --contextroot {context} {war}\n" for context, war in beside.items()), encoding="ascii")
        return [
            "java", f"-Djava.io.tmpdir={self.directory}", *jvm_options,
            *build.pom_property("payara.jvm.options").split(),
            "-jar", str(build.PAYARA), *arguments, "--postbootcommandfile", str(deploy)]

    def __enter__(self):
        try:
            wait.until("start of a server", self._serves, 120)
        except BaseException:
            self.__exit__()
            raise
        return self

    def _serves(self):
        if self.process.poll() is not None:
            raise RuntimeError("The server has ended: " + self.log()[-2000:])
        try:
            client = Client(self.port)
            return client.get("/health/live")[0] == 200 and (
                b"not_found" in client.get("/nowhere")[1] if self.ours else client.get("/resource")[0] == 200)
        except (OSError, http.client.HTTPException):
            return False

    def __exit__(self, *_):
        """The group is of this session only: the script that starts the server, and the server."""
        for number, seconds in ((signal.SIGTERM, 30), (signal.SIGKILL, 30)):
            try:
                os.killpg(self.process.pid, number)
                self.process.wait(seconds)
                break
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                pass
        shutil.rmtree(self.directory, ignore_errors=True)

    def log(self):
        return (self.directory / "console.log").read_text(errors="replace")

    @property
    def pid(self):
        """Of the JVM, which a script may have started."""
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if os.getpgid(int(entry.name)) == self.process.pid and (entry / "comm").read_text() == "java\n":
                    return int(entry.name)
            except OSError:
                pass  # It has just ended.
        raise RuntimeError("The server has no JVM")

    def cpu(self, pid):
        """Seconds of CPU that the process has used so far, by its own clock (clock_getcpuclockid), to the nanosecond."""
        return time.clock_gettime(~pid << 3 | 2)

    def compiler_cpu(self, pid):
        """Seconds of it that the JIT compiler has used; its threads stay for as long as there is something to compile."""
        used = 0
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(OSError):
                if "CompilerThre" in (task / "comm").read_text():
                    used += int((task / "schedstat").read_text().split()[0])
        return used / 1e9

    def memory(self, pid):
        """MiB of resident memory and of used heap, each the least of three right after a full collection."""
        commands = self.directory / "memory.jcmd"
        commands.write_text("GC.run\nGC.heap_info\n", encoding="ascii")
        resident, heap = [], []
        for _ in range(3):
            told = subprocess.run(
                ["jcmd", str(pid), "-f", str(commands)], check=True, capture_output=True, text=True).stdout
            status = pathlib.Path(f"/proc/{pid}/status").read_text()
            heap.append(sum(int(used) for used in re.findall(r"total \d+K, used (\d+)K", told)) / 1024)
            resident.append(int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024)
        return min(resident), min(heap)


class Client:
    """One connection that is kept, and opened anew where the server has closed it."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def get(self, path, headers=None):
        """The status and the body."""
        for attempt in (1, 2):
            try:
                self.connection.request("GET", path, headers=headers or {})
                answer = self.connection.getresponse()
                return answer.status, answer.read()
            except (ConnectionError, http.client.BadStatusLine):
                self.connection.close()
                if attempt == 2:
                    raise
