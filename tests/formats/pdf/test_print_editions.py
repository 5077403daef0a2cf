"""The print editions: their pages, and the hard cases each has to set well."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace
from small_documents import read_blocks, small_document

from zhengben.checks.catalogue import table
from zhengben.checks.finding import Finding, Subject
from zhengben.checks.layout import examine
from zhengben.conversion.declarations import in_script
from zhengben.design.assets import Assets
from zhengben.design.editions import PRINTED
from zhengben.design.faces import FACES
from zhengben.design.kinds import PrintEdition
from zhengben.document.artefacts import Artefact
from zhengben.document.declaration import Declaration
from zhengben.document.errors import ContentError, RegistryError, RenderError
from zhengben.fonts.metrics import Metrics
from zhengben.fonts.prepare import prepare
from zhengben.formats.pdf.writer import Press
from zhengben.pagination.pages import SetDocument
from zhengben.proof.fidelity import prove
from zhengben.source.source import Source
from zhengben.typesetting.boxes import SetParagraph, SetSignatures
from zhengben.typesetting.compositor import Compositor
from zhengben.typesetting.headings import BodySetter, SetLine

PRINT = list(PRINTED.values())
PT_PER_MM = 72 / 25.4
REFERENCES = {face.key: face.path for face in FACES.values()}
LONG = "本條約各締約方重申恪守宗旨和原則，並決心為此採取一切必要措施，以維護共同利益。"
SIGNED = [
    ("甲國總統", "甲乙"),
    ("乙聯邦共和國國務委員會主席兼武裝力量總司令", "努·納扎爾巴耶夫·阿布杜拉赫曼諾維奇·伊萬"),
]


def press(declaration: Declaration, folder: Path) -> Press:
    return Press(declaration, Assets.find(), folder / "content/small/canonical.txt", "正本")


def findings(declaration: Declaration, edition: PrintEdition, folder: Path) -> list[str]:
    """Print an edition; return what the proof and the checks of layout find in it."""
    pdf = press(declaration, folder).print(edition)
    path = folder / f"small.{declaration.script}.{edition.plain_suffix}"
    path.write_bytes(pdf.data)
    ids = tuple(line.id for line in declaration.lines)
    proof = prove(path, declaration.text, ids=ids, references=REFERENCES)
    artefact = Artefact(
        path.name, edition.name, declaration.script, "application/pdf", 0, pdf.pages, (), ""
    )
    found = examine(Subject(path, artefact, declaration))
    checks = table()
    told = [str(f) for f in found if isinstance(f, Finding) and not checks[f.code].warning]
    return [*proof.failures, *told]


def register(count: int, words: int = 1) -> str:
    """Return a register of instruments 《約一》 … whose notes are as long as asked for."""
    return "".join(
        f'[[instrument]]\nid = "i{n}"\ntitle = "約{n}號"\nremark = "{"說明文字" * words}"\n'
        for n in range(1, count + 1)
    )


@pytest.mark.parametrize(
    "edition", [e for e in PRINT if e.plain_build != "none"], ids=lambda e: e.name
)
def test_each_edition_has_its_page(edition: PrintEdition, built: Path) -> None:
    suffix = edition.plain_suffix
    with pikepdf.open(built / f"astana-2017.zh-Hant.{suffix}") as pdf:
        for page in pdf.pages:
            width, height = (float(n) / PT_PER_MM for n in page.mediabox[2:])
            seen = (height, width) if edition.vertical else (width, height)
            assert seen == pytest.approx(edition.page_mm, abs=0.01)
            assert page.get("/Rotate", 0) == (90 if edition.vertical else 0)
            assert page.trimbox == page.mediabox
        assert str(pdf.Root.Lang) == "zh-Hant"


def test_the_booklet_is_folded_from_four_pages_a_sheet(built: Path) -> None:
    with pikepdf.open(built / "astana-2017.zh-Hant.booklet-a5.pdf") as plain:
        count = len(plain.pages)
    with pikepdf.open(built / "astana-2017.zh-Hant.booklet.pdf") as sheets:
        assert len(sheets.pages) == 2 * -(-count // 4)
        for page in sheets.pages:
            assert float(page.mediabox[2]) / PT_PER_MM == pytest.approx(297, abs=0.01)


def test_columns_are_bound_at_the_right(built: Path) -> None:
    with pikepdf.open(built / "astana-2017.zh-Hant.vertical.pdf") as pdf:
        assert pdf.Root.ViewerPreferences.Direction == "/R2L"


@pytest.mark.parametrize("edition", PRINT, ids=lambda e: e.name)
@pytest.mark.parametrize("count", [0, 1, 6, 24])
def test_any_number_of_signatories(edition: PrintEdition, count: int, tmp_path: Path) -> None:
    signed = [SIGNED[n % 2] for n in range(count)]
    declaration = small_document(tmp_path, [LONG, "短。"], signatories=signed)
    document = press(declaration, tmp_path).set(edition)
    places = [
        (page.number, place)
        for page in document.pages
        for part in page.parts
        if isinstance(part.item, SetSignatures)
        for place in part.item.places
    ]
    assert len(places) == count
    # each has room to sign, none overlaps another, all stand inside the type area
    for number, place in places:
        assert place.height_pt >= (1.75 if edition.vertical else 2.2) * edition.text_pt
        assert place.top_pt + place.height_pt <= edition.depth_pt + 0.01
        assert place.left_pt + place.width_pt <= edition.measure_pt + 0.01
        others = [p for n, p in places if n == number and p is not place]
        assert not any(p.top_pt == place.top_pt and p.left_pt == place.left_pt for p in others)
    if count == 24:
        assert findings(declaration, edition, tmp_path) == []


HARD = [
    "一行。",
    LONG * 60,
    "他們強調……。》",
    "遵循《約1號》《約2號》《約3號》《約4號》《約5號》《約6號》《約7號》《約8號》《約9號》《約10號》。",
    LONG + "——即所謂三月——" + LONG,
    "依據〔2017〕12號文件，見《某國際金融行動特別工作組（FATF）標準》，以及"
    "Shanghai Cooperation Organisation及https://example.org/a/very/long/path/index.html等，" + LONG,
    "增長12.5%，2016-2020年計劃達1,000.75萬人，於2017年6月9日生效，" * 6,
]


@pytest.mark.parametrize("edition", PRINT, ids=lambda e: e.name)
def test_hard_paragraphs(edition: PrintEdition, tmp_path: Path) -> None:
    title = (
        "關於禁止發展、生產、儲存和使用化學武器及銷毀此種武器的公約"
        "締約國第二十三次會議通過的最後宣言和行動計劃"
    )
    declaration = small_document(
        tmp_path, HARD, title=title, register=register(10, 8), signatories=SIGNED
    )
    assert len(declaration.notes) == 10
    assert findings(declaration, edition, tmp_path) == []


@pytest.mark.parametrize("edition", PRINT, ids=lambda e: e.name)
def test_every_edition_where_marks_keep_their_width(
    edition: PrintEdition, project: Path, tmp_path: Path
) -> None:
    source = Source.open(project / "content" / "astana-2017")
    text, _ = in_script(source.read()[0], "zh-Hant-TW", source.reviewed)
    assert findings(text, edition, tmp_path) == []


def note_pages(document: SetDocument, key: str) -> list[int]:
    return [
        page.number
        for page in document.pages
        for part in page.notes
        if part.item.key == key  # type: ignore[union-attr]
    ]


def test_a_note_longer_than_half_a_page_runs_on(tmp_path: Path) -> None:
    handout = PRINTED["handout"]
    assert isinstance(handout, PrintEdition)
    paragraphs = [LONG * 7, LONG * 3 + "遵循《約1號》。", *[LONG * 3] * 9]
    declaration = small_document(tmp_path, paragraphs, register=register(1, 420))
    document = press(declaration, tmp_path).set(handout)
    pages = note_pages(document, "1")
    assert len(pages) == 2
    called = next(
        page.number
        for page in document.pages
        for part in page.parts
        if part.kind == "paragraph"
        for line in part.lines
        if any(f.kind == "call" for f in line.fragments)
    )
    assert pages[0] == called
    assert findings(declaration, handout, tmp_path) == []


@pytest.mark.parametrize("title", ["宣言書", "開羅宣言", LONG[:30] * 2])
def test_titles_of_any_length(title: str, tmp_path: Path) -> None:
    declaration = small_document(tmp_path, [LONG], title=title)
    # archives have the pages of the handout
    for edition in (edition for edition in PRINT if not edition.layout_of):
        head = press(declaration, tmp_path).set(edition).pages[0].parts[0]
        assert head.kind == "title"
        assert head.height_pt < 0.6 * edition.depth_pt
    assert findings(declaration, PRINT[0], tmp_path) == []


def test_a_rare_character_is_named(tmp_path: Path) -> None:
    declaration = small_document(tmp_path, ["甲" * 5, "某\U0002ceb4某。"])
    with pytest.raises(ContentError, match=r"para-2, character 2: .* \(U\+2CEB4\)"):
        press(declaration, tmp_path).print(PRINT[0])


def test_breaks_name_the_first_character_of_each_page(declaration: Declaration) -> None:
    document = Press(declaration, Assets.find(), Path("canonical.txt"), "正本").set(PRINT[0])
    breaks = document.breaks()
    assert [b.label for b in breaks] == [str(n) for n in range(1, len(document.pages) + 1)]
    offsets = [b.at for b in breaks]
    assert offsets == sorted(offsets)
    assert offsets[0] == 0
    assert next(b.apparatus for b in breaks if b.apparatus) == "instruments"


REGISTER = '[[instrument]]\nid = "c-1"\ntitle = "憲章"\nremark = "為試驗而設"\n'
# a rule that a designer might add, and what is said of it
RULES = {
    "img { font-size: 11pt }": "the rule `img` sets 11 pt, not 12 pt, which is what `text_pt`",
    ".page .indent { line-height: 2 }":
        "the rule `.page .indent` sets 24 pt, not 21 pt, which is what `leading_pt`",
    ".note { font: 8pt/13.5pt var(--text) }":
        "the rule `.note` sets 8 pt, not 9 pt, which is what `note_pt`",
    ".lines { font-family: var(--head) }":
        "the rule `.lines` sets sans-tc, not serif-tc, which is what `face`",
    ".page { width: 300pt }":
        "the rule `.page` sets 300 pt, not 432 pt, which is what `measure_em`",
    "html { font-family: mono }":
        "the rule `html` sets mono, not sans-tc or serif-tc, which is what `face`",
    ".call { font-family: mono }": "a look, “call”, has the face mono, which is not one of",
}  # fmt: skip


def with_rule(rule: str, project: Path, folder: Path) -> Press:
    """Return a press whose handout has one rule more."""
    styles = shutil.copytree(project / "styles", folder / "styles")
    with (styles / "handout.css").open("a") as sheet:
        sheet.write(rule)
    paragraphs = [LONG * 3 + "甲" * n for n in range(40)] + ["重申《憲章》。"]
    declaration = small_document(folder, paragraphs, register=REGISTER)
    return Press(declaration, replace(Assets.find(), styles=styles), folder / "x", "正本")


@pytest.mark.parametrize("rule", RULES)
def test_a_sheet_that_sets_lines_otherwise_than_composed_is_told(
    rule: str, project: Path, tmp_path: Path
) -> None:
    with pytest.raises(RegistryError) as told:
        with_rule(rule, project, tmp_path).print(PRINT[0])
    assert RULES[rule] in str(told.value)
    assert "\n" not in str(told.value)
    assert "zhengben/design/editions.py" in str(told.value) or "call" in rule


def test_a_sheet_that_moves_pages_is_told(project: Path, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="must keep each on its own"):
        with_rule("img { break-after: page }", project, tmp_path).print(PRINT[0])


@pytest.mark.parametrize("rule", ["img, .call { color: #123 }", ".call { vertical-align: 0.3em }",
                                  "h1 { letter-spacing: 0.2em; text-align: left }",
                                  "h2 { text-decoration: underline }"])  # fmt: skip
def test_a_sheet_has_lines_look_as_it_says(rule: str, project: Path, tmp_path: Path) -> None:
    plain = with_rule("", project, tmp_path / "plain").print(PRINT[0])
    other = with_rule(rule, project, tmp_path / "other").print(PRINT[0])
    assert other.pages == plain.pages
    with pikepdf.open(io.BytesIO(plain.data)) as one, pikepdf.open(io.BytesIO(other.data)) as two:
        contents = [[page.Contents.read_bytes() for page in pdf.pages] for pdf in (one, two)]
    assert contents[0] != contents[1]


# what laws of the statute book have and no specimen shows
STATUTE = (
    ("title", ["樣本管理條例"]),
    ("heading 1", ["第六章　教育、科學、文化、體育、宗教、勞工和社會服務"]),
    ("article", [
        "第二十八條　國營經濟為社會主義性質的經濟。凡屬有關國家經濟命脈和足以操縱國民生計的事業，"
        "均應由國家統一經營。凡屬國有的資源和企業，均為全體人民的公共財產，為人民共和國發展生產、"
        "繁榮經濟的主要物質基礎和整個社會經濟的領導力量。",
    ]),
    ("annex", ["附件一：管制清單"]),
    # numbered as articles are, and nothing under them
    ("article", [f"第{n}條　專門設計的生產設施與設備" for n in range(101, 160)]),
    ("heading 1", ["第二部分", "第三部分　見條例本文"]),
    ("paragraph", ["專為上述各項設計的技術資料，依照本條例的規定辦理。"]),
    ("heading 1", ["數量認定標準表"]),
)  # fmt: skip


@pytest.mark.parametrize("name", ["handout", "booklet", "gongwen", "large-print", "vertical"])
def test_what_statutes_have(name: str, tmp_path: Path) -> None:
    """Long headings, lists of headings and headings with nothing under them keep the page."""
    declaration = replace(read_blocks(tmp_path, STATUTE), genre="law")
    assert findings(declaration, PRINTED[name], tmp_path) == []


def test_a_heading_alone_at_the_foot_is_seen(tmp_path: Path) -> None:
    declaration = replace(read_blocks(tmp_path, STATUTE), genre="law")
    # the text now goes on after it
    paragraph = replace(declaration.lines[-2], text="", index=len(declaration.lines))
    told = replace(declaration, annexes=(*declaration.annexes, paragraph))
    pdf = press(declaration, tmp_path).print(PRINTED["handout"])
    path = tmp_path / "small.zh-Hant.handout.pdf"
    path.write_bytes(pdf.data)
    artefact = Artefact(path.name, "handout", "zh-Hant", "application/pdf", 0, pdf.pages, (), "")
    found = [f.code for f in examine(Subject(path, artefact, told)) if isinstance(f, Finding)]
    assert found == ["L-024"]


@pytest.mark.parametrize("lines", range(17, 25))
def test_an_office_keeps_its_name_and_the_date_a_signature(lines: int, tmp_path: Path) -> None:
    people = [("甲國代表", "某甲"), ("乙國代表", "某乙")]
    blocks = [
        ("title", ["關於樣本的決議"]),
        ("article", [f"第{n}條　各方應當合作。" for n in range(1, lines)]),
        ("testimonium", ["下列代表簽字，以昭信守。"]),
        *(("signatory", pair) for pair in people),
        ("closing", ["二〇二〇年一月一日訂於某地"]),
    ]
    declaration = replace(read_blocks(tmp_path, blocks, signed=people), genre="resolution")
    document = press(declaration, tmp_path).set(PRINTED["handout"])
    for page in document.pages[1:]:
        first = page.parts[0].item
        if isinstance(first, SetLine):
            assert first.line.role in ("signatory", "office"), first.line.text
            assert first.line.text.endswith("代表")
            # nor do the words that lead over stay behind
            before = document.pages[page.number - 2].parts[-1].item
            assert not (isinstance(before, SetParagraph) and before.line.role == "testimonium")


def test_further_lines_of_an_entry_hang(declaration: Declaration, tmp_path: Path) -> None:
    font = prepare(FACES["serif-tc"], frozenset("0123456789…" + declaration.text), tmp_path)
    compositor = Compositor(declaration, PRINTED["gongwen"], Metrics(font.path))
    long = replace(declaration.title, text="上海合作組織成員國元首宣言" * 3)
    entry = BodySetter(declaration, compositor).entry(long, 1, "32", "32")
    first, *further = entry.lines
    assert 22 < compositor.width(first.fragments) <= 25.05
    assert further
    assert all(compositor.width(line.fragments) <= 23.05 for line in further)
    dots, end = 0.75 * compositor.width(entry.leader), 28 - 0.75 * entry.leader_em
    # two em from the left stands the line, then a blank, then the dots
    assert 2 + compositor.width(further[-1].fragments) < end - dots
