"""The parallel edition: a text in three languages, each column composed by its rules and proved."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace

from tests.parallel_documents import parallel_document
from zhengben.checks.catalogue import check_document
from zhengben.collation.columns_pdf import columns_of
from zhengben.design.assets import Assets
from zhengben.design.editions import BESIDE
from zhengben.design.kinds import BesideEdition
from zhengben.document.declaration import Declaration
from zhengben.document.errors import ContentError
from zhengben.press.publish import publish
from zhengben.proof.fidelity import extract
from zhengben.site.entries import SiteFile
from zhengben.source.source import Source
from zhengben.source.texts import text_in

TAGS = ("zh-Hans", "ru", "en")
NAME = "specimen-agreement.zh-Hans+ru+en.parallel.pdf"
BOOK = "specimen-agreement.zh-Hans+ru+en.parallel.epub"


@pytest.fixture(scope="module")
def texts(project: Path) -> dict[str, Declaration]:
    source = Source.open(project / "content" / "specimen-agreement")
    own = source.read()[0]
    return {tag: text_in(source, own, tag)[0] for tag in TAGS}


@pytest.fixture(scope="module")
def published(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("parallel")
    folder = project / "content" / "specimen-agreement"
    publish(
        folder, output, Assets.find(), editions=("parallel", "e-reader-parallel", "akoma-ntoso")
    )
    return output / folder.name


@pytest.mark.usefixtures("unasked")
def test_each_column_is_proved_and_nothing_is_found(
    published: Path, texts: dict[str, Declaration]
) -> None:
    report = check_document(published, texts)
    assert report.findings == ()
    assert len(report.examined) == 6


def test_each_column_is_in_its_language(published: Path, texts: dict[str, Declaration]) -> None:
    for name in (NAME, BOOK):
        blocks = extract(published / name, {}).blocks
        for tag in TAGS:
            wanted = [line.text for line in texts[tag].lines]
            assert [b.text for b in blocks if b.language == tag] == wanted


@pytest.mark.usefixtures("unasked")
def test_another_text_in_a_column_is_found(published: Path, texts: dict[str, Declaration]) -> None:
    title = texts["en"].title
    changed = replace(title, text=title.text.replace("Agreement", "Argeement"))
    report = check_document(published, texts | {"en": replace(texts["en"], title=changed)})
    found = {(f.code, f.file) for f in report.failures()}
    assert ("F-002", NAME) in found
    assert ("F-002", BOOK) in found
    assert all("title" in f.sentence or f.code != "F-002" for f in report.failures())


def test_one_work_has_several_expressions(published: Path) -> None:
    for tag, code in (("zh-Hans", "zho"), ("ru", "rus"), ("en", "eng")):
        text = (published / f"specimen-agreement.{tag}.akn.xml").read_text("utf-8")
        work = "/akn/xa/act/2020-02-29/agreement-on-documents"
        assert f'value="{work}/!main"' in text
        assert f'value="{work}/{code}@2020-02-29/!main"' in text
        assert f'<FRBRlanguage language="{code}" xml:lang="{tag}"/>' in text


def test_a_site_keeps_it_off_the_shelves_that_go_by_script() -> None:
    file = SiteFile(BOOK, "e-reader-parallel", "zh-Hans+ru+en", "application/epub+zip", 1)
    assert not file.book
    assert replace(file, edition="e-reader", script="zh-Hans").book


_TABLE = ["文献合作协定", "第一条　费用如下：", "项目", "金额", "复制", "三元"]
_ROLES = ["1 title", "2 article", "3-6 table 2 header 1"]
_KAZAKH = ["Құжаттар туралы келісім", "1-бап. Шығындар:", "Атауы", "Сомасы", "Көшіру", "Үш теңге"]


@pytest.mark.usefixtures("unasked")
def test_a_table_stands_in_each_language(tmp_path: Path) -> None:
    folder = parallel_document(tmp_path / "content/tables", _TABLE, _ROLES, {"kk": _KAZAKH})
    editions = ("parallel", "e-reader-parallel", "akoma-ntoso")
    made = publish(folder, tmp_path / "dist", Assets.find(), editions=editions)
    source = Source.open(folder)
    own = source.read()[0]
    both = {tag: text_in(source, own, tag)[0] for tag in ("zh-Hans", "kk")}
    assert check_document(made.folder, both).failures() == ()
    # on paper a table a language, its rows beside those of the other
    with pikepdf.open(next(made.folder.glob("*.pdf"))) as pdf:
        found = [e for e in pdf.objects if isinstance(e, pikepdf.Dictionary) and "/S" in e]
        assert sorted(str(e.ID) for e in found if e.S == "/Table") == ["table-1", "table-1-kk"]
    with zipfile.ZipFile(next(made.folder.glob("*.epub"))) as book:
        text = book.read("EPUB/text-01.xhtml").decode()
    assert '<table class="text" id="table-1-kk" lang="kk" xml:lang="kk">' in text
    assert '<th scope="col" id="table-1-1-1-kk">Атауы</th>' in text


@pytest.mark.usefixtures("unasked")
def test_a_row_of_a_table_stands_on_one_page(tmp_path: Path) -> None:
    """Rows take whole lines, as many in each language, and no page ends within one."""
    rows = 60
    cells = [f"第{n}种文献的名称及其保存期限和编号" for n in range(1, 2 * rows + 1)]
    theirs = [f"{n} құжаттың атауы және сақтау мерзімі" for n in range(1, 2 * rows + 1)]
    own, other = [*_TABLE[:2], *cells], [*_KAZAKH[:2], *theirs]
    roles = ["1 title", "2 article", f"3-{2 * rows + 2} table 2 header 1"]
    folder = parallel_document(tmp_path / "content/tables", own, roles, {"kk": other})
    made = publish(folder, tmp_path / "dist", Assets.find(), editions=("parallel",))
    source = Source.open(folder)
    both = {"zh-Hans": source.read()[0]}
    both["kk"] = text_in(source, both["zh-Hans"], "kk")[0]
    assert check_document(made.folder, both).failures() == ()
    places = dict[str, set[str]]()
    for block in extract(next(made.folder.glob("*.pdf")), {}).blocks:
        if block.id.startswith("table"):
            row = block.id.removesuffix("-kk").rpartition("-")[0]
            places.setdefault(row, set()).update(block.places)
    assert len(places) == rows
    assert all(len(pages) == 1 for pages in places.values())
    assert len(set().union(*places.values())) > 1


def test_a_character_without_a_glyph_is_told_with_its_own_file(tmp_path: Path) -> None:
    strange = [text.replace("Көшіру", "ᠮᠣᠩ") for text in _KAZAKH]
    folder = parallel_document(tmp_path / "content/tables", _TABLE, _ROLES, {"kk": strange})
    with pytest.raises(ContentError) as error:
        publish(folder, tmp_path / "dist", Assets.find(), editions=("parallel",))
    assert "canonical-kk.txt:5: table-1-2-1, character 1: none of the fonts" in str(error.value)


@pytest.mark.usefixtures("unasked")
def test_any_language_has_its_code_in_akoma_ntoso(tmp_path: Path) -> None:
    folder = parallel_document(tmp_path / "content/lang", _TABLE[:2], _ROLES[:2],
                               {"fi": ["Sopimus", "1. Arkistot"]})  # fmt: skip
    made = publish(folder, tmp_path / "dist", Assets.find(), editions=("akoma-ntoso",))
    assert '<FRBRlanguage language="fin"' in next(made.folder.glob("*.fi.akn.xml")).read_text(
        "utf-8"
    )


def test_columns_fill_the_measure() -> None:
    for row in BESIDE.values():
        if not isinstance(row, BesideEdition):
            continue
        for count, widths in row.widths_em.items():
            columns = columns_of(row, [f"t{n}" for n in range(count)])
            end = columns[-1].start_em + columns[-1].measure_em
            assert len(columns) == len(widths)
            assert row.measure_em - 1 <= end <= row.measure_em
