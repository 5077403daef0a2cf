"""Examines the editions of a deposit with every check that published editions have to pass."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from zhengben.checks import catalogue as table
from zhengben.checks.archive import conformance
from zhengben.checks.finding import Finding, Skipped, Subject
from zhengben.verify.bombs import swells
from zhengben.verify.container import Container
from zhengben.verify.history import History
from zhengben.verify.increment import read_increment
from zhengben.verify.rebuild import made_anew
from zhengben.verify.signature import BrokenError


def check_books(
    container: Container,
    history: History,
    progress: Callable[[str], None] = lambda step: None,
) -> tuple[list[Skipped], dict[str, list[str]]]:
    """Run the checks; what they find goes to the container.

    Returns what could not be checked, and what veraPDF says of each file.
    """
    skipped: list[Skipped] = []
    told: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        anew = made_anew(container, history, Path(folder))
        (Path(folder) / "editions").mkdir()
        subjects = [
            replace(subject, anew=anew)
            for subject in _subjects(container, history, Path(folder) / "editions")
        ]
        for family in table.families():
            for subject in subjects:
                progress(subject.artefact.file)
                for result in table.ended(family, subject):
                    if isinstance(result, Finding):
                        container.findings.append(result)
                    else:
                        skipped.append(result)
        for subject in subjects:
            skipped += _signed(container, history, subject)
            try:
                claimed = conformance.told(subject.path, subject.artefact.claims)
            except Exception:  # what is damaged was found above
                continue
            told[subject.artefact.file] = claimed
    return skipped, told


def _signed(container: Container, history: History, subject: Subject) -> list[Skipped]:
    """Have veraPDF judge a signed PDF as a whole; all else was asked of the edition in it."""
    if subject.artefact.file not in history.signed:
        return []
    whole = container.files[f"data/editions/{subject.artefact.file}"]
    try:
        read_increment(whole, subject.artefact.size)
    except BrokenError:
        # told with the other signatures; nobody opens such a file
        return []
    subject.path.write_bytes(whole)
    found = list(conformance.examine(subject))
    container.findings += [result for result in found if isinstance(result, Finding)]
    return [result for result in found if isinstance(result, Skipped)]


def _subjects(container: Container, history: History, folder: Path) -> list[Subject]:
    subjects: list[Subject] = []
    for artefact in history.artefacts:
        data = container.files.get(f"data/editions/{artefact.file}")
        if data is None or not set(artefact.scripts) <= set(history.declarations):
            continue
        if artefact.file in history.signed:
            # the edition, as it was before somebody signed it
            data = data[: artefact.size]
        if told := swells(data, artefact.media_type):
            place = f"data/editions/{artefact.file}"
            container.find("D-003", place, f"{artefact.file} unpacks to {told}.")
            continue
        path = folder / Path(artefact.file).name
        path.write_bytes(data)
        subjects += table.subjects_of(path, artefact, history.declarations)
    return subjects
