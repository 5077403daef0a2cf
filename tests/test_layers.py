"""Who may import what: data flows one way, writers and checkers do not know one another."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "zhengben"
LOWEST = {"errors", "model", "timing", "identifiers"}
CANON = {"numbering", "restoring", "canon"}
STRUCTURE = LOWEST | CANON | {"tomlfile", "anchors", "structure"}
GENRES = {"genres", "leads"}
READING = STRUCTURE | GENRES | {"capture", "register", "references", "editions", "document"}
FONTS = LOWEST | {"fonts"}
SETTING = READING | {
    "compose",
    "makeup",
    "titles",
    "words",
    "places",
    "items",
    "setting",
    "clauses",
}
PAGES = SETTING | {"bodies", "tables", "signatures", "matter"}
COMPOSING = PAGES | FONTS | {"pages", "colophon", "render", "assets", "sheets"}
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "identifiers": set(),
    "model": set(),
    "timing": set(),
    "restoring": {"numbering"},
    "canon": CANON,
    "capture": {"capture"},
    "numbering": set(),
    "anchors": LOWEST | {"numbering"},
    "structure": STRUCTURE,
    "editions": LOWEST,
    "tomlfile": LOWEST,
    "register": LOWEST | {"tomlfile"},
    "references": LOWEST | {"tomlfile", "register"},
    "script": LOWEST | {"tomlfile", "script"},
    "lint": LOWEST | CANON | {"script"},
    "intake": STRUCTURE | {"capture", "intake", "script"},
    "document": READING | {"script"},
    "fonts": FONTS,
    "compose": LOWEST | {"compose"},
    "makeup": LOWEST,
    "titles": LOWEST,
    "items": LOWEST | {"compose"},
    "setting": SETTING,
    "places": LOWEST | {"words"},
    "bodies": SETTING | {"anchors"},
    "tables": LOWEST | {"compose", "editions"},
    "signatures": SETTING,
    "matter": PAGES,
    "pages": PAGES,
    "colophon": READING | FONTS | {"words", "clauses"},
    "leads": LOWEST | {"anchors"},
    "genres": LOWEST | {"leads"},
    "clauses": LOWEST | {"genres", "places", "words"},
    "sheets": LOWEST | {"tomlfile", "editions"},
    "render": SETTING | {"pages"},
    "collate": LOWEST,
    "columns": SETTING | {"collate", "tables"},
    "collation": COMPOSING | {"collate", "script"},
    "pdf": {"columns", "collate"} | COMPOSING | {"pdf", "bootstrap", "flavours", "identifiers"},
    "akn": LOWEST | {"akn"},
    "epub": COMPOSING | {"epub", "words"},
    "flavours": set(),
    "attachments": READING | {"akn", "flavours", "script"},
    "impose": LOWEST | {"impose"},
    "proof": LOWEST | {"proof"},
    "proofsheets": LOWEST | {"proofsheets", "proof", "fonts", "manifest"},
    "words": set(),
    "checks": LOWEST | {"checks", "proof", "manifest", "fonts", "identifiers"},
    # what was published is packed as it lies there
    "deposit": SETTING
    | FONTS
    | {"deposit", "assets", "attachments", "checks", "identifiers", "manifest", "render"},
    "verify": LOWEST | {"verify", "canon", "capture", "checks", "manifest"},
}
# making the same bytes again takes the whole press; nothing else of verify may touch it
EXCEPTIONS = {"verify/rebuild.py": {"assets", "deposit", "publish"}}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("zhengben."):
            found.add((node.module or "").split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("zhengben.")}
    return found


@pytest.mark.parametrize("module", ALLOWED)
def test_a_module_imports_only_what_lies_below_it(module: str) -> None:
    folder = PACKAGE / module
    files = sorted(folder.rglob("*.py")) if folder.is_dir() else [PACKAGE / f"{module}.py"]
    assert files
    for file in files:
        more = EXCEPTIONS.get(file.relative_to(PACKAGE).as_posix(), set())
        assert imports(file) <= ALLOWED[module] | more, file.name


@pytest.mark.parametrize("folder", ["proof", "checks"])
def test_proof_and_checks_use_no_engine_of_the_writers(folder: str) -> None:
    for file in (PACKAGE / folder).rglob("*.py"):
        text = file.read_text("utf-8")
        for engine in ("weasyprint", "pydyf", "ebooklib", "jinja2"):
            assert f"import {engine}" not in text, file.name
