"""What the fixtures of the command's tests give (tests/cli/conftest.py)."""

from __future__ import annotations

from collections.abc import Callable

Run = Callable[..., tuple[int, str, str]]
"""Runs the command with these arguments: its status, and what it wrote to standard output and to standard error."""

Feed = Callable[[bytes], None]
"""Puts bytes into standard input."""
