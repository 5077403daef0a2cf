"""The proof reads books by spine and mark-up, and sees each way to falsify them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from pdf_cases import found

from zhengben.proof import epub
from zhengben.proof.epub import extract_epub
from zhengben.proof.fidelity import Proof, prove

LINES = {
    "title": "阿斯塔納宣言",
    "para-1": "成員國強調，《上合組織憲章》具有歷史意義。",
    "para-2": "成員國指出：2017-2018年 SCO 繼續協作。",
    "office-1": "中華人民共和國主席",
    "name-1": "習近平",
    "closing": "二〇一七年六月九日",
}
TEXT = "".join(line + "\n" for line in LINES.values())

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="EPUB/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""
PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="one" href="text/a%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="two" href="text/two.xhtml" media-type="application/xhtml+xml"/>
<item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>
<item id="picture" href="cover.svg" media-type="image/svg+xml"/>
</manifest><spine>
<itemref idref="cover"/><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/>
</spine></package>"""


def page(body: str, attributes: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="zh-Hant">\n'
        f"<head><title>不是正文</title></head>\n<body {attributes}>\n{body}\n</body>\n</html>\n"
    )


FILES: dict[str, str] = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "EPUB/book.opf": PACKAGE,
    "EPUB/nav.xhtml": page("<nav><ol><li><a href='x'>目錄</a></li></ol></nav>"),
    "EPUB/cover.xhtml": page("<h1>封面</h1><img src='c.png' alt='圖'/>", 'data-apparatus="cover"'),
    "EPUB/text/a b.xhtml": page(
        """<section>
        <h1 id="title"><span>阿斯塔納</span><br/><span>宣言</span></h1>
        <p data-apparatus="dateline">2017年6月9日</p>
        <p id="para-1"><span data-apparatus="number">1.</span>成員國強調，《上合<!-- 註 -->組織<b
        >憲章</b>》<a href="#n" data-apparatus="call">1</a>具有歷史意義。</p>
        <aside data-apparatus="note"><p>註釋</p></aside>
        </section>"""
    ),
    "EPUB/text/two.xhtml": page(
        """<div><p id="para-2">成員國指出：2017-2018年 SCO 繼續協作。</p></div>
        <ol>
          <li><p id="office-1">中華人民共和國主席</p> <p id="name-1">習近平</p></li>
        </ol>
        <table><tr><td id="closing">二〇一七年六月九日</td></tr></table><p></p>"""
    ),
}


