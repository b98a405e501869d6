"""What all the standards have in common: the facts of a record as plain values, and a sentence in our own words."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from normalizer.kinds import KIND_FACTS

if TYPE_CHECKING:
    from normalizer.model import ErrorRecord

CLOSED: Final = ("provider", "kind", "reason", "resource", "retry", "effect", "fault", "matched_by")
"""Fields whose values come from our lists, whatever the wire says: few values each."""
OPEN: Final = ("code", "status", "request_id", "region", "retry_after")
"""Fields with the wire's values, which tell nothing of the caller."""
NAMES: Final = ("bucket", "key", "endpoint")
"""Fields with names that the caller gave."""
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def facts(record: ErrorRecord, *, message: bool = False, names: bool = False) -> dict[str, Any]:
    """The fields of a record that are not None, as str, int and float by name. Never `native`; the rest of the lists above.

    message, names: with the provider's words, and with the names of the caller's things.

    >>> from normalizer import normalize
    >>> facts(normalize("qingstor", b'{"code": "object_not_exists"}', status=404))  # doctest: +ELLIPSIS
    {'provider': 'qingstor', 'kind': 'NotFound', 'resource': 'object', ..., 'code': 'object_not_exists', 'status': 404}
    """
    wanted = (*CLOSED, *OPEN, *(NAMES if names else ()), *(("message",) if message else ()))
    values = ((name, getattr(record, name)) for name in wanted)
    return {name: value.value if isinstance(value, Enum) else value for name, value in values if value is not None}


def sentence(record: ErrorRecord) -> str:
    """What happened, in our own words: kind, resource, the kind's definition, reason. Nothing that came over the wire.

    >>> from normalizer import normalize
    >>> sentence(normalize("aws-s3", b"<Error><Code>ExpiredToken</Code></Error>"))  # doctest: +ELLIPSIS
    'AuthFailed (token, expired): the caller was not identified: credentials missing, ...'
    """
    about = ", ".join(part for part in (record.resource, record.reason) if part)
    return f"{record.kind}{f' ({about})' if about else ''}: {KIND_FACTS[record.kind].definition}"


def words(kind: str) -> str:
    """The name of a kind as words.

    >>> words("RangeNotSatisfiable")
    'Range not satisfiable'
    """
    return _CAPITAL.sub(" ", kind).capitalize()


def upper_snake(*parts: str | None) -> str:
    """Names of ours as one constant.

    >>> upper_snake("AuthFailed", "clock_skew")
    'AUTH_FAILED_CLOCK_SKEW'
    """
    return "_".join(_CAPITAL.sub("_", part) if part[:1].isupper() else part for part in parts if part).upper()
