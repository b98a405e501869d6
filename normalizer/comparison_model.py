"""What `compare` gives: frozen values that go to JSON and back, and print themselves in several forms."""

from __future__ import annotations

from collections import Counter

from pydantic import BaseModel, Field

from normalizer.consequences import Consequence
from normalizer.gaps import Nearness
from normalizer.kinds import Kind, Resource, Retry


class Reply(BaseModel, frozen=True, extra="forbid"):
    """What a provider answers in a scenario, and what its own tables say of it.

    `shown`: a test provokes it, or somebody observed it; else the vendor's list, documentation, SDK or code says so.
    """

    status: int | None
    code: str | None
    message: str | None
    kind: Kind
    reason: str | None
    resource: Resource | None
    retry: Retry
    succeeds: bool
    shown: bool
    note: str | None
    source: tuple[str, ...]

    @property
    def native(self) -> str:
        """Status and code as people write them, for example `404 NoSuchKey`."""
        return " ".join(dict.fromkeys(str(each) for each in (self.status, self.code) if each is not None))


class Finding(BaseModel, frozen=True, extra="forbid"):
    """One scenario: what both providers answer, and what a program for the first gets wrong at the second.

    `taken_for`: the kind that it takes the answer for, where it takes it for one; `read_by`: by the status or by the code. `seen`: how
    many errors of the log look like this; one that looks like several scenarios counts for each.
    """

    scenario: str
    what: str
    consequence: Consequence
    a: tuple[Reply, ...]
    b: tuple[Reply, ...]
    taken_for: Kind | None
    read_by: str | None
    why: str
    seen: int


class Listed(BaseModel, frozen=True, extra="forbid"):
    """A code of a table, or a status alone. `seen`: how often the log has it."""

    code: str | None
    status: int | None
    reason: str | None
    resource: Resource | None
    retry: Retry
    meaning: str
    seen: int

    @property
    def native(self) -> str:
        """The code, or the status where it is all there is."""
        return self.code if self.code is not None else f"HTTP {self.status}"


Codes = tuple[Listed, ...]


class Gap(BaseModel, frozen=True, extra="forbid"):
    """A kind, resource and reason that one provider has codes for and the other has not.

    `nearest`: what the other has instead, and `nearness` what that has in common: kind and resource, the kind, or nothing.
    """

    kind: Kind
    resource: Resource | None
    reason: str | None
    codes: Codes
    nearness: Nearness
    nearest: Codes
    seen: int

    @property
    def means(self) -> str:
        """Kind, resource and reason in words."""
        about = f" of {self.resource}" if self.resource else ""
        return f"{self.kind}{about}{f', {self.reason}' if self.reason else ''}"


class KindLine(BaseModel, frozen=True, extra="forbid"):
    """The codes of both providers for one kind."""

    kind: Kind
    a: Codes
    b: Codes
    seen: int


class Unlisted(BaseModel, frozen=True, extra="forbid"):
    """A code that the log has and the provider's table has not."""

    code: str
    status: int | None
    kind: Kind
    seen: int


class Log(BaseModel, frozen=True, extra="forbid"):
    """What the log held: errors of the provider, responses that were successes, records of `others`, and what could not be read."""

    lines: int
    errors: int
    successes: int
    others: int
    unreadable: int
    unlisted: tuple[Unlisted, ...]


class Comparison(BaseModel, frozen=True, extra="forbid"):
    """What a program that knows the errors of provider `a` gets wrong at provider `b`. Made by `compare`; JSON both ways.

    `findings` are ranked: the worst consequence first, then what the log shows most. `same` and `unknown` are the scenarios without
    a difference and those of which no source tells. `gone`: what `b` has no code for; `new`: what `a` had none for.

    >>> from normalizer import compare
    >>> found = compare("upyun", "aws-s3")
    >>> Comparison.model_validate_json(found.model_dump_json()) == found
    True
    """

    a: str
    b: str
    a_name: str
    b_name: str
    tables_version: str
    findings: tuple[Finding, ...]
    same: tuple[Finding, ...]
    unknown: tuple[Finding, ...]
    gone: tuple[Gap, ...]
    new: tuple[Gap, ...]
    kinds: tuple[KindLine, ...]
    log: Log | None = Field(None, description="what the log held, where there was one")

    @property
    def counts(self) -> dict[Consequence, int]:
        """How many scenarios have each consequence, the worst first; those without one too."""
        found = Counter(each.consequence for each in (*self.findings, *self.same, *self.unknown))
        return {each: found[each] for each in Consequence}

    def to_text(self) -> str:
        """The comparison as plain text for a terminal, 100 columns wide."""
        from normalizer.reports.text import text_of  # noqa: PLC0415  who wants another form does not pay for this one

        return text_of(self)

    def to_markdown(self) -> str:
        """The comparison as Markdown, as GitHub reads it."""
        from normalizer.reports.markdown import markdown_of  # noqa: PLC0415  as above

        return markdown_of(self)

    def to_csv(self) -> str:
        """The comparison as CSV: a line for each scenario, then one for each code without an equivalent."""
        from normalizer.reports.sheet import csv_of  # noqa: PLC0415  as above

        return csv_of(self)

    def to_html(self) -> str:
        """The comparison as one HTML page without anything from elsewhere. Raises ImportError where jinja2 is not installed."""
        from normalizer.reports.page import html_of  # noqa: PLC0415  as above

        return html_of(self)