def write(path: Path, files: Mapping[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in files.items():
            book.writestr(name, text)
    return path


def check(path: Path) -> Proof:
    return prove(path, TEXT, ids=tuple(LINES), references={})


def falsified(path: Path, name: str, old: str, new: str) -> Path:
    assert old in FILES[name]
    return write(path, {**FILES, name: FILES[name].replace(old, new, 1)})


def test_a_true_book_is_proved(tmp_path: Path) -> None:
    proof = check(write(tmp_path / "a.epub", FILES))
    assert proof.failures == ()
    assert proof.extracted_sha256 == proof.canonical_sha256


def test_a_book_is_called_what_it_is(tmp_path: Path) -> None:
    assert extract_epub(write(tmp_path / "a.epub", FILES)).medium == "EPUB"
    for files, why in (
        ({}, "META-INF/container.xml is missing."),
        (None, "File is not a zip file."),
    ):
        path = tmp_path / "b.epub"
        path.write_bytes(b"") if files is None else write(path, files)
        found = extract_epub(path)
        assert found.medium == "EPUB"
        assert [f.sentence for f in found.faults] == [f"The EPUB cannot be read: {why}"]


def test_blocks_know_their_documents(tmp_path: Path) -> None:
    blocks = extract_epub(write(tmp_path / "a.epub", FILES)).blocks
    assert blocks[1].places == ("EPUB/text/a b.xhtml",)


ONE, TWO, OPF = "EPUB/text/a b.xhtml", "EPUB/text/two.xhtml", "EPUB/book.opf"
FIRST = '<itemref idref="one"/>'
ROOT = '<rootfile full-path="EPUB/book.opf" media-type="application/oebps-package+xml"/>'
CASES: dict[str, tuple[str, str, str, set[str]]] = {
    "altered": (ONE, "強調", "強凋", {"changed"}),
    "deleted": (ONE, "強調", "強", {"lost"}),
    "inserted": (ONE, "強調", "強強調", {"added"}),
    "swapped": (ONE, "強調", "調強", {"swapped"}),
    "a compatibility form": (ONE, "歷史", "歴史", {"changed"}),
    "a blank": (ONE, "強調", "強 調", {"added"}),
    "an ideographic blank": (ONE, "強調", "強　調", {"added"}),
    "an unseen character": (ONE, "強調", "強\u200b調", {"added"}),
    "a blank behind the number": (ONE, "</span>成員國", "</span> 成員國", {"added"}),
    "a line feed in the text": (ONE, "強調", "強\n調", {"added"}),
    "two blanks for one": (TWO, "SCO ", "SCO  ", {"added"}),
    "a blank lost": (TWO, " SCO", "SCO", {"lost"}),
    "split": (TWO, "指出：", '指出：</p><p id="x">', {"split"}),
    "joined": (TWO, '</p> <p id="name-1">', "", {"joined"}),
    "reordered": (
        TWO,
        '<p id="office-1">中華人民共和國主席</p> <p id="name-1">習近平</p>',
        '<p id="name-1">習近平</p><p id="office-1">中華人民共和國主席</p>',
        {"reordered"},
    ),
    "lost": (TWO, '<p id="name-1">習近平</p>', "", {"lost-paragraph"}),
    "added": (TWO, '<p id="name-1">', '<p>先生</p><p id="name-1">', {"added-paragraph", "no-id"}),
    "blank paragraph": (TWO, "<p></p>", "<p>\u3000</p>", {"added-paragraph"}),
    "identifier changed": (TWO, 'id="name-1"', 'id="name-9"', {"id"}),
    "identifier lost": (TWO, ' id="name-1"', "", {"id", "no-id"}),
    "identifier twice": (TWO, 'id="name-1"', 'id="office-1"', {"id", "id-twice"}),
    "apparatus unmarked": (ONE, ' data-apparatus="number"', "", {"added"}),
    "note unmarked": (ONE, ' data-apparatus="note"', "", {"added-paragraph"}),
    "text marked as apparatus": (ONE, "<b\n", '<b data-apparatus="x"\n', {"lost"}),
    "cover unmarked": ("EPUB/cover.xhtml", ' data-apparatus="cover"', "", {"foreign", "no-id"}),
    "text beside paragraphs": (TWO, "<div>", "<div>又", {"mixed"}),
    "hidden": (TWO, '<p id="name-1"', '<p hidden="" id="name-1"', {"hidden"}),
    "styled away": (TWO, "<ol>", '<ol style="display : none">', {"hidden"}),
    "a picture": (TWO, "習近平", '<img src="x.png" alt="習"/>近平', {"foreign", "lost"}),
    "a script": (TWO, "<div>", "<script>1</script><div>", {"script"}),
    "documents in another order": (
        OPF,
        f'{FIRST}<itemref idref="two"/>',
        f'<itemref idref="two"/>{FIRST}',
        {"reordered"},
    ),
    "a document left out": (OPF, '<itemref idref="two"/>', "", {"lost-paragraph"}),
    "a document shown twice": (OPF, FIRST, FIRST * 2, {"file-twice"}),
    "a document off the way": (OPF, 'idref="two"', 'idref="two" linear="no"', {"not-linear"}),
    "a picture in the spine": (OPF, 'idref="nav"', 'idref="picture"', {"not-text"}),
    "two packages": (
        "META-INF/container.xml",
        ROOT,
        ROOT * 2,
        {"renditions"},
    ),
    "not well-formed": (TWO, "</div>", "", {"unreadable", "lost-text"}),
    "an entity": (TWO, "<!DOCTYPE html>", '<!DOCTYPE html [<!ENTITY a "國">]>', {"unreadable"}),
    "not XHTML": (TWO, "http://www.w3.org/1999/xhtml", "urn:x", {"unreadable"}),
    "a spine that names nothing": (OPF, 'idref="two"', 'idref="three"', {"unreadable"}),
    "a file that is missing": (OPF, "two.xhtml", "three.xhtml", {"unreadable"}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_falsified_book_is_seen(name: str, tmp_path: Path) -> None:
    file, old, new, wanted = CASES[name]
    proof = check(falsified(tmp_path / "a.epub", file, old, new))
    assert wanted <= found(proof), proof.failures
    assert not proof.holds


def test_the_same_name_twice_in_the_zip_is_seen(tmp_path: Path) -> None:
    path = write(tmp_path / "a.epub", FILES)
    with zipfile.ZipFile(path, "a") as book, pytest.warns(UserWarning, match="Duplicate name"):
        book.writestr(TWO, FILES[TWO])
    assert "file-twice" in found(check(path))


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epub, "_MOST_BYTES", 100_000)
    bomb = {**FILES, TWO: FILES[TWO].replace("習", "習" + " " * 1_000_000)}
    proof = check(write(tmp_path / "a.epub", bomb))
    assert any("larger than 100000 bytes" in failure for failure in proof.failures)


def test_too_many_files_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epub, "_MOST_ENTRIES", 3)
    proof = check(write(tmp_path / "a.epub", FILES))
    assert any("more than 3 files" in failure for failure in proof.failures)


def test_too_deep_a_document_is_not_followed(tmp_path: Path) -> None:
    deep = {**FILES, TWO: page("<div>" * 500 + "深" + "</div>" * 500)}
    proof = check(write(tmp_path / "a.epub", deep))
    assert any("nested more than" in failure for failure in proof.failures)


@pytest.mark.parametrize("size", [0, 200, 1500])
def test_a_truncated_book_is_told(size: int, tmp_path: Path) -> None:
    path = write(tmp_path / "a.epub", FILES)
    path.write_bytes(path.read_bytes()[:size])
    proof = check(path)
    assert any("cannot be read" in failure for failure in proof.failures)


def test_a_damaged_book_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.epub", FILES)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as book:
        start = book.getinfo(TWO).header_offset
    for n in range(start + 80, start + 120):
        data[n] ^= 0x55
    path.write_bytes(data)
    assert "unreadable" in found(check(path))
