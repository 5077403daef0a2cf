"""What the engine is made to do: it reads nothing else, and does nothing twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from zhengben.design.assets import Assets
from zhengben.document.errors import RenderError
from zhengben.formats.pdf.engine import loading as engine

# Boxes of one style whose lengths and grounds differ with what is around them, and text in lines.
PAGES = """<html lang="zh-Hant"><head><style>
@font-face { font-family: text; src: url(asset:face.otf) }
@page { size: 10cm 14cm; margin: 1cm; background: #eee; @top-center { content: counter(page);
  font: 9pt text } }
@page :left { margin: 2cm }
html, body, div, p { display: block; margin: 0 } head { display: none }
html { font: 12pt/1.5 text }
.part { width: 50%; padding: 2%; border: 1px solid black; border-radius: 4px 10% }
.wide { width: 8cm } .seen { background: #cde } .shade { box-shadow: 1px 1px #888 }
.lines { white-space: pre; letter-spacing: .1em; text-decoration: underline }
.table { display: table; border-collapse: collapse } .cell { display: table-cell;
  border: 2px solid black; padding: 1px }
.box { box-sizing: border-box; height: 3em; padding: .5em; min-width: 20%; max-height: 50% }
.new { break-before: page }
</style></head><body>
<div class="part"><div class="part seen">一<span class="part">二</span></div></div>
<div class="wide"><div class="part">三<div class="part"></div></div></div>
<p class="lines">第一行
第二行ABC
<span class="lines">第三
第四</span></p>
<div class="table"><div class="cell">甲</div><div class="cell">乙</div></div>
<div class="box shade">丙</div><div class="new box seen">丁</div>
<div class="part">戊</div>
</body></html>"""

# Writes those pages and two editions of a document; with the word “plain”, by the engine with no
# patch but those that are to alter what it writes.
SCRIPT = """
import sys
from pathlib import Path
from zhengben.formats.pdf.engine import loading as engine, patches
folder, pages, content, face, kind = sys.argv[1:]
if kind == "plain":
    patches.PATCHES = tuple(patch for patch in patches.PATCHES if patch.alters)
from zhengben.design.assets import Assets
from zhengben.source.source import Source
from zhengben.design.editions import PRINTED
from zhengben.formats.pdf.writer import Press
folder, content, assets = Path(folder), Path(content), Assets.find()
engine.load(assets.cache)
from zhengben.formats.pdf.engine.fetcher import AssetFetcher
from zhengben.formats.pdf.engine.source import MadeUpPages
fetcher = AssetFetcher({"face.otf": Path(face)})
MadeUpPages(pages, fetcher).write_pdf(folder / "pages.pdf", pdf_identifier=b"pages")
press = Press(Source.open(content).read()[0], assets, content / "canonical.txt", "test")
for name in ("booklet", "vertical"):
    (folder / (name + ".pdf")).write_bytes(press.print(PRINTED[name]).data)
"""


def test_what_is_kept_with_styles_changes_no_byte(project: Path, tmp_path: Path) -> None:
    from zhengben.design.faces import FACES

    content, face = project / "content" / "astana-2017", FACES["serif-tc"].path
    for kind in ("plain", "lean"):
        (tmp_path / kind).mkdir()
        subprocess.run(
            [sys.executable, "-c", SCRIPT, tmp_path / kind, PAGES, content, face, kind],
            cwd=project, check=True,
        )  # fmt: skip
    for name in ("pages.pdf", "booklet.pdf", "vertical.pdf"):
        assert (tmp_path / "plain" / name).read_bytes() == (tmp_path / "lean" / name).read_bytes()


def test_the_engine_may_read_nothing_else(tmp_path: Path) -> None:
    weasyprint = engine.load(Assets.find().cache)
    from zhengben.formats.pdf.engine.fetcher import AssetFetcher

    secret = tmp_path / "secret.css"
    secret.write_text("p { color: red }")
    for address in (secret.as_uri(), "http://127.0.0.1:9/x.css", "asset:other.css"):
        page = f'<html lang="zh"><link rel="stylesheet" href="{address}"><p>甲'
        html = weasyprint.HTML(string=page, base_url="asset:", url_fetcher=AssetFetcher({}))
        with pytest.raises(RenderError, match="complained"), engine.strict_log():
            html.render()
