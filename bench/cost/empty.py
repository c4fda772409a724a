"""A WAR with an empty JAX-RS resource and an empty servlet that answer given bytes."""

import pathlib
import subprocess
import zipfile

import build

HERE = pathlib.Path(__file__).parent
API = pathlib.Path.home() / ".m2/repository/jakarta/platform/jakarta.jakartaee-api/10.0.0/jakarta.jakartaee-api-10.0.0.jar"


def war(directory, body):
    classes = directory / "empty-classes"
    subprocess.run(
        ["javac", "--release", "17", "-cp", API, "-d", classes, *HERE.glob("*.java")],
        check=True, stderr=subprocess.DEVNULL)
    file = directory / "empty.war"
    with zipfile.ZipFile(file, "w") as archive:
        for compiled in classes.iterdir():
            archive.write(compiled, f"WEB-INF/classes/{compiled.name}")
        archive.writestr("WEB-INF/classes/body.json", body)
        archive.write(build.ROOT / "src/main/webapp/WEB-INF/beans.xml", "WEB-INF/beans.xml")
    return file
