"""The mapping tables on disk, and the functions that answer from them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from normalizer import conditions
from normalizer.classify import by_status, classify
from normalizer.declaration import Declaration, StatusMeaning
from normalizer.declaration import read as read_declaration
from normalizer.decode import MAX_BATCH_BYTES, MAX_BYTES, NOTHING, decode
from normalizer.errors import TableError, UnknownProvider
from normalizer.extract import extract
from normalizer.hints import read as read_hints
from normalizer.items import extract_items
from normalizer.kinds import Kind, Retry
from normalizer.measure import confidence
from normalizer.provider import CompiledMeaning, Provider, compile_provider, with_confidence
from normalizer.row import STATUS_COLUMNS, Reasons, Row, member, read_lines, read_reasons, read_rows
from normalizer.wrap import wrap

if TYPE_CHECKING:
    from normalizer.hints import Hints
    from normalizer.model import ErrorRecord
    from normalizer.provider import Verdict

_HERE = Path(__file__).resolve().parent
FOLDER: Final = next((folder for folder in (_HERE / "mappings", _HERE.parent / "mappings") if (folder / "reasons.csv").exists()), _HERE)
"""Our tables: inside the package when installed from a wheel, beside it in a checkout or an editable install."""


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
        self._statuses: tuple[CompiledMeaning, ...] = ()
        self._loaded: dict[str, Provider] = {}
        self._aliases: dict[str, str] | None = None
        version = (FOLDER / "VERSION").read_text(encoding="utf-8").strip()
        self.version: str = version + "+local" * bool(extra_folders)

    @classmethod
    def load(cls, *extra_folders: str | Path) -> Tables:
        """Tables with a user's own providers and row overrides beside ours; later folders win.

        A folder holds `<provider>.toml` and `<provider>.csv`. For a provider that is ours already, its rows replace all of
        our rows of the same codes, and the TOML, if any, replaces ours whole. Raises TableError, with file and line of
        every problem.
        """
        from normalizer.checks import problems_of  # noqa: PLC0415  only who adds tables pays for the checks

        folders = [Path(folder) for folder in extra_folders]
        for folder in folders:
            if not folder.is_dir():
                raise TableError([f"{folder}:1: is no folder; pass the folder that holds <provider>.toml and <provider>.csv"])
        tables = cls(*folders)
        problems = [problem for folder in folders for problem in problems_of(folder, tables)]
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
        path = self.file(f"{slug}.toml")
        if path is None:
            raise TableError([f"{slug}.toml:1: is missing; a provider is a TOML and a CSV file"])
        return read_declaration(path)

    def reasons(self) -> Reasons:
        """The closed list of reasons, with the meanings of statuses read on the way."""
        if self._reasons is None:
            self._statuses = _read_statuses(FOLDER / "statuses.csv")
            self._reasons = read_reasons(FOLDER / "reasons.csv")
        return self._reasons

    def own_rows(self, slug: str) -> list[Row]:
        """The provider's rows; of a code that stands in several folders, those of the last."""
        rows: list[Row] = []
        for folder in self._folders:
            path = folder / f"{slug}.csv"
            if path.is_file():
                newer = read_rows(path, self.reasons())
                codes = {row.code for row in newer}
                rows = [row for row in rows if row.code not in codes] + newer
        return rows

    def provider(self, name: str) -> Provider:
        """The compiled provider of a slug or alias, any case. Raises UnknownProvider."""
        found = self._loaded.get(name) if type(name) is str else None
        if found is None:
            slug = self._slug(name)
            found = self._loaded.get(slug) or self._compile(slug, ())
            self._loaded[slug] = found
            if len(self._loaded) < 1_000:  # noqa: PLR2004  spellings come from callers and must not fill the memory
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
                raise TableError([f"{slug}.toml:1: like {declaration.like!r} is no other provider"])
            elder = self._compile(declaration.like, (*younger, slug))
        rows, reasons = self.own_rows(slug), self.reasons()
        provider = compile_provider(slug, declaration, rows, elder, reasons, self._statuses, self.version)
        return with_confidence(provider, confidence(provider))

    def normalize(
        self, provider: str, body: object = None, *, status: object = None, headers: object = None, method: object = None,
        url: object = None, request_headers: object = None, operation: object = None,  # noqa: ARG002
    ) -> ErrorRecord:  # fmt: skip
        """See `normalizer.normalize`."""
        return self.first(provider, body, status, headers, method, operation, request_headers)

    def errors_in(
        self, provider: str, body: object = None, *, status: object = None, headers: object = None, method: object = None,
        url: object = None, request_headers: object = None, operation: object = None,  # noqa: ARG002
    ) -> list[ErrorRecord]:  # fmt: skip
        """See `normalizer.errors_in`."""
        return self.all(provider, body, status, headers, method, operation, request_headers)

    def first(
        self, provider: str, body: object, status: object, headers: object, method: object, operation: object, request_headers: object
    ) -> ErrorRecord:
        """`normalize` with its arguments by position."""
        known = (self._loaded.get(provider) if type(provider) is str else None) or self.provider(provider)
        hints = read_hints(status, headers, method, operation, request_headers)
        decoded = decode(body, MAX_BYTES, hints, known.charset, known.lenient)
        if known.replies and type(decoded[0]) is dict and not known.replies.isdisjoint(decoded[0]):
            return self.judged(provider, body, hints, MAX_BYTES, 1)[0][0]
        native = extract(decoded, hints, known)
        return wrap(native, classify(native, hints, known), hints, known)

    def all(
        self, provider: str, body: object, status: object, headers: object, method: object, operation: object, request_headers: object
    ) -> list[ErrorRecord]:
        """`errors_in` with its arguments by position."""
        hints = read_hints(status, headers, method, operation, request_headers)
        return [record for record, verdict in self.judged(provider, body, hints) if verdict.kind is not Kind.NOT_AN_ERROR]

    def judged(
        self, provider: str, body: object, hints: Hints, limit: int = MAX_BATCH_BYTES, most: int | None = None
    ) -> list[tuple[ErrorRecord, Verdict]]:
        """All records of a response, of a success one, each with the verdict and so the row or family behind it.

        At most `limit` bytes are read and `most` items of a batch are taken.
        """
        known = self.provider(provider)
        decoded = decode(body, limit, hints, known.charset, known.lenient)
        shows_batch = type(decoded[0]) is dict and not known.replies.isdisjoint(decoded[0])
        items = extract_items(decoded, hints, known, most) if shows_batch else None
        if items == [] and hints.status is not None and by_status(hints.status, hints, known).kind is not Kind.NOT_AN_ERROR:
            items = None  # no item failed, but the reply as a whole did
        if items:
            of_item = hints._replace(status=None)  # the status is the reply's and says nothing of an item
            verdicts = [classify(item, of_item, known) for item in items]
        elif items is None:
            items = [extract(decoded, hints, known)]
            verdicts = [classify(items[0], hints, known)]
        else:
            items, verdicts = [extract(NOTHING, hints, known)], [known.good]
        return [(wrap(native, verdict, hints, known), verdict) for native, verdict in zip(items, verdicts, strict=True)]

    def providers(self) -> list[str]:
        """See `normalizer.providers`."""
        return self.slugs()

    def rows(self, provider: str) -> list[Row]:
        """See `normalizer.rows`."""
        return list(self.provider(provider).rows)


def _read_statuses(path: Path) -> tuple[CompiledMeaning, ...]:
    """The meanings of statuses that hold for every provider. Raises TableError."""
    meanings = []
    for line, cells in read_lines(path, STATUS_COLUMNS):
        place = f"{path.parent.name}/{path.name}:{line}: {cells['status']}"
        others = tuple(member(Kind, each, place) for each in cells["alternatives"].split())
        retry = member(Retry, cells["retry"], place) if cells["retry"] else None
        meaning = StatusMeaning(
            cells["status"], member(Kind, cells["kind"], place), cells["meaning"], cells["when"], retry=retry, alternatives=others
        )
        meanings.append(CompiledMeaning(meaning.status, conditions.parse(meaning.when, ""), meaning, own=False))
    return tuple(meanings)
