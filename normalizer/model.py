"""The record that a caller gets. The only module that needs pydantic's models; imported when the first record is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from normalizer.frozen import FrozenDict, freeze
from normalizer.kinds import Effect, Fault, Kind, MatchedBy, Resource, Retry

if TYPE_CHECKING:
    from normalizer.exceptions import StorageError


class ErrorRecord(BaseModel):
    """One error of one provider in the canonical vocabulary, with the native data untouched. Not an exception.

    Absent values are None, never "". Immutable, hashable, picklable, and the same after a round trip through JSON.

    >>> from normalizer import normalize
    >>> record = normalize("qingstor", b'{"code": "object_not_exists"}', status=404)
    >>> record.kind, record.resource, record.code
    (<Kind.NOT_FOUND: 'NotFound'>, <Resource.OBJECT: 'object'>, 'object_not_exists')
    >>> ErrorRecord.model_validate_json(record.model_dump_json()) == record
    True
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    provider: str = Field(description="the provider's slug")
    kind: Kind = Field(description="what kind of error")
    reason: str | None = Field(None, description="the finer fact a program may branch on; listed in mappings/reasons.csv")
    resource: Resource | None = Field(None, description="what the error is about")
    retry: Retry = Field(description="whether and how the operation can succeed later")
    retry_after: float | None = Field(None, description="seconds to wait, where the provider says so")
    retry_at: str | None = Field(None, description="the HTTP date to wait for, where the response has no Date to count from")
    effect: Effect = Field(description="did the operation take effect?")
    fault: Fault | None = Field(None, description="whose fault it is")
    matched_by: MatchedBy = Field(description="which rung of the ladder answered")
    confidence: float = Field(ge=0.0, le=1.0, description="measured precision of that rung for this provider; 1.0 for code")
    consistent: bool | None = Field(None, description="is the HTTP status one that the tables document for this code?")
    alternatives: tuple[Kind, ...] = Field((), description="other kinds that may hide behind this answer")
    code: str | None = Field(None, description="the provider's own code, as sent")
    status: int | None = Field(None, description="the HTTP status that was handed in")
    message: str | None = Field(None, description="the provider's own words")
    request_id: str | None = Field(None, description="the provider's id of the request")
    bucket: str | None = None
    key: str | None = None
    region: str | None = None
    endpoint: str | None = None
    native: Annotated[dict[str, Any], AfterValidator(freeze)] = Field(
        default_factory=FrozenDict, description="what else the provider sent, of the fields it may keep"
    )
    truncated: bool = Field(default=False, description="only a part of the body was read")
    ignored: tuple[str, ...] = Field((), description="arguments that made no sense and were not used")
    detected_by: tuple[str, ...] = Field((), description="the evidence for the provider, where the caller asked for auto")
    tables_version: str = Field(description="the version of the mapping tables that answered")

    @property
    def retryable(self) -> bool:
        """Can the same request succeed without a change of its contents? True for after_backoff, once, after_refresh."""
        return self.retry in {Retry.AFTER_BACKOFF, Retry.ONCE, Retry.AFTER_REFRESH}

    @property
    def is_error(self) -> bool:
        """False for NotAnError and NotModified, which make no exception."""
        return self.kind not in {Kind.NOT_AN_ERROR, Kind.NOT_MODIFIED}

    def to_exception(self, filename: str | None = None) -> StorageError:
        """The exception of this kind, an OSError with errno, strerror and filename filled and this record as `.error`.

        Raises ValueError for NotAnError and NotModified: they are no failures.

        >>> from normalizer import normalize
        >>> error = normalize("jss", b'{"code": "NoSuchKey"}', status=404).to_exception("photos/1.jpg")
        >>> isinstance(error, FileNotFoundError), error.filename
        (True, 'photos/1.jpg')
        """
        from normalizer.exceptions import exception_from  # noqa: PLC0415  exceptions are seldom wanted

        return exception_from(self, filename)
