"""Reads a finished web page: the canonical text of its body, without apparatus.

The page has to be well-formed as XML too, and is read as a document of an e-book is.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from xml.etree import ElementTree

from zhengben.proof.epub import MalformedError, Reader
from zhengben.proof.extraction import Extraction, unreadable
from zhengben.proof.page_grammar import SCRIPTS
from zhengben.proof.pictures import picture_sha256

_PICTURES = ("data:image/png", "data:image/jpeg", "data:image/gif")
_MOST_BYTES = 32 * 1024 * 1024


def _shown(file: str, address: str) -> str:
    """Return the hash of a picture that a page holds; of a drawing, that of its points."""
    head, _, data = address.partition(";base64,")
    try:
        picture = base64.b64decode(data, validate=True)
    except ValueError:
        return ""
    if head not in _PICTURES:
        return ""
    return picture_sha256(picture) if file.endswith(".svg") else hashlib.sha256(picture).hexdigest()


def extract_html(path: Path) -> Extraction:
    """Read the canonical text of a page; entities are refused, since they would hide text."""
    try:
        data = path.read_bytes()
        if len(data) > _MOST_BYTES or b"<!ENTITY" in data:
            return unreadable("HTML", "it is too large or declares entities.")
        reader = Reader(SCRIPTS, _shown)
        reader.read(path.name, ElementTree.fromstring(data), True)
        reader.check_identifiers()
    except (OSError, ElementTree.ParseError) as error:
        return unreadable("HTML", f"{error}.")
    except MalformedError as error:
        return unreadable("HTML", str(error))
    return Extraction("HTML", reader.blocks, tuple(reader.faults))
