"""Makes web pages for tests, and examines them as published ones are."""

from __future__ import annotations

from pathlib import Path

from zhengben.checks.finding import Subject
from zhengben.design.assets import Assets
from zhengben.design.editions import EDITIONS
from zhengben.design.kinds import WebEdition
from zhengben.document.artefacts import Artefact, Sibling, sha256
from zhengben.document.declaration import Declaration
from zhengben.formats.web import write_web


def web_edition() -> WebEdition:
    """Return the row of the web edition."""
    row = EDITIONS["web"]
    assert isinstance(row, WebEdition)
    return row


def siblings(declaration: Declaration) -> list[Sibling]:
    """Return some other files of a document."""
    name, script = declaration.id, declaration.script
    other = "zh-Hans" if script != "zh-Hans" else "zh-Hant"
    return [
        Sibling(f"{name}.{script}.handout.pdf", "handout", script, "application/pdf"),
        Sibling(f"{name}.{script}.epub", "e-reader", script, "application/epub+zip"),
        Sibling(f"{name}.{other}.html", "web", other, "text/html"),
    ]


def web_page(declaration: Declaration, folder: Path | None = None) -> str:
    """Return the web page of a document; ``folder`` is where its pictures lie."""
    beside = siblings(declaration)
    return write_web(
        declaration, web_edition(), Assets.find(), generator="Zhengben 0", siblings=beside,
        folder=folder,
    ).decode()  # fmt: skip


def web_subject(declaration: Declaration, html: str, folder: Path) -> Subject:
    """Lay a page into a folder and return it as published."""
    path = folder / f"{declaration.id}.{declaration.script}.html"
    path.write_text(html, "utf-8")
    artefact = Artefact(
        path.name, "web", declaration.script, "text/html", path.stat().st_size, 0, (),
        sha256(path.read_bytes()),
    )  # fmt: skip
    return Subject(path, artefact, declaration)
