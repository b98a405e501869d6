"""What a provider's declared headers come to for a response with these: worked out once for each set of names that is met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from normalizer.envelope import KEPT
from normalizer.hints import Hints, lower_names
from normalizer.wrap import retry_after

if TYPE_CHECKING:
    from normalizer.provider import Provider

MOST_HEADER_SHAPES: Final = 100
LONGEST_HEADER_NAMES: Final = 2_000
"""Characters of all names. They come from the wire and must not fill the memory."""

ENDS: Final = ' \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f"'
"""What is stripped from the text of a header: white space and quotes."""

WAITS: Final = frozenset({"retry-after", "retry-after-ms"})


class HeaderShape(NamedTuple):
    """Which header fills which field. Headers are named as they came, in any case.

    `fields`: but for the code, of each field the header that counts for most. `kept`: the declared names of headers that the
    record keeps, in the order in which they came. `waits`: is there one that tells how long to wait? `code`: the header with the code,
    or "". `odd`: they are to be read step by step. `asked`: does a condition ask for one of them?
    `says`: is there anything in them but a code?
    """

    fields: tuple[tuple[str, str], ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    waits: bool = False
    code: str = ""
    odd: bool = False
    asked: bool = False
    says: bool = False


def header_shape_of(names: tuple[Any, ...], provider: Provider) -> HeaderShape:
    """The shape of headers with these names; odd where two are the same.

    >>> from normalizer.tables import Tables
    >>> header_shape_of(("Date", "X-Amz-Request-Id", "x-amz-id-2"), Tables().provider("aws-s3"))
    HeaderShape(fields=(('request_id', 'X-Amz-Request-Id'),), kept=(('x-amz-id-2', 'x-amz-id-2'),), waits=False, code='', odd=False, asked=False, says=True)
    """
    if not all(type(name) is str for name in names):
        return _ODD
    as_sent = {name.lower(): name for name in names}
    if len(as_sent) != len(names):
        return _ODD
    best: dict[str, tuple[int, str]] = {}
    kept: list[tuple[str, str]] = []
    for lower, name in as_sent.items():
        what, rank, declared = provider.header_slots.get(lower, ("", 0, ""))
        if what == "location":
            return _ODD
        if what == KEPT:
            kept.append((declared, name))
        elif what:
            best[what] = min(best.get(what, (rank, name)), (rank, name))
    waits = not WAITS.isdisjoint(as_sent) or any(name.lower() in as_sent for name in provider.headers.retry_after_ms)
    code = best.pop("code", (0, ""))[1]
    fields = tuple((what, name) for what, (_, name) in best.items())
    asked = not provider.asked_headers.isdisjoint(as_sent)
    return HeaderShape(fields, tuple(kept), waits, code, asked=asked, says=bool(fields or kept or waits))


_ODD: Final = HeaderShape(odd=True)


def meet_headers(headers: dict[Any, Any], provider: Provider) -> HeaderShape:
    """The shape of these headers, remembered."""
    names = tuple(headers)
    shape = header_shape_of(names, provider)
    if len(provider.told_by) >= MOST_HEADER_SHAPES:
        provider.told_by.clear()
    if all(type(name) is str for name in names) and sum(map(len, names)) <= LONGEST_HEADER_NAMES:
        provider.told_by[names] = shape
    return shape


def add_headers(values: dict[str, Any], native: dict[str, Any], headers: Any, told: HeaderShape, status: int | None, provider: Provider) -> bool:
    """Add what the body did not say. Was all of it plain?"""
    fields, kept, waits, *_ = told
    for what, name in fields:
        if values.get(what) is None:
            value = headers[name]
            if type(value) is not str or not value or value.strip(ENDS) is not value or "?" in value or not value.isascii():
                return False
            values[what] = value
    for declared, name in kept:
        value = headers[name]
        if type(value) is not str or not value or value.strip(ENDS) is not value or "?" in value or not value.isascii():
            return False
        native[declared] = value
    if waits:
        values["retry_after"], values["retry_at"] = retry_after(Hints(status, lower_names(headers)), provider)
    return True
