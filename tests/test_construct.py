"""Records are made of their parts in one call of pydantic's core, or by their slots where its version knows no such call."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING

import pytest

from normalizer import ErrorRecord
from normalizer.construct import by_core, by_slots, chosen
from tests.strategies import TABLES, RealBody, real_bodies

if TYPE_CHECKING:
    from collections.abc import Callable

    from normalizer.construct import Parts


def _not_known() -> Callable[[Parts], ErrorRecord]:
    message = "an unexpected keyword argument"
    raise TypeError(message)


def _by_the_class() -> Callable[[Parts], ErrorRecord]:
    return ErrorRecord.__pydantic_validator__.validate_python


def _with_less() -> Callable[[Parts], ErrorRecord]:
    return lambda parts: by_slots((parts[0], None, set()))


@pytest.mark.parametrize("other", [_not_known, _by_the_class, _with_less])
def test_a_core_that_makes_something_else_is_not_used(other: Callable[[], Callable[[Parts], ErrorRecord]]) -> None:
    assert chosen(other) is by_slots


@pytest.mark.parametrize("real", real_bodies()[::20], ids=lambda real: f"{real.provider}/{real.name}")
def test_both_make_what_pydantic_makes(real: RealBody) -> None:
    record = TABLES.normalize(real.provider, real.body, status=real.status, headers=dict(real.headers))
    validated = ErrorRecord.model_validate(dict(record))
    for construct in (by_slots, chosen(), by_core()):
        made = construct((dict(record), None, set(ErrorRecord.model_fields)))
        assert made == record == validated
        assert hash(made) == hash(validated)
        assert made.model_dump_json() == validated.model_dump_json()
        assert made.model_fields_set == set(validated.model_fields_set)
        assert pickle.loads(pickle.dumps(made)) == copy.copy(made) == copy.deepcopy(made) == made.model_copy() == made  # noqa: S301  our own
        with pytest.raises(ValueError, match="frozen"):
            made.kind = None  # type: ignore[misc, assignment]
