"""The mapping tables on disk, and the functions that answer from them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from normalizer.compile import compile_provider, read_statuses
from normalizer.declaration import ANY_ENVELOPE, Declaration
from normalizer.declaration_reader import read as read_declaration
from normalizer.errors import TableError, UnknownProvider
from normalizer.hints import read as read_hints
from normalizer.kinds import Kind
from normalizer.late import Late
from normalizer.row import Reasons, read_reasons, read_table

if TYPE_CHECKING:
    from normalizer.detection import Detection, Signs
    from normalizer.judge import first, judged
    from normalizer.model import ErrorRecord
    from normalizer.provider import CompiledMeaning, Provider
    from normalizer.quick import quick
    from normalizer.row import Line, Row
    from normalizer.translation import NativeResponse
else:  # a verdict or a row is said without what makes records
    quick, first, judged = (
        Late(globals(), "normalizer.quick", "quick"),
        Late(globals(), "normalizer.judge", "first"),
        Late(globals(), "normalizer.judge", "judged"),
    )

_HERE = Path(__file__).resolve().parent
FOLDER: Final = next((folder for folder in (_HERE / "mappings", _HERE.parent / "mappings") if (folder / "reasons.csv").exists()), _HERE)
"""Our tables: inside the package when installed from a wheel, beside it in a checkout or an editable install."""


MOST_SPELLINGS: Final = 1_000
"""Of providers' names that are remembered: they come from callers and must not fill the memory."""

AUTO: Final = "auto"
"""What a caller names who does not know the provider."""


def generic_meanings() -> tuple[CompiledMeaning, ...]:
    """What statuses mean to everybody, read when first asked. Raises TableError."""
    return read_statuses(FOLDER / "statuses.csv")


def is_auto(name: object) -> bool:
    """Is the provider to be detected? In any case, as slugs are.

    >>> is_auto(" Auto "), is_auto("upyun"), is_auto(None)
    (True, False, False)
    """
    return isinstance(name, str) and str.__str__(name).strip().lower() == AUTO


