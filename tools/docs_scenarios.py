"""The page of the scenarios: what each provider answers in the same situation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from normalizer.scenarios import answers_of, is_shown, scenarios_of, verdict_of
from tools.docs_markdown import BLANK, anchor, code, link, page, section, table, text
from tools.docs_rows import all_providers, kind_link
from tools.scenario_agreement import agreement

if TYPE_CHECKING:
    from pathlib import Path

    from normalizer.provider import Provider
    from normalizer.scenarios import Answer, Scenario
    from normalizer.tables import Tables

_ABOUT: Final = """\
Migrations break on situations, not on lists of codes. Here is what each provider answers in the same one: the native status and code, and what the tables say of them. Several answers of one provider have a note
that tells when each is sent. What no source tells is not known and not here; each answer cites sources on the provider's page, or a test that provokes it on a real server. `seen`: it was provoked so, or somebody observed it;
the others rest on what the vendor's lists, guides or code say.
`storage-errors compare A B` reads two of these columns and says what a program for A gets wrong at B."""


def scenarios_page(tables: Tables, root: Path) -> str:
    """Raises TableError."""
    counted = agreement(tables, root)
    readers = f"Two readers worked apart: of {counted.both} answers that both gave, {counted.agreed} do not contradict each other; on the others [rulings](decisions.md) were made."
    scenarios = scenarios_of(tables)
    providers = all_providers(tables)
    answers = {provider.slug: answers_of(tables, provider.slug) for provider in providers}
    return page(
        ["# Scenarios"],
        [_ABOUT, readers],
        section("## All scenarios", _contents(scenarios, answers)),
        section("## How much is known", _coverage(scenarios, providers, answers)),
        *[_scenario(each, providers, answers) for each in scenarios],
    )


def _contents(scenarios: list[Scenario], answers: dict[str, list[Answer]]) -> list[str]:
    """A line a scenario, with the way to it."""
    rows = [
        (
            link(text(each.what), f"#{anchor(each.slug)}"),
            code(f"{each.method} {each.operation}"),
            ", ".join(kind_link(kind) for kind in each.kinds),
            str(sum(any(answer.scenario == each.slug for answer in listed) for listed in answers.values())),
        )
        for each in scenarios
    ]
    return table(("scenario", "operation", "may rightly be", "providers"), rows)


def _coverage(scenarios: list[Scenario], providers: list[Provider], answers: dict[str, list[Answer]]) -> list[str]:
    """Of how many scenarios the answer of each provider is known."""
    rows = []
    for provider in providers:
        known = len({answer.scenario for answer in answers[provider.slug]})
        seen = len({answer.scenario for answer in answers[provider.slug] if is_shown(answer, provider)})
        name = link(text(provider.slug), f"providers/{provider.slug}.md")
        rows.append((name, f"{known} of {len(scenarios)}" if known else BLANK, str(seen or BLANK)))
    return table(("provider", "known", "of them seen"), rows, blanks=True)


def _scenario(scenario: Scenario, providers: list[Provider], answers: dict[str, list[Answer]]) -> list[str]:
    rows = [_row(answer, scenario, provider) for provider in providers for answer in answers[provider.slug] if answer.scenario == scenario.slug]
    what = f"{scenario.what[0].upper()}{scenario.what[1:]}."
    return section(
        f"## {scenario.slug}", [text(what)], table(("provider", "answer", "means", "seen", "note", "source"), rows, blanks=True) if rows else [BLANK]
    )


def _row(answer: Answer, scenario: Scenario, provider: Provider) -> tuple[str, ...]:
    verdict = verdict_of(answer, scenario, provider)
    native = " ".join(dict.fromkeys(str(each) for each in (answer.status or "", answer.code) if each))
    said = f" {code(answer.message)}" if answer.message else ""
    means = "succeeds" if answer.succeeds else kind_link(verdict.kind) + text(f" ({verdict.reason})" if verdict.reason else "")
    return (
        link(text(provider.slug), f"providers/{provider.slug}.md"),
        code(native) + said,
        means,
        "yes" * is_shown(answer, provider),
        text(answer.note),
        text(" ".join(answer.source)),
    )
