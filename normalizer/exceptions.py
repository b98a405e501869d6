"""The canonical exceptions: `StorageError` and one subclass for each kind, named as the kind.

All are OSError with errno, strerror and filename filled and the record as `.error`. Beside `StorageError`:

    NotFound of an object, bucket, version or unnamed thing        is a FileNotFoundError too
    AlreadyExists of an object, bucket, version or unnamed thing   is a FileExistsError too
    AuthFailed, PermissionDenied                                   are PermissionError too
    Timeout                                                        is a TimeoutError too

NotModified and NotAnError are no failures and have no class.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any, Final

from normalizer.kinds import ERRNO_BY_REASON, KIND_FACTS, Kind, Resource

if TYPE_CHECKING:
    from collections.abc import Callable

    from normalizer.model import ErrorRecord


class StorageError(OSError):
    """A failure of an object store in the canonical vocabulary. Not raised by the package itself: callers raise it.

    >>> from normalizer import normalize
    >>> try:
    ...     raise normalize("aws-s3", status=404, method="HEAD").to_exception("photos/1.jpg")
    ... except FileNotFoundError as error:
    ...     print(error.error.kind, error.filename)
    NotFound photos/1.jpg
    """

    error: ErrorRecord

    def __init__(self, error: ErrorRecord, filename: str | None = None) -> None:
        """`error`: the record to carry. `filename`: what the caller was working on, as in any OSError."""
        number = ERRNO_BY_REASON.get(error.reason or "", KIND_FACTS[error.kind].errno) or errno.EIO
        super().__init__(number, _sentence(error), filename)
        self.error = error

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return exception_from, (self.error, self.filename)


def _sentence(error: ErrorRecord) -> str:
    about = f" ({error.resource})" if error.resource else ""
    code = f" {error.code}" if error.code else f" HTTP {error.status}" if error.status else ""
    return f"{error.kind}{about}: {error.provider}{code}{': ' + error.message if error.message else ''}"


class NotFound(StorageError):
    """What the request addressed is not there."""


class MissingFile(NotFound, FileNotFoundError):
    """NotFound of an object, bucket, version or unnamed thing; a missing policy or account is no missing file."""


class AlreadyExists(StorageError):
    """What the request would create is there already."""


class ExistingFile(AlreadyExists, FileExistsError):
    """AlreadyExists of an object, bucket, version or unnamed thing."""


class Conflict(StorageError):
    """The present state of the resource stands against the request."""


class PreconditionFailed(StorageError):
    """A condition that the caller stated was false."""


class AuthFailed(StorageError, PermissionError):
    """The caller was not identified."""


class PermissionDenied(StorageError, PermissionError):
    """The caller was identified, and a rule refused."""


class AccountProblem(StorageError):
    """The provider has suspended, blocked, not yet activated, or wants payment for, the account, bucket or object."""


class QuotaExceeded(StorageError):
    """A stock is used up."""


class RateLimited(StorageError):
    """Too many requests or bytes per time."""


class TooLarge(StorageError):
    """Something in the request is above a fixed maximum."""


class InvalidArgument(StorageError):
    """The request is malformed, incomplete or has an illegal value."""


class RangeNotSatisfiable(StorageError):
    """The range lies outside the object."""


class ChecksumMismatch(StorageError):
    """What arrived is not what was announced."""


class Unsupported(StorageError):
    """This service does not do that."""


class WrongEndpoint(StorageError):
    """The right request at the wrong place."""


class ObjectArchived(StorageError):
    """The object is in cold storage."""


class Locked(StorageError):
    """A retention rule, lease or the provider's own protection guards the resource."""


class EncryptionKeyError(StorageError):
    """The key of the data's encryption is missing, wrong, disabled, denied or unwanted."""


class UpstreamFailed(StorageError):
    """A third party that the caller named failed."""


class Timeout(StorageError, TimeoutError):
    """A time limit passed before the request was complete."""


class Unavailable(StorageError):
    """The service cannot serve now."""


class Internal(StorageError):
    """The service failed."""


class Cancelled(StorageError):
    """The client gave up, or an operation was cancelled on request."""


class Unknown(StorageError):
    """Not identified; the native data is kept."""


_BY_KIND: Final[dict[Kind, type[StorageError]]] = {
    Kind(cls.__name__): cls for cls in StorageError.__subclasses__()
}  # fmt: skip
_FILES: Final = {Kind.NOT_FOUND: MissingFile, Kind.ALREADY_EXISTS: ExistingFile}
_FILE_LIKE: Final = frozenset({Resource.OBJECT, Resource.BUCKET, Resource.VERSION, None})


def exception_from(error: ErrorRecord, filename: str | None = None) -> StorageError:
    """The exception of the record's kind. Raises ValueError for NotAnError and NotModified."""
    if error.kind not in _BY_KIND:
        message = f"{error.kind} is no failure and makes no exception; ask record.is_error first"
        raise ValueError(message)
    cls = _BY_KIND[error.kind]
    if error.resource in _FILE_LIKE:
        cls = _FILES.get(error.kind, cls)
    return cls(error, filename)
