"""Who gives a document to an archive, and how the archive is to keep it."""

from __future__ import annotations

from msgspec import Struct

# what a document or a project may say, and its label in bag-info.txt (RFC 8493, 2.2.2; the last
# four are what Chinese archives ask: 檔號, 全宗, 保管期限, 密級; DA/T 46)
LABELS = {
    "source-organization": "Source-Organization",
    "organization-address": "Organization-Address",
    "contact-name": "Contact-Name",
    "contact-phone": "Contact-Phone",
    "contact-email": "Contact-Email",
    "archival-code": "Archival-Code",
    "fonds": "Fonds",
    "retention": "Retention-Period",
    "classification": "Security-Classification",
}


class Depositor(Struct, frozen=True):
    """What is told of a deposit, by its key in ``LABELS``, in their order.

    ``identifiers`` are those that others gave to the document.
    """

    told: tuple[tuple[str, str], ...] = ()
    identifiers: tuple[str, ...] = ()

    def get(self, key: str) -> str:
        """Return what is told, or an empty text."""
        return dict(self.told).get(key, "")
