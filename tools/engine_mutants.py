"""Mutants of the engine: small changes of its source, made by cosmic-ray, and the list of those that no test can notice."""

from __future__ import annotations

import ast
import difflib
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable

MODULES: Final = ("normalizer/classify.py", "normalizer/extract.py", "normalizer/textbody.py")
SURVIVORS: Final = Path(__file__).resolve().parent / "engine_survivors.txt"
OPERATORS: Final = frozenset(
    f"core/{name}"
    for name in (
        "AddNot", "ExceptionReplacer", "NumberReplacer", "ZeroIterationForLoop", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue",
        "ReplaceAndWithOr", "ReplaceOrWithAnd", "ReplaceBreakWithContinue", "ReplaceContinueWithBreak",
        "ReplaceUnaryOperator_Delete_Not", "ReplaceUnaryOperator_Delete_USub",
        "ReplaceBinaryOperator_Add_Sub", "ReplaceBinaryOperator_Sub_Add", "ReplaceBinaryOperator_Mul_Div",
        "ReplaceBinaryOperator_BitOr_BitAnd", "ReplaceBinaryOperator_BitAnd_BitOr",
        "ReplaceComparisonOperator_Eq_NotEq", "ReplaceComparisonOperator_NotEq_Eq",
        "ReplaceComparisonOperator_Is_IsNot", "ReplaceComparisonOperator_IsNot_Is",
        "ReplaceComparisonOperator_Lt_LtE", "ReplaceComparisonOperator_LtE_Lt",
        "ReplaceComparisonOperator_Gt_GtE", "ReplaceComparisonOperator_GtE_Gt",
    )
)  # fmt: skip
"""Of cosmic-ray's operators those that turn a decision round or move a border. The others put any operator for any other: most of
that fails at once, and much of the rest is the same program (`is` for `==` between members of an enum, `1 << known` for `1 + known`)."""


Key = tuple[str, str, tuple[str, ...], tuple[str, ...]]
"""Path, function, removed and added lines of a mutant: what stays when other lines of the file move."""


class Mutant(NamedTuple):
    """One change. `removed` and `added` are the lines of the source that differ, stripped; `source` is the changed module."""

    path: str
    line: int
    where: str
    removed: tuple[str, ...]
    added: tuple[str, ...]
    source: str = ""

    @property
    def key(self) -> Key:
        """What the list of survivors knows it by."""
        return self.path, self.where, self.removed, self.added

    def __str__(self) -> str:
        changes = [f"- {line}" for line in self.removed] + [f"+ {line}" for line in self.added]
        return "\n".join((f"{self.path} {self.where}", *changes))


def mutants(root: Path) -> list[Mutant]:
    """All mutants of the modules under `root` that change what the program does, each once. Needs cosmic-ray."""
    work_db, init, mutating, plugins = (
        import_module(f"cosmic_ray.{name}") for name in ("work_db", "commands", "mutating", "plugins")
    )  # fmt: skip
    programs = {module: program((root / module).read_text(encoding="utf-8")) for module in MODULES}
    found: dict[tuple[str, Hashable], Mutant] = {}
    with TemporaryDirectory() as folder, work_db.use_db(str(Path(folder) / "session.sqlite"), work_db.WorkDB.Mode.create) as database:
        init.init([root / module for module in MODULES], database, {})
        work = [item.mutations[0] for item in database.work_items]
    for each in sorted(work, key=lambda each: (str(each.module_path), each.start_pos, each.operator_name, each.occurrence)):
        if each.operator_name not in OPERATORS:
            continue
        before = each.module_path.read_text(encoding="utf-8")
        operator = plugins.get_operator(each.operator_name)(**each.operator_args)
        after = mutating.mutate_code(before, operator, each.occurrence)
        path = each.module_path.relative_to(root).as_posix()
        does = None if after is None else program(after)
        if does not in {None, programs[path]}:
            found.setdefault((path, does), mutant_of(path, each.definition_name or "", before, after))
    return list(found.values())


def mutant_of(path: str, where: str, before: str, after: str) -> Mutant:
    """The mutant that makes `after` of `before`."""
    old, new = before.splitlines(), after.splitlines()
    blocks = [block for block in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if block[0] != "equal"]
    removed = tuple(line.strip() for _, start, end, _, _ in blocks for line in old[start:end])
    added = tuple(line.strip() for _, _, _, start, end in blocks for line in new[start:end])
    return Mutant(path, blocks[0][1] + 1 if blocks else 0, where, removed, added, after)


def program(source: str) -> Hashable:
    """What a source does, to compare with another's: its byte code, without annotations and the imports for them, which nothing evaluates.

    `not a is b` and `a is not b` are one program; None where the source is no program.
    """
    try:
        return _form(compile(_without_annotations(source), "<mutant>", "exec", dont_inherit=True))
    except SyntaxError:
        return None


def _without_annotations(source: str) -> ast.Module:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            node.returns = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None, lineno=1, col_offset=0)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            node.test = ast.Constant(None, lineno=1, col_offset=0)
    return tree


def _form(code: CodeType) -> Hashable:
    inner = tuple(_form(each) if isinstance(each, CodeType) else (type(each), each) for each in code.co_consts)
    return code.co_code, code.co_names, code.co_varnames, code.co_exceptiontable, inner


def read_survivors(path: Path = SURVIVORS) -> dict[Key, str]:
    """The reason why no test can notice a mutant, by its key. Raises ValueError that names the line of a broken entry."""
    found: dict[Key, str] = {}
    text = "\n".join("" if line.startswith("#") else line for line in path.read_text(encoding="utf-8").splitlines())
    line = 1
    for entry in text.split("\n\n"):
        lines = [each for each in entry.splitlines() if each.strip()]
        if lines:
            mutant, reason = _entry(lines, f"{path.name}:{line}")
            found[mutant.key] = reason
        line += entry.count("\n") + 2
    return found


def _entry(lines: list[str], place: str) -> tuple[Mutant, str]:
    file, _, where = lines[0].strip().partition(" ")
    parts: dict[str, list[str]] = {"-": [], "+": [], "=": []}
    for line in lines[1:]:
        if line[:1] not in parts:
            message = f"{place}: {line!r} must begin with -, + or =; an entry is a path and a function, then - old lines, + new lines, = the reason"
            raise ValueError(message)
        parts[line[0]].append(line[1:].strip())
    if not parts["="]:
        message = f"{place}: {lines[0]} gives no reason; write one after ="
        raise ValueError(message)
    return Mutant(file, 0, where, tuple(parts["-"]), tuple(parts["+"])), " ".join(parts["="])
