"""Makes sure of the WAR and of the servers that it is to run on."""

import datetime
import os
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[1]
WAR = ROOT / "target/ccproxy.war"
LIBERTY = ROOT / ".liberty/wlp/bin/server"
PAYARA = ROOT / "target/payara-micro.jar"


def pom_property(name):
    pom = ElementTree.parse(ROOT / "pom.xml")
    return pom.findtext(f"./{{*}}properties/{{*}}{name}")


def ensure(kinds):
    """The WAR always anew, a server only where it is missing. Maven's output goes to stderr."""
    goals = ["package"]
    if "liberty" in kinds and not LIBERTY.exists():
        goals.append("liberty:install-server")
    if "payara" in kinds and not PAYARA.exists():
        goals.append("dependency:copy@it-payara")
    subprocess.run(["mvn", "-B", "-q", *goals, "-DskipTests"], cwd=ROOT, stdout=sys.stderr, check=True)


def java_version():
    return subprocess.run(["java", "-version"], capture_output=True, text=True, check=True).stderr.split('"')[1]


def about(kinds):
    """One line: when, what and on what."""
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=9", "--match=no-tag"],
        cwd=ROOT, capture_output=True, text=True, check=False)
    versions = {
        "liberty": f"Open Liberty {pom_property('openliberty.version')}",
        "payara": f"Payara Micro {pom_property('payara.version')}",
    }
    return ", ".join([
        datetime.date.today().isoformat(),
        f"CCProxy at {commit.stdout.strip() or 'no commit'}",
        *(versions[kind] for kind in kinds),
        f"JDK {java_version()}",
        f"{os.cpu_count()} cores",
    ])
