"""The mutation tools: that they change what they say, and that they can find a survivor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from normalizer import Tables
from tools.engine_mutants import SURVIVORS, Mutant, mutant_of, program, read_survivors
from tools.mutate_engine import ROOT, report, sample
from tools.mutate_tables import COLUMNS, lints, misread, mutants, noticed_by, undocumented

if TYPE_CHECKING:
    from pathlib import Path

TABLES = Tables()
SOURCE = """from typing import TYPE_CHECKING
if TYPE_CHECKING:
    import m
def f(a: int | None) -> bool:
    return a is None
"""


@pytest.mark.parametrize("slug", TABLES.providers())
def test_every_row_is_changed_in_each_column(slug: str) -> None:
    provider = TABLES.provider(slug)
    found = list(mutants(provider))
    assert len(found) == len(provider.rows) * len(COLUMNS)
    for mutant in found:
        changed = [column for column in COLUMNS if getattr(mutant.before, column) != getattr(mutant.after, column)]
        assert changed == [mutant.column]
        assert not mutant.after.reason or (mutant.after.reason, mutant.after.kind) in provider.reasons
        assert [row for row, old in zip(mutant.rows, provider.rows, strict=True) if row is not old] == [mutant.after]


def test_no_change_of_a_small_table_survives() -> None:
    """`make mutate-tables` says so of all tables."""
    provider = TABLES.provider("qingstor")
    assert [str(mutant) for mutant in mutants(provider) if not noticed_by(mutant, provider)] == []


def test_without_the_second_reading_many_survive(monkeypatch: pytest.MonkeyPatch) -> None:
    provider = TABLES.provider("qingstor")
    monkeypatch.setattr("tools.mutate_tables.CHECKS", {"lints": lints, "documents": undocumented})
    found = [noticed_by(mutant, provider) for mutant in mutants(provider)]
    assert found.count(()) > len(provider.rows)
    assert {("lints",), ("documents",)} <= set(found)


def test_a_row_that_nobody_read_is_noticed() -> None:
    provider = TABLES.provider("qingstor")
    assert list(misread(list(provider.rows), provider)) == []
    (problem,) = misread([provider.rows[0].but(code="new")], provider)
    assert problem.endswith("new: the second reading says nothing")


@pytest.mark.parametrize(
    "changed",
    [
        SOURCE.replace("int | None", "int ^ None"),
        SOURCE.replace("bool", "str"),
        SOURCE.replace("a is None", "not a is not None"),
        SOURCE.replace("if TYPE_CHECKING", "if not TYPE_CHECKING"),
    ],
)
def test_what_nothing_evaluates_is_no_mutant(changed: str) -> None:
    assert changed != SOURCE
    assert program(changed) == program(SOURCE)


@pytest.mark.parametrize("changed", [SOURCE.replace("is None", "is not None"), SOURCE.replace("is None", "is a")])
def test_a_changed_decision_is_a_mutant(changed: str) -> None:
    assert program(changed) not in {program(SOURCE), None}


def test_what_cannot_be_compiled_is_no_program() -> None:
    assert program(SOURCE.replace("is None", "is None is")) is None


def test_a_mutant_says_what_it_changes() -> None:
    mutant = mutant_of("m.py", "f", SOURCE, SOURCE.replace("is None", "is not None"))
    assert (mutant.line, str(mutant)) == (5, "m.py f\n- return a is None\n+ return a is not None")


def test_a_listed_survivor_is_found_by_what_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("# a comment\n\nm.py f\n- return a is None\n+ return a is not None\n= nobody\n= asks\n", encoding="utf-8")
    mutant = mutant_of("m.py", "f", "\n\n" + SOURCE, "\n\n" + SOURCE.replace("is None", "is not None"))
    assert read_survivors(path) == {mutant.key: "nobody asks"}


@pytest.mark.parametrize(
    ("entry", "said"),
    [("m.py f\n- a\n+ b\n", r"list\.txt:3: m\.py f gives no reason"), ("m.py f\na\n", r"list\.txt:3: 'a' must begin with")],
)
def test_a_broken_entry_is_named(tmp_path: Path, entry: str, said: str) -> None:
    path = tmp_path / "list.txt"
    path.write_text(f"# a comment\n\n{entry}", encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        read_survivors(path)


def test_listed_survivors_are_of_the_present_source() -> None:
    listed = read_survivors(SURVIVORS)
    for path, where, removed, _ in listed:
        lines = {line.strip() for line in (ROOT / path).read_text(encoding="utf-8").splitlines()}
        assert set(removed) <= lines, f"{SURVIVORS.name}: {path} {where}: no such line any more; remove the entry or mend it"


def test_a_sample_is_the_same_each_time() -> None:
    everything = [Mutant("m.py", number, "f", ("a",), (str(number),)) for number in range(50)]
    assert sample(everything, 10) == sample(everything, 10)
    assert len(set(sample(everything, 10))) == 10
    assert sample(everything, None) == sample(everything, 50) == everything


def test_only_listed_survivors_pass(capsys: pytest.CaptureFixture[str]) -> None:
    one, two = (Mutant("m.py", number, "f", ("a",), (str(number),)) for number in range(2))
    assert report([one, two], [one, two], [one], {one.key: "nobody asks"}) == 0
    assert report([one, two], [one, two], [one], {}) == 1
    assert "not listed" in capsys.readouterr().out
    assert report([one], [one], [], {two.key: "nobody asks"}) == 1
    assert "no such mutant any more" in capsys.readouterr().out
