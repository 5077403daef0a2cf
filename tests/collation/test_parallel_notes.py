"""Notes where texts stand beside one another: ours once, the author's in each language."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections import Counter
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace

from tests.listed import part_of
from tests.parallel_documents import parallel_document
from tests.versioned_documents import versioned_document
from zhengben.checks.catalogue import check_document
from zhengben.design.assets import Assets
from zhengben.document.declaration import Declaration
from zhengben.press.publish import publish
from zhengben.proof.fidelity import extract
from zhengben.source.source import Source
from zhengben.source.texts import text_in

TAGS = ("zh-Hans", "ru")
_ROLES = ["1 title", "2 preamble", "3 article", "4 paragraph", "5 article", "6-60 paragraph",
          "61-62 author-note"]  # fmt: skip
_MANY = ["双方就文献的保存与利用交换目录、副本和经验，并按年度通报执行情况。"] * 54
_ZH = ["关于合作保存文献的协定", "回顾《联合国宪章》^note{①}的宗旨，", "第一条",
       "双方依照《联合国宪章》和《中亚无核武器区条约》交换目录。", "第二条",
       "本协定自签字之日起生效，并依《不扩散核武器条约》办理。^note{②}", *_MANY,
       "① 指双方各自公布的文本。", "② 以最后一次书面通知为准。"]  # fmt: skip
_RU = ["Соглашение о сохранении документов", "ссылаясь на Устав^note{①},", "Статья 1",
       "Стороны обмениваются перечнями.", "Статья 2", "Вступает в силу.^note{②}",
       *["Стороны обмениваются перечнями документов."] * 54,
       "① Имеются в виду опубликованные тексты.", "② Последнее уведомление."]  # fmt: skip


def _texts(folder: Path) -> dict[str, Declaration]:
    source = Source.open(folder)
    own = source.read()[0]
    return {tag: text_in(source, own, tag)[0] for tag in TAGS}


@pytest.fixture(scope="module", params=["columns", "facing"])
def published(
    request: pytest.FixtureRequest, project: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, Declaration]]:
    content = tmp_path_factory.mktemp("noted") / "content"
    shutil.copytree(project / "content" / "register", content / "register")
    folder = parallel_document(content / "noted", _ZH, _ROLES, {"ru": _RU}, notation=True)
    if request.param == "facing":
        toml = folder / "document.toml"
        toml.write_text(
            toml.read_text("utf-8").replace("[work]", "[parallel]\nfacing = true\n[work]")
        )
    made = publish(
        folder, content.parent / "dist", Assets.find(), editions=("parallel", "e-reader-parallel")
    )
    return made.folder, _texts(folder)


def _only(folder: Path, suffix: str) -> Path:
    return next(folder.glob(f"*.{suffix}"))


@pytest.mark.usefixtures("unasked")
def test_no_check_finds_anything(published: tuple[Path, dict[str, Declaration]]) -> None:
    folder, texts = published
    assert len(texts["zh-Hans"].notes) == 3
    assert check_document(folder, texts).failures() == ()


def test_our_notes_stand_once_and_are_no_text(
    published: tuple[Path, dict[str, Declaration]],
) -> None:
    folder, texts = published
    with pikepdf.open(_only(folder, "pdf")) as pdf:
        kinds = Counter(
            str(item.S)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem"
        )
    assert kinds["/Note"] == kinds["/Reference"] == 3
    for suffix in ("pdf", "html", "epub"):
        blocks = extract(_only(folder, suffix), {}).blocks
        for note in texts["zh-Hans"].notes:
            assert not any(note.text in block.text for block in blocks)


def test_the_authors_notes_are_text_in_each_language(
    published: tuple[Path, dict[str, Declaration]],
) -> None:
    folder, texts = published
    for suffix in ("pdf", "html", "epub"):
        blocks = {block.id: block.text for block in extract(_only(folder, suffix), {}).blocks}
        for n in (1, 2):
            assert blocks[f"author-note-{n}"] == texts["zh-Hans"].lines[59 + n].text
            assert blocks[f"author-note-{n}-ru"] == texts["ru"].lines[59 + n].text


def test_each_call_leads_to_the_note_of_its_column(
    published: tuple[Path, dict[str, Declaration]],
) -> None:
    folder, _ = published
    wanted = ["author-note-1", "author-note-1-ru", "author-note-2", "author-note-2-ru"]
    html = _only(folder, "html").read_text("utf-8")
    with zipfile.ZipFile(_only(folder, "epub")) as book:
        xhtml = "".join(book.read(n).decode() for n in book.namelist() if "/text-" in n)
    for page in (html, xhtml):
        calls = re.findall(r'class="author-call"[^>]*href="[^"#]*#([^"]+)"', page)
        assert calls == wanted
        assert all(re.search(rf'href="[^"#]*#{note}-call"', page) for note in wanted)
    with pikepdf.open(_only(folder, "pdf")) as pdf:
        links = [str(a.Dest) for page in pdf.pages for a in page.obj.get("/Annots", ())]
    assert {name for name in links if name.startswith("author")} == set(wanted)
    assert sorted(name for name in links if name.startswith("note")) == [
        "note-1",
        "note-2",
        "note-3",
    ]


@pytest.mark.usefixtures("unasked")
@pytest.mark.parametrize(
    ("code", "suffix", "before", "after"),
    [
        ("W-304", "html", "1945年6月26日于旧金山签署", "1945年6月27日于旧金山签署"),
        ("W-304", "html", 'href="#note-2" aria', 'href="#note-1" aria'),
    ],
)
def test_another_note_on_the_web_page_is_found(
    published: tuple[Path, dict[str, Declaration]], tmp_path: Path, code: str, suffix: str,
    before: str, after: str,
) -> None:  # fmt: skip
    folder, texts = published
    wanted = _only(folder, suffix).name
    copy = part_of(folder, tmp_path / "copy", lambda row: row["file"] == wanted)
    page = copy / wanted
    html = page.read_text("utf-8")
    assert before in html
    page.write_text(html.replace(before, after, 1), "utf-8")
    assert code in {f.code for f in check_document(copy, texts).failures()}


@pytest.mark.usefixtures("unasked")
def test_a_note_that_is_not_at_the_foot_of_its_page_is_found(
    published: tuple[Path, dict[str, Declaration]],
) -> None:
    """A document with a note more has none for it in the file."""
    folder, texts = published
    own = texts["zh-Hans"]
    fewer = replace(own, notes=own.notes[:2])
    codes = {
        (f.code, f.file) for f in check_document(folder, texts | {"zh-Hans": fewer}).failures()
    }
    assert ("E-301", _only(folder, "epub").name) in codes
    assert ("W-304", _only(folder, "html").name) in codes


def test_the_authors_notes_of_a_law_stand_in_its_comparison(tmp_path: Path) -> None:
    """A comparison has none of our notes; what the author noted is text, and changes as text."""
    roles = ["1 title", "2 article", "3 article", "4 author-note"]
    new = [
        "甲地辦法",
        "第一條　檔案依《聯合國憲章》^note{1}保存。",
        "第二條　得閱覽。",
        "1 指現行文本。",
    ]
    old = [
        "甲地辦法",
        "第一條　檔案依《聯合國憲章》^note{1}保存。",
        "第二條　不得閱覽。",
        "1 指原文本。",
    ]
    folder = versioned_document(tmp_path / "content/rules-of-a-test", (new, roles), (old, roles))
    toml = folder / "document.toml"
    told = re.sub(r'(file = "canonical.*)', r"\1\nnotation = 1", toml.read_text("utf-8"))
    told = told.replace('lines = "1-4"', 'lines = "1-4"\nreader = "notation"')
    toml.write_text(told, "utf-8")
    made = publish(folder, tmp_path / "dist", Assets.find(), editions=("comparison",))
    for suffix in ("pdf", "html"):
        blocks = {b.id: b.text for b in extract(_only(made.folder, suffix), {}).blocks}
        assert blocks["author-note-1"] == "1 指現行文本。"
        assert blocks["author-note-1-zh-Hant-x-20190301"] == "1 指原文本。"
    html = _only(made.folder, "html").read_text("utf-8")
    assert 'href="#author-note-1-zh-Hant-x-20190301">1</a>' in html
    assert "1945" not in html


@pytest.mark.usefixtures("unasked")
def test_a_note_on_another_page_than_its_call_is_found(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zhengben.collation import columns_pdf

    real = columns_pdf.make_up_rows

    def late(*given: object) -> object:
        *pages, last = real(*given)  # type: ignore[arg-type]
        notes = tuple(note for page in (*pages, last) for note in page.notes)
        return [*(replace(page, notes=()) for page in pages), replace(last, notes=notes)]

    monkeypatch.setattr(columns_pdf, "make_up_rows", late)
    shutil.copytree(project / "content" / "register", tmp_path / "content" / "register")
    folder = parallel_document(
        tmp_path / "content" / "noted", _ZH, _ROLES, {"ru": _RU}, notation=True
    )
    made = publish(folder, tmp_path / "dist", Assets.find(), editions=("parallel",))
    assert "L-020" in {f.code for f in check_document(made.folder, _texts(folder)).failures()}
