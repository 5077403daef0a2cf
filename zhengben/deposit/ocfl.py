"""An OCFL object whose first version holds a bag (Oxford Common File Layout 1.1).

Later versions are the repository's business: it adds them beside the first.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping

from msgspec import Struct

_NAMASTE = "0=ocfl_object_1.1"
_FIRST = "v1"


class OcflFacts(Struct, frozen=True):
    """What the version of an object tells: who gave it, under which address, when and why."""

    identifier: str
    day: datetime.date
    name: str
    address: str
    message: str


def ocfl_object(bag: Mapping[str, bytes], facts: OcflFacts) -> dict[str, bytes]:
    """Return every file of the object by its path in it."""
    digests = {path: hashlib.sha512(data).hexdigest() for path, data in bag.items()}
    kept, state = dict[str, list[str]](), dict[str, list[str]]()
    files = dict[str, bytes]()
    for path, digest in digests.items():
        state.setdefault(digest, []).append(path)
        if digest not in kept:
            # what is there twice is kept once
            place = f"{_FIRST}/content/{path}"
            kept[digest] = [place]
            files[place] = bag[path]
    inventory = {
        "id": facts.identifier,
        "type": "https://ocfl.io/1.1/spec/#inventory",
        "digestAlgorithm": "sha512",
        "head": _FIRST,
        "manifest": kept,
        "versions": {
            _FIRST: {
                "created": f"{facts.day.isoformat()}T00:00:00Z",
                "message": facts.message,
                "state": state,
                "user": {"name": facts.name, "address": facts.address},
            }
        },
    }
    written = (json.dumps(inventory, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    sidecar = f"{hashlib.sha512(written).hexdigest()} inventory.json\n".encode()
    for folder in ("", f"{_FIRST}/"):
        files[f"{folder}inventory.json"] = written
        files[f"{folder}inventory.json.sha512"] = sidecar
    files[_NAMASTE] = b"ocfl_object_1.1\n"
    return dict(sorted(files.items()))
