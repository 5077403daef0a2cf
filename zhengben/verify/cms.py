"""Signatures of X.509 (CMS, RFC 5652; CAdES) over bytes, with their time stamps (RFC 3161).

Nothing is fetched: chains end in a certificate of `--trust`, and a certificate is revoked where a
list among those files says so. A signature whose certificate has ended since is valid where a time
stamp of somebody known says that it was made before.
"""

from __future__ import annotations

import asyncio
import datetime
import logging
from typing import Any

from asn1crypto import cms, x509
from cryptography.x509 import load_der_x509_certificate, load_der_x509_crl
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from zhengben.verify.signature import Signature
from zhengben.verify.trust import Trust

# either is what certificates that sign documents have (RFC 5280, 4.2.1.3)
_USAGE = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)
# what these log is in the result
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


def examine(place: str, signature: bytes, data: bytes, trust: Trust) -> Signature:
    """Examine one signature over ``data``; whatever it is made of gives a state."""
    now = _context(trust, None)
    try:
        info = cms.ContentInfo.load(signature, strict=True)
        status = _status(info["content"], data, now, now)
        stamp = status.timestamp_validity
        if not status.trusted and stamp is not None and stamp.trusted:
            # what holds of a certificate holds at the moment that is certain
            then = _context(trust, stamp.timestamp)
            status = _status(info["content"], data, then, _context(trust, None))
    except Exception as error:  # whatever a library makes of bytes that anybody may have written
        told = str(error).split("\n")[0].rstrip(".") or type(error).__name__
        return Signature(place, "X.509", "", "broken", f"it cannot be read ({told})")
    return _judged(place, status, trust)


def _context(trust: Trust, moment: datetime.datetime | None) -> Any:
    return ValidationContext(
        trust_roots=[x509.Certificate.load(der) for der in trust.certificates],
        moment=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def _status(signed: Any, data: bytes, signers: Any, stamps: Any) -> Any:
    return asyncio.run(
        async_validate_detached_cms(data, signed, signers, stamps, key_usage_settings=_USAGE)
    )


def _revoked(status: Any, trust: Trust) -> str:
    """Return the day since which a certificate of the chain is revoked, by a list of its issuer.

    pyHanko looks at a list only where the certificate itself names one on the network.
    """
    path = [c.dump() for c in status.validation_path or [] if isinstance(c, x509.Certificate)]
    chain = [load_der_x509_certificate(der) for der in path or [status.signing_cert.dump()]]
    known = [*chain, *map(load_der_x509_certificate, trust.certificates)]
    stamp = status.timestamp_validity
    until = stamp.timestamp if stamp is not None and stamp.trusted else None
    for listed in map(load_der_x509_crl, trust.revocations):
        issuers = (c for c in known if c.subject == listed.issuer)
        if not any(listed.is_signature_valid(c.public_key()) for c in issuers):  # type: ignore[arg-type]
            continue
        for certificate in chain:
            row = listed.get_revoked_certificate_by_serial_number(certificate.serial_number)
            if certificate.issuer == listed.issuer and row is not None:
                day = row.revocation_date_utc
                if until is None or day <= until:
                    return f"{day:%Y-%m-%d}"
    return ""


def _judged(place: str, status: Any, trust: Trust) -> Signature:
    """Say what a status of pyHanko comes to."""
    certificate, stamp = status.signing_cert, status.timestamp_validity
    signer = certificate.subject.native.get("common_name") or certificate.subject.human_friendly
    made = status.signer_reported_dt
    told = [f"says it was signed on {made:%Y-%m-%d}"] if made else []
    if not (status.intact and status.valid):
        return Signature(place, "X.509", signer, "broken", "it is not over these bytes")
    if stamp is not None:
        if not (stamp.intact and stamp.valid):
            return Signature(place, "X.509", signer, "broken", "its time stamp is of other bytes")
        by = stamp.signing_cert.subject.native.get("common_name", "")
        known = "" if stamp.trusted else ", who is not known"
        told = [f"time stamp of {stamp.timestamp:%Y-%m-%d %H:%M} UTC by {by}{known}"]
    if day := _revoked(status, trust):
        told.insert(0, f"its certificate was revoked on {day}")
        return Signature(place, "X.509", signer, "broken", "; ".join(told))
    if status.trusted:
        return Signature(place, "X.509", signer, "valid", "; ".join(told))
    if certificate.not_valid_after < datetime.datetime.now(datetime.UTC):
        told.append(f"its certificate ended on {certificate.not_valid_after:%Y-%m-%d}")
    issuer = certificate.issuer.native.get("common_name") or certificate.issuer.human_friendly
    told.append(f"certificate by {issuer}, SHA-256 {certificate.sha256.hex()}")
    return Signature(place, "X.509", signer, "unknown", "; ".join(told))
