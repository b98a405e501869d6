"""The SDKs live in an environment of their own: `make test-sdks`. Where that is not, nothing here is looked at."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("oss2") and find_spec("b2sdk") else ["test_*.py"]
