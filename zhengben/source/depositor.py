"""Reads ``[deposit]``: who gives a document to an archive, and how it is to be kept.

What holds for all documents of a content folder stands in ``content/deposit.toml``, with the same
keys at its top; a document's own words come before it, key by key::

    [deposit]
    source-organization = "某檔案館"
    contact-name = "…"
    contact-email = "…"
    external-identifiers = ["…"]
    archival-code = "…"          # 檔號
    fonds = "…"                  # 全宗
    retention = "永久"            # 保管期限
    classification = "公開"       # 密級
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhengben.document.depositor import LABELS, Depositor
from zhengben.files.toml import TomlTable

if TYPE_CHECKING:
    from zhengben.source.source import Source

SHARED = "deposit.toml"


def read_depositor(source: Source) -> Depositor:
    """Return what a document and its content folder say; raise ContentError."""
    meta, content = source.metadata, source.folder.parent
    shared = TomlTable.load(content / SHARED) if (content / SHARED).is_file() else None
    own = meta.table("deposit") if "deposit" in meta else None
    told, identifiers = dict[str, str](), tuple[str, ...]()
    for table in (shared, own):
        if table is not None:
            told |= {key: value for key in LABELS if (value := table.text(key, ""))}
            identifiers += table.texts("external-identifiers", ())
            table.finish()
    ordered = tuple((key, told[key]) for key in LABELS if key in told)
    return Depositor(ordered, tuple(dict.fromkeys(identifiers)))
