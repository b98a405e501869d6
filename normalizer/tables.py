"""`normalize` and its sisters as methods of the tables that they answer from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from normalizer.compile import compile_provider
from normalizer.declaration import ANY_ENVELOPE, Declaration
from normalizer.errors import TableError
from normalizer.folders import Folders, generic_meanings
from normalizer.hints import read as read_hints
from normalizer.kinds import Kind
from normalizer.late import Late

if TYPE_CHECKING:
    from normalizer.detection import Detection, Signs
    from normalizer.judge import first, judged
    from normalizer.model import ErrorRecord
    from normalizer.provider import Provider
    from normalizer.quick import quick
    from normalizer.row import Row
    from normalizer.translation import NativeResponse
else:  # a verdict or a row is said without what makes records
    quick, first, judged = (
        Late(globals(), "normalizer.quick", "quick"),
        Late(globals(), "normalizer.judge", "first"),
        Late(globals(), "normalizer.judge", "judged"),
    )

AUTO: Final = "auto"
"""What a caller names who does not know the provider."""


def is_auto(name: object) -> bool:
    """Is the provider to be detected? In any case, as slugs are.

    >>> is_auto(" Auto "), is_auto("upyun"), is_auto(None)
    (True, False, False)
    """
    return isinstance(name, str) and str.__str__(name).strip().lower() == AUTO


class Tables(Folders):
    """The providers of one or more folders, and `normalize` and its sisters as methods. Providers load when first asked.

    `Tables()` is our own tables; `Tables.load(folder)` adds a user's. Not to be changed after it was made.

    >>> Tables().normalize("jss", b'{"code": "SlowDown"}', status=400).kind
    <Kind.RATE_LIMITED: 'RateLimited'>
    """

    def __init__(self, *extra_folders: Path) -> None:
        """`extra_folders` are read as they are; use `load`, which checks them."""
        super().__init__(*extra_folders)
        self._stand_ins: dict[str, Provider] = {}
        self._signs: list[Signs] | None = None

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
