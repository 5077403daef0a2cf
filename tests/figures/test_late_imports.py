"""What draws formulas and SVG is loaded for documents that have some, and for no others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_CODE = """
import sys
import zhengben.checks.layout, zhengben.formats.epub, zhengben.formats.pdf.engine.objects
import zhengben.formats.pdf.writer, zhengben.press.publish, zhengben.source.source
loaded = {"ziamath", "ziafont", "latex2mathml", "resvg_py"} & set(sys.modules)
print(",".join(sorted(loaded)) or "none")
"""


def test_a_text_without_figures_waits_for_none_of_it(project: Path) -> None:
    told = subprocess.run([sys.executable, "-c", _CODE], cwd=project, check=True,
                          capture_output=True, text=True)  # fmt: skip
    assert told.stdout == "none\n"
