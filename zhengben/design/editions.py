"""The table of editions: one row each, and all that belongs to an edition hangs on its row.

What a row leaves out is told in one sentence when the registry is read (zhengben.design.registry);
how an edition is added is told in docs/extending.md. The figures and their sources are explained in
docs/design.md. A record is written from the standard that an edition follows; never take it from
the figures above it.
"""

from __future__ import annotations

from msgspec.structs import replace

from zhengben.design.kinds import (
    POINTS_PER_MM,
    BesideBookEdition,
    BesideEdition,
    BookEdition,
    CollationEdition,
    Edition,
    EditionWords,
    PrintEdition,
    WebEdition,
    WordEdition,
    XmlEdition,
)
from zhengben.design.records import A4_MM, A5_MM, PT_PER_MM, OfficialRecord, PageRecord, SheetRecord


def _in_flavour(of: PrintEdition, flavour: str, hant: str, hans: str) -> PrintEdition:
    """Return the pages of an edition in another flavour, which names the new edition."""
    return replace(
        of,
        name=flavour,
        suffix=f"{flavour}.pdf",
        words={"zh-Hant": EditionWords(hant), "zh-Hans": EditionWords(hans)},
        flavour=flavour,
        layout_of=of.name,
    )


_HANDOUT = PrintEdition(
    name="handout",
    words={
        "zh-Hant": EditionWords("A4 講義", "A4 講義"),
        "zh-Hans": EditionWords("A4 讲义", "A4 讲义"),
    },
    plain_build="every",
    paper="A4",
    head_mm=31,
    inner_mm=28.8,
    text_pt=12,
    leading_pt=21,
    measure_em=36,
    lines=32,
    note_pt=9,
    note_leading_pt=13.5,
    least_table_pt=7,
    turns_tables=True,
    title_pt=23,
    title_leading_pt=34,
    head_blank_lines=4,
    record=PageRecord(
        A4_MM,
        12,
        36,
        21,
        (25, 25, 25, 25),
        28.8,
        turns_tables=True,
        table_pt=9,
        least_table_pt=7,
    ),
)
# as legislatures print it: the new text, the old one, what became of each article
_COMPARISON = BesideEdition(
    name="comparison",
    words={
        "zh-Hant": EditionWords("修正條文對照表"),
        "zh-Hans": EditionWords("新旧条文对照表"),
    },
    plain_build="none",
    beside="versions",
    widths_em={2: (16, 16, 7)},
    gap_em=1.5,
    paper="A4",
    head_mm=31,
    inner_mm=27.2,
    text_pt=10.5,
    leading_pt=18,
    measure_em=42,
    lines=37,
    note_pt=9,
    note_leading_pt=13.5,
    title_pt=14,
    title_leading_pt=21,
    notes="end",
    record=PageRecord(
        A4_MM,
        10.5,
        42,
        18,
        (30, 27, 30, 27),
        27.2,
        notes="end",
        columns=3,
        table_pt=9,
        least_table_pt=9,
    ),
)
# the same in one column, as drafts of amendments are read
_REDLINE = replace(
    _COMPARISON, name="redline", suffix="redline.pdf", sheet="redline.css",
    words={"zh-Hant": EditionWords("修正標記本"), "zh-Hans": EditionWords("修订标记本")},
    merges=True, widths_em={2: (32, 8)},
    record=PageRecord(A4_MM, 10.5, 42, 18, (30, 27, 30, 27), 27.2, notes="end", columns=2,
                      table_pt=9, least_table_pt=9),
)  # fmt: skip
_PARALLEL = replace(
    _COMPARISON, name="parallel", suffix="", sheet="", template="",
    words={"zh-Hant": EditionWords("多語對照"), "zh-Hans": EditionWords("多语对照")},
    beside="languages", widths_em={2: (20, 20), 3: (13, 13, 13)}, notes="foot",
    record=PageRecord(A4_MM, 10.5, 42, 18, (30, 27, 30, 27), 27.2, notes="foot", columns=3,
                      table_pt=9, least_table_pt=9),
)  # fmt: skip
ROWS: tuple[Edition, ...] = (
    _HANDOUT,
    _in_flavour(_HANDOUT, "archive", "典藏本", "典藏本"),
    replace(
        _in_flavour(_HANDOUT, "archive-plain", "典藏本，無附件", "典藏本，无附件"),
        plain_build="own",
    ),
    # for archives that take PDF 2.0: nobody else has to wait for it
    replace(
        _in_flavour(_HANDOUT, "archive-pdf2", "典藏本，PDF 2.0", "典藏本，PDF 2.0"),
        plain_build="none",
    ),
    replace(
        _in_flavour(
            _HANDOUT,
            "archive-pdf2-plain",
            "典藏本，PDF 2.0，無附件",
            "典藏本，PDF 2.0，无附件",
        ),
        plain_build="none",
    ),
    # A5 for the pocket: the plain pages, and the same imposed for folding
    PrintEdition(
        name="booklet",
        words={
            "zh-Hant": EditionWords("A5 小冊", "A5 小冊，騎馬訂；拼版檔另備"),
            "zh-Hans": EditionWords("A5 小册", "A5 小册，骑马订；拼版文件另备"),
        },
        paper="A5",
        imposed_on="A4",
        head_mm=20,
        inner_mm=17,
        text_pt=10.5,
        leading_pt=18.375,
        measure_em=30,
        lines=26,
        note_pt=8,
        note_leading_pt=12,
        least_table_pt=6.5,
        title_pt=17,
        title_leading_pt=26,
        head_blank_lines=5,
        facing=True,
        record=PageRecord(
            A5_MM,
            10.5,
            30,
            18.375,
            (18, 17, 18, 17),
            17,
            facing=True,
            table_pt=8,
            least_table_pt=6.5,
        ),
        sheet_record=SheetRecord((297.0, 210.0), A5_MM),
    ),
    # after GB/T 9704-2012: 22 lines of 28 characters on 156 mm by 225 mm
    PrintEdition(
        name="gongwen",
        words={
            "zh-Hant": EditionWords(
                "公文版式",
                "依 GB/T 9704—2012 的版面：每面22行，每行28字；"
                "仿宋與小標宋沒有自由字體，以宋體代替；不仿發文機關標誌與印章",
            ),
            "zh-Hans": EditionWords(
                "公文版式",
                "依 GB/T 9704—2012 的版面：每面22行，每行28字；"
                "仿宋与小标宋没有自由字体，以宋体代替；不仿发文机关标志与印章",
            ),
        },
        paper="A4",
        head_mm=37,
        inner_mm=28,
        text_pt=156 * POINTS_PER_MM / 28,
        leading_pt=225 * POINTS_PER_MM / 22,
        measure_em=28,
        lines=22,
        note_pt=12,
        note_leading_pt=18,
        least_table_pt=9,
        turns_tables=True,
        title_pt=22,
        title_leading_pt=225 * POINTS_PER_MM / 22,
        head_blank_lines=3,
        notes="end",
        facing=True,
        flavour="archive-unicode",
        # every paragraph is indented by two characters and fills its lines (7.3.3)
        hangs=False,
        # every page has its 22 lines, every line its 28 characters (5.2.3)
        runs_short=False,
        grid=True,
        official=True,
        # 5.2: head 37 mm, binding edge 28 mm, 156 mm × 225 mm for 22 lines of 28 characters
        record=PageRecord(
            A4_MM,
            156 * PT_PER_MM / 28,
            28,
            225 * PT_PER_MM / 22,
            (37, 26, 35, 28),
            28,
            notes="end",
            lines=22,
            full_lines=True,
            facing=True,
            # 7.5: the dash 7 mm below; 7.2.4, 10.2: 35 mm and 20 mm; 7.2.5, 7.3.2 and 7.3.4: lines
            # blank; 7.3.5.1: four characters; 7.4.3: on the last line of the imprint
            folio_mm=7,
            official=OfficialRecord(35, 20, 2, 1, 1, 2, 4, 8, 30),
            # clause 8: a table across keeps to the type area of the other pages
            turns_tables=True,
            table_pt=12,
            least_table_pt=9,
        ),
    ),
    PrintEdition(
        name="large-print",
        words={
            "zh-Hant": EditionWords("大字版", "大字版，18點，左齊，註釋隨段"),
            "zh-Hans": EditionWords("大字版", "大字版，18点，左齐，注释随段"),
        },
        paper="A4",
        head_mm=26.5,
        inner_mm=25.6,
        text_pt=18,
        leading_pt=28.8,
        measure_em=25,
        lines=24,
        note_pt=16,
        note_leading_pt=25,
        turns_tables=True,
        title_pt=30,
        title_leading_pt=44,
        head_blank_lines=3,
        notes="paragraph",
        note_inset_em=1,
        call_em=0.7,
        justify=False,
        face="sans",
        record=PageRecord(
            A4_MM,
            18,
            25,
            28.8,
            (25, 25, 25, 25),
            25.6,
            justified=False,
            notes="paragraph",
            note_rule_pt=1.2,
            turns_tables=True,
            table_pt=16,
            least_table_pt=16,
        ),
    ),
    PrintEdition(
        name="vertical",
        words={
            "zh-Hant": EditionWords("直排本", "直排，右翻；數字照原文，直立成格，註釋在文末"),
            "zh-Hans": EditionWords("直排本", "直排，右翻；数字照原文，直立成格，注释在文末"),
        },
        paper="A5",
        head_mm=27,
        inner_mm=19,
        text_pt=10.5,
        leading_pt=18.9,
        measure_em=42,
        lines=16,
        note_pt=8,
        note_leading_pt=13.6,
        least_table_pt=6.5,
        title_pt=17,
        title_leading_pt=28,
        head_blank_lines=2,
        notes="end",
        vertical=True,
        facing=True,
        flavour="archive-unicode",
        # lines are columns: the page is written on its side, its top is the edge it is bound at
        record=PageRecord(
            A5_MM,
            10.5,
            42,
            18.9,
            (18, 25, 18, 25),
            27,
            notes="end",
            turned=90,
            facing=True,
            table_pt=8,
            least_table_pt=6.5,
        ),
    ),
    BookEdition(
        name="e-reader",
        words={"zh-Hant": EditionWords("電子書"), "zh-Hans": EditionWords("电子书")},
        plain_build="every",
        suffix="epub",
        sheet="epub.css",
        pages_of="handout",
    ),
    BookEdition(
        name="e-reader-vertical",
        words={"zh-Hant": EditionWords("直排電子書"), "zh-Hans": EditionWords("直排电子书")},
        suffix="vertical.epub",
        sheet="epub-vertical.css",
        vertical=True,
        pages_of="handout",
    ),
    WebEdition(
        name="web",
        words={"zh-Hant": EditionWords("網頁"), "zh-Hans": EditionWords("网页")},
        plain_build="every",
        suffix="html",
        sheet="web.css",
    ),
    XmlEdition(
        name="akoma-ntoso",
        words={"zh-Hant": EditionWords("法律文書 XML"), "zh-Hans": EditionWords("法律文书 XML")},
        suffix="akn.xml",
    ),
    # for editors who ask for it: nobody else has to wait for it
    WordEdition(
        name="docx",
        words={"zh-Hant": EditionWords("Word 檔"), "zh-Hans": EditionWords("Word 文件")},
        plain_build="none",
        suffix="docx",
        deposit=False,
    ),
    CollationEdition(
        name="collation",
        words={"zh-Hant": EditionWords("繁簡對照"), "zh-Hans": EditionWords("繁简对照")},
        plain_build="none",
        scripts=("zh-Hant", "zh-Hans"),
        paper="A4",
        head_mm=31,
        inner_mm=27.2,
        text_pt=10.5,
        leading_pt=18,
        measure_em=42,
        lines=37,
        note_pt=9,
        note_leading_pt=13.5,
        least_table_pt=7,
        title_pt=14,
        title_leading_pt=21,
        notes="end",
        record=PageRecord(
            A4_MM,
            10.5,
            42,
            18,
            (30, 27, 30, 27),
            27.2,
            notes="end",
            columns=2,
            table_pt=9,
            least_table_pt=7,
        ),
    ),
    _COMPARISON,
    _REDLINE,
    _PARALLEL,
    BesideBookEdition(
        name="e-reader-parallel",
        words={"zh-Hant": EditionWords("多語電子書"), "zh-Hans": EditionWords("多语电子书")},
        plain_build="none",
        suffix="parallel.epub",
        sheet="epub-parallel.css",
        pages_of="handout",
    ),
)
EDITIONS: dict[str, Edition] = {edition.name: edition for edition in ROWS}
# the pages of one text, the e-books, and texts side by side
PRINTED: dict[str, PrintEdition] = {
    row.name: row
    for row in ROWS
    if isinstance(row, PrintEdition) and not row.scripts and not isinstance(row, BesideEdition)
}
BOOKS: dict[str, BookEdition] = {row.name: row for row in ROWS if isinstance(row, BookEdition)}
COLLATIONS: dict[str, CollationEdition] = {
    row.name: row for row in ROWS if isinstance(row, CollationEdition)
}
# texts beside one another, of which a document may have none
BESIDE: dict[str, BesideEdition | BesideBookEdition] = {
    row.name: row for row in ROWS if isinstance(row, BesideEdition | BesideBookEdition)
}
