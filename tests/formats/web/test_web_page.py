"""The web page of a document: its text, its addresses, its citations, and that it needs nobody."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from msgspec.structs import replace

from tests.genre_documents import genre_document
from tests.marked_documents import write_marked
from tests.web_pages import siblings, web_page, web_subject
from zhengben.apparatus.citing import bibtex, cited_places, csl, ris
from zhengben.checks.catalogue import FAMILIES
from zhengben.checks.fidelity import examine as compare
from zhengben.checks.strangers import examine as look_for_strangers
from zhengben.checks.web import examine
from zhengben.design.faces import FACES
from zhengben.design.genres import GENRES
from zhengben.design.web_words import WEB_WORDS
from zhengben.design.wording import WORDS
from zhengben.document.declaration import Declaration
from zhengben.document.errors import RenderError
from zhengben.document.work import WorkIdentity
from zhengben.fonts.subset import subset_for_book, subset_of_letters
from zhengben.fonts.woff2 import woff2
from zhengben.formats.web import writer
from zhengben.formats.web.packing import unescaped
from zhengben.proof.page_grammar import SCRIPTS
from zhengben.source.source import Source


@pytest.fixture(scope="module")
def page(declaration: Declaration) -> str:
    return web_page(declaration)


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Declaration:
    return Source.open(genre_document(tmp_path_factory.mktemp("law"), "law")).read()[0]


def faults(declaration: Declaration, html: str, folder: Path) -> list[str]:
    subject = web_subject(declaration, html, folder)
    return [
        f"{finding.code}: {finding.sentence}"
        for family in (compare, look_for_strangers, examine)
        for finding in family(subject)
    ]


def test_the_page_says_the_text_and_nothing_strange(
    page: str, declaration: Declaration, tmp_path: Path
) -> None:
    assert "web" in FAMILIES
    assert faults(declaration, page, tmp_path) == []


def test_the_same_document_gives_the_same_page(page: str, declaration: Declaration) -> None:
    assert web_page(declaration) == page


def test_the_page_names_no_other_origin(page: str) -> None:
    # names of vocabularies, and where the text was found, which nobody asks unless he clicks
    named = set(re.findall(r"https?://[^/\"]+", page))
    assert named <= {"http://www.w3.org", "http://purl.org", "https://schema.org",
                     "https://zh.wikisource.org"}  # fmt: skip


@pytest.mark.parametrize("genre", GENRES)
def test_every_genre_has_a_page(genre: str, tmp_path: Path) -> None:
    text = Source.open(genre_document(tmp_path, genre)).read()[0]
    assert faults(text, web_page(text), tmp_path) == []


def test_marks_pictures_and_formulas_are_in_the_page(tmp_path: Path) -> None:
    folder = write_marked(tmp_path)
    text = Source.open(folder).read()[0]
    html = web_page(text, folder)
    assert faults(text, html, tmp_path) == []
    assert "data:image/png;base64," in html
    # and another picture in its place is seen
    other = re.sub(r"data:image/png;base64,[^\"]+", "data:image/png;base64,AAAA", html)
    assert any("picture" in told for told in faults(text, other, tmp_path))


def test_places_are_cited_by_the_numbers_of_the_text(law: Declaration) -> None:
    words = WORDS[law.script], WEB_WORDS[law.script]
    cited = cited_places(law, *words)
    by_label = {line.label: cited[line.id] for line in law.lines if line.role == "article"}
    assert by_label["第二条" if law.script == "zh-Hans" else "第二條"] in ("第二条", "第二條")
    assert set(cited) == {line.id for line in law.lines}
    assert all(cited.values())


def anchored(law: Declaration, anchors: dict[str, str]) -> Declaration:
    """Return a text whose operative lines have other anchors, roles and labels."""
    lines = list[object]()
    for line, (anchor, label) in zip(law.paragraphs, anchors.items(), strict=False):
        role = "article" if "para" not in anchor and "item" not in anchor else "paragraph"
        role = "item" if "item" in anchor else role
        lines.append(replace(line, id=anchor, label=label, role=role, number=None))
    return replace(law, paragraphs=tuple(lines), signatories=(), annexes=())  # type: ignore[arg-type]


def test_paragraphs_and_items_are_cited_under_their_article(law: Declaration) -> None:
    labels = {"art-12": "第十二條", "art-12-para-2": "", "art-12-para-2-item-3": "（三）"}
    text = anchored(law, labels)
    words = WORDS["zh-Hant"], WEB_WORDS["zh-Hant"]
    cited = cited_places(text, *words)
    assert cited["art-12-para-2"] == "第十二條第二款"
    assert cited["art-12-para-2-item-3"] == "第十二條第二款（三）"
    # where 款 is what stands below 項
    taiwan = replace(text, identity=WorkIdentity(country="tw"))
    assert cited_places(taiwan, *words)["art-12-para-2"] == "第十二條第二項"


def test_citations_are_what_programs_read(declaration: Declaration) -> None:
    odd = replace(declaration, organ="A&B 組織", place="100% {此}")
    entry = bibtex(odd)
    assert "author = {{A\\&B 組織}}" in entry
    assert "address = {100\\% \\{此\\}}" in entry
    assert entry.count("{") == entry.count("}")
    (item,) = json.loads(csl(declaration, WORDS["zh-Hant"]))
    assert item["title"] == declaration.title.text
    assert item["issued"]["date-parts"] == [[2017, 6, 9]]
    rows = ris(declaration).split("\r\n")
    assert rows[0] == "TY  - GEN"
    assert rows[-2:] == ["ER  - ", ""]
    assert all(re.fullmatch("[A-Z][A-Z0-9]  - .*", row) for row in rows[:-1])


def test_what_a_title_holds_breaks_out_of_nothing(declaration: Declaration, tmp_path: Path) -> None:
    hostile = '宣言</script><script>alert("</style>&amp;")'
    title = replace(declaration.title, text=hostile)
    text = replace(declaration, title=title, title_lines=(hostile,), organ=hostile, notes=(),
                   mentions=(), instruments=())  # fmt: skip
    html = web_page(text)
    assert html.count("<script") == 3
    assert not [told for told in faults(text, html, tmp_path) if told.startswith("W-")]


def test_the_script_is_one_that_the_proof_knows(project: Path) -> None:
    import hashlib

    script = (project / "templates" / "web" / "page.js").read_bytes()
    assert hashlib.sha256(script).hexdigest() in SCRIPTS, (
        "templates/web/page.js is another script: look that it changes no text, and write its "
        "SHA-256 into SCRIPTS of zhengben/proof/page_grammar.py."
    )


@pytest.mark.parametrize("wrong", ["a < b", "a & b"])
def test_a_script_that_xml_would_read_otherwise_is_told(wrong: str) -> None:
    with pytest.raises(RenderError, match=r"The script of the web page, line 2, has “[<&]”"):
        unescaped(f"\n'use strict'\n{wrong}", "script")


def test_a_character_without_a_glyph_is_told(declaration: Declaration) -> None:
    line = replace(declaration.paragraphs[2], text="\U0010fffd")
    bare = replace(declaration, paragraphs=(line,), notes=(), mentions=(), groups=())
    text = replace(bare, signatories=(), instruments=())
    with pytest.raises(RenderError, match=r"para-3, character 1: none of the fonts has a glyph"):
        web_page(text)


@pytest.mark.parametrize(
    "font",
    [
        lambda: subset_for_book(FACES["serif-sc"].path, "中文、AB"),
        lambda: subset_of_letters(FACES["serif-letters"].path, "ABЖ"),
    ],
    ids=["CFF", "glyf"],
)
def test_fonts_are_packed_and_unpacked(font: Callable[[], bytes]) -> None:
    data = font()
    packed = woff2(data)
    one, other = TTFont(io.BytesIO(data)), TTFont(io.BytesIO(packed))
    assert packed[:4] == b"wOF2"
    assert len(packed) % 4 == 0
    assert one.getGlyphOrder() == other.getGlyphOrder()
    for tag in one.reader.keys():  # noqa: SIM118
        assert one.reader[tag] == other.reader[tag] or tag in ("head", "loca", "glyf"), tag
    assert other.flavor == "woff2"


def test_a_page_says_nothing_of_files_that_are_not_there(declaration: Declaration) -> None:
    from tests.web_pages import web_edition
    from zhengben.design.assets import Assets

    html = writer.write_web(declaration, web_edition(), Assets.find(), generator="Z").decode()
    assert 'rel="alternate"' not in html
    assert all(other.file not in html for other in siblings(declaration))
