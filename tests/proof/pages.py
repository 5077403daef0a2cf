"""Pages of a few operators in memory, with a font whose glyph 1 is 一, 2 is 二, 3 is 三."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_CMAP = b"""begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange
4 beginbfchar <0001> <4e00> <0002> <4e8c> <0003> <4e09> <0004> <fffd> endbfchar endcmap"""


def font(pdf: pikepdf.Pdf, **more: Any) -> Any:
    """Return a composite font; a glyph is an em wide, the third half of one."""
    descendant = Dictionary(
        Subtype=Name.CIDFontType0, DW=1000, W=Array([3, Array([500])]),
        FontDescriptor=Dictionary(FontName=Name("/ABCDEF+Song")),
    )  # fmt: skip
    made = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/ABCDEF+Song"),
        Encoding=Name("/Identity-H"), DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_stream(_CMAP),
    )  # fmt: skip
    for key, value in more.items():
        made[f"/{key}"] = value
    return pdf.make_indirect(made)


def document(*contents: str, **resources: Any) -> pikepdf.Pdf:
    """Return a document of pages of 200 by 100 points with these operators."""
    pdf = pikepdf.new()
    shared = font(pdf)
    for content in contents:
        page = pdf.add_blank_page(page_size=(200, 100))
        page.Resources = Dictionary(Font=Dictionary(F=shared), **resources)
        page.Contents = pdf.make_stream(content.encode())
    return pdf


def form(pdf: pikepdf.Pdf, content: str, **more: Any) -> Any:
    """Return a form of 200 by 100 points."""
    made = pdf.make_stream(content.encode())
    made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, 200, 100])
    for key, value in more.items():
        made[f"/{key}"] = value
    return made


def element(pdf: pikepdf.Pdf, tag: str, *kids: Any, **more: Any) -> Any:
    """Return a structure element; ``id`` is its identifier."""
    made = Dictionary(Type=Name.StructElem, S=Name(f"/{tag}"), K=Array(kids))
    if name := more.pop("id", ""):
        made.ID = String(name)
    for key, value in more.items():
        made[f"/{key}"] = value
    return pdf.make_indirect(made)
