"""Makes the files that an archival PDF carries: with them one file proves its own text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from zhengben.conversion.ledger import ConversionLedger, ledger_json
from zhengben.design.flavours import Attachment
from zhengben.document.declaration import Declaration, to_json
from zhengben.emendation.derivation import EmendationLedger
from zhengben.source.other_languages import LanguageSource
from zhengben.source.source import Source

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MEDIA_TYPES = {
    ".htm": "text/html", ".html": "text/html", ".md": "text/markdown", ".docx": _WORD,
}  # fmt: skip


def capture_ledger(source: Source | LanguageSource, capture: str, canonical: str) -> dict[str, Any]:
    """Return the ledger from capture to canonical text, with all that is needed to replay it.

    ``capture`` and ``canonical`` are what the two files are called where the ledger lies.
    """
    _, ledger = source.derive()
    table, recipe = source.metadata.table("capture"), source.recipe
    return {
        "capture": capture,
        "canonical": canonical,
        "reader": table.text("reader", "text"),
        "encoding": table.text("encoding", "utf-8"),
        "recipe": {
            "lines": list(recipe.lines),
            "apart": {str(number): reason for number, reason in recipe.apart.items()},
            "rules": list(recipe.rules),
            "joined": [list(span) for span in recipe.joined],
            "columns": sorted(recipe.columns),
            "supplied": recipe.supplied,
            **({"notation": recipe.notation} if recipe.notation else {}),
        },
        **_told(ledger),
    }


def media_type(name: str) -> str:
    """Return the media type of a capture by its file's name."""
    return _MEDIA_TYPES.get(Path(name).suffix.lower(), "text/plain")


def _told(ledger: EmendationLedger) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(to_json(ledger))
    return told


def attachments(
    source: Source, declaration: Declaration, conversion: ConversionLedger | None, tool: str
) -> tuple[Attachment, ...]:
    """Return what the archival PDF of a declaration in some script carries.

    ``conversion`` is the ledger of its script, where that is not the canonical text's own.
    """
    from zhengben.formats.akoma_ntoso import write_akn

    name, script = declaration.id, declaration.script
    file = source.folder / declaration.provenance.capture_file
    capture, canonical = f"{name}.capture{file.suffix}", f"{name}.canonical.txt"
    ledger = json.dumps(capture_ledger(source, capture, canonical), ensure_ascii=False, indent=1)
    made = [
        Attachment(
            capture, media_type(capture), "Source", "The text as it was captured, byte for byte",
            file.read_bytes(),
        ),
        Attachment(
            canonical, "text/plain", "Source", "The canonical text, one paragraph a line (UTF-8)",
            source.canonical.encode(),
        ),
        Attachment(
            f"{name}.ledger.json", "application/json", "Supplement",
            "Each restoration on the way from the capture to the canonical text",
            f"{ledger}\n".encode(),
        ),
    ]  # fmt: skip
    if conversion is not None:
        made.append(
            Attachment(
                f"{name}.{script}.ledger.json", "application/json", "Supplement",
                f"Each character of the conversion to {script}", ledger_json(conversion),
            )
        )  # fmt: skip
    made.append(
        Attachment(
            f"{name}.{script}.akn.xml", "application/akn+xml", "Alternative",
            "The document as Akoma Ntoso 3.0", write_akn(declaration, tool),
        )
    )  # fmt: skip
    return tuple(made)
