"""What a signature is found to be."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

# valid: whole, and by somebody who is known; unknown: whole, by somebody who is not; broken: not
# over these bytes, or no signature at all
State = Literal["valid", "unknown", "broken", "not examined"]


class Signature(Struct, frozen=True):
    """A signature by its place in the deposit; ``told`` says more, as when it was made."""

    place: str
    kind: Literal["X.509", "SSH", "minisign"]
    signer: str
    state: State
    told: str = ""

    @property
    def sentence(self) -> str:
        """Return it for people."""
        signer = f", {self.signer}" if self.signer else ""
        return f"{self.state}{signer} ({self.kind}){f': {self.told}' if self.told else ''}"


class BrokenError(Exception):
    """A signature cannot be one; the message says why, in words that end a sentence."""
