"""Records of values that are right by construction, and so are not validated: the parts of a model, set in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel
from pydantic_core import SchemaValidator, core_schema

from normalizer.model import ErrorRecord

if TYPE_CHECKING:
    from collections.abc import Callable

Parts = tuple[dict[str, Any], None, set[str]]
"""What a model is made of: its values, no extra ones, the names of those that were given."""


def by_core() -> Callable[[Parts], ErrorRecord]:
    """The function of pydantic's core that makes a model of what the validator of its fields hands on, which here hands on what it is given.

    From 2.13 on the core takes the validator that the class has already, unless it is told not to.
    """
    schema = core_schema.model_schema(ErrorRecord, core_schema.any_schema())
    try:
        return SchemaValidator(schema, None, _use_prebuilt=False).validate_python
    except TypeError:
        return SchemaValidator(schema).validate_python


def by_slots(parts: Parts) -> ErrorRecord:
    """The same by the four slots of a model, each set by its descriptor, as pydantic's `model_construct` does it. Slower, and right for every version.

    >>> from normalizer import normalize
    >>> record = normalize("jss", b'{"code": "NoSuchKey"}')
    >>> by_slots((dict(record), None, record.model_fields_set)) == record
    True
    """
    record = ErrorRecord.__new__(ErrorRecord)
    for set_slot, part in zip(_SETTERS, (*parts, None), strict=True):
        set_slot(record, part)
    return record


_SLOTS: Final = ("__dict__", "__pydantic_extra__", "__pydantic_fields_set__", "__pydantic_private__")
_SETTERS: Final = tuple(BaseModel.__dict__[name].__set__ for name in _SLOTS)


def chosen(by_core: Callable[[], Callable[[Parts], ErrorRecord]] = by_core) -> Callable[[Parts], ErrorRecord]:
    """The faster of the two, if with this pydantic it makes what the other makes."""
    parts: Parts = (dict.fromkeys(ErrorRecord.model_fields), None, set(ErrorRecord.model_fields))
    try:
        construct = by_core()
        same = _parts(construct(parts)) == _parts(by_slots(parts))
    except (TypeError, ValueError, AttributeError):  # of a core that has another way to hand parts on
        return by_slots
    return construct if same else by_slots


def _parts(record: ErrorRecord) -> list[Any]:
    return [type(record), *(getattr(record, name) for name in _SLOTS)]


construct: Final = chosen()
