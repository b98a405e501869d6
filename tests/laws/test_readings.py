"""Every row is read twice, by readers who do not see each other's rulings."""

from __future__ import annotations

import pytest

from tests.readings_agreement import DECISIONS, READINGS, Agreement, Key, Ruling, agreement, answer, problems, readings, rulings, table
from tests.strategies import SLUGS, TABLES

RULED = rulings(DECISIONS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("slug", SLUGS)
def test_two_readings_agree(slug: str) -> None:
    """Two readings agree or a ruling says why."""
    assert problems(slug, readings(slug), RULED) == []


def test_every_reading_and_ruling_has_a_provider() -> None:
    """Two readings agree: every table has two, and every ruling is on one of them."""
    assert sorted(path.stem for path in READINGS.glob("*.csv")) == SLUGS
    assert {ruling.key.provider for ruling in RULED} <= set(SLUGS)
    assert len(RULED) > 10


@pytest.mark.parametrize("slug", SLUGS)
def test_a_row_that_changes_is_noticed(slug: str) -> None:
    """Two readings agree or a ruling says why: another kind or resource anywhere is noticed, by the reading or by the ruling."""
    second = readings(slug)
    for key, said in second.items():
        assert any(str(key) in problem for problem in problems(slug, second | {key: said + " lease"}, RULED)) or answer(key) is None


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if any(ruling.key.provider == slug for ruling in RULED)])
def test_a_ruling_that_is_missing_or_stale_is_noticed(slug: str) -> None:
    """Or a ruling says why: without it the difference is found, and a ruling on nothing or of another reading is found too."""
    second = readings(slug)
    for ruling in (each for each in RULED if each.key.provider == slug):
        others = [each for each in RULED if each is not ruling]
        assert problems(slug, second, others) or ruling.ruling == ruling.second
        for stale in (
            ruling._replace(second="Cancelled voucher"),
            ruling._replace(ruling="Cancelled voucher"),
            ruling._replace(key=Key(slug, "none", "", "")),
        ):
            assert problems(slug, second, [*others, stale])
    key = next(key for key in second if key not in {ruling.key for ruling in RULED})
    assert problems(slug, second, [*RULED, Ruling(key, second[key], second[key], second[key], "no reason")])


def test_confirmed_codes_are_read_twice() -> None:
    """Two readings agree: codes that a follower confirms are compared with its elder's rows."""
    followers = [slug for slug in SLUGS if TABLES.declaration(slug).confirmed]
    assert followers
    for slug in followers:
        codes = {key.code for key in table(slug)}
        assert set(TABLES.declaration(slug).confirmed) <= codes


@pytest.mark.parametrize("slug", SLUGS)
def test_what_has_no_row_is_ruled_in_words(slug: str) -> None:
    """Or a ruling says why: a code that was read twice and got neither row nor family is named in the decisions."""
    unanswered = {key.code for key in readings(slug) if answer(key) is None}
    assert unanswered == ({"xxx10999"} if slug == "upyun" else set())
    assert all(code in DECISIONS.read_text(encoding="utf-8") for code in unanswered)


def test_every_ruling_says_why() -> None:
    """A ruling says why."""
    assert all(ruling.why for ruling in RULED)


def test_the_agreement_is_counted() -> None:
    """Two readings agree: how often is counted, row by row, over what was read twice."""
    counted = agreement()
    assert sorted(counted) == SLUGS
    for slug, (read, alike) in counted.items():
        assert read == len(readings(slug)) >= len(TABLES.rows(slug))
        assert read - alike == len({ruling.key for ruling in RULED if ruling.key.provider == slug and ruling.first != ruling.second})
    assert counted["qingstor"] == Agreement(41, 40)
