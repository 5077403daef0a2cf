"""Long texts for the bench: one invented law of any length, as each kind of capture holds it.

Sentences are drawn from a few lists by a generator with a fixed seed: no two runs differ, and no
text is another's. Nothing in them is law anywhere.
"""

from __future__ import annotations

import html
import io
import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

Kind = Literal["title", "session", "heading", "article", "paragraph", "item", "table"]

TITLE = "甲地文献管理法（样本）"
_SUBJECTS = ("文献馆", "县级以上文献管理部门", "呈缴人", "捐赠人", "利用者", "任何单位和个人",
             "甲地议会", "审计机关")  # fmt: skip
_DUTIES = ("应当", "可以", "不得", "依法", "有权", "必须按照规定")
_ACTS = ("保存", "登记", "核验", "公布", "复制", "移交", "鉴定", "抽查", "修复", "转换", "征集")
_THINGS = ("纸质文献", "电子文献", "录音和录像", "印刷品", "手稿", "目录", "校勘账", "哈希值",
           "副本", "凭证", "年度报告", "档案袋")  # fmt: skip
_WAYS = ("并将结果记入校勘账", "并向社会公告", "但本法另有规定的除外", "期限不超过三十日",
         "具体办法由文献馆制定", "情节严重的，处五百元以上五千元以下罚款",
         "逾期不办理的，责令限期改正", "所需经费列入本级预算", "涉及个人信息的，应当予以保护",
         )  # fmt: skip
_UNITS = ((1, "编", 1_200), (2, "章", 160), (3, "节", 40))
_DIGITS = "〇一二三四五六七八九"


class Passage(Struct, frozen=True):
    """A part of the law: a line with its number, or the rows of a table."""

    kind: Kind
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


def number(value: int) -> str:
    """Write 1 to 9,999 as 一千零二十三."""
    text, pending = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            text += ("零" if pending and text else "") + _DIGITS[digit] + name
        pending = not digit
    return text.removeprefix("一") if 10 <= value < 20 else text


def law(characters: int, seed: int = 20200229, title: str = TITLE) -> list[Passage]:
    """Return a law in Simplified with parts, chapters, sections, articles, items and tables."""
    chance = random.Random(seed)
    blocks = [
        Passage("title", title),
        Passage("session", "2020年2月29日甲地议会第一届会议第三次会议通过"),
    ]
    length, article = sum(len(b.text) for b in blocks), 0
    counts = dict.fromkeys((level for level, _, _ in _UNITS), 0)
    while length < characters:
        made = [*_headings(article, counts, chance), *_article(article + 1, chance)]
        blocks += made
        article += 1
        length += sum(len(b.text) + sum(map(len, sum(b.rows, ()))) for b in made)
    return blocks


def _headings(article: int, counts: dict[int, int], chance: random.Random) -> Iterator[Passage]:
    """Yield the headings that stand before an article, the outermost first."""
    for level, unit, every in _UNITS:
        # articles of a unit; the levels divide one another
        if article % every == 0:
            counts[level] += 1
            counts |= {deeper: 0 for deeper, _, _ in _UNITS if deeper > level}
            name = chance.choice(_THINGS) + "的" + chance.choice(_ACTS)
            yield Passage("heading", f"第{number(counts[level])}{unit}\u3000{name}", level)


def _article(value: int, chance: random.Random) -> Iterator[Passage]:
    """Yield an article: its first paragraph, then some more, items or a table."""
    yield Passage("article", f"第{number(value)}条\u3000{_sentences(chance)}")
    if value % 5 == 0:
        yield Passage("paragraph", f"{chance.choice(_SUBJECTS)}办理前款事项，应当提交下列材料：")
        for n in range(1, chance.randint(3, 6)):
            end = "；" if n < 3 else "。"
            text = f"（{number(n)}）{chance.choice(_THINGS)}的{chance.choice(_ACTS)}凭证{end}"
            yield Passage("item", text)
    elif value % 3 == 0:
        yield Passage("paragraph", _sentences(chance))
    if value % 50 == 0:
        yield Passage("paragraph", "保存期限依照下表执行：")
        rows = [("序号", "文献", "期限（年）")]
        rows += [(number(n), chance.choice(_THINGS), str(chance.randint(5, 90)))
                 for n in range(1, 7)]  # fmt: skip
        yield Passage("table", rows=tuple(rows))


