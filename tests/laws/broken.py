"""Ways to break a provider's table files, as hypothesis strategies: of bytes, of CSV cells, of the values in a TOML file."""

from __future__ import annotations

import csv
import json
from copy import deepcopy
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalizer.row import Row

Path = tuple[str | int, ...]
"""The keys and places that lead to a value in a TOML tree."""

WORDS = [
    "", " ", "x", "NotFound", "notfound", "never", "after_change", "object", "applied", "404", "40", "000", "٤٠٤", "9" * 5_000, "\x00", "\ufeff", "\u2028",
    "field:", "field:Code", "field:Code=a & field:Code=a", "header:x=1 & method:", "message", "message^", "names:disk", "names:bucket", "no:header:a", "x" * 140_000,
    'a"b', "a,b", "a\nb", "a\r\nb", "错误", "aws-s3", "api-reference",
]  # fmt: skip
"""What a cell is overwritten with: words of other columns, of no column, and such as CSV has to quote."""

ODD_VALUES: list[Any] = [
    True, -1, 0, 404, 10**30, 1.5, float("nan"), float("inf"), date(2026, 11, 21), "", " ", "x", "aws-s3", "json", "404", "5xx", "40", "(", "[", "(?P<status>.*)",
    "(?P<status>x+)|y", "(?P<part>.*)", "(?:a|b)", "(a)?x|.*", "(a+)+$", "(a*)*b", "(a|a)*b", r"(\w+\s?)*!", "(?:.*.*)*=", "{code", "{nobody}", "{bucket}{bucket}", "utf-16",
    "rot13", "utf-8", "a.b.c", "..", "9" * 5_000, "a." + "9" * 5_000, "\x00", [], [[]], [""], ["a", "a"], ["x.y", "x"], ["."], ["9" * 5_000], [1], ["{a}{b}{c}.example.com"],
    ["{bucket}.{bucket}.example.com"], {}, {"": ""}, {"x": "{nobody}"}, {"a": "{code}", "a.b": "{message}"}, {"x": "(a+)+$"}, {"x": "("}, {"NotFound": ["Nonsense"]}, {"NotFound": 3},
    {"x": {"y": 1}}, [{}], [{"status": 404, "kind": "NotFound", "why": "x"}], [{"pattern": "(", "why": "x"}], [{"reply": "", "at": "x", "code": ["a"]}],
]  # fmt: skip
"""What a value of a TOML file is overwritten with: other types, dates, patterns that are none or take for ever, texts with places."""


def toml_of(tree: dict[str, Any]) -> str:
    """The tree as TOML, everything but the outermost keys inline."""
    return "".join(f"{json.dumps(key, ensure_ascii=False)} = {_inline(value)}\n" for key, value in tree.items())


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key, ensure_ascii=False)} = {_inline(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    if isinstance(value, float):
        return repr(value)
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def paths_of(tree: Any, begin: Path = ()) -> Iterator[Path]:
    """The way to every value in a tree."""
    members = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in members:
        yield (*begin, key)
        yield from paths_of(value, (*begin, key))


def changed(tree: dict[str, Any], path: Path, how: str, value: Any = None) -> dict[str, Any]:
    """A copy of the tree, one value of which was replaced, taken out, renamed, doubled or given a neighbour that nobody knows."""
    copy = deepcopy(tree)
    node: Any = copy
    for step in path[:-1]:
        node = node[step]
    last: Any = path[-1]
    if how == "replace":
        node[last] = value
    elif how == "remove":
        del node[last]
    elif isinstance(node, list):
        node.insert(last, node[last])
    elif how == "rename":
        node[f"{last}z"] = node.pop(last)
    else:
        node[f"{last}_"] = node[last]
    return copy


def broken_trees(tree: dict[str, Any]) -> st.SearchStrategy[tuple[Path, dict[str, Any]]]:
    """A declaration's tree with one thing in it broken, and where."""
    paths = st.sampled_from(list(paths_of(tree)))
    hows = st.sampled_from(["replace", "replace", "replace", "remove", "rename", "double"])
    return st.builds(lambda path, how, value: (path, changed(tree, path, how, value)), paths, hows, st.sampled_from(ODD_VALUES))


def csv_of(lines: list[list[str]]) -> str:
    """The lines as CSV with minimal quoting, as the tables are written."""
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue()


def lines_of(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline=""), strict=True))


@st.composite
def broken_lines(draw: st.DrawFn, lines: list[list[str]]) -> list[list[str]]:
    """The lines of a CSV file with cells, lines or columns overwritten, dropped, doubled, moved."""
    lines = [list(line) for line in lines]
    at, column = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines[0]) - 1))
    other = draw(st.integers(0, len(lines) - 1))
    how = draw(
        st.sampled_from(
            [
                "cell",
                "cell",
                "cell",
                "from another line",
                "line out",
                "line twice",
                "line moved",
                "cell out",
                "cell more",
                "column out",
                "columns moved",
                "blank line",
            ]
        )
    )
    if how == "cell":
        lines[at][column] = draw(st.sampled_from(WORDS))
    elif how == "from another line":
        lines[at][column] = lines[other][draw(st.integers(0, len(lines[0]) - 1))]
    elif how == "line out":
        del lines[at]
    elif how == "line twice":
        lines.insert(at, lines[other])
    elif how == "line moved":
        lines.insert(other, lines.pop(at))
    elif how == "cell out":
        del lines[at][column]
    elif how == "cell more":
        lines[at].insert(column, draw(st.sampled_from(WORDS)))
    elif how == "column out":
        lines = [line[:column] + line[column + 1 :] for line in lines]
    elif how == "columns moved":
        lines = [line[column:] + line[:column] for line in lines]
    else:
        lines.insert(at, [])
    return lines


@st.composite
def broken_bytes(draw: st.DrawFn, data: bytes) -> bytes:
    """A file whose bytes were cut, marked, recoded, or changed at some place."""
    at = draw(st.integers(0, len(data) - 1))
    piece = draw(
        st.sampled_from(
            [
                b"\x00",
                b"\xff",
                b"\xc3",
                b"\xed\xa0\x80",
                b'"',
                b"'",
                b"\n",
                b"\r",
                b"\r\n",
                b",",
                b"[",
                b"]",
                b"=",
                b"#",
                b"\\",
                b"\xef\xbb\xbf",
                b"[" * 5_000,
            ]
        )
    )
    return draw(
        st.sampled_from(
            [
                data[:at], data[at:], data[:at] + piece + data[at:], data[:at] + piece + data[at + 1 :], piece + data, data.removesuffix(b"\n"), data + b"\n\n", data + data,
                data.replace(b"\n", b"\r\n"), data.replace(b"\n", b"\r"), data.decode().encode("utf-16"), data.decode().encode("utf-16-le"), b"\xef\xbb\xbf" + data, b"", b"\n", b"\x00" * 100,
            ]
        )
    )  # fmt: skip


def code_texts(rows: list[Row]) -> list[str]:
    """Codes to try tables with: some of the table, and such as a careless pattern chokes on."""
    return [*(row.code for row in rows[:1]), "a" * 40 + "!", "1" * 5_000 + "x", "٤٠٤", "404", "path/not_found/", "a#b:c", "\x00"]
