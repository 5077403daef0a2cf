"""How a text becomes files, headings and contents; what shelves are told of a book."""

from __future__ import annotations

import datetime
import functools
import io
import itertools
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from ebooks import altered, documents, found, replaced
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.genre_documents import Sample, sample_document
from tests.rows import E_READER, E_READER_VERTICAL
from zhengben.apparatus.contents import below
from zhengben.apparatus.sections import Section, sections
from zhengben.design.assets import Assets
from zhengben.design.kinds import BookEdition
from zhengben.design.wording import WORDS
from zhengben.document.apparatus import Series
from zhengben.document.declaration import Declaration
from zhengben.document.errors import ContentError
from zhengben.document.lines import Line, Role
from zhengben.formats.epub import write_epub
from zhengben.formats.epub.sections import LONGEST_FILE, SHORTEST_FILE, files
from zhengben.source.source import Source

WORDS_HANT = WORDS["zh-Hant"]


def write(declaration: Declaration, edition: BookEdition = E_READER) -> dict[str, str]:
    data = write_epub(declaration, edition, Assets.find(), generator="Zhengben 0")
    pages = documents(data)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for name in book.namelist():
            if name.endswith(".xhtml"):
                # what stands under one address opens at once
                assert len(book.read(name)) <= LONGEST_FILE, name
    return pages


def read(folder: Path, *lines: tuple[str, str], genre: str = "law") -> Declaration:
    """Return a text of lines behind their roles, as a document that was read."""
    document = sample_document(folder, "sample", genre, Sample(lines))
    return Source.open(document).read()[0]


def set_from(declaration: Declaration, rows: Sequence[tuple[Role, int, int]]) -> Declaration:
    """Return a law of lines of a role, a level and a length."""
    title = Line(1, 0, "樣本法", "title", role="title")
    lines, start = list[Line](), 4
    for index, (role, level, length) in enumerate(rows, 2):
        text = "第一條" if role == "article" and length < 9 else "甲" * length + "。"
        lines.append(Line(index, start, text, f"line-{index}", None, role, level))
        start += len(text) + 1
    return msgspec.structs.replace(
        declaration, genre="law", title=title, title_lines=("樣本法",), short_title="樣本法",
        preamble=(), paragraphs=tuple(lines), signatories=(), closing=None, groups=(), mentions=(),
        notes=(), instruments=(),
    )  # fmt: skip


def weight(laid: Sequence[Section]) -> int:
    """Return how many bytes the text of sections has."""
    return sum(len(line.text.encode()) for section in laid for line in section.lines)


ROWS = st.lists(
    st.tuples(
        st.sampled_from(("heading", "article", "paragraph", "item")),
        st.integers(1, 3),
        st.sampled_from((1, 5, 40, 900, 3000, 9000, 30_000)),
    ),
    min_size=1,
    max_size=30,
)


SMALL = Sample((("title", "甲法"), ("paragraph", "甲。")))


@functools.cache
def the_declaration() -> Declaration:
    return Source.open(Path(__file__).parents[3] / "content" / "astana-2017").read()[0]


# a short chapter that the file of the long one before has not the room for
LAST: list[tuple[Role, int, int]] = [
    ("article", 1, 30_000), ("article", 1, 9000), ("article", 1, 6000), ("heading", 1, 40),
    ("article", 1, 3000), ("article", 1, 900),
]  # fmt: skip
# an article before a long paragraph, behind which the file of the longest would be half empty
MIDST: list[tuple[Role, int, int]] = [
    ("heading", 1, 40), ("paragraph", 1, 1), ("paragraph", 1, 40), ("article", 1, 9000),
    ("article", 1, 900), ("paragraph", 1, 10_000), ("item", 1, 30_000), ("paragraph", 1, 900),
]  # fmt: skip


