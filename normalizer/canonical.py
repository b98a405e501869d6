"""The canonical exceptions in place of an SDK's: around a block of code, or around a function."""

from __future__ import annotations

from functools import wraps
from inspect import isasyncgenfunction, iscoroutinefunction, isgeneratorfunction
from typing import TYPE_CHECKING, Any, TypeVar

from normalizer.caught import recognised
from normalizer.chain import is_builtin, links, owner, passed_through
from normalizer.exceptions import StorageError
from normalizer.responses import default_tables
from normalizer.tables import AUTO, is_auto

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from normalizer.tables import Tables

F = TypeVar("F", bound="Callable[..., Any]")


class canonical_errors:  # noqa: N801  used as a keyword is, like contextlib's own
    """Raises the StorageError of an SDK's exception in its place, which stays its `__cause__`. No retry, no logging.

    Use it as `with` or `async with`, or as the decorator of a function, a coroutine or a generator of either sort. What is
    no storage error passes through untouched: an exception of anybody's but an SDK or HTTP library, also one made of theirs;
    KeyboardInterrupt and the cancellation of a task; a StorageError; and what is no failure (NotModified).

    provider, tables: as for `from_exception`. filename: what the caller works on, as in any OSError.

    >>> from urllib.error import HTTPError
    >>> from email.message import Message
    >>> try:
    ...     with canonical_errors("aws-s3", filename="photos/1.jpg"):
    ...         raise HTTPError("https://s3.amazonaws.com/photos/1.jpg", 404, "Not Found", Message(), None)
    ... except FileNotFoundError as error:
    ...     print(error.filename, error.error.kind, type(error.__cause__).__name__)
    photos/1.jpg NotFound HTTPError
    """

    def __init__(self, provider: str = AUTO, *, filename: str | None = None, tables: Tables | None = None) -> None:
        """Raises UnknownProvider at once, not when something fails."""
        self._tables = tables or default_tables()
        if not is_auto(provider):
            self._tables.provider(provider)
        self._provider, self._filename = provider, filename

    def __enter__(self) -> None:
        """Begin the block."""

    def __exit__(self, cls: type[BaseException] | None, exc: BaseException | None, place: TracebackType | None) -> None:
        """Raise the canonical exception, where the block failed for a cause that has one."""
        if not isinstance(exc, Exception) or isinstance(exc, StorageError) or not (owner(exc) or (is_builtin(exc) and passed_through(exc))):
            return
        record = recognised(links(exc), self._provider, self._tables)
        if record and record.is_error:
            raise record.to_exception(self._filename) from exc

    async def __aenter__(self) -> None:
        """Begin the block."""

    async def __aexit__(self, cls: type[BaseException] | None, exc: BaseException | None, place: TracebackType | None) -> None:
        """Raise the canonical exception, where the block failed for a cause that has one."""
        self.__exit__(cls, exc, place)

    def __call__(self, function: F) -> F:
        """The function with its whole body in the block."""
        made: Any
        if iscoroutinefunction(function):

            async def made(*args: Any, **kwargs: Any) -> Any:
                with self:
                    return await function(*args, **kwargs)

        elif isasyncgenfunction(function):

            async def made(*args: Any, **kwargs: Any) -> Any:
                with self:
                    async for each in function(*args, **kwargs):
                        yield each

        elif isgeneratorfunction(function):

            def made(*args: Any, **kwargs: Any) -> Any:
                with self:
                    return (yield from function(*args, **kwargs))

        else:

            def made(*args: Any, **kwargs: Any) -> Any:
                with self:
                    return function(*args, **kwargs)

        return wraps(function)(made)  # type: ignore[return-value]
