"""Kills and memory take minutes: `make test-bulk`. Without BULK in the environment nothing here is looked at."""

from __future__ import annotations

import os

collect_ignore_glob = [] if os.environ.get("BULK") else ["test_*.py"]
