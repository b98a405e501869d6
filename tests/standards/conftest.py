"""The standards' libraries live in an environment of their own: `make test-standards`. Where that is not, nothing here is looked at."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("grpc_status") else ["*"]
