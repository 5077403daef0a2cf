"""Keys, certificates and a time-stamp server for tests, made when they are asked for."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, Literal

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

TODAY = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
DAY = datetime.timedelta(days=1)
PASSPHRASE = "開門"
# what is signed where no deposit is made
DATA = b"0123  data/x\n"
CMS = "signatures/tagmanifest-sha512.txt.p7s"
Sign = Callable[..., dict[str, bytes]]


Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Holder:
    """Somebody with a key and a certificate."""

    key: Key
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def pem_key(self) -> bytes:
        plain = serialization.NoEncryption()
        return self.key.private_bytes(serialization.Encoding.PEM,
                                      serialization.PrivateFormat.PKCS8, plain)  # fmt: skip

    def pkcs12(self, *others: Holder) -> bytes:
        locked = serialization.BestAvailableEncryption(PASSPHRASE.encode())
        chain = [other.certificate for other in others]
        return pkcs12.serialize_key_and_certificates(b"", self.key, self.certificate, chain, locked)


def holder(
    name: str,
    issuer: Holder | None = None,
    *,
    first: datetime.datetime = TODAY - 30 * DAY,
    last: datetime.datetime = TODAY + 365 * DAY,
    stamps: bool = False,
) -> Holder:
    """Make somebody, certified by ``issuer``; without one, an authority."""
    key: Key = ec.generate_private_key(ec.SECP256R1())
    if stamps:
        # the only kind that pyHanko's stamper for tests has
        key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    authority = issuer is None
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
        .add_extension(
            x509.KeyUsage(not authority, False, False, False, False, authority, authority,
                          False, False), critical=True)
    )  # fmt: skip
    if stamps:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return Holder(key, builder.sign(issuer.key if issuer else key, hashes.SHA256()))


def revoked(authority: Holder, holder: Holder, day: datetime.datetime) -> bytes:
    """Return a list of an authority that revokes a certificate since a day, as PEM."""
    row = x509.RevokedCertificateBuilder(holder.certificate.serial_number, day)
    made = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(TODAY - DAY)
        .next_update(TODAY + DAY)
        .add_revoked_certificate(row.build())
        .sign(authority.key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)


# how a time-stamp server answers
Manner = Literal["well", "wrong nonce", "expired", "silent", "refuses", "rubbish", "other bytes"]


def stamper(tsa: Holder, authority: Holder, at: datetime.datetime | None = None) -> Any:
    """Return pyHanko's time stamper for tests."""
    chain = [asn1_x509.Certificate.load(authority.certificate.public_bytes(
        serialization.Encoding.DER))]  # fmt: skip
    der = tsa.key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8,
                                serialization.NoEncryption())  # fmt: skip
    certificate = tsa.certificate.public_bytes(serialization.Encoding.DER)
    return DummyTimeStamper(
        asn1_x509.Certificate.load(certificate),
        keys.PrivateKeyInfo.load(der),
        certs_to_embed=chain,
        fixed_dt=at or datetime.datetime.now(datetime.UTC),
    )


@contextmanager
def server(tsa: Holder, authority: Holder, manner: Manner = "well") -> Iterator[str]:
    """Stamp times on loopback while this is open; yield the server's address."""
    released = threading.Event()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            if manner == "silent":
                released.wait(20)
                return
            answer = _answer(stamper(tsa, authority), asked, manner)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *told: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_port}/"
        finally:
            released.set()
            listening.shutdown()
            thread.join()


def _answer(stamps: Any, asked: tsp.TimeStampReq, manner: Manner) -> bytes:
    if manner == "rubbish":
        return b"<html>"
    if manner == "refuses":
        # a sequence that holds a status alone, 2 for “rejection”
        return b"\x30\x05\x30\x03\x02\x01\x02"
    if manner == "wrong nonce":
        asked["nonce"] = 7
    if manner == "other bytes":
        asked["message_imprint"]["hashed_message"] = b"\0" * 32
    return bytes(stamps.request_tsa_response(asked).dump())
