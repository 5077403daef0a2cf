"""Who is known: certificates, keys of OpenSSH and of minisign, out of the files of `--trust`.

Certificates and lists of revoked ones (CRL) are PEM or DER; keys of OpenSSH stand a line each, as
in a `.pub` file or as `allowed_signers` of ssh-keygen(1). Nothing is fetched from anywhere.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct, field

from zhengben.document.errors import UsageError
from zhengben.document.regex import regex

_PEM = regex(rb"-----BEGIN (CERTIFICATE|X509 CRL)-----\s+(.*?)-----END \1-----", re.DOTALL)
_SSH = regex(r"((?:sk-)?(?:ssh|ecdsa)-[\w@.-]+) ([A-Za-z0-9+/=]{40,})(?: |$)")
_MINISIGN = "untrusted comment: "
_MOST_BYTES = 10_000_000


class Trust(Struct, frozen=True):
    """Those who are known; each key of OpenSSH or minisign leads to the name of its holder."""

    certificates: tuple[bytes, ...] = ()
    revocations: tuple[bytes, ...] = ()
    ssh: dict[bytes, str] = field(default_factory=dict)
    minisign: dict[bytes, tuple[bytes, str]] = field(default_factory=dict)


def read_trust(paths: Iterable[Path]) -> Trust:
    """Read files of those who are known; raise UsageError for one that holds nobody."""
    certificates, revocations = list[bytes](), list[bytes]()
    ssh, minisign = dict[bytes, str](), dict[bytes, tuple[bytes, str]]()
    for path in paths:
        data, found = _read(path), 0
        for kind, der in _x509(data):
            (certificates if kind == "CERTIFICATE" else revocations).append(der)
            found += 1
        text = data.decode("utf-8", "replace")
        for key, name in _ssh_keys(text, path):
            ssh[key] = name
            found += 1
        if public := minisign_key(text):
            minisign[public[0]] = public[1], path.stem
            found += 1
        if not found:
            raise UsageError(
                f"{path} holds nobody to be known by: it takes certificates or revocation lists "
                "(PEM or DER), keys of OpenSSH, or a public key of minisign."
            )
    return Trust(tuple(certificates), tuple(revocations), ssh, minisign)


def _read(path: Path) -> bytes:
    try:
        if path.is_file() and path.stat().st_size <= _MOST_BYTES:
            return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None
    raise UsageError(f"{path} is no file of those who are known.")


def _x509(data: bytes) -> Iterator[tuple[str, bytes]]:
    from asn1crypto.crl import CertificateList
    from asn1crypto.x509 import Certificate

    found = [(kind.decode(), base64.b64decode(body)) for kind, body in _PEM.findall(data)]
    if not found and data.startswith(b"\x30"):
        found = [("CERTIFICATE", data), ("X509 CRL", data)]
    for kind, der in found:
        noun = Certificate if kind == "CERTIFICATE" else CertificateList
        try:
            noun.load(der, strict=True).native  # noqa: B018 - parsed here, or not at all
        except (ValueError, TypeError, KeyError):
            continue
        yield kind, der


def _ssh_keys(text: str, path: Path) -> Iterator[tuple[bytes, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        match = _SSH.search(line)
        if line.startswith("#") or match is None:
            continue
        before = line[: match.start()].split()
        options = before[1] if len(before) > 1 else ""
        if len(before) > 2 or options not in ("", 'namespaces="file"'):
            raise UsageError(
                f"{path}:{number}: options of keys are not understood; leave them out."
            )
        name = before[0] if before else line[match.end() :].strip()
        yield base64.b64decode(match[2]), name


def minisign_key(text: str) -> tuple[bytes, bytes] | None:
    """Return name and value of a public key of minisign, or None where there is none."""
    lines = text.splitlines()
    if len(lines) < 2 or not lines[0].startswith(_MINISIGN):
        return None
    try:
        data = base64.b64decode(lines[1], validate=True)
    except ValueError:
        return None
    return (data[2:10], data[10:]) if len(data) == 42 and data[:2] == b"Ed" else None
