"""The keys that sign a deposit: what `--sign` names, recognised by its content, never kept.

X.509 from a file (PKCS #12, or PEM with key and certificates) or from a token (a PKCS #11 URI,
RFC 7512), a key of OpenSSH, or one of minisign. No key ever lies in the project, and no passphrase
is an argument, since everybody on a machine can read those.
"""

from __future__ import annotations

import datetime
import getpass
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qs, unquote

from msgspec import Struct

from zhengben.document.errors import SetupError, UsageError

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate

_SSH = b"-----BEGIN OPENSSH PRIVATE KEY-----"
_SSH_PUBLIC = (b"ssh-", b"ecdsa-sha2-", b"sk-")
_MINISIGN = b"untrusted comment: minisign "
_MOST_BYTES = 1_000_000


class SigningKey(Struct, frozen=True):
    """A key by its ``kind`` and where it lies: the path of a file, or the URI of a token.

    ``secret`` is the passphrase of a file or the PIN of a token, empty where others ask for it.
    """

    kind: Literal["x509", "token", "ssh", "minisign"]
    place: str
    secret: str = ""

    def __repr__(self) -> str:
        """Return what messages may show: a secret is never among it."""
        return f"SigningKey(kind={self.kind!r}, place={self.place!r})"


def read_key(given: str, secret: str, forbidden: Sequence[Path]) -> SigningKey:
    """Recognise a key; raise UsageError for what is none, or lies in one of the folders."""
    if given.startswith("pkcs11:"):
        return _token(given, secret)
    path = Path(given).absolute()
    for folder in forbidden:
        if path.resolve().is_relative_to(folder.resolve()):
            raise UsageError(f"{path} lies in {folder}: keep keys out of the project.")
    data = _read(path)
    if data.startswith((_SSH, *_SSH_PUBLIC)):
        return SigningKey("ssh", str(path))
    if data.startswith(_MINISIGN):
        if b"public key" in data.split(b"\n")[0]:
            raise UsageError(f"{path} is a public key of minisign; name the secret one.")
        return SigningKey("minisign", str(path))
    x509 = SigningKey("x509", str(path), secret)
    if not secret and _is_locked(data):
        x509 = SigningKey("x509", str(path), _asked(f"Passphrase of {path}: ", str(path)))
    # a wrong passphrase is told before anything is made
    _loaded(x509)
    return x509


def read_secret(path: Path | None) -> str:
    """Return the passphrase that a file holds: all of it but the end of its line."""
    return _read(path).decode("utf-8", "replace").rstrip("\r\n") if path else ""


def _read(path: Path) -> bytes:
    try:
        if path.is_file() and path.stat().st_size <= _MOST_BYTES:
            return path.read_bytes()
    except OSError as error:
        raise UsageError(f"The key {path} cannot be read: {error.strerror}.") from None
    raise UsageError(f"{path} is no file that holds a key.")


def _is_locked(data: bytes) -> bool:
    """Tell whether a file of X.509 wants a passphrase."""
    if b"PRIVATE KEY-----" in data:
        return b"ENCRYPTED" in data
    from cryptography.hazmat.primitives.serialization import pkcs12

    try:
        pkcs12.load_pkcs12(data, None)
    except ValueError:
        # no key at all is told when it is loaded
        return data.startswith(b"\x30")
    return False


def _asked(question: str, what: str) -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError(f"{what} has a passphrase; give it with --passphrase-file FILE.")
    return getpass.getpass(question)