@settings(deadline=None)
@example(LAST)
@example(MIDST)
@given(ROWS)
def test_files_hold_every_line_once_and_end_with_no_heading(
    rows: list[tuple[Role, int, int]],
) -> None:
    # no heading is longer than a line
    rows = [(r, level, min(n, 40) if r == "heading" else n) for r, level, n in rows]
    law = set_from(the_declaration(), rows)
    laid = files(law, sections(law, WORDS_HANT))
    lines = [line for file in laid for section in file for line in section.lines]
    assert lines == list(law.lines)
    for file, after in itertools.pairwise(laid):
        # no heading ends a file, but one that has nothing under it
        assert file[-1].lines[-1].role != "heading" or after[0].heading
        if after[0].heading:
            continue
        # a file that begins with none follows a full one: of what it could hold at most a third
        # was given up for a better start, and what may be no start
        room = LONGEST_FILE * 0.9 - weight(file)
        more = [len(line.text.encode()) for line in after[0].lines]
        fit = max(total for total in (0, *itertools.accumulate(more)) if total <= max(room, 0))
        assert fit <= weight(file) / 2 + 3000
        # and what has a heading goes on in another file only if one file cannot hold it
        whole = [s for f in laid for s in f if s.number == after[0].number]
        begun = next(f for f in laid if whole[0] in f)
        before = begun[: begun.index(whole[0])]
        if whole[0].heading and before and before[-1].lines[-1].role != "heading":
            assert weight(whole) > LONGEST_FILE * 0.9 or weight(before) < SHORTEST_FILE


def test_a_law_of_900_articles_opens_at_once(declaration: Declaration) -> None:
    rows: list[tuple[Role, int, int]] = [("heading", 1, 8), ("heading", 2, 8)]
    rows += [("article", 0, 160)] * 450 + [("heading", 2, 8)] + [("article", 0, 160)] * 450
    pages = write(set_from(declaration, rows))
    texts = [name for name in pages if name.startswith("text-")]
    assert 3 <= len(texts) <= 6
    assert all("<h1" in pages[name] for name in texts)
    assert "（續）</h1>" in pages["text-02.xhtml"]
    # an entry an article, three deep, for readers that fold; the page of contents leaves them out
    assert pages["nav.xhtml"].count("<li>") > 900
    assert '<meta name="dtb:depth" content="3"/>' in pages["toc.ncx"]
    assert pages["contents.xhtml"].count("<li>") < 10


def test_a_short_last_chapter_stays_with_the_one_before(declaration: Declaration) -> None:
    chapter: list[tuple[Role, int, int]] = [("heading", 1, 8), *[("article", 0, 160)] * 40]
    last: list[tuple[Role, int, int]] = [("heading", 1, 8), *[("article", 0, 40)] * 3]
    laid = files(law := set_from(declaration, chapter * 2 + last), sections(law, WORDS_HANT))
    assert [len([s for s in file if s.heading]) for file in laid] == [1, 2]


def test_a_law_without_chapters_is_one_section_named_by_its_title(tmp_path: Path) -> None:
    law = read(
        tmp_path, ("title", "樣本法"), ("session", "2020年2月29日某議會通過"),
        ("article", "第一條　甲。"), ("article", "第二條　乙。"),
    )  # fmt: skip
    pages = write(law)
    assert [name for name in pages if name.startswith("text")] == ["text-01.xhtml"]
    assert "<title>樣本法</title>" in pages["text-01.xhtml"]
    assert re.findall(r'xhtml(?:#[\w-]+)?">([^<]*)', pages["nav.xhtml"].split("</nav>")[0]) == [
        "樣本法 ", "第一條", "第二條", "版本說明",
    ]  # fmt: skip


def test_articles_with_a_bare_number_are_told_by_their_words(tmp_path: Path) -> None:
    numbers = "一二三四五六七"
    lines = [("article", f"{n}、將第{n}條修改為：“甲{n}，乙。”") for n in numbers]
    law = read(tmp_path, ("title", "關於修改樣本法的決定"), *lines)
    nav = write(law)["nav.xhtml"]
    assert [f">{n}　將第{n}條修改為</a>" in nav for n in numbers] == [True] * 7


# articles


def test_an_article_that_ends_in_a_closing_mark_is_text(tmp_path: Path) -> None:
    marks = "。；：，、！？…」』”’）〕】》〉〗］｝﹂﹄)]}\"'"
    ones = "一二三四五六七八九"
    numbers = [f"第{ten}{one}條" for ten in ("", "十", "二十") for one in ones]
    lines = [("title", "樣本法")]
    # what stands below would make a rubric of it
    for number, mark in zip(numbers, marks, strict=True):
        lines += [("article", f"{number}　將甲修改為：乙，丙{mark}"), ("paragraph", "丁。")]
    law = read(tmp_path, *lines)
    page = write(law)["text-01.xhtml"]
    for number, mark in zip(numbers, marks, strict=True):
        start = rf'<p class="article" id="art-\d+"><b class="lead">{number}</b>'
        assert re.search(start, page), mark
    assert "titled" not in page


