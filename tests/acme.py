"""A folder of tables as a user has it: one provider of his own, acme, with one code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

TOML: Final = """\
name = "Acme"
[envelope]
code = ["err"]
[sources.manual]
title = "Acme manual"
where = "manual.txt"
read = "2026-11-21"
kind = "documentation"
"""
HEAD: Final = "code,status,when,kind,reason,resource,retry,effect,meaning,message,note,source\n"


def write_acme(folder: Path, kind: str = "NotFound", resource: str = "object") -> Path:
    """Write the folder, anew where it is there; give it back."""
    folder.mkdir(exist_ok=True)
    (folder / "acme.toml").write_text(TOML, encoding="utf-8")
    (folder / "acme.csv").write_text(f"{HEAD}E7,404,,{kind},,{resource},,,no such thing,,,manual\n", encoding="utf-8")
    return folder
