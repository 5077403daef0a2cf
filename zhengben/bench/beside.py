"""Typst beside the press: the command that sets one document, and a whole corpus in one process."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

from zhengben.bench.processes import ROOT, run
from zhengben.design.faces import FACES
from zhengben.document.declaration import to_json
from zhengben.source.source import Source


def has_typst() -> bool:
    """Tell whether Typst is installed; say so where it is not."""
    if importlib.util.find_spec("typst") is None:
        print("Typst is not installed (it comes with the tests): not compared with.")
        return False
    return True


def typst_handout(faces: list[str], folder: Path) -> list[str]:
    """Return the command that sets the same handout with Typst; empty where that is not there."""
    script = ROOT / "tests" / "bench" / "typst_script.py"
    return [sys.executable, str(script), *faces, str(folder / "typst.pdf")] if has_typst() else []


def typst_corpus(folder: Path, content: Path) -> tuple[float, int] | None:
    """Set the handouts of a Simplified corpus with Typst: processor seconds, and how many pages.

    One process compiles them all; its start and its reading of fonts are not counted.
    """
    script = ROOT / "tests" / "bench" / "typst_corpus.py"
    if not script.is_file() or not has_typst():
        return None
    models = folder / "models.jsonl"
    with models.open("w", encoding="utf-8") as file:
        for path in sorted(content.glob("*/document.toml")):
            declaration, _ = Source.open(path.parent).read()
            model = json.loads(to_json(declaration))
            file.write(json.dumps(model, ensure_ascii=False) + "\n")
    serif = str(FACES["serif-sc"].path)
    told = run([sys.executable, str(script), serif, "SC", str(folder / "typst.pdf")], models)
    seconds, pages = told.output.split()
    return float(seconds), int(pages)
