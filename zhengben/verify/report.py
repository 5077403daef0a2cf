"""Tells what a verification found: a page of text, JSON, or HTML for a curator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from zhengben.checks import catalogue as table
from zhengben.checks.finding import Finding, not_checked
from zhengben.document.shown import shown
from zhengben.verify.verification import Verification

# more findings of one code than this are counted, not told, on the screen
_MOST_TOLD = 5


def screen(found: Verification) -> Iterator[str]:
    """Yield the lines of a report for the terminal; each kind of finding is told a few times."""
    for fact in found.facts:
        yield shown(f"{fact.name}: {fact.value}")
    told: Counter[str] = Counter()
    for finding in sorted(found.findings, key=lambda finding: finding.code):
        told[finding.code] += 1
        if told[finding.code] <= _MOST_TOLD:
            yield _line(found, finding)
    for code, count in told.items():
        if count > _MOST_TOLD:
            yield f"{code}: and {count - _MOST_TOLD} more; --json lists all"
    yield from map(shown, not_checked(found.skipped))
    failures = len(found.failures)
    verdict = f"{f'{failures} findings' if failures else 'whole'}, {shown(found.signed)}"
    if found.skipped:
        verdict += f", {len(found.skipped)} checks not made on this machine"
    yield f"{shown(found.deposit)}: {len(found.editions)} editions examined, {verdict}"


def _line(found: Verification, finding: Finding) -> str:
    where = finding.place if finding.file == found.deposit else f"{finding.file}, {finding.place}"
    kind = " (warning)" if table.table()[finding.code].warning else ""
    return shown(f"{finding.code}{kind} {where}: {finding.sentence}")


def html(found: Verification, templates: Path) -> str:
    """Return a page that needs nothing but itself."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("deposit/report.html.j2")
    return template.render(found=found, checks=table.table())
