"""The environment of the server that is measured: one provider for each way in which the stub can answer."""

import os
import pathlib
import subprocess

import providers

PATHS = {
    "json": "/json",
    # 20 events, 2 ms apart.
    "events": "/stream/0/20/2000/end",
    # One a second, for a minute.
    "slow": "/stream/0/60/1000000/end",
    # Silent for 0.4 s, events for 0.4 s, then silent for ever.
    "gone": "/stream/400000/21/20000/hang",
    # 200 events, 2 ms apart, and two events at once, in each format.
    "passes": "/stream/0/200/2000/end",
    "openai": "/openai/0/200/2000/end",
    "gemini": "/gemini/0/200/2000/end",
    "passes-short": "/stream/0/2/0/end",
    "openai-short": "/openai/0/2/0/end",
    "gemini-short": "/gemini/0/2/0/end",
}


def environment(stub, **settings):
    return towards({name: f"http://127.0.0.1:{stub.port}{path}" for name, path in PATHS.items()}, **settings)


def towards(urls, check_interval="1h", **settings):
    """With providers at these base URLs by name, of the format that a name begins with, or else of Anthropic's."""
    formats = {name: name.split("-")[0] if name.startswith(("openai", "gemini")) else "anthropic" for name in urls}
    return providers.environment(
        urls, formats=formats, api_key="key", auth_localhost="false",
        check_interval=check_interval, check_timeout="3s", **settings)


def newer_java():
    """The variables for a JDK of 24 or newer, whose virtual threads the gateway uses; nothing if there is none."""
    for java in sorted(pathlib.Path("/usr/lib/jvm").glob("*/bin/java"), reverse=True):
        version = subprocess.run([java, "-version"], capture_output=True, text=True, check=True).stderr.split('"')[1]
        if int(version.split(".")[0]) >= 24:
            home = java.parents[1]
            return {"JAVA_HOME": str(home), "PATH": f"{home}/bin:{os.environ['PATH']}"}, version
    return None