@pytest.mark.parametrize(
    "rubric", ["第一條", "第一條　定義", "第一條　《甲公約》", "第一條 〔甲〕"]
)
def test_a_rubric_is_a_heading(rubric: str, tmp_path: Path) -> None:
    lines = [("title", "甲條約"), ("article", rubric), ("paragraph", "在本條約中：")]
    page = write(read(tmp_path, *lines, genre="treaty"))["text-01.xhtml"]
    assert '<h2 class="titled" id="art-1">' in page


# tables


def test_the_faults_of_tables_and_rubrics_are_found(tmp_path: Path) -> None:
    lines = (("title", "甲條約"), ("article", "第一條　定義"), ("paragraph", "甲。"))
    law = read(tmp_path, *lines, genre="treaty")
    path = tmp_path / "book.epub"
    path.write_bytes(write_epub(law, E_READER, Assets.find(), generator="Zhengben 0"))
    assert [code for code, _ in found(path, law)] == []

    def plain(entries: dict[str, bytes]) -> None:
        page = entries["EPUB/text-01.xhtml"]
        entries["EPUB/text-01.xhtml"] = re.sub(
            rb'<h2 (class="titled".*?)</h2>', rb"<p \1</p>", page
        )

    assert [c for c, _ in found(altered(path, tmp_path / "b.epub", plain), law)] == ["E-307"]


def test_a_table_without_its_head_is_found(project: Path, tmp_path: Path) -> None:
    law = Source.open(project / "content" / "specimen-law").read()[0]
    path = tmp_path / "book.epub"
    path.write_bytes(write_epub(law, E_READER, Assets.find(), generator="Zhengben 0"))
    assert found(path, law) == []
    for old, new in (("<thead>", "<tbody>"), (' scope="col"', ""), ("<td id", "<th id")):
        change = replaced("text-01.xhtml", old, new)

        def both(entries: dict[str, bytes], change=change) -> None:  # type: ignore[no-untyped-def]
            change(entries)
            page = entries["EPUB/text-01.xhtml"]
            if b"<thead>" not in page:
                entries["EPUB/text-01.xhtml"] = page.replace(b"</thead>", b"</tbody>")
            elif page.count(b"<th ") != page.count(b"</th>"):
                cell = re.compile(rb"(<th id[^>]*>[^<]*)</td>")
                entries["EPUB/text-01.xhtml"] = cell.sub(rb"\1</th>", page)

        altered_path = altered(path, tmp_path / "b.epub", both)
        assert {code for code, _ in found(altered_path, law)} == {"E-308"}, old


# shelves


def package(declaration: Declaration, edition: BookEdition = E_READER) -> str:
    return write(declaration, edition)["content.opf"]


@pytest.mark.parametrize("edition", [E_READER, E_READER_VERTICAL])
def test_books_of_one_text_can_be_told_apart(
    edition: BookEdition, declaration: Declaration
) -> None:
    direction = "直排" if edition.vertical else "橫排"
    assert f'<dc:title id="subtitle">繁體中文·{direction}</dc:title>' in package(
        declaration, edition
    )


def test_names_are_filed_by_what_stands_last_in_foreign_ones(declaration: Declaration) -> None:
    opf = package(declaration)
    filed = re.findall(r'"file-as" refines="#signatory-\d">([^<]*)', opf)
    assert filed[:2] == ["納扎爾巴耶夫，努", "習近平"]
    assert re.findall(r'refines="#issuer"[^>]*>([^<]*)', opf)[:2] == ["aut", "isb"]


def test_a_maker_without_a_name_is_left_out(declaration: Declaration) -> None:
    first = msgspec.structs.replace(
        declaration.signatories[0], person=" ",
    )  # fmt: skip
    changed = msgspec.structs.replace(
        declaration, organ=" ", signatories=(first, *declaration.signatories[1:])
    )
    opf = package(changed)
    assert "dc:creator" not in opf
    assert "signatory-1" not in opf
    assert "習近平" in opf


