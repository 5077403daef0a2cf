"""Signs a deposit: a detached signature over its tag manifest, and PAdES on the archival PDFs.

The signatures lie in ``signatures/``, which no manifest lists, since they sign the manifest that
stands for all others. A PDF is signed by an increment: the bytes before it stay those of the
edition as it was published (PAdES B-B, with a time stamp B-T; ETSI EN 319 142-1).
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from zhengben.deposit.keys import SigningKey, holder, x509_signer
from zhengben.document.artefacts import Artefact
from zhengben.document.errors import SetupError, UsageError

SIGNED = "tagmanifest-sha512.txt"
FOLDER = "signatures"
# what `ssh-keygen -Y` calls the use of a signature: files in general
_NAMESPACE = "file"
_MINUTES = 10


class SigningKeys(Struct, frozen=True):
    """The keys that sign, each of which signs for itself; ``timestamp`` is a server's address."""

    keys: tuple[SigningKey, ...]
    timestamp: str = ""

    @classmethod
    def of(cls, keys: tuple[SigningKey, ...], timestamp: str) -> SigningKeys:
        """Put keys and server together; raise UsageError where they do not fit."""
        if timestamp and not re.match(r"https?://[^/]", timestamp):
            raise UsageError(f"{timestamp} is no address of a time-stamp server.")
        if timestamp and not any(key.kind in ("x509", "token") for key in keys):
            raise UsageError("A time stamp stands in a signature of X.509; sign with such a key.")
        return cls(keys, timestamp)


class SealSigner(Struct):
    """Signs with open keys; ``names`` tells who signs."""

    signing: SigningKeys
    _x509: list[Any] = field(default_factory=list)
    _stamper: Any = None

    @property
    def names(self) -> tuple[str, ...]:
        """Return the holders of the keys of X.509."""
        return tuple(holder(signer.signing_cert) for signer in self._x509)

    def editions(self, artefacts: tuple[Artefact, ...], folder: Path) -> dict[str, bytes]:
        """Return the signed archival PDFs by their file names, nothing without a key for them."""
        return {
            artefact.file: self._pdf((folder / artefact.file).read_bytes())
            for artefact in artefacts
            if self._x509 and any(claim.startswith("PDF/A-") for claim in artefact.claims)
        }

    def _pdf(self, data: bytes) -> bytes:
        from pyhanko.sign import fields, signers

        from zhengben.deposit.increments import Increment

        # one increment alone: a second signature would sign the first
        metadata = signers.PdfSignatureMetadata(
            field_name="Signature", subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
        )
        signer = signers.PdfSigner(metadata, self._x509[0], timestamper=self._stamper)
        signed: io.BytesIO = signer.sign_pdf(Increment(io.BytesIO(data)))
        return signed.getvalue()

    def detached(self, manifest: bytes) -> dict[str, bytes]:
        """Return the signatures over the tag manifest by their path in the bag."""
        found = dict[str, bytes]()
        for number, signer in enumerate(self._x509):
            found[_name("p7s", number)] = self._cms(signer, manifest)
        programs = {"ssh": _ssh, "minisign": _minisign}
        for kind, program in programs.items():
            keys = [key for key in self.signing.keys if key.kind == kind]
            for number, key in enumerate(keys):
                found |= program(key, manifest, number)
        return found

    def _cms(self, signer: Any, manifest: bytes) -> bytes:
        import asyncio

        made = signer.async_sign_general_data(
            manifest, "sha256", use_cades=True, timestamper=self._stamper
        )
        signed: bytes = asyncio.run(made).dump()
        return signed


def _name(suffix: str, number: int) -> str:
    return f"{FOLDER}/{SIGNED}{f'.{number + 1}' if number else ''}.{suffix}"


def opened(signing: SigningKeys, stack: ExitStack) -> SealSigner:
    """Open the keys until the stack is left."""
    wanted = [key for key in signing.keys if key.kind in ("x509", "token")]
    stamper = None
    if signing.timestamp:
        from zhengben.deposit.timestamps import Stamper

        stamper = Stamper(signing.timestamp)
    return SealSigner(signing, [stack.enter_context(x509_signer(k)) for k in wanted], stamper)


def _ssh(key: SigningKey, manifest: bytes, number: int) -> dict[str, bytes]:
    command = [_program("ssh-keygen"), "-q", "-Y", "sign", "-f", key.place, "-n", _NAMESPACE]
    return {_name("sig", number): _run(command, manifest, ".sig")[".sig"]}


def _minisign(key: SigningKey, manifest: bytes, number: int) -> dict[str, bytes]:
    """Sign, and take the public key along, without which nobody can look at the signature."""
    program = _program("minisign")
    made = _run([program, "-S", "-s", key.place, "-m"], manifest, ".minisig")
    public = Path(key.place).with_suffix(".pub")
    if public.is_file():
        lines = public.read_bytes()
    else:
        lines = _run([program, "-R", "-s", key.place, "-p"], b"", "")[""]
    return {_name("minisig", number): made[".minisig"],
            f"{_name('minisig', number)}.pub": lines}  # fmt: skip


def _program(name: str) -> str:
    if (path := shutil.which(name)) is None:
        package = {"ssh-keygen": "openssh-client"}.get(name, name)
        raise SetupError(f"{name} is missing: install it with `apt-get install {package}`.")
    return path


def _run(command: list[str], data: bytes, *suffixes: str) -> dict[str, bytes]:
    """Have a program sign a file of its own folder; it asks for passphrases itself."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / SIGNED
        if data:
            file.write_bytes(data)
        try:
            done = subprocess.run([*command, str(file)], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE, timeout=60 * _MINUTES,
                                  check=False)  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SetupError(f"{Path(command[0]).name} did not sign: {error}.") from None
        made = {suffix: Path(f"{file}{suffix}") for suffix in suffixes}
        if done.returncode or not all(path.is_file() for path in made.values()):
            said = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1]
            raise SetupError(f"{Path(command[0]).name} did not sign: {said.rstrip('.')}.")
        return {suffix: path.read_bytes() for suffix, path in made.items()}
