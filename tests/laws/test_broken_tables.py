"""Broken tables fail `Tables.load`, with file and line, never a call."""

from __future__ import annotations

import re
import signal
import tomllib
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import normalizer.folders
from normalizer import TableError, Tables
from normalizer.declaration_reader import read
from normalizer.folders import FOLDER
from normalizer.row import COLUMNS
from tests.laws.broken import broken_bytes, broken_lines, broken_trees, changed, code_texts, csv_of, lines_of, toml_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SLUGS = ("qingstor", "storagegrid", "upyun-console", "dropbox", "openstack-swift", "aws-s3")
"""Plain, a follower, one with families and batch replies, variants of objects, pages of its own, the elder of many."""
PROBLEM = re.compile(r"(?P<file>[^:]+):(?P<line>\d+): (?s:.*)\S")
PATIENCE = 60
"""Seconds after which a call is taken to hang; the slowest takes a hundredth of them."""

slugs = st.sampled_from(SLUGS)


@pytest.fixture(autouse=True, scope="module")
def _our_own_files_read_once() -> Iterator[None]:
    """Each example loads all providers; ours do not change between examples."""
    ours = cache(read)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(normalizer.folders, "read_declaration", lambda path: ours(path) if FOLDER in path.parents else read(path))
        yield


@contextmanager
def bounded() -> Iterator[None]:
    """What takes for ever fails."""

    def tell(*_: object) -> None:
        pytest.fail("hangs")

    before = signal.signal(signal.SIGALRM, tell)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tables")
    (path / "scenarios").mkdir()
    return path


def files_of(slug: str) -> dict[str, bytes]:
    names = (f"{slug}.toml", f"{slug}.csv", f"scenarios/{slug}.csv", "scenarios.csv")
    return {name: (FOLDER / name).read_bytes() for name in names}


def write(folder: Path, files: dict[str, bytes]) -> None:
    for old in [path for path in folder.rglob("*") if path.is_file()]:
        old.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def load(folder: Path, files: dict[str, bytes]) -> tuple[str, ...]:
    """The problems of a folder with these files, each at a line that there is; without any, the tables were seen to answer."""
    write(folder, files)
    with bounded():
        try:
            tables = Tables.load(folder)
        except TableError as error:
            problems = error.problems
        else:
            behave(tables, sorted({name.partition(".")[0] for name in files if name.endswith(".toml")}))
            return ()
    for problem in problems:
        place = PROBLEM.match(problem)
        assert place, problem
        name = place["file"].removeprefix(f"{folder.name}/")
        assert name in files, problem
        lines = files[name].replace(b"\r\n", b"\n").count(b"\n") + 1
        assert 1 <= int(place["line"]) <= lines, problem
    assert problems
    return problems


def behave(tables: Tables, slugs: list[str]) -> None:
    """Nothing that is asked of the tables raises."""
    for slug in slugs:
        for number, code in enumerate(code_texts(tables.rows(slug))):
            members = dict.fromkeys(("code", "Code", "error_code", "error", "error_summary", "message", "msg", "key"), code)
            full = {"headers": dict.fromkeys(("x-error-code", "location", "x-oss-err"), code), "url": f"https://{code[:90]}.example.com/a/b"}
            for body in ({"Error": members} | members, {"errors": [members], "result": [members]}, f"{code}\n"):
                record = tables.normalize(slug, body, status=400)
                assert record.model_dump_json()
                tables.errors_in(slug, body, status=503, **full)
            tables.detect(members, **full)
            tables.translate(record, slug if number % 2 else "upyun", method=None if number % 4 < 2 else "HEAD")
        for status in (404, 429, 503):
            tables.translate(tables.normalize("upyun", status=status), slug)
        if slug == "aws-s3":  # the stand-in is of its dialect, and asks all that are like it
            assert tables.normalize("auto", b"<Error><Code>NoSuchKey</Code></Error>", status=404).provider
        assert tables.normalize(tables.declaration(slug).aliases[0] if tables.declaration(slug).aliases else slug, status=404).provider == slug


@cache
def tree_of(slug: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{slug}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_whole_is_taken(folder: Path, slug: str) -> None:
    """The files that are broken below have no problem before, nor has the same declaration written in another way."""
    assert load(folder, files_of(slug)) == ()
    assert load(folder, files_of(slug) | {f"{slug}.toml": toml_of(tree_of(slug)).encode()}) == ()


@given(st.data(), slugs, st.sampled_from(["{}.toml", "{}.csv", "scenarios/{}.csv", "scenarios.csv"]))
def test_bytes(folder: Path, data: st.DataObject, slug: str, form: str) -> None:
    """Cut, marked, recoded or changed bytes: refused with file and line, or of the same meaning."""
    files, name = files_of(slug), form.format(slug)
    load(folder, files | {name: data.draw(broken_bytes(files[name]))})


@given(st.data(), slugs, st.sampled_from(["{}.csv", "scenarios/{}.csv", "scenarios.csv"]))
def test_cells(folder: Path, data: st.DataObject, slug: str, form: str) -> None:
    """Cells, lines and columns dropped, added, moved, overwritten: refused with file and line, or of the same meaning."""
    files, name = files_of(slug), form.format(slug)
    load(folder, files | {name: csv_of(data.draw(broken_lines(lines_of(files[name].decode())))).encode()})


@given(st.data(), slugs)
def test_declarations(folder: Path, data: st.DataObject, slug: str) -> None:
    """Any value of any key of any other type, keys misspelt, missing or unknown: refused with file and line, or of the same meaning."""
    _, tree = data.draw(broken_trees(tree_of(slug)))
    load(folder, files_of(slug) | {f"{slug}.toml": toml_of(tree).encode()})


@given(
    st.data(),
    slugs,
    st.sampled_from(["status", "when", "kind", "reason", "resource", "retry", "effect", "source"]),
    st.text("abc!", min_size=1, max_size=9),
)
def test_a_word_that_no_column_has(folder: Path, data: st.DataObject, slug: str, column: str, word: str) -> None:
    """Wrong words: each is refused with file and line, and it is the line that was changed."""
    files = files_of(slug)
    lines = lines_of(files[f"{slug}.csv"].decode())
    at = data.draw(st.integers(1, len(lines) - 1))
    lines[at][COLUMNS.index(column)] = word
    problems = load(folder, files | {f"{slug}.csv": csv_of(lines).encode()})
    assert any(problem.startswith(f"{folder.name}/{slug}.csv:{at + 1}: ") for problem in problems)


@given(st.data(), slugs)
def test_a_misspelt_key(folder: Path, data: st.DataObject, slug: str) -> None:
    """Misspelt keys of a declaration are refused, with the key that was meant."""
    tree = tree_of(slug)
    section = data.draw(
        st.sampled_from(["", *(name for name in ("envelope", "headers", "hosts", "items", "family", "status", "odd", "render") if name in tree)])
    )
    inner = tree[section] if section else tree
    path = (section, 0) if isinstance(inner, list) else (section,) if section else ()
    key = data.draw(st.sampled_from(sorted(inner[0] if isinstance(inner, list) else inner)))
    problems = load(folder, files_of(slug) | {f"{slug}.toml": toml_of(changed(tree, (*path, key), "rename")).encode()})
    assert re.search(rf"toml:\d+: .*unknown key '{key}z'; did you mean .*'{key}'", problems[0])
