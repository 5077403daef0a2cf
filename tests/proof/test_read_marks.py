"""Each kind of mark is read from Akoma Ntoso and XHTML by element, place, value and order.

What an element says is written beside it in the notation of docs/notation.md.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from zhengben.document.notation import OBJECT, Mark, parse
from zhengben.proof.akn import NAMESPACE, extract_akn
from zhengben.proof.epub import Reader
from zhengben.proof.extraction import Block, Extraction

MATHML = "http://www.w3.org/1998/Math/MathML"


def akn(body: str, folder: Path) -> Extraction:
    path = folder / "a.akn.xml"
    doc = f'<akomaNtoso xmlns="{NAMESPACE}"><act><body>{body}</body></act></akomaNtoso>'
    path.write_text(doc, "utf-8")
    return extract_akn(path)


def xhtml(body: str) -> Reader:
    reader = Reader()
    text = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'
    reader.read("a.xhtml", ElementTree.fromstring(text), True)
    return reader


def said(blocks: tuple[Block, ...]) -> list[tuple[str, str, tuple[Mark, ...]]]:
    return [(block.id, block.text, block.marks) for block in blocks]


def written(**lines: str) -> list[tuple[str, str, tuple[Mark, ...]]]:
    """Return what lines in notation say, each by its identifier."""
    return [(name, (p := parse(line)).text, p.marks) for name, line in lines.items()]


# a name: what a paragraph holds in Akoma Ntoso, and in XHTML, and what it says
KINDS: dict[str, tuple[str, str, str]] = {
    "superscript": ("10<sup>3</sup>千克", "10<sup>3</sup>千克", "10^sup{3}千克"),
    "subscript": ("H<sub>2</sub>O", "H<sub>2</sub>O", "H^sub{2}O"),
    "emphasis": ("<i>甲</i>乙", "<em>甲</em>乙", "^em{甲}乙"),
    "dots": ('甲<inline name="dots">乙</inline>', '甲<em class="dots">乙</em>', "甲^dots{乙}"),
    "underline": ("<u>甲乙</u>", "<u>甲乙</u>", "^u{甲乙}"),
    "name": ('<inline name="name">甲國</inline>與', '<u class="name">甲國</u>與', "^name{甲國}與"),
    "blank": (
        '<inline name="blank">　　</inline>年',
        '<span class="blank">　　</span>年',
        "^blank{　　}年",
    ),
    "reading": (
        '<inline name="ruby" title="ㄉㄨˊ ㄌㄧˋ">獨立</inline>之',
        "<ruby>獨立<rp>（</rp><rt>ㄉㄨˊ ㄌㄧˋ</rt><rp>）</rp></ruby>之",
        "^ruby{獨立|ㄉㄨˊ ㄌㄧˋ}之",
    ),
    "reading by characters": (
        '<inline name="ruby" title="ㄉㄨˊㄌㄧˋ">獨立</inline>',
        "<ruby>獨<rt>ㄉㄨˊ</rt>立<rt><b>ㄌㄧ</b>ˋ</rt></ruby>",
        "^ruby{獨立|ㄉㄨˊㄌㄧˋ}",
    ),
    "call": (
        '甲<noteRef class="author" href="#author__note_1" marker="①"/>乙',
        '甲<a class="author-call" href="#author-note-1"><b>①</b></a>乙',
        "甲^note{①}乙",
    ),
    "call without a note": (
        '甲<inline name="note" title="2"/>',
        '甲<sup class="small author-call">2</sup>',
        "甲^note{2}",
    ),
    "picture": (
        '圖<img src="map.png" alt="甲國，乙國"/>如上',
        '圖<img class="wide object" src="../images/map.png" alt="甲國，乙國"/>如上',
        "圖^image{map.png|甲國，乙國}如上",
    ),
    "picture of a strange name": (
        '<img src="甲 1.png" alt="乙"/>',
        '<img class="object" src="images/%E7%94%B2%201.png" alt="乙"/>',
        "^image{甲 1.png|乙}",
    ),
    "picture without words": (
        '<img src="a.png"/>',
        '<img class="object" src="a.png"/>',
        "^image{a.png|}",
    ),
    "formula": (
        '式<inline name="math" title="x^2">x^2</inline>。',
        f'式<math xmlns="{MATHML}" alttext="x^2"><mtext>x^2</mtext></math>。',
        "式^math{x^^2}。",
    ),
    "formula of a file": (
        '<inline name="math" title="file:sum.mml">sum.mml</inline>為',
        f'<span data-file="sum.mml"><math xmlns="{MATHML}"/></span>為',
        "^math{file:sum.mml}為",
    ),
    "marks in marks": (
        '<i>甲<u>乙<sup>2</sup></u></i><inline name="dots"><u>丙</u></inline>',
        '<em>甲<u>乙<sup>2</sup></u></em><em class="dots"><u>丙</u></em>',
        "^em{甲^u{乙^sup{2}}}^dots{^u{丙}}",
    ),
    "the outer one of two first": (
        "<i><u>甲</u></i><u><i>乙</i></u>",
        "<em><u>甲</u></em><u><em>乙</em></u>",
        "^em{^u{甲}}^u{^em{乙}}",
    ),
    "beside a call": (
        '<i>甲</i><noteRef class="author" marker="1"/><noteRef class="author" marker="2"/>'
        "<u>乙</u>",
        '<em>甲</em><a class="author-call">1</a><a class="author-call">2</a><u>乙</u>',
        "^em{甲}^note{1}^note{2}^u{乙}",
    ),
    "in a reading and around a picture": (
        '<inline name="ruby" title="r"><i>甲</i>乙</inline><u>丙<img src="a.png" alt="丁"/></u>',
        '<ruby><em>甲</em>乙<rt>r</rt></ruby><u>丙<img class="object" src="a.png" alt="丁"/></u>',
        "^ruby{^em{甲}乙|r}^u{丙^image{a.png|丁}}",
    ),
    "what means nothing": (
        '<b>甲</b><span class="blank">乙</span><i>丙</i><term>丁</term>',
        '<b>甲</b><span class="x">乙</span><em>丙</em><u class="x">丁</u><span>戊</span>'
        '<em class="blank">己</em>',
        "甲乙^em{丙}丁",
    ),
    "what is ours": (
        '<i>甲</i><noteRef marker="1"/><sup status="editorial">2</sup><u>乙</u>',
        '<em>甲</em><a class="author-call" data-apparatus="call">1</a>'
        '<sup data-apparatus="x">2</sup><u>乙</u>',
        "^em{甲}^u{乙}",
    ),
}
# what XHTML says more than Akoma Ntoso has elements for
_MORE = {"what means nothing": "戊己"}


@pytest.mark.parametrize("name", KINDS)
def test_a_mark_is_read_from_akoma_ntoso(name: str, tmp_path: Path) -> None:
    body, _, line = KINDS[name]
    found = akn(f'<p eId="a">{body}</p>', tmp_path)
    assert said(found.blocks) == written(a=line)
    assert found.faults == ()


@pytest.mark.parametrize("name", KINDS)
def test_a_mark_is_read_from_xhtml(name: str) -> None:
    _, body, line = KINDS[name]
    reader = xhtml(f'<p id="a">{body}</p><p id="b">甲</p>')
    assert said(reader.blocks) == written(a=line + _MORE.get(name, ""), b="甲")
    assert reader.faults == []


def test_marks_of_a_number_stand_before_those_of_its_line(tmp_path: Path) -> None:
    body = (
        '<article eId="art_1"><num><i>第一條</i><noteRef class="author" marker="1"/></num>'
        '<p>　甲<sup>2</sup><img src="a.png" alt="圖"/></p></article>'
        '<article eId="art_2"><num><u>第二條</u></num></article>'
    )
    assert said(akn(body, tmp_path).blocks) == written(
        **{"art-1": "^em{第一條}^note{1}　甲^sup{2}^image{a.png|圖}", "art-2": "^u{第二條}"}
    )


def foreign(name: str) -> str:
    return f"A paragraph holds an element {name} that is neither text nor apparatus."


def shows_another(value: str) -> str:
    return f"A formula shows other words than its own: “{value}”."


# a name: what a paragraph of Akoma Ntoso holds, and the fault that is found
AKN_FAULTS: dict[str, tuple[str, str, str]] = {
    "another formula is shown": (
        '<inline name="math" title="x">甲<b>乙</b></inline>', "formula", shows_another("x"),
    ),
    "no formula is shown": ('<inline name="math" title="x"/>', "formula", shows_another("x")),
    "another file is shown": (
        '<inline name="math" title="file:a.mml">file:a.mml</inline>',
        "formula",
        shows_another("file:a.mml"),
    ),
    "a formula is only named": ('<b name="math">甲</b><img/>', "foreign", foreign("img")),
    "an unknown name": ('<inline name="bold">甲</inline>', "foreign", foreign("inline")),
    "no name": ("<inline>甲</inline>", "foreign", foreign("inline")),
    "a picture without a file": ('<img alt="甲"/>', "foreign", foreign("img")),
    "ruby": ("<ruby>甲</ruby>", "foreign", foreign("ruby")),
}  # fmt: skip


@pytest.mark.parametrize("name", AKN_FAULTS)
def test_what_is_no_mark_of_akoma_ntoso(name: str, tmp_path: Path) -> None:
    body, code, sentence = AKN_FAULTS[name]
    found = akn(f'<p eId="a">乙{body}</p>', tmp_path)
    assert [(fault.code, fault.sentence) for fault in found.faults] == [(code, sentence)]


@pytest.mark.parametrize("name", ["akn", "xhtml"])
def test_a_value_that_is_missing_is_empty(name: str, tmp_path: Path) -> None:
    if name == "akn":
        body = (
            '<p eId="a"><noteRef class="author"/><inline name="note"/><inline name="math"/>'
            '<inline name="ruby">甲</inline></p>'
        )
        blocks = akn(body, tmp_path).blocks
    else:
        body = (
            '<p id="a"><a class="author-call"/><a class="author-call"/>'
            f'<m:math xmlns:m="{MATHML}"><m:mi>x</m:mi></m:math><ruby>甲</ruby></p>'
        )
        blocks = xhtml(body).blocks
    assert said(blocks) == [
        (
            "a",
            f"{OBJECT}甲",
            (Mark("note", 0, 0), Mark("note", 0, 0), Mark("math", 0, 1), Mark("ruby", 1, 2)),
        )
    ]


# the author's notes of Akoma Ntoso

_NOTE = '<authorialNote eId="author__note_1" marker="①">'
NOTE = f"<p>{_NOTE}<p>① 見<i>附件</i>。</p></authorialNote></p>"


def test_a_note_by_the_author_is_a_paragraph(tmp_path: Path) -> None:
    found = akn(f'<article eId="art_1"><content>{NOTE}</content></article>', tmp_path)
    assert said(found.blocks) == written(**{"author-note-1": "① 見^em{附件}。"})
    assert found.faults == ()


@pytest.mark.parametrize(
    ("old", "new", "name", "text"),
    [
        ("<p><author", "<p>甲<author", "art-1", "甲① 見附件。"),
        ("<p><author", "<p><b>甲</b><author", "art-1", "甲① 見附件。"),
        ("</authorialNote>", "</authorialNote>甲", "art-1", "① 見附件。甲"),
        ('"①"><p>', '"①">甲<p>', "author-note-1", "甲① 見附件。"),
        ("</p></author", "</p>甲</author", "author-note-1", "① 見附件。甲"),
        ("</p></author", "</p><p>甲</p></author", "author-note-1", "① 見附件。甲"),
    ],
)
def test_a_note_among_other_things_is_none(
    old: str, new: str, name: str, text: str, tmp_path: Path
) -> None:
    assert old in NOTE
    body = NOTE.replace(old, new, 1)
    found = akn(f'<article eId="art_1"><content>{body}</content></article>', tmp_path)
    assert [(block.id, block.text) for block in found.blocks] == [(name, text)]
    sentences = {fault.sentence for fault in found.faults}
    assert foreign("authorialNote") in sentences


@pytest.mark.parametrize("inside", ["", "<b>甲</b>", "甲"])
def test_a_note_has_a_paragraph(inside: str, tmp_path: Path) -> None:
    found = akn(f'<p eId="a">{_NOTE}{inside}</authorialNote></p>', tmp_path)
    assert [fault.sentence for fault in found.faults] == [foreign("authorialNote")]


def test_another_element_is_no_note(tmp_path: Path) -> None:
    body = '<p eId="a"><span eId="author__note_1"><p>甲</p></span></p>'
    found = akn(body, tmp_path)
    assert [block.id for block in found.blocks] == ["a"]
    assert [fault.sentence for fault in found.faults] == [foreign("p")]


# what XHTML has of its own

XHTML_FAULTS: dict[str, tuple[str, tuple[str, str]]] = {
    "a call that is hidden": (
        '<a class="author-call" style="display:none">1</a>',
        ("hidden", "a.xhtml hides the text of a."),
    ),
    "a picture that is none of ours": (
        '<img src="a.png" alt="甲"/>',
        ("foreign", "a.xhtml shows an element img outside the apparatus."),
    ),
    "a formula that is empty": (
        f'<math xmlns="{MATHML}" alttext="x"> </math>',
        ("foreign", f"a.xhtml shows an element {{{MATHML}}}math outside the apparatus."),
    ),
    "a picture in other words": (
        '<span role="img" aria-label="甲" data-file="a.png">〔乙〕</span>',
        ("object", "a.xhtml tells a picture in other words than its own: “甲”."),
    ),
    "a picture without brackets": (
        '<span role="img" aria-label="甲" data-file="a.png">甲</span>',
        ("object", "a.xhtml tells a picture in other words than its own: “甲”."),
    ),
    "a picture without words": (
        '<span role="img" data-file="a.png">〔甲〕</span>',
        ("object", "a.xhtml tells a picture in other words than its own: “”."),
    ),
    "a formula with another": (
        f'<span data-file="a.mml"><math xmlns="{MATHML}"/><svg/></span>',
        ("foreign", f"a.xhtml shows an element {{{MATHML}}}math outside the apparatus."),
    ),
}


@pytest.mark.parametrize("name", XHTML_FAULTS)
def test_what_is_no_mark_of_xhtml(name: str) -> None:
    body, wanted = XHTML_FAULTS[name]
    reader = xhtml(f'<p id="a">乙{body}</p>')
    assert (reader.faults[0].code, reader.faults[0].sentence) == wanted


def test_a_picture_is_told_in_words() -> None:
    body = '<span role="img" aria-label="圖一" data-file="map.png">〔<b>圖一</b>〕</span>'
    reader = xhtml(f'<p id="a">見{body}。</p>')
    assert said(reader.blocks) == written(a="見^image{map.png|圖一}。")
    assert reader.faults == []


def test_a_picture_needs_its_role_and_its_file() -> None:
    body = '<span role="img" aria-label="甲">〔甲〕</span><span data-file="a.mml">乙</span>'
    reader = xhtml(f'<p id="a">{body}</p>')
    assert said(reader.blocks) == written(a="〔甲〕乙")


def test_a_paragraph_may_be_only_an_object() -> None:
    reader = xhtml('<figure id="a"><img class="object" src="a.png" alt="圖"/></figure>')
    assert said(reader.blocks) == written(a="^image{a.png|圖}")
