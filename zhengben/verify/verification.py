"""Verifies one deposit from its container to its last edition, and says what was found."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from zhengben.checks import catalogue as table
from zhengben.checks.finding import Finding, Skipped
from zhengben.verify.bag import check_bag
from zhengben.verify.books import check_books
from zhengben.verify.container import Container, open_container
from zhengben.verify.history import History
from zhengben.verify.retold import check_retold
from zhengben.verify.signature import Signature
from zhengben.verify.signatures import check_signatures, verdict
from zhengben.verify.trust import Trust

# with these the contents cannot be trusted enough to be opened
_MOST_TOLD = 5
_STOPS = ("D-002", "D-003", "D-010")


class Fact(Struct, frozen=True):
    """Something a curator wants to see: what it is, and what it says."""

    name: str
    value: str


class Verification(Struct, frozen=True):
    """The result for one deposit; ``whole`` says that nothing speaks against it."""

    deposit: str
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    editions: tuple[Fact, ...]
    signatures: tuple[Signature, ...] = ()

    @property
    def failures(self) -> tuple[Finding, ...]:
        """Return the findings that are more than warnings."""
        checks = table.table()
        return tuple(f for f in self.findings if not checks[f.code].warning)

    @property
    def whole(self) -> bool:
        """Say whether every check that was made holds."""
        return not self.failures

    @property
    def signed(self) -> str:
        """Say in a few words who signed."""
        return verdict(self.signatures)


def verify(
    path: Path,
    *,
    again: bool = False,
    trust: Trust | None = None,
    signed: bool = False,
    progress: Callable[[str], None] = lambda step: None,
) -> Verification:
    """Verify a deposit, folder or tar; ``again`` also makes its editions anew.

    ``trust`` holds who is known; ``signed`` demands a valid signature.
    """
    progress("read")
    container = open_container(path)
    info: dict[str, str] = {}
    history, skipped, rebuilt = History(container), list[Skipped](), ""
    told: dict[str, list[str]] = {}
    signatures: list[Signature] = []
    if not _stopped(container) and container.files:
        info = check_bag(container)
    if "bagit.txt" in container.files and not _stopped(container):
        history.check()
        skipped, told = check_books(container, history, progress)
        skipped += check_retold(container, history)
        signatures, lacking = check_signatures(
            container, history, trust or Trust(), required=signed
        )
        skipped += lacking
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
    facts += tuple(_told(signatures))
    return Verification(
        container.name,
        facts,
        tuple(_distinct(container.findings)),
        tuple(skipped),
        editions,
        tuple(signatures),
    )


def _told(signatures: list[Signature]) -> Iterator[Fact]:
    """Yield each signature over the deposit, and those in PDFs that say the same as one."""
    alike = dict[str, list[str]]()
    for signature in signatures:
        name = signature.place.rpartition("/")[2]
        if signature.place.startswith("signatures/"):
            yield Fact(f"Signature {name}", signature.sentence)
        else:
            alike.setdefault(signature.sentence, []).append(name)
    for sentence, names in alike.items():
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        yield Fact(f"Signature in {names[0]}{more}", sentence)


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
