"""The folders that the mapping tables are in, and the providers in them, compiled when first asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from normalizer.compile import compile_provider, read_statuses
from normalizer.declaration_reader import read as read_declaration
from normalizer.errors import TableError, UnknownProvider
from normalizer.row import Reasons, read_reasons, read_table

if TYPE_CHECKING:
    from normalizer.declaration import Declaration
    from normalizer.provider import CompiledMeaning, Provider
    from normalizer.row import Line

_HERE = Path(__file__).resolve().parent
FOLDER: Final = next((folder for folder in (_HERE / "mappings", _HERE.parent / "mappings") if (folder / "reasons.csv").exists()), _HERE)
"""Our tables: inside the package when installed from a wheel, beside it in a checkout or an editable install."""


MOST_SPELLINGS: Final = 1_000
"""Of providers' names that are remembered: they come from callers and must not fill the memory."""


def generic_meanings() -> tuple[CompiledMeaning, ...]:
    """What statuses mean to everybody, read when first asked. Raises TableError."""
    return read_statuses(FOLDER / "statuses.csv")


class Folders:
    """The providers of one or more folders, ours first; of a file or a code that stands in several, the last counts."""

    def __init__(self, *extra_folders: Path) -> None:
        """`extra_folders` are read as they are, unchecked."""
        self._folders = (FOLDER, *extra_folders)
        self._reasons: Reasons | None = None
        self._loaded: dict[str, Provider] = {}
        self._declarations: dict[str, Declaration] = {}
        self._aliases: dict[str, str] | None = None
        version = (FOLDER / "VERSION").read_text(encoding="utf-8").strip()
        self.version: str = version + "+local" * bool(extra_folders)

    def slugs(self) -> list[str]:
        """All slugs, sorted."""
        return sorted({path.stem for folder in self._folders for path in folder.glob("*.toml")})

    def aliases(self) -> dict[str, str]:
        """Slug by alias; slugs stand for themselves."""
        if self._aliases is None:
            names = {alias.lower(): slug for slug in self.slugs() for alias in self.declaration(slug).aliases}
            self._aliases = names | {slug: slug for slug in self.slugs()}
        return self._aliases

    def file(self, name: str) -> Path | None:
        """The file of that name in the last folder that has one."""
        return next((folder / name for folder in reversed(self._folders) if (folder / name).is_file()), None)

    def declaration(self, slug: str) -> Declaration:
        """What the provider's TOML file says. Raises TableError."""
        if slug not in self._declarations:
            path = self.file(f"{slug}.toml")
            if path is None:
                raise TableError([f"{slug}.toml:1: is missing; a provider is a TOML and a CSV file"])
            self._declarations[slug] = read_declaration(path)
        return self._declarations[slug]

    def reasons(self) -> Reasons:
        """The closed list of reasons."""
        if self._reasons is None:
            self._reasons = read_reasons(FOLDER / "reasons.csv")
        return self._reasons

    def own_lines(self, slug: str) -> dict[str, list[Line]]:
        """The lines of the provider's table by code; of a code that stands in several folders, those of the last."""
        lines: dict[str, list[Line]] = {}
        for folder in self._folders:
            path = folder / f"{slug}.csv"
            if path.is_file():
                newer = read_table(path)
                lines = {code: same for code, same in lines.items() if code not in newer} | newer
        return lines

    def provider(self, name: str) -> Provider:
        """The compiled provider of a slug or alias, any case. Raises UnknownProvider."""
        found = self._loaded.get(name) if type(name) is str else None
        if found is None:
            slug = self._slug(name)
            found = self._loaded.get(slug) or self._compile(slug, ())
            self._loaded[slug] = found
            if len(self._loaded) < MOST_SPELLINGS:
                self._loaded[name] = found
        return found

    def _slug(self, name: object) -> str:
        wanted = str.__str__(name).strip().lower()[:200] if isinstance(name, str) else ""
        if wanted.replace("-", "").replace("_", "").isalnum() and self.file(f"{wanted}.toml"):
            return wanted
        slug = self.aliases().get(wanted)
        if slug is None:
            raise UnknownProvider(name, self.aliases())
        return slug

    def _compile(self, slug: str, younger: tuple[str, ...]) -> Provider:
        declaration = self.declaration(slug)
        elder = None
        if declaration.like:
            if declaration.like in (*younger, slug) or self.file(f"{declaration.like}.toml") is None:
                raise TableError([f"{self._place_of_like(slug, *younger)}: like {declaration.like!r} is no other provider"])
            elder = self._compile(declaration.like, (*younger, slug))
        return compile_provider(slug, declaration, self.own_lines(slug), elder, self.reasons(), generic_meanings, self.version)

    def _place_of_like(self, *line: str) -> str:
        """Where the first of these says whom it is like, those of a user before ours."""
        from normalizer.toml_lines import line_of  # noqa: PLC0415  only a broken table pays for it

        paths = [path for slug in line if (path := self.file(f"{slug}.toml"))]
        path = next((path for path in paths if path.parent != FOLDER), paths[0])
        return f"{path.parent.name}/{path.name}:{line_of(path.read_text(encoding='utf-8'), key='like')}"
