"""Tells the findings of many documents on one page of HTML, grouped by kind, with links."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from zhengben.checks.catalogue import Report, table
from zhengben.checks.finding import Check
from zhengben.design.assets import Assets
from zhengben.design.templates import environment
from zhengben.document.shown import shown


class PlacedFinding(Struct, frozen=True):
    """A finding as a row of a table; ``link`` leads from the page to the file, if it is there."""

    document: str
    file: str
    place: str
    sentence: str
    link: str


class Kind(Struct, frozen=True):
    """All findings of one check."""

    code: str
    check: Check
    findings: tuple[PlacedFinding, ...]

    @property
    def documents(self) -> int:
        """Return in how many documents it was found."""
        return len({row.document for row in self.findings})


def findings_page(
    reports: Sequence[Report],
    refused: Mapping[str, str],
    output: Path,
    page: Path,
    assets: Assets,
) -> str:
    """Return a page that needs nothing but itself; ``page`` is where it will lie, for its links.

    What most documents have comes first. ``refused`` says why documents could not be examined.
    """
    kinds = sorted(_kinds(reports, output, page), key=lambda kind: (-kind.documents, kind.code))
    env = environment(assets.templates, assets.cache / "templates")
    template = env.get_template("checks/findings.html.j2")
    return template.render(
        documents=len(reports) + len(refused),
        clean=sum(not report.findings for report in reports),
        kinds=kinds,
        refused=[(shown(name), shown(why)) for name, why in sorted(refused.items())],
    )


def _kinds(reports: Sequence[Report], output: Path, page: Path) -> Iterator[Kind]:
    found = dict[str, list[PlacedFinding]]()
    for report in reports:
        for finding in report.findings:
            path = output / report.document / finding.file
            link = quote(os.path.relpath(path, page.parent)) if path.is_file() else ""
            row = PlacedFinding(
                shown(report.document), shown(finding.file), shown(finding.place),
                shown(finding.sentence), link,
            )  # fmt: skip
            found.setdefault(finding.code, []).append(row)
    for code, rows in found.items():
        yield Kind(code, table()[code], tuple(rows))
