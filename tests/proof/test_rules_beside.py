"""What lies beside the words of a PDF is told wherever it is not as the press writes it."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, cast

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from zhengben.proof.pdf_beside import (
    _among,
    _around,
    _below,
    strange_artifacts,
    strange_attachments,
    strange_labels,
    strange_languages,
    strange_packet,
    strange_rules,
    strange_sides,
)

KEY = ((5, 0), 1)


def glyph(
    ink: tuple[float, float, float, float], base: float = 50.0, size: float = 10.0,
    *, text: str = "甲", key: Any = None, level: bool = True, artifact: int = 0,
) -> Any:  # fmt: skip
    return SimpleNamespace(
        text=text, ink=ink, base=base, size=size, key=key, level=level, artifact=artifact
    )


def path(*names: str) -> tuple[Any, ...]:
    return tuple(SimpleNamespace(own=name) for name in names)


@pytest.mark.parametrize(
    ("rule", "below"),
    [
        ((0.0, 49.0, 100.0, 50.0), True), ((0.0, 49.5, 100.0, 50.1), False),
        ((0.0, 46.0, 100.0, 46.6), True), ((0.0, 46.0, 100.0, 46.5), False),
        ((0.0, 40.0, 100.0, 40.5), False), ((10.0, 49.0, 100.0, 50.0), False),
        ((9.0, 49.0, 100.0, 50.0), True), ((0.0, 0.0, 10.0, 50.0), False),
        ((0.0, 40.0, 10.0, 50.0), False), ((0.0, 40.5, 10.0, 50.0), True),
    ],
)  # fmt: skip
def test_a_rule_is_just_below_a_glyph(rule: tuple[float, float, float, float], below: bool) -> None:
    assert _below(rule, glyph((0.0, 48.0, 10.0, 58.0))) is below


def rules(
    boxes: Iterable[tuple[tuple[float, float, float, float], Any]], glyphs: Iterable[Any],
    paths: Any, *, changes: bool = False,
) -> list[tuple[str, str]]:  # fmt: skip
    drawn = [SimpleNamespace(box=box, key=key) for box, key in boxes]
    contents = SimpleNamespace(
        drawn=[SimpleNamespace(number=3, rules=drawn)], pages=[SimpleNamespace(glyphs=list(glyphs))]
    )
    return list(strange_rules(cast(Any, contents), paths, changes=changes))


def test_a_rule_below_words_needs_a_mark() -> None:
    below, far = (0.0, 49.0, 100.0, 49.5), (0.0, 20.0, 100.0, 20.5)
    word = glyph((0.0, 48.0, 10.0, 58.0))
    told = [("page 3", "has a rule just below “甲”")]
    assert rules([(below, None)], [word], {}) == told
    assert rules([(far, None)], [word], {}) == []
    assert rules([(below, None)], [glyph((0.0, 48.0, 10.0, 58.0), level=False)], {}) == []
    assert rules([(below, None), (below, None)], [word, word], {}) == told * 2
    # the rule that ends a row of a table, as wide as the table
    cell = glyph((0.0, 48.0, 10.0, 58.0), key=KEY)
    paths = {KEY: path("Table", "TR", "TD")}
    for tag in ("TD", "TH"):
        assert rules([(below, None)], [cell], {KEY: path("Table", tag)}) == []
    assert rules([(below, None)], [cell], {KEY: path("Table", "TR")}) == told
    assert rules([(below, None)], [cell], {}) == told
    for width, strange in ((99.4, True), (99.6, False)):
        narrow = (0.0, 49.0, width, 49.5)
        found = rules([(narrow, None), (far, None)], [cell], paths)
        assert found == (told if strange else []), width
    # another rule of the text is none across the table
    assert rules([((0.0, 49.0, 50.0, 49.5), None), (far, KEY)], [cell], {KEY: path("TD")}) == [
        ("page 3", "has a rule at words that have no mark")
    ]


@pytest.mark.parametrize("tag", ["u", "name", "blank", "dots", "new", "gone", "em", "sup"])
def test_a_rule_of_a_mark_is_one_that_has_rules(tag: str) -> None:
    below = [((0.0, 49.0, 100.0, 49.5), KEY)]
    told = [] if tag not in ("em", "sup") else [("page 3", "has a rule at words that have no mark")]
    paths = {KEY: path("P", f"Mark-{tag}", "Span")}
    assert rules(below, [glyph((0.0, 48.0, 10.0, 58.0))], paths) == told
    assert rules(below, [], paths, changes=True) == []
    assert rules(below, [], {}) == [("page 3", "has a rule at words that have no mark")]


def test_nothing_is_new_or_gone_in_a_file_that_merges_no_versions() -> None:
    told = [("the structure", "says that something is new or gone")]
    other = ((6, 0), 2)
    assert list(strange_sides({KEY: path("P", "Span"), other: path("P")})) == []
    for tag in ("Mark-new", "Mark-gone"):
        assert list(strange_sides({KEY: path("P"), other: path("P", tag)})) == told


def artifacts(glyphs: list[Any], said: dict[int, str], allowed: str = "") -> list[tuple[str, str]]:
    contents = SimpleNamespace(
        drawn=[SimpleNamespace(number=1, artifacts={}), SimpleNamespace(number=2, artifacts=said)],
        pages=[
            SimpleNamespace(glyphs=[glyph((0.0, 0.0, 1.0, 1.0), size=12.0)]),
            SimpleNamespace(glyphs=glyphs),
        ],
    )
    return list(strange_artifacts(cast(Any, contents), frozenset((allowed,))))


def test_a_running_head_stands_away_from_the_text_and_is_no_larger() -> None:
    text = [glyph((10.0, 10.0, 20.0, 20.0)), glyph((80.0, 80.0, 90.0, 90.0))]

    def head(*ink: float, size: float = 10.0, text: str = "頭") -> Any:
        box = cast(tuple[float, float, float, float], ink)
        return glyph(box, size=size, text=text, artifact=4)

    among, larger = ("page 2", "shows “頭” among the text"), (
        "page 2", "shows “頭” larger than the text")  # fmt: skip
    assert artifacts([*text, head(0, 95, 9, 99)], {4: "頭"}) == []
    assert artifacts([*text, head(50, 50, 60, 60)], {4: "頭"}) == [among]
    assert artifacts([*text, head(50, 50, 60, 60)], {4: "頭"}, "頭") == []
    assert artifacts([*text, head(50, 50, 60, 60)], {4: "……"}) == []
    assert artifacts([*text, head(50, 50, 60, 60, text=" ")], {4: "頭"}) == []
    assert artifacts([*text, head(50, 50, 60, 60)], {5: "頭"}) == []
    assert artifacts([head(50, 50, 60, 60)], {4: "頭"}) == []
    assert artifacts([glyph((0, 0, 99, 99), text=" "), head(5, 5, 6, 6)], {4: "頭"}) == []
    # two that stand on either side of the text are among it together
    assert artifacts([*text, head(0, 15, 5, 16), head(95, 15, 99, 16)], {4: "頭"}) == [among]
    for size, told in ((12.1, []), (12.2, [larger])):
        assert artifacts([*text, head(0, 95, 9, 99, size=size)], {4: "頭"}) == told
    # the largest of its glyphs counts, and of artifacts none counts as text
    heads = [head(0, 95, 4, 99, size=8.0), head(4, 95, 9, 99, size=13.0)]
    assert artifacts([*text, *heads], {4: "頭"}) == [larger]
    assert artifacts([*text, head(50, 50, 60, 60, size=13.0)], {4: "頭"}) == [larger, among]


def test_areas_share_a_place() -> None:
    one = (10.0, 10.0, 20.0, 20.0)
    assert _around([glyph((1, 2, 3, 4)), glyph((0, 5, 2, 6))]) == (0, 2, 3, 6)
    for other, shared in (
        ((19.0, 19.0, 30.0, 30.0), True), ((20.0, 10.0, 30.0, 20.0), False),
        ((10.0, 20.0, 20.0, 30.0), False), ((0.0, 0.0, 10.0, 20.0), False),
        ((0.0, 0.0, 30.0, 10.0), False), ((12.0, 0.0, 13.0, 30.0), True),
        ((12.0, 25.0, 13.0, 30.0), False), ((25.0, 12.0, 30.0, 13.0), False),
    ):  # fmt: skip
        assert _among(one, other) is shared, other
        assert _among(other, one) is shared, other


@pytest.mark.parametrize(
    ("numbers", "plain"),
    [
        ([0, {"/S": Name.D}], True), ([1, {"/S": Name.D}], False), ([0, {"/P": "a"}], False),
        ([0, {"/S": Name.D, "/P": "a"}], False), ([0, {"/S": Name.D}, 1, {"/S": Name.D}], False),
        ([0, {"/P": "1|–"}, 1, {"/P": "2|11"}], True), ([0, {"/P": "–|1"}], False),
        ([0, {"/P": "1|2"}, 2, {"/P": "3|4"}], False),
        ([1, {"/P": "1|2"}, 0, {"/P": "3|4"}], False),
        ([0, {"/P": "1|2"}, 1, {"/P": "3/4"}], False),
        ([0, {"/P": "1|2"}, 1, {"/P": "a3|4"}], False),
        ([0, {"/P": "1|2"}, 1, {"/P": "3|4", "/S": Name.D}], False), ([], False),
    ],
)  # fmt: skip
def test_pages_are_called_by_numbers_or_sides(numbers: list[Any], plain: bool) -> None:
    items = [
        Dictionary({k: v if isinstance(v, Name) else String(v) for k, v in item.items()})
        if isinstance(item, dict) else item
        for item in numbers
    ]  # fmt: skip
    with pikepdf.new() as pdf:
        for _ in range(2):
            pdf.add_blank_page()
        pdf.Root.PageLabels = Dictionary(Nums=Array(items))
        told = [] if plain else [("the file", "calls its pages otherwise than the press does")]
        assert list(strange_labels(pdf)) == told


def test_languages_are_those_of_the_text_and_its_columns() -> None:
    with pikepdf.new() as pdf:
        pdf.Root.Lang = String("zh-Hant")
        for tag in ("zh-Hant", "en", "mn"):
            pdf.make_indirect(Dictionary(Type=Name.StructElem, Lang=String(tag)))
        pdf.make_indirect(Dictionary(Type=Name.StructElem))
        pdf.make_indirect(Dictionary(Type=Name.Other, Lang=String("de")))
        pdf.make_indirect(Array([1]))
        told = ("the structure", "says that something is in “mn”")
        assert list(strange_languages(pdf, "zh-Hant", frozenset(("en",)))) == [told]
        assert list(strange_languages(pdf, "zh-Hant", frozenset(("en", "mn")))) == []
        assert list(strange_languages(pdf, "zh-Hans", frozenset(("en", "mn")))) == [
            ("the file", "says that its language is “zh-Hant”"),
            ("the structure", "says that something is in “zh-Hant”"),
        ]


PACKET = (
    '<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{inside}</rdf:RDF>\n'
    "</x:xmpmeta>\n{end}"
)
MORE = "hold something besides their packet"
READ, WRITTEN = '<?xpacket end="r"?>', '\n<?xpacket end="w"?>\n'
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'


@pytest.mark.parametrize(
    ("inside", "end", "told"),
    [
        ("", READ, []), ("", WRITTEN, []), ("", READ + "\n", [MORE]),
        ("", '<?xpacket end="w"?>\n', [MORE]),
        ("<!-- a -->", READ, [MORE]),
        ("<?a?>", READ, [MORE]),
        ("<a>", READ, ["are not well-formed (mismatched tag: line 3, column 70)"]),
        (f'<rdf:Description rdf:about=""><dc:title {DC}><rdf:Alt><rdf:li xml:lang="x-default">a'
         '</rdf:li><rdf:li xml:lang="zh-Hant">a</rdf:li></rdf:Alt></dc:title></rdf:Description>',
         READ, []),
        ('<rdf:Description rdf:about="a"/>', READ, ["have “a” at “Description”"]),
        ('<rdf:li rdf:parseType="Resource"/><rdf:li rdf:parseType="Literal"/>', READ,
         ["have “Literal” at “li”"]),
        ('<rdf:li xml:lang="en"/>', READ, ["have “en” at “li”"]),
        ('<rdf:li other="zh-Hant"/>', READ, ["have “zh-Hant” at “li”"]),
        (f"<dc:subject {DC}/><a/><dc:title xmlns:dc='urn:a'/>", READ,
         ["have the property “subject”", "have the property “”", "have the property “title”"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_packet_has_properties_of_the_press_alone(
    inside: str, end: str, told: list[str], bom: str
) -> None:
    data = PACKET.format(inside=inside, end=end, bom=bom).encode()
    with pikepdf.new() as pdf:
        pdf.Root.Metadata = pdf.make_stream(data)
        found = list(strange_packet(pdf, "zh-Hant"))
    assert found == [("the metadata", sentence) for sentence in told]


# ---- attachments

DAY = datetime.date(2017, 6, 9)
CAPTURE, CANONICAL = b"a capture", "甲\n".encode()
DECLARED = cast(Any, SimpleNamespace(
    id="small", script="zh-Hans",
    provenance=SimpleNamespace(
        capture_file="a.b.txt", received=DAY,
        capture_sha256=hashlib.sha256(CAPTURE).hexdigest(),
        canonical_sha256=hashlib.sha256(CANONICAL).hexdigest(),
    ),
))  # fmt: skip
FILES: dict[str, tuple[str, str, str, bytes]] = {
    "small.capture.txt": (
        "The text as it was captured, byte for byte", "Source", "text/plain", CAPTURE),
    "small.canonical.txt": (
        "The canonical text, one paragraph a line (UTF-8)", "Source", "text/plain", CANONICAL),
    "small.ledger.json": (
        "Each restoration on the way from the capture to the canonical text", "Supplement",
        "application/json", b"{}"),
    "small.zh-Hans.ledger.json": (
        "Each character of the conversion to zh-Hans", "Supplement", "application/json", b"{}"),
    "small.zh-Hans.akn.xml": (
        "The document as Akoma Ntoso 3.0", "Alternative", "application/akn+xml", b"<a/>"),
}  # fmt: skip


def carrying(pdf: pikepdf.Pdf, files: dict[str, tuple[str, str, str, bytes]]) -> list[Any]:
    """Have a file carry files, and return what it says of each."""
    made = list[Any]()
    for name, (description, relationship, media_type, data) in files.items():
        day = String("D:20170609000000Z")
        stream = pdf.make_stream(data)
        stream.Subtype = Name(f"/{media_type}")
        digest = hashlib.md5(data, usedforsecurity=False).digest()
        stream.Params = Dictionary(
            CheckSum=String(digest), Size=len(data), CreationDate=day, ModDate=day
        )
        made.append(pdf.make_indirect(Dictionary(
            Type=Name.Filespec, F=String(name), UF=String(name), Desc=String(description),
            AFRelationship=Name(f"/{relationship}"), EF=Dictionary(F=stream),
        )))  # fmt: skip
    pdf.Root.AF = Array(made)
    pairs = [part for item in made for part in (item.F, item)]
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array(pairs)))
    return made


def attached(alter: Any = None, **without: str) -> list[str]:
    files = {name: row for name, row in FILES.items() if name not in without.values()}
    with pikepdf.new() as pdf:
        items = carrying(pdf, files)
        if alter:
            alter(pdf, items)
        found = list(strange_attachments(pdf, DECLARED))
    assert {place for place, _ in found} <= {"the file"}
    return [sentence for _, sentence in found]


def test_a_file_carries_those_of_the_text() -> None:
    once = "does not carry each of the files of the text once"
    assert attached() == []
    assert attached(a="small.zh-Hans.ledger.json") == []
    for name in ("small.capture.txt", "small.canonical.txt", "small.ledger.json",
                 "small.zh-Hans.akn.xml"):  # fmt: skip
        assert attached(a=name) == [once]
    with pikepdf.new() as pdf:
        assert list(strange_attachments(pdf, DECLARED)) == []
        carrying(pdf, {})
        assert list(strange_attachments(pdf, DECLARED)) == []


def _set(number: int, key: str, value: Any) -> Any:
    return lambda pdf, items: items[number].__setitem__(key, value)


def _of_stream(key: str, value: Any) -> Any:
    return lambda pdf, items: items[1].EF.F.__setitem__(key, value)


def _of_parameters(key: str, value: Any) -> Any:
    return lambda pdf, items: items[1].EF.F.Params.__setitem__(key, value)


def _names(change: Any) -> Any:
    def alter(pdf: pikepdf.Pdf, items: list[Any]) -> None:
        pdf.Root.Names.EmbeddedFiles.Names = Array(change(list(pdf.Root.Names.EmbeddedFiles.Names)))

    return alter


SUM = "says another sum, size or day of “small.canonical.txt”"
ELSE = "says something else of “small.canonical.txt” than it is"
TWO_WAYS = "lists what it carries in two ways"
NONE = "carries “other.txt”, which is none of the press's"


@pytest.mark.parametrize(
    ("alter", "told"),
    [
        (_set(1, "/Desc", String("other")), [ELSE]),
        (_set(1, "/AFRelationship", Name.Data),
         [ELSE]),
        (_set(3, "/UF", String("other.txt")), [NONE]),
        (_set(3, "/F", String("other.txt")),
         [TWO_WAYS, "carries “small.zh-Hans.ledger.json”, which is none of the press's"]),
        (_of_stream("/Subtype", Name("/text/html")),
         ["says that “small.canonical.txt” is “/text/html”"]),
        (_of_parameters("/Size", 5), [SUM]), (_of_parameters("/CheckSum", String("a")), [SUM]),
        (_of_parameters("/CreationDate", String("D:20170610000000Z")), [SUM]),
        (_of_parameters("/ModDate", String("D:20170610000000Z")), [SUM]),
        (_names(lambda pairs: pairs[:-2]), [TWO_WAYS]),
        (_names(lambda pairs: [*pairs[2:], *pairs[:2]]), [TWO_WAYS]),
        (_names(lambda pairs: [String("a"), *pairs[1:]]), [TWO_WAYS]),
    ],
)  # fmt: skip
def test_what_is_said_of_a_file_that_is_carried_is_so(alter: Any, told: list[str]) -> None:
    assert attached(alter) == told


def test_a_file_that_is_carried_has_the_words_that_it_had() -> None:
    data = b"other words"
    digest = String(hashlib.md5(data, usedforsecurity=False).digest())
    for number, (name, row) in enumerate(FILES.items()):

        def alter(pdf: pikepdf.Pdf, items: list[Any], n: int = number) -> None:
            items[n].EF.F.write(data)
            items[n].EF.F.Params.CheckSum, items[n].EF.F.Params.Size = digest, len(data)

        told = [f"carries “{name}” with other words than it had"] if number < 2 else []
        assert attached(alter) == told, row


def test_a_capture_without_a_suffix_has_none() -> None:
    known = SimpleNamespace(**{**vars(DECLARED.provenance), "capture_file": "capture"})
    declared = SimpleNamespace(**{**vars(DECLARED), "provenance": known})
    with pikepdf.new() as pdf:
        carrying(pdf, {name.replace(".capture.txt", ".capture"): r for name, r in FILES.items()})
        assert list(strange_attachments(pdf, cast(Any, declared))) == []
        items = carrying(pdf, FILES)
        assert len(items) == 5
        assert [s for _, s in strange_attachments(pdf, cast(Any, declared))] == [
            "does not carry each of the files of the text once",
            "carries “small.capture.txt”, which is none of the press's",
        ]
        # one that is carried twice
        carrying(pdf, FILES)
        pdf.Root.AF.append(pdf.Root.AF[1])
        pdf.Root.Names.EmbeddedFiles.Names.extend([items[1].F, pdf.Root.AF[1]])
        assert [s for _, s in strange_attachments(pdf, DECLARED)] == [
            "does not carry each of the files of the text once"
        ]