def _sentences(chance: random.Random) -> str:
    return "".join(
        f"{chance.choice(_SUBJECTS)}{chance.choice(_DUTIES)}{chance.choice(_ACTS)}"
        f"{chance.choice(_THINGS)}、{chance.choice(_THINGS)}，{chance.choice(_WAYS)}。"
        for _ in range(chance.randint(1, 3))
    )


def as_text(blocks: Sequence[Passage]) -> str:
    """Write the law as plain text, a paragraph a line."""
    lines = list[str]()
    for block in blocks:
        lines += ["\t".join(row) for row in block.rows] or [f"\u3000\u3000{block.text}", ""]
    return "\n".join(lines) + "\n"


def as_wrapped_text(blocks: Sequence[Passage], width: int = 36) -> str:
    """Write the law as text that was broken into lines of a fixed width."""
    lines = list[str]()
    for line in as_text(blocks).split("\n"):
        lines += [line[at : at + width] for at in range(0, len(line), width)] or [""]
    return "\n".join(lines)


def as_markdown(blocks: Sequence[Passage]) -> str:
    """Write the law as Markdown."""
    lines = list[str]()
    for block in blocks:
        if block.kind == "table":
            rows = [f"| {' | '.join(row)} |" for row in block.rows]
            lines += ["\n".join([rows[0], "|" + "---|" * len(block.rows[0]), *rows[1:]])]
        else:
            mark = {"title": "# ", "heading": "#" * (block.level + 1) + " "}.get(block.kind, "")
            lines.append(mark + block.text)
    return "\n\n".join(lines) + "\n"


def as_wikitext(blocks: Sequence[Passage]) -> str:
    """Write the law as Wikisource stores it."""
    lines = [f"{{{{header|title={TITLE}|section=|previous=|next=|year=2020|notes=}}}}"]
    for block in blocks[1:]:
        if block.kind == "table":
            rows = ("|-\n| " + " || ".join(row) for row in block.rows)
            lines.append('{| class="wikitable"\n' + "\n".join(rows) + "\n|}")
        elif block.kind == "heading":
            marks = "=" * (block.level + 1)
            lines.append(f"{marks}{block.text}{marks}")
        elif block.kind == "article":
            label, text = block.text.split("\u3000", 1)
            lines.append(f"'''{label}'''\u3000{text}")
        else:
            lines.append(block.text)
    return "\n\n".join([*lines, "{{PD-PRC-exempt}}", "[[Category:样本]]"]) + "\n"


def as_wikisource(blocks: Sequence[Passage]) -> str:
    """Write the law as a saved page of Wikisource."""
    menu = "".join(f"<li id='n-{n}'><a href='/wiki/{n}'>链接{n}</a></li>" for n in range(200))
    return (
        "<!DOCTYPE html>\n<html lang='zh'><head><meta charset='utf-8'>"
        f"<title>{TITLE} - 维基文库，自由的图书馆</title>"
        f"<script>{'var a=1;' * 2000}</script></head>"
        f"<body class='mediawiki'><div id='mw-navigation'><ul>{menu}</ul></div>"
        f"<div id='content'><h1 id='firstHeading'>{TITLE}</h1><div id='mw-content-text'>"
        f"<div class='mw-parser-output'>{''.join(_wiki_elements(blocks[1:]))}"
        "<div class='licenseContainer'>本作品在中国大陆属于公有领域。</div></div></div></div>"
        f"<div id='footer'><ul>{menu}</ul></div></body></html>\n"
    )


def _wiki_elements(blocks: Sequence[Passage]) -> Iterator[str]:
    for block in blocks:
        if block.kind == "table":
            rows = ("<tr>" + "".join(f"<td>{c}\n</td>" for c in row) + "</tr>"
                    for row in block.rows)  # fmt: skip
            yield f"<table class='wikitable'><tbody>{''.join(rows)}</tbody></table>\n"
        elif block.kind == "heading":
            tag = f"h{block.level + 1}"
            edit = "<span class='mw-editsection'>[<a href='#'>编辑</a>]</span>"
            yield f"<div class='mw-heading'><{tag}>{block.text}</{tag}>{edit}</div>\n"
        elif block.kind == "article":
            label, text = block.text.split("\u3000", 1)
            yield f"<p><b>{label}</b>\u3000{text}\n</p>"
        else:
            yield f"<p>{block.text}\n</p>"


