"""`Values`: "what `dataclasses` makes". A class of values and the same as a dataclass behave alike, whatever they are called with."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.row import Row
from normalizer.values import Values, fresh
from tests.strategies import SLUGS, TABLES


class Ours(Values):
    first: int
    second: str
    third: tuple[int, ...] = ()
    fourth: str | None = None


@dataclass(frozen=True)
class Theirs:
    first: int
    second: str
    third: tuple[int, ...] = ()
    fourth: str | None = None


class Remembering(Values, frozen=False, eq=False):
    name: str
    met: dict[str, int] = fresh(factory=dict)


VALUE = st.one_of(st.none(), st.integers(0, 2), st.sampled_from(["", "x"]), st.tuples(st.integers(0, 2)))
BY_POSITION = st.lists(VALUE, max_size=5)
BY_NAME = st.dictionaries(st.sampled_from(["first", "second", "third", "fourth", "fifth"]), VALUE)


def said(call: Any, *values: object, **named: object) -> str:
    """What comes of a call, in words that do not depend on the name of the class."""
    try:
        made = call(*values, **named)
    except TypeError as error:
        return str(error).partition(") ")[2]
    return repr(made).partition("(")[2]


@given(BY_POSITION, BY_NAME)
def test_of_any_arguments(values: list[Any], named: dict[str, Any]) -> None:
    ours, theirs = said(Ours, *values, **named), said(Theirs, *values, **named)
    assert ours == theirs or (len(values) > len(Ours.__annotations__) and ours.startswith("takes"))


@given(BY_POSITION.filter(lambda values: len(values) in {2, 3, 4}), BY_POSITION.filter(lambda values: len(values) in {2, 3, 4}), BY_NAME)
def test_equal_hashed_and_changed_alike(one: list[Any], other: list[Any], changes: dict[str, Any]) -> None:
    assert (Ours(*one) == Ours(*other)) is (Theirs(*one) == Theirs(*other))
    assert (hash(Ours(*one)) == hash(Ours(*other))) is (hash(Theirs(*one)) == hash(Theirs(*other)))
    assert said(Ours(*one).but, **changes) == said(lambda **new: replace(Theirs(*one), **new), **changes)
    assert Ours(*one) != Theirs(*one)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda values: pickle.loads(pickle.dumps(values))])  # noqa: S301  our own bytes
def test_a_copy_is_equal(copied: Any) -> None:
    for slug in SLUGS[:3]:
        for values in (*TABLES.rows(slug), TABLES.declaration(slug)):
            assert copied(values) == values
            assert repr(copied(values)) == repr(values)


def test_nothing_can_be_assigned() -> None:
    for values in (Ours(1, ""), Theirs(1, "")):
        with pytest.raises(AttributeError, match="cannot assign to"):
            values.first = 2  # type: ignore[misc]
        with pytest.raises(AttributeError, match="cannot delete"):
            del values.first
    assert issubclass(FrozenInstanceError, AttributeError)


def test_what_is_made_anew_is_shared_only_by_what_is_made_of_it() -> None:
    one, other = Remembering("a"), Remembering("a")
    one.met["x"] = 1
    assert (other.met, one.but(name="b").met, one.but(met={}).met) == ({}, {"x": 1}, {})
    assert (one == other, one == one.but(), len({one, other})) == (False, False, 2)
    one.name = "c"
    assert one.name == "c"


def test_a_row_says_what_it_is() -> None:
    row = TABLES.rows("qingstor")[0]
    assert repr(row).startswith("Row(code='access_denied', status=400, when='', kind=<Kind.PERMISSION_DENIED: 'PermissionDenied'>")
    assert row == Row(**{name: getattr(row, name) for name in Row.__annotations__})
