"""The package works from a wheel, an editable install and a bare checkout: three fresh environments, the same answer.

`make test-install`. Needs the package index for pydantic and the build backend.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROBE = """
import sys
import normalizer
assert "pydantic" not in sys.modules and "xmltodict" not in sys.modules, "the import is not lazy"
from normalizer import normalize, providers
record = normalize("upyun", b'{"msg": "bucket not exist", "code": 40100012}', status=401)
print(record.kind, record.resource, record.retry, len(providers()))
"""
EXPECTED = f"NotFound bucket after_change {len(list((ROOT / 'mappings').glob('*.toml')))}"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder) / "checkout"
        shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns(".venv*", ".git", ".*_cache", "dist", "build", "*.egg-info", ".hypothesis"))
        results = {
            "wheel": _installed(Path(folder) / "wheel", [str(checkout)]),
            "editable": _installed(Path(folder) / "editable", ["--editable", str(checkout)]),
            "checkout": _bare(Path(folder) / "bare", checkout),
        }
    failed = [name for name, answer in results.items() if answer != EXPECTED]
    for name, answer in results.items():
        print(f"{name:10} {answer}")
    print(f"{len(results) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


def _installed(place: Path, arguments: list[str]) -> str:
    """Install the checkout into a fresh environment and ask there, from a folder that holds no checkout."""
    python = _environment(place)
    _run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments], place)
    version = _run([str(Path(python).parent / "storage-errors"), "--version"], place)
    if "storage-errors" not in version:
        return f"the command answers {version!r}"
    return _run([python, "-c", PROBE], place)


def _bare(place: Path, checkout: Path) -> str:
    """Only the dependencies are installed; the package is imported from the checkout."""
    python = _environment(place)
    _run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "pydantic>=2.9"], place)
    return _run([python, "-c", PROBE], checkout)


def _environment(place: Path) -> str:
    venv.create(place, with_pip=True)
    return str(place / "bin" / "python")


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603  our own commands
    if done.returncode:
        sys.stderr.write(done.stderr[-2000:])
        return f"{command[:4]} failed with {done.returncode}"
    return done.stdout.strip()


if __name__ == "__main__":
    raise SystemExit(main())