def _loaded(key: SigningKey) -> tuple[Any, list[Certificate]]:
    """Return the private key and the certificates of a file, the signer's own first."""
    from asn1crypto.keys import PrivateKeyInfo
    from asn1crypto.x509 import Certificate
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.serialization import pkcs12
    from cryptography.x509 import load_pem_x509_certificates

    data, secret = _read(Path(key.place)), key.secret.encode() or None
    told = f"{key.place} is no key that can sign"
    try:
        if b"PRIVATE KEY-----" in data:
            locked = secret if b"ENCRYPTED" in data else None
            private: Any = serialization.load_pem_private_key(data, locked)
            found = load_pem_x509_certificates(data) if b"BEGIN CERTIFICATE" in data else []
        else:
            bundle = pkcs12.load_pkcs12(data, secret)
            private = bundle.key
            found = [c.certificate for c in (bundle.cert, *bundle.additional_certs) if c]
    except (ValueError, TypeError) as error:
        raise UsageError(f"{told}, or has another passphrase ({error}).") from None
    if private is None or not found:
        raise UsageError(f"{told}: it needs the key and the certificate, as PKCS #12 or PEM.")
    der, encoding = serialization.PrivateFormat.PKCS8, serialization.Encoding.DER
    info = PrivateKeyInfo.load(private.private_bytes(encoding, der, serialization.NoEncryption()))
    public = private.public_key()
    found.sort(key=lambda certificate: certificate.public_key() != public)
    if found[0].public_key() != public:
        raise UsageError(f"{told}: none of its certificates is of this key.")
    now = datetime.datetime.now(datetime.UTC)
    if not found[0].not_valid_before_utc <= now <= found[0].not_valid_after_utc:
        until = (
            f"{found[0].not_valid_before_utc:%Y-%m-%d} to {found[0].not_valid_after_utc:%Y-%m-%d}"
        )
        raise UsageError(f"The certificate of {key.place} holds from {until} and not today.")
    return info, [Certificate.load(c.public_bytes(encoding)) for c in found]


def _token(uri: str, secret: str) -> SigningKey:
    """Read a PKCS #11 URI, with the PIN from where it says."""
    path, query = _parts(uri)
    where = "pkcs11:token=NAME;object=NAME?module-path=FILE"
    if "module-path" not in query or "object" not in path:
        raise UsageError(f"{uri} is not whole; write {where}.")
    if "pin-value" in query:
        raise UsageError("A PIN in the command can be read by others; use pin-source=FILE.")
    if not Path(query["module-path"]).is_file():
        raise UsageError(f"There is no PKCS #11 module {query['module-path']}.")
    if source := query.get("pin-source", ""):
        secret = _read(Path(source.removeprefix("file:"))).decode("utf-8", "replace").strip()
    return SigningKey("token", uri, secret or _asked("PIN of the token: ", uri))


def _parts(uri: str) -> tuple[dict[str, str], dict[str, str]]:
    names, _, rest = uri.removeprefix("pkcs11:").partition("?")
    pairs = (part.partition("=")[::2] for part in names.split(";") if part)
    query = {name: values[0] for name, values in parse_qs(rest).items()}
    return {name: unquote(value) for name, value in pairs}, query


@contextmanager
def x509_signer(key: SigningKey) -> Iterator[Any]:
    """Open a key of X.509 as what pyHanko signs with; a token stays open meanwhile."""
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    if key.kind == "x509":
        private, certificates = _loaded(key)
        store = SimpleCertificateStore()
        store.register_multiple(certificates[1:])
        yield SimpleSigner(certificates[0], private, store)
        return
    from pkcs11.exceptions import PKCS11Error
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
    from pyhanko_certvalidator.errors import PathError

    path, query = _parts(key.place)
    criteria = TokenCriteria(label=path["token"]) if "token" in path else None
    try:
        session = open_pkcs11_session(
            query["module-path"], token_criteria=criteria, user_pin=key.secret
        )
        with session:
            label = path["object"]
            # the plainest mechanism, which every token has
            signer = PKCS11Signer(
                session, cert_label=label, key_label=label, use_raw_mechanism=True
            )
            # the certificate is fetched now, so that what is lacking is told before
            assert signer.signing_cert is not None
            yield signer
    except (PKCS11Error, PathError, RuntimeError) as error:
        told = str(error) or type(error).__name__
        raise SetupError(f"The token {key.place} did not sign: {told}.") from None


def holder(certificate: Certificate) -> str:
    """Return who a certificate says that its holder is."""
    names: dict[str, Any] = certificate.subject.native
    wanted = ("common_name", "organization_name")
    told = [str(names[name]) for name in wanted if names.get(name)]
    return ", ".join(dict.fromkeys(told)) or certificate.subject.human_friendly
