"""The table of all checks, and the run of those that apply to a published document."""

from __future__ import annotations

import errno
import importlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from zhengben.checks.finding import Anew, Check, Finding, Skipped, Subject
from zhengben.design.registry import file_record
from zhengben.document.artefacts import Artefact, read_artefacts
from zhengben.document.declaration import Declaration
from zhengben.document.errors import UsageError

# modules of this package, in the order in which their findings are told
FAMILIES = (
    "fidelity", "strangers", "anew", "grids", "conversion", "doubts", "layout", "archive",
    "deposit", "ebook", "word", "witnesses", "web",
)  # fmt: skip
_OF_THE_MACHINE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM,
                   errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO}  # fmt: skip
# families that know of files in two scripts, and whether they look at each column of one
_COLUMNS = {"fidelity": True, "grids": True, "conversion": True, "archive": False, "layout": False,
            "strangers": False, "anew": False, "ebook": False, "witnesses": False,
            "web": False}  # fmt: skip


class Report(Struct, frozen=True):
    """What the checks of one document found."""

    document: str
    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    examined: tuple[str, ...]

    def failures(self) -> tuple[Finding, ...]:
        """Return the findings that are more than warnings."""
        checks = table()
        return tuple(f for f in self.findings if not checks[f.code].warning)


def table() -> dict[str, Check]:
    """Return every check by its code."""
    rows = [row for family in families() for row in family.ROWS]
    checks = {row.code: row for row in rows}
    if len(checks) != len(rows):
        raise ValueError("two checks have one code")
    return checks


def families() -> Iterator[Any]:
    """Yield the module of each family: it has ``ROWS`` and ``examine``."""
    yield from map(_module, FAMILIES)


def explain(code: str) -> str:
    """Return what a check demands and how to mend it, or raise UsageError."""
    checks = table()
    if code not in checks:
        raise UsageError(f"There is no check “{code}”; `check --explain all` lists them.")
    check = checks[code]
    source = f"\n  source: {check.source}" if check.source else ""
    kind = "warning" if check.warning else "finding"
    return f"{check.code} ({kind}): {check.rule}\n  to mend: {check.mend}{source}"


def check_document(
    folder: Path, declarations: dict[str, Declaration], anew: Anew | None = None
) -> Report:
    """Run every check on a folder of ``dist/``.

    ``declarations`` holds the document in each script that may occur, by its tag; ``anew`` makes
    what a file has to be. Raises UsageError when the folder has no manifest to go by.
    """
    subjects = [replace(each, anew=anew) for each in _subjects(folder, declarations)]
    findings, skipped = list[Finding](), list[Skipped]()
    for family in families():
        for subject in subjects:
            for result in ended(family, subject):
                (findings if isinstance(result, Finding) else skipped).append(result)
    examined = tuple(dict.fromkeys(subject.artefact.file for subject in subjects))
    return Report(folder.name, tuple(findings), tuple(skipped), examined)


def _subjects(folder: Path, declarations: dict[str, Declaration]) -> Iterator[Subject]:
    for artefact in read_artefacts(folder):
        yield from subjects_of(folder / artefact.file, artefact, declarations)


def subjects_of(
    path: Path, artefact: Artefact, declarations: Mapping[str, Declaration]
) -> Iterator[Subject]:
    """Yield what there is to examine of a file: one for each script of its text.

    What kind of file it is and what it claims is the table's to say, not the manifest's: who could
    write there that a PDF is something else would have no check look at it.
    """
    made = file_record(artefact.edition, artefact.file)
    known = artefact
    if made is not None:
        known = replace(artefact, media_type=made.media_type, claims=made.claims)
    for n, script in enumerate(artefact.scripts):
        column = script if len(artefact.scripts) > 1 else ""
        others = tuple(declarations[s] for s in artefact.scripts if s != script)
        yield Subject(path, known, declarations[script], column, n > 0, artefact, others)


def examine(family: Any, subject: Subject) -> Iterator[Any]:
    """Make a family's checks of a file, or of a column of it, where they apply."""
    each = _COLUMNS.get(family.__name__.rpartition(".")[2])
    if not subject.column or (each is not None and (each or not subject.second)):
        yield from family.examine(subject)


def ended(family: Any, subject: Subject) -> list[Any]:
    """Make a family's checks to their end: a damaged file, which may break any library, is found.

    Raises OSError for what the machine refuses, whatever the file is like.
    """
    results = list[Any]()
    try:
        for result in examine(family, subject):
            results.append(result)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _OF_THE_MACHINE:
            raise
        what = f"{family.__name__.rpartition('.')[2]} ends with {error!r:.200}."
        results.append(Finding("D-106", subject.artefact.file, "file", what))
    return results


def _module(family: str) -> Any:
    return importlib.import_module(f"zhengben.checks.{family}")
