"""A WAR that relays the same bytes with the same HTTP client, and does nothing else."""

import pathlib
import subprocess
import zipfile

import build

HERE = pathlib.Path(__file__).parent
REPOSITORY = pathlib.Path.home() / ".m2/repository"
API = REPOSITORY / "jakarta/platform/jakarta.jakartaee-api/10.0.0/jakarta.jakartaee-api-10.0.0.jar"
LIBRARIES = ("okhttp-jvm", "okio-jvm", "kotlin-stdlib")


def war(directory):
    libraries = _libraries()
    classes = directory / "bare-classes"
    subprocess.run(
        ["javac", "--release", "17", "-cp", ":".join(map(str, [API, *libraries])), "-d", classes,
         HERE / "BareRelay.java"],
        check=True, stderr=subprocess.DEVNULL)
    file = directory / "bare.war"
    with zipfile.ZipFile(file, "w") as archive:
        for compiled in classes.iterdir():
            archive.write(compiled, f"WEB-INF/classes/{compiled.name}")
        for library in libraries:
            archive.write(library, f"WEB-INF/lib/{library.name}")
        archive.write(build.ROOT / "src/main/webapp/WEB-INF/beans.xml", "WEB-INF/beans.xml")
    return file


def _libraries():
    """Those that our WAR has, before their packages were given other names."""
    with zipfile.ZipFile(build.WAR) as archive:
        names = [pathlib.PurePath(name).name for name in archive.namelist()]
    wanted = [name for name in names if name.startswith(LIBRARIES)]
    return [next(REPOSITORY.rglob(name)) for name in wanted]
