"""Sets the handout of a document with Typst: SERIF SANS OUT, the model on standard input."""

import sys
import tempfile
from pathlib import Path

import typst

serif, sans, out = map(Path, sys.argv[1:4])
with tempfile.TemporaryDirectory(dir=Path(out).parent) as folder:
    (Path(folder) / "model.json").write_bytes(sys.stdin.buffer.read())
    page = Path(folder) / "handout.typ"
    page.write_bytes(Path(__file__).with_name("handout.typ").read_bytes())
    typst.compile(page, output=out, root=folder, font_paths=[serif.parent],
                  ignore_system_fonts=True, sys_inputs={"model": "model.json"})  # fmt: skip
