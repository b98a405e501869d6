"""Fields for structured logs: for the `extra` of the standard library's logging, and for structlog."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any, Final

from normalizer.exceptions import StorageError
from normalizer.standards.facts import facts

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from normalizer.model import ErrorRecord

PREFIX: Final = "storage_"
"""Before every name: logging refuses an `extra` that is named as an attribute of its own, and so do some collectors."""


def log_fields(record: ErrorRecord, *, prefix: str = PREFIX, message: bool = False, names: bool = False) -> dict[str, Any]:
    """The facts of a record as flat fields of str, int and float. message, names: see `normalizer.standards`.

    >>> from normalizer import normalize
    >>> fields = log_fields(normalize("upyun", b'{"code": 40100012, "id": "0f12e8fe"}', status=401))
    >>> fields["storage_kind"], fields["storage_resource"], fields["storage_request_id"]
    ('NotFound', 'bucket', '0f12e8fe')
    """
    return {prefix + name: value for name, value in facts(record, message=message, names=names).items()}


def add_storage_error(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor for structlog: the fields of the StorageError that is logged by `exc_info`, where the event has none of that name.

    Stands before whatever formats `exc_info`.

    >>> from normalizer import normalize
    >>> error = normalize("aws-s3", status=503).to_exception()
    >>> add_storage_error(None, "error", {"event": "upload failed", "exc_info": error})["storage_kind"]
    'Unavailable'
    """
    error = _exception(event.get("exc_info"))
    if isinstance(error, StorageError):
        for name, value in log_fields(error.error).items():
            event.setdefault(name, value)
    return event


class StorageErrorFilter(logging.Filter):
    """For a handler of logging: gives a record that is logged with a StorageError its fields. Lets every record pass.

    >>> from normalizer import normalize
    >>> handler = logging.StreamHandler()
    >>> handler.addFilter(StorageErrorFilter())
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True."""
        error = _exception(record.exc_info)
        if isinstance(error, StorageError):
            for name, value in log_fields(error.error).items():
                record.__dict__.setdefault(name, value)
        return True


def _exception(exc_info: object) -> BaseException | None:
    """The exception of what may be given as exc_info: an exception, a triple, or something true for the present one."""
    if isinstance(exc_info, BaseException):
        return exc_info
    if isinstance(exc_info, tuple):
        return next((part for part in exc_info if isinstance(part, BaseException)), None)
    return sys.exc_info()[1] if exc_info else None
