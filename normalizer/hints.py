"""What a caller knows beside the body: status, headers, method, operation; read once, without ever failing."""

from __future__ import annotations

import math
import operator
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from normalizer.frozen import clean
from normalizer.operations import OPERATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from normalizer.provider import Provider


class Hints(NamedTuple):
    """The context of a response. `headers` have lower-case names; `ignored` names the arguments that made no sense.

    `operation`: S3's name of it. `names`: the finest thing that the request's URL names: account, bucket, object.
    `detected_by`: the evidence for the provider, where it was looked for.
    """

    status: int | None = None
    headers: dict[str, Any] | None = None
    method: str | None = None
    operation: str | None = None
    ignored: tuple[str, ...] = ()
    request_headers: dict[str, Any] | None = None
    names: str | None = None
    detected_by: tuple[str, ...] = ()

    def header(self, name: str) -> str | None:
        """The stripped text of a header by its name in any case, or None where it is absent, blank or no text."""
        value = self.headers.get(name.lower()) if self.headers else None
        if value is None:
            return None
        found = text(value)
        return clean(found) if found else None


NO_HINTS: Final = Hints()
MAX_HEADERS: Final = 10_000
FIRST_FAILURE: Final = 400
STATUS_ONLY: Final[dict[int | None, Hints]] = {None: NO_HINTS}
"""Hints that hold nothing but a status, by that status: a call without more has one of these, the same object each time."""

_MAX_BITS: Final = 8_192  # Python refuses to print integers of more than 4,300 digits
_LEADING = re.compile(r"[1-9]\d\d(?!\d)", re.ASCII)
_NUMBER = re.compile(r"\d{1,12}(\.\d{1,9})?", re.ASCII)
MAX_WAIT: Final = 365 * 24 * 3600.0
_LARGEST: Final = 999
_SMALLEST: Final = 100


def read(
    status: object, headers: object, method: object = None, operation: object = None, request_headers: object = None,
    url: object = None, provider: Provider | None = None,
) -> Hints:  # fmt: skip
    """The hints of a call. Nonsense is left out and named in `ignored`.

    `request_headers` may be anything that `headers` may be; conditions look at them and nothing of them is kept. `provider`
    says how its URLs are made and what its own names of operations are in S3's words.

    >>> read("404", [("X-Request-Id", "7")]).header("x-request-id")
    '7'
    """
    if headers is None and method is None and operation is None and request_headers is None and url is None:
        known = STATUS_ONLY.get(status) if status is None or type(status) is int else None
        if known is not None:
            return known
    ignored: tuple[str, ...] = ()
    number = status if type(status) is int else status_number(status)
    if number is not None and not _SMALLEST <= number <= _LARGEST:
        number = None
    if number is None and status is not None:
        ignored += ("status",)
    lower = None if headers is None else lower_names(headers)
    if headers is not None and lower is None:
        ignored += ("headers",)
    asked = None if request_headers is None else lower_names(request_headers)
    if request_headers is not None and asked is None:
        ignored += ("request_headers",)
    verb = text(method)
    action = text(operation)
    if action is not None and provider:
        action = provider.operations.get(action, action)
    if action is not None and action not in OPERATIONS:
        action = None
    for name, given, read_as in (("method", method, verb), ("operation", operation, action)):
        if given is not None and read_as is None:
            ignored += (name,)
    address = text(url)
    if url is not None and address is None:
        ignored += ("url",)
    names = _addressed(address, provider) if address and provider else None
    hints = Hints(number, lower, verb.upper() if verb else None, action, ignored, asked, names)
    if number is not None and hints == Hints(number):
        STATUS_ONLY[number] = hints
    return hints


def _addressed(url: str, provider: Provider) -> str | None:
    from normalizer.address import addressed  # noqa: PLC0415  few callers hand over a URL

    return addressed(url, provider.layout)


def status_only(status: int | None) -> Hints | None:
    """The hints of a status and nothing else, the same object each time; None where it is no status.

    >>> status_only(404) is status_only(404), status_only(9999)
    (True, None)
    """
    hints = read(status, None)
    return None if hints.ignored else hints


def status_number(value: object) -> int | None:
    """A whole number from an int, a numpy integer, a float without a fraction or decimal text; else None."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (str, bytes)):
        digits = text(value)
        return int(digits) if digits and digits.isascii() and digits.isdigit() and len(digits) <= len(str(_LARGEST)) else None
    if isinstance(value, float):
        return float.__int__(value) if math.isfinite(value) and float.is_integer(value) else None
    try:
        return operator.index(value)  # type: ignore[arg-type]
    except Exception:  # noqa: BLE001  any object may come, with any __index__
        return None


def leading_status(text: str) -> int | None:
    """The three digits that a text begins with, which may have words behind them.

    >>> leading_status("409 Conflict"), leading_status("4090")
    (409, None)
    """
    found = _LEADING.match(text)
    return int(found[0]) if found else None


def seconds_of(text: str | None) -> float | None:
    """A number of seconds in decimal text, up to a year; a longer wait is taken for nonsense.

    >>> seconds_of("2.5"), seconds_of("soon")
    (2.5, None)
    """
    if not text or not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if number <= MAX_WAIT else None


def lower_names(headers: object) -> dict[str, Any] | None:
    """Headers by lower-case name from a mapping, a message object or pairs; None where they are none of these."""
    try:
        return {str.lower(name): value for name, value in _pairs(headers)}  # raises where a name is bytes
    except Exception:  # noqa: BLE001  a header container of the caller's may be anything
        return _readable_pairs(headers)


def _pairs(headers: Any) -> Iterable[Any]:
    return islice(headers.items() if hasattr(headers, "items") else headers, MAX_HEADERS)


def _readable_pairs(headers: object) -> dict[str, Any] | None:
    """What can be read of headers with names or pairs of a wrong type."""
    found: dict[str, Any] = {}
    try:
        for pair in _pairs(headers):
            name = text(pair[0]) if isinstance(pair, (tuple, list)) and len(pair) > 1 else None
            if name:
                found[name.lower()] = pair[1]
    except Exception:  # noqa: BLE001, S110  as above
        pass
    return found or None


def text(value: object) -> str | None:
    """Stripped text of a str or bytes, of a number its decimal form, of a list its first member; None for all else.

    The methods of the builtin types are called by their class: a subclass may have methods that raise.
    """
    if type(value) is not str:
        if isinstance(value, (list, tuple)) and value and not isinstance(value[0], (list, tuple)):
            return text(value[0])
        if isinstance(value, (bytes, bytearray)):
            value = bytes(value).decode("latin-1")
        elif isinstance(value, int) and not isinstance(value, bool):
            if int.bit_length(value) > _MAX_BITS:
                return None
            value = int.__repr__(value)
        elif isinstance(value, str):
            value = str.__str__(value)
        else:
            return None
    return str.strip(value) or None