@pytest.mark.parametrize(
    ("series", "told"),
    [(None, []), (Series("甲叢書"), ["甲叢書"]), (Series("甲叢書", 3), ["甲叢書", "3"])],
)
def test_a_series_is_told_where_one_is_named(
    series: Series | None, told: list[str], declaration: Declaration
) -> None:
    opf = package(msgspec.structs.replace(declaration, series=series))
    pattern = r'"(?:belongs-to-collection|group-position)"[^>]*>([^<]*)'
    assert re.findall(pattern, opf) == told


def test_a_date_before_1000_has_four_figures(declaration: Declaration) -> None:
    opf = package(msgspec.structs.replace(declaration, date=datetime.date(821, 3, 4)))
    assert "<dc:date>0821-03-04</dc:date>" in opf


def test_a_title_of_200_characters_is_shown(declaration: Declaration, tmp_path: Path) -> None:
    text = "甲國和乙國關於保存文獻的協定" * 14 + "（樣本）"
    title = msgspec.structs.replace(declaration.title, text=text)
    changed = msgspec.structs.replace(
        declaration, title=title, title_lines=(text,), short_title=text
    )
    (tmp_path / "book.epub").write_bytes(
        write_epub(changed, E_READER, Assets.find(), generator="Zhengben 0")
    )
    assert found(tmp_path / "book.epub", changed) == []
    assert "<wbr/>" in write(changed)["text-01.xhtml"]


@pytest.mark.parametrize(
    ("metadata", "sentence"),
    [
        ('[series]\ntitle = "甲"\nnumber = 0', "“number” must be 1 or more"),
        ("[series]\nnumber = 1", "“title” is missing"),
        ('[series]\ntitle = ""', "“title” is empty"),
    ],
)
def test_a_bad_series_is_told(metadata: str, sentence: str, tmp_path: Path) -> None:
    document = sample_document(tmp_path, "sample", "law", SMALL)
    path = document / "document.toml"
    path.write_text(path.read_text("utf-8") + metadata + "\n", "utf-8")
    with pytest.raises(ContentError, match=sentence) as error:
        Source.open(document).read()
    assert re.search(r"document.toml:\d+", str(error.value))


def test_a_date_of_a_year_alone_is_told(tmp_path: Path) -> None:
    document = sample_document(tmp_path, "sample", "law", SMALL)
    path = document / "document.toml"
    path.write_text(path.read_text("utf-8").replace("date = 2020-02-29", "date = 2020"), "utf-8")
    with pytest.raises(ContentError, match="“date” must be a date such as 2017-06-09"):
        Source.open(document).read()


def test_contents_are_walked_in_order(declaration: Declaration) -> None:
    from zhengben.formats.epub.book import make_book

    book = make_book(declaration, E_READER, "Zhengben 0")
    offsets = [entry.at for entry in below(book.contents) if entry.at[1] >= 0]
    assert offsets == sorted(offsets)


@pytest.mark.parametrize(
    ("behind", "kind", "called"),
    [
        ([("author-note", "[1]指乙縣。"), ("author-note", "[2]指丙縣。")], "author-notes", "原註"),
        ([("remark", "附記：本約另有地圖。"), ("author-note", "[1]指乙縣。")], "rest", "文末"),
        ([("remark", "以下空白。")], "rest", "文末"),
    ],
)
def test_what_stands_behind_the_signatures_is_no_text_again(
    behind: list[tuple[str, str]], kind: str, called: str, tmp_path: Path
) -> None:
    call = "^note{[1]}^note{[2]}" if len(behind) == 2 and kind == "author-notes" else "^note{[1]}"
    lines = [("title", "甲約"), ("article", "第一條"),
             ("paragraph", f"雙方{call if 'note' in str(behind) else ''}合作。"),
             ("signature", "甲方代表　張三")]  # fmt: skip
    annex = [("annex", "附件一"), ("paragraph", "名單。")]
    declaration = read(tmp_path, *lines, *behind, *annex, genre="treaty")
    names = [(s.kind, s.title) for s in sections(declaration, WORDS_HANT)]
    assert names[-3:] == [("signing", "簽署頁"), (kind, called), ("annex", "附件一")]
    pages = write(declaration)
    assert pages["nav.xhtml"].count(">正文<") <= 2
    assert f">{called}</a>" in pages["nav.xhtml"]
    text = "".join(pages[name] for name in pages if name.startswith("text-"))
    assert text.count('role="doc-appendix"') == 1
    assert text.count('role="doc-endnotes"') == (kind == "author-notes")
