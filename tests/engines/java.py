"""Where Java is: Spark runs on it. Without one that is new enough nothing here can be said, and that is a failure, not a skip."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OLDEST: Final = 17
"""What Spark 4 asks for at least."""

PLACES: Final = ("/usr/lib/jvm", "/Library/Java/JavaVirtualMachines", "/opt/java")


class NoJava(RuntimeError):
    """No Java that Spark could run on; the message says what was looked at and what to do."""


def java_home(environment: Mapping[str, str], places: tuple[str, ...] = PLACES) -> str:
    """The folder for JAVA_HOME: the one that is named there, else that of the `java` on PATH, else the oldest fit one installed.

    Raises NoJava; also where JAVA_HOME names a Java that is missing or too old, because Spark would take just that one.
    """
    seen = []
    for home in [Path(environment["JAVA_HOME"])] if environment.get("JAVA_HOME") else _candidates(environment, places):
        version = version_of(home)
        if version >= OLDEST:
            return str(home)
        seen.append(f"{home} ({f'Java {version}' if version else 'no Java'})")
    looked = ", ".join(seen) or f"no java on PATH, nothing in {', '.join(places)}"
    message = f"Spark needs Java {OLDEST} or newer: {looked}. Install one (Debian: openjdk-17-jre-headless) or point JAVA_HOME to it."
    raise NoJava(message)


def version_of(home: Path) -> int:
    """The major version of the Java in a folder; 0 where there is none."""
    program = home / "bin" / "java"
    try:
        said = subprocess.run([program, "-version"], capture_output=True, text=True, check=True, timeout=60).stderr
    except (OSError, subprocess.SubprocessError):
        return 0
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found[1]) if found else 0


def _candidates(environment: Mapping[str, str], places: tuple[str, ...]) -> Iterator[Path]:
    program = shutil.which("java", path=environment.get("PATH", ""))
    if program:
        yield Path(program).resolve().parent.parent
    homes = {java.resolve().parent.parent for place in places for depth in ("*", "*/Contents/Home") for java in Path(place).glob(f"{depth}/bin/java")}
    yield from sorted(homes, key=lambda home: (version_of(home), str(home)))
