"""Makes documents with pictures and formulas of many kinds; the pictures are drawn here."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from small_documents import Blocks, write_blocks

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="90mm" height="40mm" viewBox="0 0 180 80">
<rect width="180" height="80" fill="#e8f0ff"/>
<path d="M10 60 C50 10 120 90 170 30" fill="none" stroke="#c02020" stroke-width="3"/>
<text x="20" y="30" font-size="14">甲河 River A</text></svg>
"""
MATHML = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><mi>S</mi><mo>=</mo>'
    "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>"
    "<msub><mi>x</mi><mi>i</mi></msub></math>"
)


def drawing(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Return a map of sorts: its upper left corner is dark, so that a turned one is known."""
    grey = mode in ("L", "1")
    image = Image.new("L" if grey else "RGB", (width, height), 235 if grey else (226, 240, 217))
    pen = ImageDraw.Draw(image)
    pen.ellipse((width // 4, height // 4, 3 * width // 4, 3 * height // 4),
                fill=120 if grey else (90, 140, 220))  # fmt: skip
    pen.rectangle((0, 0, width // 5, height // 5), fill=20 if grey else (160, 30, 30))
    return image.convert(mode) if mode != "CMYK" else image.convert("CMYK")


def packed(image: Image.Image, kind: str, **more: Any) -> bytes:
    """Return a picture as a file."""
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def turned_jpeg(orientation: int = 6) -> bytes:
    """Return a JPEG that says that it is to be turned."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return packed(drawing(300, 200), "JPEG", exif=exif, quality=60)


def deep_png() -> bytes:
    """Return a grey picture of 16 bits a point."""
    image = Image.new("I;16", (120, 60))
    image.putdata([(x * 65535) // 119 for _ in range(60) for x in range(120)])
    return packed(image, "PNG")


def seal_png() -> bytes:
    """Return a seal of few colours on nothing: a palette with one that is seen through."""
    image = Image.new("P", (160, 160), 0)
    image.putpalette([255, 255, 255, 200, 20, 20])
    pen = ImageDraw.Draw(image)
    pen.ellipse((8, 8, 151, 151), outline=1, width=10)
    pen.rectangle((60, 60, 100, 100), fill=1)
    return packed(image, "PNG", transparency=0)


def files() -> dict[str, bytes]:
    """Return the files that ``BLOCKS`` name."""
    return {
        "map.png": packed(drawing(3000, 1200), "PNG"),
        "photo.jpg": packed(drawing(450, 300), "JPEG", quality=70),
        "turned.jpg": turned_jpeg(),
        "deep.png": deep_png(),
        "seal.png": seal_png(),
        "river.svg": SVG.encode(),
        "sum.mml": MATHML.encode(),
    }


PROSE = "雙方依照平等互利的原則擴大合作，並為此採取一切適當措施，特此議定。"
BLOCKS: Blocks = [
    ("title", ["樣本邊界協定"]),
    ("preamble", ["甲國和乙國，議定如下："]),
    ("article", [f"第一條 {PROSE}"]),
    ("figure", ["^image{photo.jpg|甲國與乙國的邊界示意圖}"]),
    ("caption", ["圖一　邊界示意圖"]),
    ("article", [f"第二條 {PROSE}"]),
    ("paragraph", ["兩圖如下：^image{turned.jpg|豎放的照片}　^image{deep.png|由黑到白的條}。"]),
    ("article", ["第三條 各項按下列公式計算："]),
    ("item 1", [
        "（一）面積為^math{x^^2}平方米，比例為^math{\\frac{a^}{b^^2+c^}}；",
        "（二）總量為^math{\\int_0^^1 f(x)\\,dx}，以^math{file:sum.mml}為準。",
    ]),
    ("figure", ["^math{\\begin{cases^}a & b\\\\ c & d\\end{cases^}}"]),
    ("caption", ["（式一）"]),
    ("article", [f"第四條 {PROSE}"]),
    ("closing", ["二〇一七年六月九日訂於某地"]),
    ("annex", ["附件 地圖和印章"]),
    ("caption", ["附圖一　全境圖"]),
    ("figure", ["^image{map.png|甲國全境，東西走向，中部為湖}"]),
    ("paragraph", [PROSE]),
    ("figure", ["^image{river.svg|甲河自西向東流}"]),
    ("caption", ["附圖二　甲河"]),
    ("figure", ["^image{seal.png|圓形紅印}"]),
]  # fmt: skip
LONG_SUM = "+".join("abcdefghijklmnopqrstuvwxyz" * 2)
# where objects stand that are no figures of their own, and captions of several lines
ODD: Blocks = [
    ("title", ["奇例彙編"]),
    ("subtitle", ["附^image{seal.png|印}一枚"]),
    ("preamble", [PROSE]),
    ("figure", ["^image{photo.jpg|示意圖}"]),
    ("caption", [f"圖一　{PROSE * 2}", "資料來源：某局"]),
    ("heading 1", ["第一章 ^math{E=mc^^2}與^image{seal.png|印}"]),
    ("article", [f"第一條 {PROSE}^image{{turned.jpg|高圖}}{PROSE}"]),
    ("paragraph", ["^image{seal.png|甲}^image{photo.jpg|乙}^image{deep.png|丙}"]),
    ("table 2 header 1", ["名稱^image{seal.png|印}", "式", "^image{photo.jpg|圖}", "^math{x^^2}"]),
    ("figure", [f"^math{{{LONG_SUM}}}"]),
    ("article", [f"第二條 {PROSE}"]),
    ("closing", ["二〇一七年六月九日訂於某地"]),
    ("annex", ["附件 ^image{seal.png|印}"]),
    ("figure", ["^image{map.png|全圖}"]),
    ("remark", ["註：見^image{seal.png|印}與^math{\\foo{a^}}。"]),
]  # fmt: skip
LANDSCAPE: Mapping[str, str] = {"map.png": 'page = "landscape"'}


def write_figures(
    content: Path,
    blocks: Blocks = BLOCKS,
    held: Mapping[str, bytes] | None = None,
    said: Mapping[str, str] = LANDSCAPE,
    editions: Sequence[str] = ("handout",),
) -> Path:
    """Write a document in notation with its files; ``said`` is more of what is said of each."""
    held = files() if held is None else held
    text = "".join(line for _, lines in blocks for line in lines)
    used = {name: data for name, data in held.items() if name in text}
    tables = "".join(
        f'\n[[object]]\nfile = "{name}"\nsha256 = "{hashlib.sha256(data).hexdigest()}"\n'
        + (f"{said[name]}\n" if name in said else "")
        for name, data in used.items()
    )
    folder = write_blocks(content, "figures", blocks, more=tables, editions=editions)
    metadata = (folder / "document.toml").read_text("utf-8")
    metadata = metadata.replace("[canonical]\n", "[canonical]\nnotation = 1\n")
    metadata = metadata.replace("[capture]\n", '[capture]\nreader = "notation"\n')
    plain = ("title-lines = ", "short-title = ")
    lines = [line for line in metadata.split("\n") if not line.startswith(plain)]
    (folder / "document.toml").write_text("\n".join(lines), "utf-8")
    for name, data in used.items():
        (folder / name).write_bytes(data)
    return folder
