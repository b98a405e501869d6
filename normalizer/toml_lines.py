"""On which line of a TOML file does a thing stand? The reader of Python's library does not say."""

from __future__ import annotations

import re

_HEADER = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]")
_NAMED = re.compile(r"(?P<file>[^:]+):1: (?:\[+(?P<section>[^\]]+)\]+ ?(?P<number>\d+)?:? ?)?(?:unknown key '(?P<unknown>[^']+)'|(?P<key>[\w.-]+):)?")
_TOLD = re.compile(r"\(at line (\d+)")


def line_of(text: str, section: str = "", number: int = 1, key: str = "") -> int:
    r"""The line of a key in the `number`-th section of a name, else that of the section, else 1. "" is what stands before all sections.

    >>> line_of("name = 'x'\n\n[[odd]]\nstatus = 1\n\n[[odd]]\nstatus = 2\n", "odd", 2, "status")
    7
    """
    found, seen, inside = 0, 0, not section
    stands = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*=""")
    within = f"{section}.{key}".strip(".")
    for place, line in enumerate(text.split("\n"), 1):
        header = _HEADER.match(line)
        if header:
            name = header[1].replace('"', "").replace("'", "")
            seen += name == section
            inside = name == section and seen == number
            if inside and not found:
                found = place
            if key and name == within and seen in {0, number}:
                return place
        elif inside and key and stands.match(line):
            return place
    if not found and section:
        outer, _, rest = section.rpartition(".")
        return line_of(text, outer, 1, rest)
    return found or 1


def located(problem: str, text: str) -> str:
    r"""A problem that names a place in the file in words, with its line instead of the first.

    >>> located("t/acme.toml:1: [envelope]: unknown key 'cod'", "name = 'x'\n[envelope]\ncod = []\n")
    "t/acme.toml:3: [envelope]: unknown key 'cod'"
    """
    place = _NAMED.match(problem)
    if place is None:
        return problem
    key = place["unknown"] or place["key"] or ""
    return problem.replace(":1:", f":{line_of(text, place['section'] or '', int(place['number'] or 1), key)}:", 1)


def of_complaint(message: str, text: str) -> int:
    """The line that the reader's complaint names; the last where it met the end."""
    told = _TOLD.search(message)
    return int(told[1]) if told else text.count("\n") + (not text.endswith("\n")) if "end of document" in message else 1
