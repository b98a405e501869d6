"""`compare`: what a program that knows one provider's errors gets wrong at another."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from normalizer import consequences, gaps
from normalizer.comparison_model import Codes, Comparison, Finding, Gap, KindLine, Listed, Log, Reply, Unlisted
from normalizer.consequences import SEVERITY, Consequence
from normalizer.kinds import Kind
from normalizer.observed import tally
from normalizer.responses import default_tables
from normalizer.scenarios import answers_of, is_shown, scenarios_of
from normalizer.wording import why

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from normalizer.consequences import Told
    from normalizer.gaps import Entry, Means
    from normalizer.observed import ByCode, Sighting, Tally
    from normalizer.provider import Provider
    from normalizer.scenarios import Scenario
    from normalizer.tables import Tables

MOST_UNLISTED = 50


def compare(a: str, b: str, *, observed: object = None, tables: Tables | None = None) -> Comparison:
    """What a program that checks the statuses or codes of provider `a` gets wrong at provider `b`. No advice which is better.

    a, b: slugs or aliases, any case. observed: a log of a's errors, which ranks by what it shows: the path of a file of JSON Lines, or
    its lines, mappings or ErrorRecords; see `Comparison.log` for what could not be read. tables: yours from `Tables.load`, else ours.

    Raises UnknownProvider; OSError where the log cannot be read; TypeError where it is no log.

    >>> worst = compare("aws-s3", "azure-blob").findings[0]
    >>> worst.scenario, worst.consequence.value
    ('delete-full-bucket', 'silent_success')
    """
    tables = tables or default_tables()
    mine, theirs = tables.provider(a), tables.provider(b)
    log = tally(observed, mine.slug, tables) if observed is not None else None
    seen = log.by_code() if log else {}
    scenarios = scenarios_of(tables)
    known, met = _told(mine, scenarios, tables), _told(theirs, scenarios, tables)
    listed, other = gaps.entries(mine), gaps.entries(theirs)
    mine_all = gaps.all_entries(mine, [each for told in known.values() for each in told])
    theirs_all = gaps.all_entries(theirs, [each for told in met.values() for each in told])
    listed += [entry for entry in mine_all if entry.code and entry.code in seen and entry not in listed]
    findings = [_finding(scenario, known[scenario.slug], met[scenario.slug], (mine, theirs), seen) for scenario in scenarios]
    ranked = sorted(findings, key=lambda each: (SEVERITY[each.consequence], -each.seen))
    return Comparison(
        a=mine.slug,
        b=theirs.slug,
        a_name=mine.declaration.name,
        b_name=theirs.declaration.name,
        tables_version=tables.version,
        findings=tuple(each for each in ranked if each.consequence not in {Consequence.NONE, Consequence.UNKNOWN}),
        same=tuple(each for each in ranked if each.consequence is Consequence.NONE),
        unknown=tuple(each for each in ranked if each.consequence is Consequence.UNKNOWN),
        gone=_gaps(listed, theirs_all, seen),
        new=_gaps(other, mine_all, {}),
        kinds=tuple(_kind_lines(listed, other, seen)),
        log=_log(log, mine_all) if log else None,
    )


def _told(provider: Provider, scenarios: Iterable[Scenario], tables: Tables) -> dict[str, list[Told]]:
    answers = answers_of(tables, provider.slug)
    return {each.slug: consequences.told((answer for answer in answers if answer.scenario == each.slug), each, provider) for each in scenarios}


def _finding(scenario: Scenario, known: Sequence[Told], met: Sequence[Told], pair: tuple[Provider, Provider], seen: ByCode) -> Finding:
    outcome = consequences.outcome(known, met, scenario, pair[0])
    return Finding(
        scenario=scenario.slug,
        what=scenario.what,
        consequence=outcome.consequence if outcome else Consequence.UNKNOWN,
        a=tuple(_reply(each, pair[0]) for each in known),
        b=tuple(_reply(each, pair[1]) for each in met),
        taken_for=outcome.taken_for.kind if outcome and outcome.taken_for else None,
        read_by=outcome.by or None if outcome else None,
        why=why(outcome, *(each.slug for each in pair)) if outcome else _unknown(known, met, pair),
        seen=_seen_of(known, seen),
    )


def _unknown(known: Sequence[Told], met: Sequence[Told], pair: tuple[Provider, Provider]) -> str:
    silent = [provider.slug for provider, told in zip(pair, (known, met), strict=True) if not told]
    return f"no source tells what {' and '.join(dict.fromkeys(silent))} answer{'s' if len(set(silent)) == 1 else ''}"


def _seen_of(known: Sequence[Told], seen: ByCode) -> int:
    """How many errors in the log are answers of the scenario."""
    return sum(
        count
        for code in {each.answer.code for each in known}
        for sighting, count in seen.get(code, Counter()).items()
        if any(_is(sighting, each) for each in known)
    )


def _is(sighting: Sighting, told: Told) -> bool:
    """Is that error in the log one that the provider answers in the scenario?"""
    answer = told.answer
    if answer.succeeds:
        return False
    same = answer.status is None or sighting.status in {None, answer.status}
    return same and sighting.code == (answer.code or None) and sighting.kind is told.verdict.kind


def _reply(told: Told, provider: Provider) -> Reply:
    answer, verdict = told
    return Reply(
        status=answer.status,
        code=answer.code or None,
        message=answer.message or None,
        kind=verdict.kind,
        reason=verdict.reason,
        resource=verdict.resource,
        retry=verdict.retry,
        succeeds=answer.succeeds,
        shown=is_shown(answer, provider),
        note=answer.note or None,
        source=answer.source,
    )


def _gaps(mine: list[Entry], theirs: list[Entry], seen: ByCode) -> tuple[Gap, ...]:
    found = [
        Gap(
            kind=each.means.kind,
            resource=each.means.resource,
            reason=each.means.reason,
            codes=_listed(each.said, seen),
            nearness=each.nearness,
            nearest=_listed(each.nearest, {}),
            seen=_seen(each.means, {entry.code for entry in each.said}, seen),
        )
        for each in gaps.unmatched(mine, theirs)
    ]
    return tuple(sorted(found, key=lambda gap: -gap.seen))


def _seen(means: Means, codes: set[str], seen: ByCode) -> int:
    return sum(count for code in codes for each, count in seen.get(code, Counter()).items() if (each.kind, each.resource, each.reason) == means)


def _listed(said: Iterable[Entry], seen: ByCode) -> Codes:
    return tuple(
        Listed(
            code=entry.code or None,
            status=entry.status,
            reason=entry.means.reason,
            resource=entry.means.resource,
            retry=entry.retry,
            meaning=entry.meaning,
            seen=sum(
                count
                for each, count in seen.get(entry.code, Counter()).items()
                if (each.kind, each.resource, each.reason) == entry.means and entry.status in {None, each.status or entry.status}
            ),
        )
        for entry in said
    )


def _kind_lines(mine: list[Entry], theirs: list[Entry], seen: ByCode) -> Iterable[KindLine]:
    of_kind: Counter[Kind] = Counter()
    for each in seen.values():
        for sighting, count in each.items():
            of_kind[sighting.kind] += count
    for kind in Kind:
        ours, others = ([entry for entry in said if entry.means.kind is kind] for said in (mine, theirs))
        if ours or others or of_kind[kind]:
            yield KindLine(kind=kind, a=_listed(ours, seen), b=_listed(others, {}), seen=of_kind[kind])


def _log(log: Tally, mine: list[Entry]) -> Log:
    codes = {entry.code for entry in mine}
    unlisted = Counter(
        {each: count for each, count in log.sightings.items() if each.code is not None and each.code.strip() not in codes}
    ).most_common(MOST_UNLISTED)
    return Log(
        lines=log.lines,
        errors=log.errors,
        successes=log.successes,
        others=log.others,
        unreadable=log.unreadable,
        unlisted=tuple(Unlisted(code=each.code or "", status=each.status, kind=each.kind, seen=count) for each, count in unlisted),
    )
