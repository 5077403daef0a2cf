"""The signatures of a deposit: over its tag manifest, and in its archival PDFs.

They lie outside what the manifests bind, since they bind it. Who is known is said by whoever
verifies, never by the deposit.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from typing import Literal

from zhengben.checks.finding import Skipped
from zhengben.document.regex import regex
from zhengben.verify.container import Container
from zhengben.verify.history import History
from zhengben.verify.signature import BrokenError, Signature
from zhengben.verify.trust import Trust

SIGNED = "tagmanifest-sha512.txt"
NAMES = regex(r"signatures/tagmanifest-sha512\.txt(\.\d{1,2})?\.(p7s|sig|minisig)(\.pub)?")
_LIBRARIES = ("pyhanko", "cryptography", "asn1crypto")
_LACKING = (
    "the signatures were not examined: `python3 build.py verify … --install` adds what that needs, "
    "and `pip install 'zhengben[sign]'` does where the press was installed as a wheel."
)
_MOST = 100

# what is known of who made a deposit, from all signatures over it
Authenticity = Literal["unsigned", "valid", "unknown", "broken", "not examined"]


def check_signatures(
    container: Container, history: History, trust: Trust, *, required: bool
) -> tuple[list[Signature], list[Skipped]]:
    """Examine every signature; what is broken becomes a finding."""
    places = sorted(n for n in container.files if NAMES.fullmatch(n) and not n.endswith(".pub"))
    skipped = list[Skipped]()
    if not all(map(importlib.util.find_spec, _LIBRARIES)):
        found = [Signature(place, "X.509", "", "not examined") for place in places]
        skipped = [Skipped("D-301", container.name, _LACKING)] if found or _pdfs(history) else []
    else:
        found = [_detached(container, place, trust) for place in places[:_MOST]]
        found += _inside(container, history, trust)
    for signature in found:
        if signature.state == "broken":
            by = f" by {signature.signer}" if signature.signer else ""
            told = f"The signature{by} is broken: {signature.told}."
            container.find("D-301", signature.place, told)
    if required and authenticity(found) not in ("valid", "broken"):
        told = f"It is {_WORDS[authenticity(found)]}, and a valid signature is required."
        container.find("D-302", "signatures", told)
    return found, skipped


_WORDS: dict[Authenticity, str] = {
    "unsigned": "unsigned",
    "valid": "signed by somebody known",
    "unknown": "signed by nobody known",
    "broken": "signed, but the signature is broken",
    "not examined": "signed, which was not examined",
}


def authenticity(found: list[Signature] | tuple[Signature, ...]) -> Authenticity:
    """Say what the signatures come to: one that is broken breaks all, those in PDFs bind no bag."""
    if any(signature.state == "broken" for signature in found):
        return "broken"
    over_all = {s.state for s in found if s.place.startswith("signatures/")}
    states: tuple[Authenticity, ...] = ("valid", "unknown", "not examined")
    return next((state for state in states if state in over_all), "unsigned")


def verdict(found: tuple[Signature, ...]) -> str:
    """Return in a few words who signed."""
    state = authenticity(found)
    if state in ("unsigned", "not examined"):
        return "unsigned" if state == "unsigned" else "signatures not examined"
    if state == "broken":
        return "signature broken"
    over_all = (s for s in found if s.place.startswith("signatures/"))
    signers = dict.fromkeys(s.signer for s in over_all if s.state == state)
    return f"signed by {' and '.join(signers)} ({state})"


def _detached(container: Container, place: str, trust: Trust) -> Signature:
    from zhengben.verify import cms, plain_keys

    signature, data = container.files[place], container.files.get(SIGNED, b"")
    if place.endswith(".p7s"):
        return cms.examine(place, signature, data, trust)
    if place.endswith(".sig"):
        return plain_keys.ssh(place, signature, data, trust)
    beside = container.files.get(f"{place}.pub", b"")
    return plain_keys.minisign(place, signature, data, trust, beside)


def _pdfs(history: History) -> list[str]:
    return [artefact.file for artefact in history.artefacts if artefact.file in history.signed]


def _inside(container: Container, history: History, trust: Trust) -> Iterator[Signature]:
    """Examine what is added behind editions, by the sizes that the manifest of these tells."""
    from zhengben.verify import cms
    from zhengben.verify.increment import read_increment

    for artefact in history.artefacts:
        if artefact.file not in history.signed:
            continue
        place = f"data/editions/{artefact.file}"
        try:
            read = read_increment(container.files[place], artefact.size)
        except BrokenError as error:
            yield Signature(place, "X.509", "", "broken", str(error))
        else:
            yield cms.examine(place, read.signature, read.data, trust)