class Tables:
    """The providers of one or more folders, and `normalize` and its sisters as methods. Providers load when first asked.

    `Tables()` is our own tables; `Tables.load(folder)` adds a user's. Not to be changed after it was made.

    >>> Tables().normalize("jss", b'{"code": "SlowDown"}', status=400).kind
    <Kind.RATE_LIMITED: 'RateLimited'>
    """

    def __init__(self, *extra_folders: Path) -> None:
        """`extra_folders` are read as they are; use `load`, which checks them."""
        self._folders = (FOLDER, *extra_folders)
        self._reasons: Reasons | None = None
        self._loaded: dict[str, Provider] = {}
        self._stand_ins: dict[str, Provider] = {}
        self._declarations: dict[str, Declaration] = {}
        self._aliases: dict[str, str] | None = None
        self._signs: list[Signs] | None = None
        version = (FOLDER / "VERSION").read_text(encoding="utf-8").strip()
        self.version: str = version + "+local" * bool(extra_folders)

    @classmethod
    def load(cls, *extra_folders: str | Path) -> Tables:
        """Tables with a user's own providers and row overrides beside ours; later folders win.

        A folder holds `<provider>.toml` and `<provider>.csv`. For a provider that is ours already, its rows replace all of
        our rows of the same codes, and the TOML, if any, replaces ours whole. Raises TableError, with file and line of
        every problem.
        """
        from normalizer.checks import endless, problems_of  # noqa: PLC0415  only who adds tables pays for the checks

        folders = [Path(folder) for folder in extra_folders]
        for folder in folders:
            if not folder.is_dir():
                raise TableError([f"{folder}:1: is no folder; pass the folder that holds <provider>.toml and <provider>.csv"])
        folders = [folder.absolute() for folder in folders]  # "." has no name
        tables = cls(*folders)
        try:
            problems = [problem for folder in folders for problem in endless(folder, tables)]
            problems = problems or [problem for folder in folders for problem in problems_of(folder, tables)]
        except OSError as error:  # a file that may not be looked at, or went away in the middle
            raise TableError([f"{error.filename or folders[0]}:1: cannot be read: {error}"]) from error
        if problems:
            raise TableError(problems)
        return tables

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

    def normalize(
        self, provider: str, body: object = None, *, status: object = None, headers: object = None, method: object = None,
        url: object = None, request_headers: object = None, operation: object = None,
    ) -> ErrorRecord:  # fmt: skip
        """See `normalizer.normalize`."""
        return self.first(provider, body, status, headers, method, operation, request_headers, url)

    def errors_in(
        self, provider: str, body: object = None, *, status: object = None, headers: object = None, method: object = None,
        url: object = None, request_headers: object = None, operation: object = None,
    ) -> list[ErrorRecord]:  # fmt: skip
        """See `normalizer.errors_in`."""
        return self.all(provider, body, status, headers, method, operation, request_headers, url)

    def first(
        self, provider: str, body: object, status: object, headers: object, method: object, operation: object, request_headers: object,
        url: object = None,
    ) -> ErrorRecord:  # fmt: skip
        """`normalize` with its arguments by position."""
        known = self._loaded.get(provider) if type(provider) is str else None
        if known is None:
            known, evidence = self.chosen(provider, body, status, headers, url)
            if evidence:
                hints = read_hints(status, headers, method, operation, request_headers, url, known)
                return first(known, body, hints._replace(detected_by=evidence))
        plain = method is None and operation is None and request_headers is None and url is None
        if plain and type(body) is bytes and (headers is None or type(headers) is dict) and (status is None or type(status) is int):
            record = quick(body, status, known, headers)
            if record is not None:
                return record
        return first(known, body, read_hints(status, headers, method, operation, request_headers, url, known))

    def all(
        self, provider: str, body: object, status: object, headers: object, method: object, operation: object, request_headers: object,
        url: object = None,
    ) -> list[ErrorRecord]:  # fmt: skip
        """`errors_in` with its arguments by position."""
        known, evidence = self.chosen(provider, body, status, headers, url)
        hints = read_hints(status, headers, method, operation, request_headers, url, known)._replace(detected_by=evidence)
        return [record for record, verdict in judged(known, body, hints) if verdict.kind is not Kind.NOT_AN_ERROR]

    def chosen(self, name: str, body: object, status: object, headers: object, url: object) -> tuple[Provider, tuple[str, ...]]:
        """The provider of that name, or for "auto" the one that the response shows signs of, with the evidence."""
        if not is_auto(name):
            return self.provider(name), ()
        found = self.detect(body, status=status, headers=headers, url=url)
        if found.decided:
            return self.provider(found.provider), found.candidates[0].evidence
        return self.stand_in(found.provider), ("nothing decides",)

    def stand_in(self, name: str) -> Provider:
        """A stand-in for a provider that could not be told, s3-compatible or unknown: of S3's dialect, or of none."""
        if name not in self._stand_ins:
            from normalizer.detection import S3_COMPATIBLE  # noqa: PLC0415  only who asks for "auto" pays for it
            from normalizer.measure import pooled  # noqa: PLC0415

            like = self.aliases().get(S3_COMPATIBLE, "") if name == S3_COMPATIBLE else ""  # a declaration that replaces ours may not have it
            envelope = None if like else ANY_ENVELOPE
            elder = self._compile(like, ()) if like else None
            declaration = Declaration(name, like=like, envelope=envelope)
            followers = [self.provider(slug) for slug in self.slugs() if like and self.declaration(slug).like == like]
            self._stand_ins[name] = compile_provider(name, declaration, {}, elder, self.reasons(), generic_meanings, self.version, pooled(followers))
        return self._stand_ins[name]

    def detect(self, body: object = None, *, status: object = None, headers: object = None, url: object = None) -> Detection:
        """See `normalizer.detect`."""
        from normalizer.detection import detect, signs_of  # noqa: PLC0415  as above

        if self._signs is None:
            self._signs = [signs_of(slug, self.declaration(slug)) for slug in self.slugs()]
        return detect(body, read_hints(status, headers), url, self._signs)

    def translate(self, error: object, to: str, *, source: str | None = None, **response: Any) -> NativeResponse:
        """See `normalizer.translate`."""
        from normalizer.translation import translated  # noqa: PLC0415  only who translates pays for it

        return translated(self, error, to, source, response)

    def providers(self) -> list[str]:
        """See `normalizer.providers`."""
        return self.slugs()

    def rows(self, provider: str) -> list[Row]:
        """See `normalizer.rows`."""
        return list(self.provider(provider).rows)
