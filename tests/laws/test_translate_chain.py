"""A chain of translations is as good as its weakest link, and fidelities are ordered."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer import Fidelity, Retry
from normalizer.fidelity import Meaning, fidelity, meaning_of
from normalizer.kinds import Effect, Kind, Resource
from tests.strategies import SLUGS, TABLES
from tests.translations import meanings, read

ORDER = [Fidelity.STATUS, Fidelity.BROADER, Fidelity.NARROWER, Fidelity.EXACT]
said = st.builds(
    Meaning,
    st.sampled_from([Kind.NOT_FOUND, Kind.CONFLICT]),
    st.sampled_from([None, "a", "b"]),
    st.sampled_from([None, Resource.OBJECT, Resource.BUCKET]),
    st.sampled_from(Retry),
    st.sampled_from(Effect),
)


def test_the_order() -> None:
    """Exact, narrower, broader, status, from the best to the worst."""
    assert sorted(Fidelity) == ORDER
    assert all(lower < higher and higher > lower and lower <= higher and higher >= lower for lower, higher in pairwise(ORDER))


@given(said, said, said)
@settings(max_examples=2_000)
def test_a_chain_of_meanings_is_never_worse_than_its_weakest_link(first: Meaning, second: Meaning, third: Meaning) -> None:
    """The fidelity of a → b → c is the lower of the two: measured from end to end it is no worse, whatever was said between."""
    links = fidelity(first, second), fidelity(second, third)
    if first.retry is Retry.UNKNOWN or second.retry is Retry.UNKNOWN:
        return  # after a link of which nobody knows how it goes on, anything may follow
    assert fidelity(first, third) >= min(links)


@given(st.data())
@settings(max_examples=600)
def test_a_chain_of_translations_is_never_worse_than_its_weakest_link(data: st.DataObject) -> None:
    """The fidelity of a → b → c is the lower of the two."""
    record = data.draw(st.sampled_from(list(meanings().values())))
    over, to = data.draw(st.tuples(st.sampled_from(SLUGS), st.sampled_from(SLUGS)))
    first = TABLES.translate(record, over)
    between = read(first)
    second = TABLES.translate(between, to)
    if first.provider != record.provider and Retry.UNKNOWN not in {record.retry, between.retry}:
        assert fidelity(meaning_of(record), meaning_of(read(second))) >= min(first.fidelity, second.fidelity)


@given(st.sampled_from(SLUGS), st.data())
def test_a_translation_is_settled(slug: str, data: st.DataObject) -> None:
    """Deterministic: fresh tables, asked in another order, give the same response."""
    some = data.draw(st.lists(st.sampled_from(list(meanings().values())), min_size=2, max_size=4))
    fresh = type(TABLES)()
    there = {record: fresh.translate(record, slug) for record in reversed(some)}
    assert all(there[record] == TABLES.translate(record, slug) for record in some)
