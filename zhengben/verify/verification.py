"""Verifies one deposit from its container to its last edition, and says what was found."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from zhengben.checks import catalogue as table
from zhengben.checks.finding import Finding, Skipped
from zhengben.verify.bag import check_bag
from zhengben.verify.books import check_books
from zhengben.verify.container import Container, open_container
from zhengben.verify.history import History

# with these the contents cannot be trusted enough to be opened
_MOST_TOLD = 5
_STOPS = ("D-002", "D-003", "D-010")


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a curator wants to see: what it is, and what it says."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Verification:
    """The result for one deposit; ``whole`` says that nothing speaks against it."""

    deposit: str
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    editions: tuple[Fact, ...]

    @property
    def failures(self) -> tuple[Finding, ...]:
        """Return the findings that are more than warnings."""
        checks = table.table()
        return tuple(f for f in self.findings if not checks[f.code].warning)

    @property
    def whole(self) -> bool:
        """Say whether every check that was made holds."""
        return not self.failures


def verify(
    path: Path, *, again: bool = False, progress: Callable[[str], None] = lambda step: None
) -> Verification:
    """Verify a deposit, folder or tar; ``again`` also makes its editions anew."""
    progress("read")
    container = open_container(path)
    info: dict[str, str] = {}
    history, skipped, rebuilt = History(container), list[Skipped](), ""
    told: dict[str, list[str]] = {}
    if not _stopped(container) and container.files:
        info = check_bag(container)
    if "bagit.txt" in container.files and not _stopped(container):
        history.check()
        skipped, told = check_books(container, history, progress)
        if again:
            from zhengben.verify.rebuild import rebuild

            progress("rebuild")
            rebuilt = rebuild(container, history)
    elif container.files:
        reason = "not examined, because of the findings on the deposit itself."
        skipped = [Skipped("D-106", container.name, reason)]
    if not container.findings and not container.files:
        container.find("D-001", "deposit", "It is empty.")
    editions = tuple(
        Fact(a.file, "; ".join((a.media_type, a.script, *a.claims, *told.get(a.file, ()))))
        for a in history.artefacts
    )
    facts = tuple(_facts(container, info, history, rebuilt))
    return Verification(
        container.name, facts, tuple(_distinct(container.findings)), tuple(skipped), editions
    )


def _stopped(container: Container) -> bool:
    return any(finding.code in _STOPS for finding in container.findings)


def _distinct(findings: list[Finding]) -> dict[Finding, None]:
    return dict.fromkeys(findings)


def _facts(
    container: Container, info: dict[str, str], history: History, rebuilt: str
) -> list[Fact]:
    facts = [Fact(key, value) for key, value in info.items()]
    if seal := container.files.get("tagmanifest-sha512.txt"):
        # one number that stands for the whole bag: write it down elsewhere
        facts.append(Fact("Seal", f"sha256 {hashlib.sha256(seal).hexdigest()}"))
    if container.unsealed:
        facts.append(Fact("Not sealed", "; ".join(container.unsealed[:_MOST_TOLD])))
    for declaration in history.declarations.values():
        digest = hashlib.sha256(declaration.text.encode()).hexdigest()
        facts.append(Fact(f"Text {declaration.script}", f"sha256 {digest}"))
    if rebuilt:
        facts.append(Fact("Rebuild", rebuilt))
    return facts
