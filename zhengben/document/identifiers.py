"""The names of what the press makes: one for each document, script and edition."""

from __future__ import annotations

import uuid

# Names made from names (RFC 9562, version 5) stand in this namespace of the press's own.
_NAMESPACE = uuid.UUID("5d0f7d6e-3b1c-4f0a-9e5b-8c7f1a2b6d43")


def edition_urn(document: str, script: str, edition: str) -> str:
    """Return the ``urn:uuid:`` of an edition of a document.

    It depends on the three names alone, so that a corrected edition replaces the one a reader
    already has, and one edition can refer to another that is not made yet.
    """
    return uuid.uuid5(_NAMESPACE, "/".join((document, script, edition))).urn
