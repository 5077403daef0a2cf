"""Sets the handouts of many laws with Typst in one process: SERIF REGION OUT, models as JSON lines.

Prints the processor seconds of its compiling alone, and how many pages it made.
"""

import sys
import tempfile
import time
from pathlib import Path

import pypdfium2
import typst

serif, region, out = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
pages, spent = 0, 0.0
with tempfile.TemporaryDirectory(dir=out.parent) as folder:
    page, model = Path(folder) / "law.typ", Path(folder) / "model.json"
    page.write_bytes(Path(__file__).with_name("law.typ").read_bytes())
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[serif.parent])
    compiler = typst.Compiler(page, root=folder, font_paths=fonts)
    for line in sys.stdin.buffer:
        model.write_bytes(line)
        began = time.process_time()
        compiler.compile(output=out, sys_inputs={"model": "model.json", "region": region})
        spent += time.process_time() - began
        pages += len(pypdfium2.PdfDocument(out))
print(f"{spent:.3f} {pages}")
