"""Checks W: what a good Word file must be, for those who go on working in it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from zhengben.checks.finding import Check, Finding, Subject
from zhengben.document.anchors import is_sentence
from zhengben.document.identifiers import edition_urn
from zhengben.document.regex import regex
from zhengben.proof.docx import OURS, W, anchor, value

_TEMPLATES = "Look at templates/docx/ and zhengben/formats/docx/."
_OOXML = "ISO/IEC 29500-1"
_DC = "{http://purl.org/dc/elements/1.1/}"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_HEADING = regex(r"Heading([1-9])")
_LANGUAGES = {
    "zh-Hant": "zh-TW", "zh-Hant-TW": "zh-TW", "zh-Hant-HK": "zh-HK",
    "zh-Hans": "zh-CN", "zh-Hans-SG": "zh-SG", "zh-Hans-MY": "zh-SG",
}  # fmt: skip
ROWS = (
    Check("W-001", "The file opens: its parts are well-formed, and whole.", _TEMPLATES, _OOXML),
    Check("W-002", "The entries bear one fixed date, and depend on no machine.", _TEMPLATES),
    Check(
        "W-101",
        "The file says what it is: title, maker, language and identifier.",
        "Look at templates/docx/core.xml.j2 and styles.xml.j2.",
        f"{_OOXML}, 15.2.12.1",
    ),
    Check(
        "W-201",
        "Headings of the text, and rubrics of articles, are Word's own headings, without gaps, and "
        "nothing else is; the title is a title.",
        _TEMPLATES,
    ),
    Check(
        "W-202",
        "Word itself counts the numbered paragraphs, from 1, and no others.",
        _TEMPLATES,
        f"{_OOXML}, 17.9",
    ),
    Check(
        "W-203",
        "Every note is a footnote of Word's, called once, behind its mention, and says what it "
        "should.",
        _TEMPLATES,
        f"{_OOXML}, 17.11",
    ),
    Check(
        "W-204",
        "Tables are tables: rows that do not break, heads that stand again, signatories in rows.",
        _TEMPLATES,
        f"{_OOXML}, 17.4",
    ),
)
# code, place, sentence
_Found = tuple[str, str, str]
_PARTS = ("[Content_Types].xml", "docProps/core.xml", "word/document.xml", "word/footnotes.xml",
          "word/numbering.xml", "word/settings.xml", "word/styles.xml")  # fmt: skip
_UNREADABLE = (
    OSError,
    EOFError,
    KeyError,
    RuntimeError,
    zipfile.BadZipFile,
    ElementTree.ParseError,
)


def examine(subject: Subject) -> Iterator[Finding]:
    """Make every check of the family on a Word file."""
    if subject.path.suffix != ".docx" or not subject.path.is_file():
        return
    file = subject.artefact.file
    try:
        with zipfile.ZipFile(subject.path) as archive:
            entries = archive.infolist()
            xml = {name: archive.read(name) for name in archive.namelist() if _is_xml(name)}
        if doctype := next((name for name, data in xml.items() if b"<!DOCTYPE" in data), None):
            yield Finding("W-001", file, doctype, "The part has a document type declaration.")
            return
        parts = {name: ElementTree.fromstring(data) for name, data in xml.items()}
        _ = [parts[name] for name in _PARTS]
    except _UNREADABLE as error:
        yield Finding("W-001", file, "file", f"The file does not open: {error}.")
        return
    if {entry.date_time for entry in entries} != {_EPOCH}:
        yield Finding("W-002", file, "container", "The entries do not bear the one fixed date.")
    for code, place, sentence in (
        *_properties(parts, subject),
        *_headings(parts, subject),
        *_numbers(parts, subject),
        *_notes(parts, subject),
        *_tables(parts, subject),
    ):
        yield Finding(code, file, place, sentence)


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _properties(parts: dict[str, ElementTree.Element], subject: Subject) -> Iterator[_Found]:
    declaration, core = subject.declaration, parts["docProps/core.xml"]
    wanted = {
        "title": declaration.title.text,
        "creator": declaration.organ if declaration.organ.strip() else "",
        "language": declaration.script,
        "identifier": edition_urn(declaration.id, declaration.script, subject.artefact.edition),
    }
    for name, told in wanted.items():
        if core.findtext(f"{_DC}{name}", "") != told:
            yield "W-101", "docProps/core.xml", f"The file does not say its {name}, {told}."
    languages = {value(e, "eastAsia") for e in parts["word/styles.xml"].iter(f"{W}lang")}
    if languages != {_LANGUAGES.get(declaration.script)}:
        yield "W-101", "word/styles.xml", f"The language of the text is not {declaration.script}'s."


def _styled(
    parts: dict[str, ElementTree.Element],
) -> Iterator[tuple[str, str, ElementTree.Element]]:
    """Yield anchor, style and element of each paragraph of the text."""
    for element in parts["word/document.xml"].iter(f"{W}p"):
        style = value(element.find(f"{W}pPr/{W}pStyle"))
        mark = element.find(f"{W}bookmarkStart")
        if mark is not None and style not in OURS:
            yield anchor(value(mark, "name")), style, element


def _headings(parts: dict[str, ElementTree.Element], subject: Subject) -> Iterator[_Found]:
    styles = {
        value(style, "styleId"): style for style in parts["word/styles.xml"].iter(f"{W}style")
    }
    said = {line_id: style for line_id, style, _ in _styled(parts)}
    rank = 0
    for line in subject.declaration.lines:
        style = said.get(line.id, "")
        found = _HEADING.fullmatch(style)
        short = not line.listed and not is_sentence(line.text)
        rubric = line.role == "article" and short
        if bool(found) != (rubric or line.role in ("heading", "annex")):
            yield "W-201", line.id, f"{line.id} is in the style {style or 'of none'}."
        if line.role == "title" and style != "Title":
            yield "W-201", line.id, "The title is not in the style Title."
        if found:
            if int(found[1]) > rank + 1:
                yield "W-201", line.id, f"A heading of rank {found[1]} follows one of rank {rank}."
            rank = int(found[1])
            level = styles[style].find(f"{W}pPr/{W}outlineLvl") if style in styles else None
            if value(level) != str(rank - 1):
                yield "W-201", line.id, f"The style {style} stands in no outline."


def _numbers(parts: dict[str, ElementTree.Element], subject: Subject) -> Iterator[_Found]:
    counted = {
        value(style, "styleId")
        for style in parts["word/styles.xml"].iter(f"{W}style")
        if style.find(f"{W}pPr/{W}numPr") is not None
    }
    found = [
        line_id
        for line_id, style, element in _styled(parts)
        if style in counted or element.find(f"{W}pPr/{W}numPr") is not None
    ]
    wanted = [line.id for line in subject.declaration.lines if line.number]
    start = parts["word/numbering.xml"].find(f"{W}abstractNum/{W}lvl/{W}start")
    numbers = [line.number for line in subject.declaration.lines if line.number]
    if found != wanted:
        other = next((i for i in [*found, *wanted] if (i in found) != (i in wanted)), "text")
        yield "W-202", other, f"Word counts {len(found)} paragraphs, the text has {len(wanted)}."
    elif wanted and (value(start) != "1" or numbers != list(range(1, len(numbers) + 1))):
        yield "W-202", wanted[0], "Word does not count as the text is numbered."


def _notes(parts: dict[str, ElementTree.Element], subject: Subject) -> Iterator[_Found]:
    said = {
        value(note, "id"): "".join(t.text or "" for t in note.iter(f"{W}t")).strip()
        for note in parts["word/footnotes.xml"].iter(f"{W}footnote")
        if not value(note, "type")
    }
    calls = list[tuple[str, int, str]]()
    for line_id, _, element in _styled(parts):
        length = 0
        for piece in element.iter():
            if piece.tag == f"{W}footnoteReference":
                calls.append((line_id, length, said.get(value(piece, "id"), "")))
            elif piece.tag == f"{W}drawing" or piece.tag.endswith("}oMath"):
                length += 1
            elif piece.tag == f"{W}t" and not _beside(element, piece):
                length += len(piece.text or "")
    starts = {line.id: line.start for line in subject.declaration.lines}
    wanted = [(n.line_id, n.at - starts[n.line_id], n.text) for n in subject.declaration.notes]
    for call in wanted:
        if call not in calls:
            yield "W-203", call[0], f"No footnote is called there that says {call[2][:40]}."
    if len(calls) != len(wanted) or len(said) != len(wanted):
        yield "W-203", "text", f"There are {len(calls)} calls, and {len(wanted)} notes."


def _beside(paragraph: ElementTree.Element, text: ElementTree.Element) -> bool:
    """Say whether a text stands beside the line: a reading, or the call of a note of the author."""
    for ruby in paragraph.iter(f"{W}rt"):
        if text in ruby.iter():
            return True
    return any(
        text in run.iter()
        for run in paragraph.iter(f"{W}r")
        if value(run.find(f"{W}rPr/{W}rStyle")) == "AuthorCall"
    )


def _tables(parts: dict[str, ElementTree.Element], subject: Subject) -> Iterator[_Found]:
    cells = {line.id: line.cell for line in subject.declaration.lines if line.cell}
    placed = dict[str, ElementTree.Element]()
    for row in parts["word/document.xml"].iter(f"{W}tr"):
        anchors = [anchor(value(mark, "name")) for mark in row.iter(f"{W}bookmarkStart")]
        placed |= dict.fromkeys(anchors, row)
        first = anchors[0] if anchors else "text"
        if row.find(f"{W}trPr/{W}cantSplit") is None:
            yield "W-204", first, "A row may break over pages."
        heads = {cells[a].header for a in anchors if a in cells}
        if heads and (True in heads) != (row.find(f"{W}trPr/{W}tblHeader") is not None):
            yield "W-204", first, "A row of column heads does not stand again, or another does."
    for line_id in cells.keys() - placed.keys():
        yield "W-204", line_id, f"{line_id} is in no row of a table."
    yield from _signed(placed, subject)


def _signed(placed: dict[str, ElementTree.Element], subject: Subject) -> Iterator[_Found]:
    """Look at whether each signatory whose lines follow one another has a row."""
    for signatory in subject.declaration.signatories:
        head, *more = signatory.lines
        together = [line.index for line in more] == [head.index + n + 1 for n in range(len(more))]
        for line in more if together and not head.cell else ():
            home = placed.get(line.id)
            if home is None or home is not placed.get(head.id):
                yield "W-204", line.id, f"{line.id} does not stand in the row of its signatory."
