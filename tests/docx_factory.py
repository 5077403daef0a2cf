"""Small Word files, made as Word makes them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LEVEL = (
    '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="{}"/></w:lvl>'
)
NUMBERING = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">'
    + LEVEL.format(0, "第%1条") + LEVEL.format(1, "（%2）")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)  # fmt: skip
# numbers that hang on styles: chapters, articles that go on counting, items
STYLED_NUMBERING = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">'
    + LEVEL.format(0, "第%1章")
    + LEVEL.format(1, "第%2条").replace("<w:lvlText", '<w:lvlRestart w:val="0"/><w:lvlText')
    + LEVEL.format(2, "（%3）").replace("<w:lvlText", '<w:pStyle w:val="Xiang"/><w:lvlText')
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
NUMBERED = '<w:pPr><w:numPr>{}<w:numId w:val="1"/></w:numPr></w:pPr>'
STYLED = (
    f'<w:styles {W}><w:style w:styleId="a3"><w:name w:val="Title"/></w:style>'
    f'<w:style w:styleId="1"><w:name w:val="heading 1"/>{NUMBERED.format("")}</w:style>'
    '<w:style w:styleId="Tiao"><w:name w:val="条"/>'
    + NUMBERED.format('<w:ilvl w:val="1"/>')
    + '</w:style><w:style w:styleId="Based"><w:name w:val="条二"/><w:basedOn w:val="Tiao"/>'
    "</w:style>"
    f'<w:style w:styleId="Xiang"><w:name w:val="项"/>{NUMBERED.format("")}</w:style></w:styles>'
)
STYLES = f"""<w:styles {W}><w:style w:styleId="a3"><w:name w:val="Title"/></w:style></w:styles>"""


def paragraph(text: str, *, style: str = "", level: int | None = None, align: str = "") -> str:
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if level is not None:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    properties += f'<w:jc w:val="{align}"/>' if align else ""
    half = len(text) // 2
    runs = "".join(f"<w:r><w:t>{escape(t)}</w:t></w:r>" for t in (text[:half], text[half:]))
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def table(rows: Sequence[Sequence[str]]) -> str:
    body = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(c)}</w:tc>" for c in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl>{body}</w:tbl>"


def styled_docx(*body: str) -> bytes:
    return docx(*body, numbering=STYLED_NUMBERING, styles=STYLED)


def row(cells: Sequence[tuple[str, int, str]], *, head: bool = False) -> str:
    """Return a row of cells: text, columns it takes, and restart or continue of a merged one."""
    made = "<w:trPr><w:tblHeader/></w:trPr>" if head else ""
    for text, columns, merged in cells:
        about = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
        about += f'<w:vMerge w:val="{merged}"/>' if merged == "restart" else ""
        about += "<w:vMerge/>" if merged == "continue" else ""
        made += f"<w:tc><w:tcPr>{about}</w:tcPr>{paragraph(text)}</w:tc>"
    return f"<w:tr>{made}</w:tr>"


def table_of(rows: Sequence[str]) -> str:
    """Return a table of rows."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def docx(
    *body: str,
    footer: str = "",
    numbering: str = NUMBERING,
    styles: str = STYLES,
    media: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return a Word file; ``media`` are what it embeds, by the identifier of the relation."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        document = f"<w:document {W}><w:body>{''.join(body)}</w:body></w:document>"
        archive.writestr("word/document.xml", document)
        archive.writestr("word/numbering.xml", numbering)
        archive.writestr("word/styles.xml", styles)
        relations = ""
        for number, (key, data) in enumerate((media or {}).items()):
            archive.writestr(f"word/media/m{number}", data)
            relations += f'<Relationship Id="{key}" Target="media/m{number}"/>'
        if relations:
            archive.writestr(
                "word/_rels/document.xml.rels", f"<Relationships>{relations}</Relationships>"
            )
        if footer:
            archive.writestr("word/footer1.xml", f"<w:ftr {W}>{paragraph(footer)}</w:ftr>")
    return stream.getvalue()
