"""Time stamps by RFC 3161: asked of the one server that somebody named, and not taken on trust.

A stamp is kept only where it answers this request: its nonce, the hash it stamps, a whole
signature by a certificate that may stamp and has not ended, and a time that is now.
"""

from __future__ import annotations

import datetime
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from zhengben.document.errors import SetupError

SECONDS = 20.0
_MOST_BYTES = 1_000_000
_MOST_APART = datetime.timedelta(minutes=10)


class Stamper(TimeStamper):  # type: ignore[misc]
    """Asks one server; whatever is wrong with its answer raises SetupError."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Send a request and read the answer, within a time and a size."""
        headers = {
            "Content-Type": "application/timestamp-query",
            "Accept": "application/timestamp-reply",
        }
        asked = urllib.request.Request(self._url, req.dump(), headers)
        try:
            with urllib.request.urlopen(asked, timeout=SECONDS) as answer:
                return tsp.TimeStampResp.load(answer.read(_MOST_BYTES))
        except (OSError, ValueError) as error:
            reason = getattr(error, "reason", None) or str(error) or type(error).__name__
            raise self._refused(f"did not answer ({reason})") from None

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        """Return a stamp on a hash that holds."""
        nonce, request = self.request_cms(message_digest, md_algorithm)
        response = await self.async_request_tsa_response(request)
        try:
            if (status := response["status"]["status"].native) != "granted":
                raise self._refused(f"gave no stamp ({status})")
            token = response["time_stamp_token"]
            info = token["content"]["encap_content_info"]["content"].parsed
            if info["nonce"].native != nonce:
                raise self._refused("answered another request (its nonce is wrong)")
            await self._examine(token["content"], info, message_digest)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            told = str(error).split("\n")[0]
            raise self._refused(f"sent no stamp that can be read ({told})") from None
        return token

    async def _examine(self, signed: Any, info: Any, digest: bytes) -> None:
        """Raise SetupError for a stamp that would not hold later."""
        given = await validate_tst_signed_data(
            signed, ValidationContext(trust_roots=[], allow_fetching=False), lambda _: digest
        )
        status = TimestampSignatureStatus(**given)
        if not (status.intact and status.valid):
            raise self._refused("sent a stamp that is broken")
        certificate, time = status.signing_cert, info["gen_time"].native
        if not certificate.not_valid_before <= time <= certificate.not_valid_after:
            raise self._refused(f"stamps with a certificate that ended on "
                                f"{certificate.not_valid_after:%Y-%m-%d}")  # fmt: skip
        if abs(datetime.datetime.now(datetime.UTC) - time) > _MOST_APART:
            raise self._refused(f"stamped another time than now ({time:%Y-%m-%d %H:%M} UTC)")

    def _refused(self, what: str) -> SetupError:
        host = urlsplit(self._url).netloc
        return SetupError(
            f"The time-stamp server {host} {what}; try again, name another one, or sign "
            "without --timestamp."
        )
