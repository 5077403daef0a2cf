"""Which entries of the register a document depends on: a change of any other leaves it alone.

An entry touches a document that cites it, and one whose text holds a title of it: there it would be
a mention, or a name that conversions keep together. Where no such title occurs, neither the reading
nor a conversion can meet the entry (``find_titles`` and ``Source.reviewed`` look for nothing else).
"""

from __future__ import annotations

import hashlib
import json

from zhengben.document.declaration import Declaration, to_json
from zhengben.source.source import Source


def entries_of(source: Source, declaration: Declaration) -> dict[str, str]:
    """Return the SHA-256 of each entry of the register that a document depends on, by identifier.

    The order is that of the register, which decides between rows that say the same.
    """
    register = source.register
    cited = {instrument.id for instrument in declaration.instruments}
    # titles stand in lines, and in what metadata, notes and marks say beside them
    text = to_json(declaration, indent=None)
    found = dict[str, str]()
    for key, (entry, script) in register.written.items():
        own = register.by_id[key]
        titles = {entry.title, *entry.cited_as, own.title, *own.cited_as}
        if key in cited or any(_as_json(title) in text for title in titles):
            found[key] = hashlib.sha256(f"{script}\0{to_json(entry)}".encode()).hexdigest()
    return found


def _as_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]
