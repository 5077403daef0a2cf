"""The handout as a printer, a reader and an archive find it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace

from tests.rows import HANDOUT
from zhengben.design.assets import Assets
from zhengben.design.stylesheet import edition_sheet
from zhengben.document.declaration import Declaration
from zhengben.document.errors import ContentError
from zhengben.formats.pdf.writer import Press
from zhengben.source.source import Source

Tool = Callable[[str], str]
FACES_USED = {"--text": "serif-tc", "--head": "sans-tc", "--squeeze": "normal"}


@pytest.fixture(scope="module")
def pdf(handout_pdf: Path) -> pikepdf.Pdf:
    return pikepdf.open(handout_pdf)


def test_the_catalog(pdf: pikepdf.Pdf, declaration: Declaration) -> None:
    assert str(pdf.Root.Lang) == "zh-Hant"
    assert str(pdf.docinfo.Title) == declaration.title.text
    assert str(pdf.docinfo.Author) == declaration.organ
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert pdf.Root.PageLabels.Nums[1].S == "/D"
    with pdf.open_metadata() as xmp:
        assert xmp["pdfuaid:part"] == "1"


def test_every_paragraph_is_a_named_destination(pdf: pikepdf.Pdf) -> None:
    names = {str(name) for name in list(pdf.Root.Names.Dests.Names)[::2]}
    assert {f"para-{n}" for n in range(1, 65)} <= names
    assert {f"note-{n}" for n in range(1, 36)} <= names


def test_bookmarks_show_the_editorial_groups(pdf: pikepdf.Pdf, declaration: Declaration) -> None:
    with pdf.open_outline() as outline:
        top = [item.title for item in outline.root]
        body = outline.root[2]
        groups = [item.title for item in body.children]
    assert top[0] == declaration.title.text
    assert top[1:] == ["序言", "正文（分組為編者所加）", "簽署頁", "所引文書一覽", "版本說明"]
    assert groups == [group.title for group in declaration.groups]


def test_group_titles_are_nowhere_on_the_pages(
    handout_pdf: Path, declaration: Declaration, require_tool: Tool
) -> None:
    text = said(require_tool("pdftotext"), handout_pdf)
    for group in declaration.groups:
        assert group.title not in text or group.title in declaration.text


def said(pdftotext: str, path: Path) -> str:
    command = [pdftotext, "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def test_only_the_projects_fonts(pdf: pikepdf.Pdf) -> None:
    fonts = {
        str(thing.FontName).partition("+")[2]
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
    }
    assert fonts == {"serif-tc", "sans-tc"}


def test_text_in_black_only(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in ("rg", "RG"):
                assert [float(value) for value in operands] == [0, 0, 0]
            assert str(operator) not in ("k", "K", "cs", "scn")


def lines_of(require_tool: Tool, path: Path) -> list[tuple[float, float, str]]:
    """Return left edge, right edge and text of each line of text, in points."""
    command = [require_tool("pdftotext"), "-bbox-layout", "-l", "8", str(path), "-"]
    page = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    found = []
    for block in re.findall(r"<line.*?</line>", page, re.DOTALL):
        words = re.findall(r'<word xMin="([\d.]+)".*?xMax="([\d.]+)".*?>(.*?)</word>', block)
        found.append((float(words[0][0]), float(words[-1][1]), "".join(w[2] for w in words)))
    return found


def test_lines_are_set_as_composed(handout_pdf: Path, require_tool: Tool) -> None:
    """Full lines that end in a Han character end at the right edge, within 0.2 mm."""
    left, right = 28.8 * 72 / 25.4, 28.8 * 72 / 25.4 + 36 * 12
    body = [line for line in lines_of(require_tool, handout_pdf) if len(line[2]) > 30]
    full = [line for line in body if "\u4e00" <= line[2][-1] <= "\u9fff" and line[1] > right - 6]
    assert len(full) > 60
    for _, end, text in full:
        assert end == pytest.approx(right, abs=0.2 * 72 / 25.4), text
    for start, end, text in body:
        # the box of a mark on half an em reaches half an em past its ink
        assert start > left - 6.5, text
        assert end < right + 6.2, text


def test_copied_text_has_no_stray_blanks(handout_pdf: Path, require_tool: Tool) -> None:
    text = said(require_tool("pdftotext"), handout_pdf)
    # a note's number at the foot and a table's columns do stand apart
    inside = re.findall(r"[\u4e00-\u9fff]{2} +[\u4e00-\u9fff]|\d +[年月日號]", text)
    assert inside == []


@pytest.mark.parametrize("program", ["pdftotext", "mutool", "gs"])
def test_three_readers_read_the_same(
    program: str, handout_pdf: Path, declaration: Declaration, require_tool: Tool, tmp_path: Path
) -> None:
    out = tmp_path / "text.txt"
    commands = {
        "pdftotext": ["-enc", "UTF-8", str(handout_pdf), str(out)],
        "mutool": ["draw", "-q", "-F", "text", "-o", str(out), str(handout_pdf)],
        "gs": ["-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=txtwrite", f"-o{out}", str(handout_pdf)],
    }
    subprocess.run([require_tool(program), *commands[program]], check=True, capture_output=True)
    text = re.sub(r"\s", "", out.read_text("utf-8"))
    for line in declaration.paragraphs:
        # a stretch that no line end or note call interrupts
        assert line.text[:12] in text, line.id


def test_three_readers_show_the_same(handout_pdf: Path, require_tool: Tool, tmp_path: Path) -> None:
    """Ink lies in the same places in Poppler, MuPDF and Ghostscript: no blanks, no boxes."""
    pages = {
        "pdftoppm": ["-r", "50", "-gray", "-f", "2", "-l", "2", "-singlefile", str(handout_pdf),
                     str(tmp_path / "poppler")],
        "mutool": ["draw", "-q", "-r", "50", "-c", "gray", "-o", str(tmp_path / "mupdf.pgm"),
                   str(handout_pdf), "2"],
        "gs": ["-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pgmraw", "-r50", "-dTextAlphaBits=4",
               "-dFirstPage=2", "-dLastPage=2", f"-o{tmp_path / 'gs.pgm'}", str(handout_pdf)],
    }  # fmt: skip
    for program, arguments in pages.items():
        subprocess.run([require_tool(program), *arguments], check=True, capture_output=True)
    inks = [ink(tmp_path / name) for name in ("poppler.pgm", "mupdf.pgm", "gs.pgm")]
    assert min(sum(cells) for cells in inks) > 5
    for other in inks[1:]:
        for a, b in zip(inks[0], other, strict=True):
            assert a == pytest.approx(b, abs=0.09)


def ink(path: Path) -> list[float]:
    """Return how dark each cell of a 12 by 16 grid of a grey picture is, from 0 to 1."""
    from PIL import Image

    with Image.open(path) as picture:
        small = picture.convert("L").resize((12, 16), Image.Resampling.BOX)
        return [1 - value / 255 for value in small.tobytes()]


def test_the_same_bytes_everywhere(project: Path, handout_pdf: Path, tmp_path: Path) -> None:
    """Another folder, time zone, hash seed, home and working directory: the same files."""
    (tmp_path / "home").mkdir()
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("ZHENGBEN", "XDG"))},
        "TZ": "Asia/Almaty", "PYTHONHASHSEED": "7", "HOME": str(tmp_path / "home"),
        "PYTHONPATH": str(project), "ZHENGBEN_CACHE": str(tmp_path / "cache"), "LANG": "C",
    }  # fmt: skip
    command = [sys.executable, "-m", "zhengben", "publish", "astana-2017", "--script", "zh-Hant"]
    command += ["--output", str(tmp_path / "out")]
    subprocess.run(command, check=True, env=environment, cwd=tmp_path, capture_output=True)
    for file in handout_pdf.parent.iterdir():
        assert (tmp_path / "out" / "astana-2017" / file.name).read_bytes() == file.read_bytes()


def test_a_character_no_face_has(project: Path, tmp_path: Path) -> None:
    from zhengben.design.faces import chain_for
    from zhengben.fonts.choice import choose
    from zhengben.fonts.prepare import require_glyphs

    declaration = Source.open(project / "content" / "astana-2017").read()[0]
    line = declaration.paragraphs[0]
    rare = type(line)(line.index, line.start, "甲\U000313a0", line.id, 1)
    choice = choose(chain_for("serif", "zh-Hant"), rare.text)
    told = r"para-1, character 2: none of the fonts .* \(U\+313A0\); check .*, write .*, or give"
    with pytest.raises(ContentError, match=told):
        require_glyphs(choice, (rare,), tmp_path / "canonical.txt")


def test_metadata_that_no_face_has_are_named(project: Path, tmp_path: Path) -> None:
    declaration = Source.open(project / "content" / "astana-2017").read()[0]
    other = replace(declaration, organ="甲\U000313a0會")
    press = Press(other, Assets.find(), tmp_path / "canonical.txt", "test")
    told = r"document\.toml: none of the fonts .* \(U\+313A0\), which metadata"
    with pytest.raises(ContentError, match=told):
        press.set(HANDOUT)


def test_an_unknown_token_is_told(project: Path, tmp_path: Path) -> None:
    for name in ("tokens.css", "print.css", "handout.css"):
        (tmp_path / name).write_bytes((project / "styles" / name).read_bytes())
    assert b"var(" not in edition_sheet(tmp_path, HANDOUT, FACES_USED)
    (tmp_path / "handout.css").write_text("p { color: red;\n border: var(--nothing) }")
    with pytest.raises(ContentError, match=r"handout.css:2: uses --nothing"):
        edition_sheet(tmp_path, HANDOUT, FACES_USED)