def as_ministry(blocks: Sequence[Passage]) -> str:
    """Write the law as a ministry's page: tables lay it out, each line is dressed in spans."""
    menu = "".join(f"<td class='nav{n}'><a href='/{n}.html'>栏目{n}</a></td>" for n in range(100))
    lines = list[str]()
    for block in blocks[1:]:
        if block.kind == "table":
            rows = ("<tr>" + "".join(f"<td style='border:1px'><p><span>{c}</span></p></td>"
                                     for c in row) + "</tr>" for row in block.rows)  # fmt: skip
            lines.append(f"<table border='1'>{''.join(rows)}</table>")
        else:
            text = html.escape(block.text)
            lines.append(
                "<p style='text-indent:2em;line-height:1.8'><span style='font-family:宋体'>"
                f"<font size='3'>&nbsp;&nbsp;{text[: len(text) // 2]}</font></span>"
                f"<span>{text[len(text) // 2 :]}</span></p>"
            )
    return (
        f"<html><head><meta charset='utf-8'><title>{TITLE}_甲地文献部</title></head><body>"
        f"<table><tr>{menu}</tr></table><table><tr><td><h1>{TITLE}</h1>"
        "<p>来源：甲地文献部　字号：[大] [中] [小]</p><div class='TRS_Editor'>"
        f"{''.join(lines)}</div></td></tr></table><div class='footer'>版权所有</div></body></html>"
    )


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def as_docx(blocks: Sequence[Passage]) -> bytes:
    """Write the law as a Word file, a line in several runs with properties, as Word does."""
    body = list[str]()
    for block in blocks:
        if block.kind == "table":
            rows = ("<w:tr>" + "".join(f"<w:tc>{_word_paragraph(c)}</w:tc>" for c in row)
                    + "</w:tr>" for row in block.rows)  # fmt: skip
            body.append(f"<w:tbl>{''.join(rows)}</w:tbl>")
        else:
            body.append(_word_paragraph(block.text, block.level))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        document = f'<w:document xmlns:w="{_WORD}"><w:body>{"".join(body)}</w:body></w:document>'
        archive.writestr("word/document.xml", document)
        styles = "".join(
            f'<w:style w:styleId="{n}"><w:name w:val="heading {n}"/></w:style>' for n in (1, 2, 3)
        )
        archive.writestr("word/styles.xml", f'<w:styles xmlns:w="{_WORD}">{styles}</w:styles>')
    return stream.getvalue()


def _word_paragraph(text: str, level: int = 0) -> str:
    style = f'<w:pStyle w:val="{level}"/>' if level else ""
    fonts = '<w:rPr><w:rFonts w:ascii="SimSun" w:hAnsi="SimSun" w:hint="eastAsia"/></w:rPr>'
    runs = "".join(
        f"<w:r>{fonts}<w:t>{html.escape(text[at : at + 12])}</w:t></w:r>"
        for at in range(0, len(text), 12)
    )
    return f"<w:p><w:pPr>{style}</w:pPr>{runs}</w:p>"


def _traditional(text: str) -> str:
    from zhengben.scripts.dictionaries import library

    return library("s2t").convert(text)


# file name: what it holds, from the law
KINDS: dict[str, Callable[[Sequence[Passage]], bytes]] = {
    "wikisource.html": lambda law: as_wikisource(law).encode(),
    "ministry.html": lambda law: as_ministry(law).encode(),
    "page.wikitext": lambda law: as_wikitext(law).encode(),
    "law.md": lambda law: as_markdown(law).encode(),
    "law.docx": as_docx,
    "utf-8.txt": lambda law: as_text(law).encode(),
    "wrapped.txt": lambda law: as_wrapped_text(law).encode(),
    "gb18030.txt": lambda law: as_text(law).encode("gb18030"),
    "big5.txt": lambda law: _traditional(as_text(law)).encode("big5hkscs"),
}


def sample(kind: str, size: int) -> bytes:
    """Return a file of a kind with about so many bytes; of a Word file its text alone counts."""
    make, small = KINDS[kind], 20_000

    def measured(blocks: Sequence[Passage]) -> int:
        data = make(blocks)
        return len(as_text(blocks).encode() if data.startswith(b"PK") else data)

    # what the page adds to the text grows with it, from a fixed part on
    first, second = measured(law(small)), measured(law(2 * small))
    return make(law(small + (size - first) * small // (second - first)))
