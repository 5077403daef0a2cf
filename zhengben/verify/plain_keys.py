"""Signatures by plain keys: of OpenSSH (PROTOCOL.sshsig) and of minisign."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_ssh_public_key

from zhengben.document.regex import regex
from zhengben.verify.signature import BrokenError, Signature
from zhengben.verify.trust import Trust, minisign_key

_ARMOUR = regex(
    rb"\s*-----BEGIN SSH SIGNATURE-----\n([A-Za-z0-9+/=\n]+)-----END SSH SIGNATURE-----\s*"
)
_NAMESPACE = b"file"
_HASHES = {b"sha256": "sha256", b"sha512": "sha512"}
_RSA: dict[bytes, Callable[[], hashes.HashAlgorithm]] = {
    b"rsa-sha2-256": hashes.SHA256,
    b"rsa-sha2-512": hashes.SHA512,
}


def ssh(place: str, signature: bytes, data: bytes, trust: Trust) -> Signature:
    """Examine a signature of `ssh-keygen -Y sign -n file`."""
    try:
        match = _ARMOUR.fullmatch(signature)
        packed = _Packed(base64.b64decode(match[1]) if match else b"")
        packed.expect(b"SSHSIG\0\0\0\1")
        key, namespace, reserved, algorithm, signed = (packed.string() for _ in range(5))
        if namespace != _NAMESPACE or algorithm not in _HASHES or packed.rest:
            raise BrokenError("it signs for another use than files")
        digest = hashlib.new(_HASHES[algorithm], data).digest()
        parts = namespace, reserved, algorithm, digest
        told = b"SSHSIG" + b"".join(len(part).to_bytes(4, "big") + part for part in parts)
        _ssh_holds(key, signed, told)
    except (BrokenError, ValueError, UnsupportedAlgorithm) as error:
        return Signature(place, "SSH", "", "broken", f"it cannot be read ({error})")
    except InvalidSignature:
        return Signature(place, "SSH", "", "broken", "it is not over this deposit")
    finger = base64.b64encode(hashlib.sha256(key).digest()).rstrip(b"=").decode()
    if key in trust.ssh:
        return Signature(place, "SSH", trust.ssh[key] or f"SHA256:{finger}", "valid")
    return Signature(place, "SSH", f"SHA256:{finger}", "unknown")


class _Packed:
    """What OpenSSH packs: strings with their length before them (RFC 4251, 5)."""

    def __init__(self, data: bytes) -> None:
        self.rest = data

    def expect(self, start: bytes) -> None:
        if not self.rest.startswith(start):
            raise BrokenError("it is no signature of OpenSSH")
        self.rest = self.rest[len(start) :]

    def string(self) -> bytes:
        length = int.from_bytes(self.rest[:4], "big")
        found = self.rest[4 : 4 + length]
        if len(self.rest) < 4 or len(found) != length:
            raise BrokenError("it ends too early")
        self.rest = self.rest[4 + length :]
        return found


def _ssh_holds(blob: bytes, signed: bytes, data: bytes) -> None:
    """Raise InvalidSignature where a signature is not by the key over the data."""
    kind = _Packed(blob).string()
    key = load_ssh_public_key(kind + b" " + base64.b64encode(blob))
    packed = _Packed(signed)
    algorithm, value = packed.string(), packed.string()
    if isinstance(key, Ed25519PublicKey) and algorithm == b"ssh-ed25519":
        key.verify(value, data)
    elif isinstance(key, rsa.RSAPublicKey) and algorithm in _RSA:
        key.verify(value, data, padding.PKCS1v15(), _RSA[algorithm]())
    elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm == kind:
        numbers = _Packed(value)
        r, s = (int.from_bytes(numbers.string(), "big") for _ in range(2))
        by_size: dict[int, Callable[[], hashes.HashAlgorithm]] = {
            256: hashes.SHA256,
            384: hashes.SHA384,
            521: hashes.SHA512,
        }
        key.verify(utils.encode_dss_signature(r, s), data, ec.ECDSA(by_size[key.curve.key_size]()))
    else:
        raise BrokenError(f"nobody here knows signatures of the kind {algorithm.decode('latin-1')}")


def minisign(place: str, signature: bytes, data: bytes, trust: Trust, beside: bytes) -> Signature:
    """Examine a signature of minisign; ``beside`` is the public key that the deposit brings."""
    broken = "it cannot be read"
    try:
        lines = signature.decode("utf-8").splitlines()
        if len(lines) != 4 or not lines[2].startswith("trusted comment: "):
            raise BrokenError("it has not the four lines of minisign")
        first, last = (base64.b64decode(lines[at], validate=True) for at in (1, 3))
        kind, name, value = first[:2], first[2:10], first[10:]
        known = trust.minisign.get(name)
        brought = minisign_key(beside.decode("utf-8"))
        key = known[0] if known else brought[1] if brought and brought[0] == name else None
        signer = known[1] if known else name[::-1].hex().upper()
        if key is None:
            return Signature(place, "minisign", signer, "unknown", "its public key is not there")
        told = {b"Ed": lambda: data, b"ED": lambda: hashlib.blake2b(data).digest()}[kind]()
        public = Ed25519PublicKey.from_public_bytes(key)
        public.verify(value, told)
        public.verify(last, value + lines[2].removeprefix("trusted comment: ").encode())
    except InvalidSignature:
        return Signature(place, "minisign", "", "broken", "it is not over this deposit")
    except (BrokenError, ValueError, KeyError) as error:
        return Signature(place, "minisign", "", "broken", f"{broken} ({error})")
    return Signature(place, "minisign", signer, "valid" if known else "unknown")
