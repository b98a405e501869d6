"""An exception and those behind it, and whose they are: by the module of the class, or of a builtin one by the module that raised it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from normalizer.reach import reach
from normalizer.sdks import Sdk, sdk_of, sdks
from normalizer.tables import AUTO

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST: Final = 50
"""How many exceptions of a chain are looked at."""

MAX_WORDS: Final = 100_000


def links(exc: BaseException) -> list[BaseException]:
    """The exception, what it wraps, its cause, and where a library left it, its context; each before those behind it.

    >>> try:
    ...     raise KeyError("k") from ValueError("v")
    ... except KeyError as error:
    ...     links(error)
    [KeyError('k'), ValueError('v')]
    """
    found: list[BaseException] = []
    waiting = [exc]
    while waiting and len(found) < MOST:
        link = waiting.pop()
        if not any(link is known for known in found):
            found.append(link)
            waiting.extend(reversed(list(_behind(link))))
    return found


def _behind(link: BaseException) -> Iterator[BaseException]:
    sdk = owner(link)
    if sdk:
        for path in sdk.inner:
            wrapped = reach(link, path)
            if isinstance(wrapped, BaseException):
                yield wrapped
    if isinstance(link, BaseExceptionGroup):
        yield from link.exceptions[:MOST]
    if link.__cause__ is not None:
        yield link.__cause__
    elif link.__context__ is not None and sdk and not link.__suppress_context__:
        yield link.__context__


def owner(link: BaseException) -> Sdk | None:
    """The SDK or HTTP library whose class it is, or of a class of the language, whose code raised it."""
    if is_builtin(link):
        return _library_in_between(link) or sdk_of(raised_in(link)) or _marked(link)
    return next((sdk for cls in type(link).__mro__ if (sdk := sdk_of(cls.__module__))), None)


def _marked(link: BaseException) -> Sdk | None:
    marks = [sdk for sdk in sdks() if sdk.mark]
    text = words(link) if marks else ""
    return next((sdk for sdk in marks if sdk.mark and sdk.mark.match(text)), None)


def is_builtin(link: BaseException) -> bool:
    """Is its class one of the language or its standard library, which anybody may raise?"""
    module = type(link).__module__
    return module.partition(".")[0] in sys.stdlib_module_names and sdk_of(module) is None


def raised_in(link: BaseException) -> str:
    """The name of the module whose code raised it; "" for one that was not raised."""
    names = list(_frames(link))
    return names[-1] if names else ""


def passed_through(link: BaseException) -> Sdk | None:
    """The SDK of a vendor below which it was raised; the innermost, but none below an HTTP library: some SDKs patch these for everybody."""
    found = None
    for name in _frames(link):
        sdk = sdk_of(name)
        if sdk and sdk.provider == AUTO:
            break
        found = sdk or found
    return found


def _library_in_between(link: BaseException) -> Sdk | None:
    """The HTTP library below which a builtin exception was raised."""
    return next((sdk for name in _frames(link) if (sdk := sdk_of(name)) and sdk.provider == AUTO), None)


def _frames(link: BaseException) -> Iterator[str]:
    place = link.__traceback__
    while place is not None:
        yield str(place.tb_frame.f_globals.get("__name__", ""))
        place = place.tb_next


def words(link: object) -> str:
    """The text of an exception; "" where it cannot be had."""
    try:
        return str(link)[:MAX_WORDS]
    except Exception:  # noqa: BLE001  anybody's __str__ may fail in any way
        return ""
