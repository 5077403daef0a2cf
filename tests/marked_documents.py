"""Makes documents with marks of every kind, and the files of pictures they need."""

from __future__ import annotations

import hashlib
import struct
import zlib
from pathlib import Path
from typing import Any

from small_documents import Blocks, write_blocks

PICTURE, FORMULA = "map.png", "sum.mml"
MARKED: Blocks = [
    ("title", ["樣本單位^note{①}協定"]),
    ("preamble", ["^name{甲國}和^name{乙國}^note{1}，議定如下："]),
    ("heading 1", ["第一章 ^em{總則}"]),
    ("article", ["第一條 一噸為10^sup{3}千克，水為H^sub{2}O，見《第1號公約》^note{2}。"]),
    ("article", ["第二條 ^dots{不得^sup{甲}}更改；^u{下列各項}為^ruby{獨立|ㄉㄨˊ ㄌㄧˋ}之數^^2。"]),
    ("paragraph", ["《^em{第1號公約》與其}附件並用，{其餘}從略；圖^image{map.png|甲^|乙}如上。"]),
    ("paragraph", ["^image{map.png|甲國與乙國地圖}"]),
    ("paragraph", ["面積為^math{x^^2}，總和為^math{file:sum.mml}。"]),
    ("table 2 header 1", ["名稱", "m^sup{2}", "^blank{　　}", "^em{^u{甲}乙}^note{①}"]),
    ("signatory", ["甲國代表", "^name{某甲}"]),
    ("closing", ["日期：^blank{　　}年^blank{____}月"]),
    ("author-note", ["① 單位照^em{本表}。", "[1] 以下稱雙方。", "2. 見附件。", "① 又一單位。"]),
]  # fmt: skip
REGISTER = '[[instrument]]\nid = "c-1"\ntitle = "第1號公約"\nremark = "為試驗而設"\n'
_MATHML = b'<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>S</mi><mo>=</mo><mn>1</mn></math>'


def png() -> bytes:
    """Return a black picture of two by one points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", 2, 1, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\x00\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def write_marked(content: Path, blocks: Blocks = MARKED, **more: Any) -> Path:
    """Write a document in notation, with the files that its marks name; return its folder."""
    text = "".join(line for _, lines in blocks for line in lines)
    files = {PICTURE: png(), FORMULA: _MATHML}
    files = {name: data for name, data in files.items() if name in text}
    tables = "".join(
        f'\n[[object]]\nfile = "{name}"\nsha256 = "{hashlib.sha256(data).hexdigest()}"\n'
        for name, data in files.items()
    )
    signed = [("甲國代表", "某甲")] if any(words == "signatory" for words, _ in blocks) else []
    plain = ("title-lines = ", "short-title = ")
    folder = write_blocks(content, "marked", blocks, signed=signed,
                          **({"register": REGISTER, "more": tables} | more))  # fmt: skip
    metadata = (folder / "document.toml").read_text("utf-8")
    metadata = metadata.replace("[canonical]\n", "[canonical]\nnotation = 1\n")
    metadata = metadata.replace("[capture]\n", '[capture]\nreader = "notation"\n')
    lines = [line for line in metadata.split("\n") if not line.startswith(plain)]
    (folder / "document.toml").write_text("\n".join(lines), "utf-8")
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder
