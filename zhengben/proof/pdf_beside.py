"""Compares what lies beside the words of a PDF: its rules, page labels, languages and packet.

None of it changes what the text says, but each changes what a reader sees, hears or is told of it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

import pikepdf

from zhengben.document.declaration import Declaration
from zhengben.document.regex import regex
from zhengben.proof.extraction import shown
from zhengben.proof.geometry import Box
from zhengben.proof.glyphs import Glyph
from zhengben.proof.marked_content import Key
from zhengben.proof.pdf_grammar import ATTACHED, METADATA, Attached
from zhengben.proof.pdf_operators import StrictContents
from zhengben.proof.structure_tree import SIDES, Step

# what is drawn with a rule: marks of the text, and what one of two merged versions has alone
_RULED = frozenset(("Mark-u", "Mark-name", "Mark-blank", "Mark-dots", "Mark-new", "Mark-gone"))
# a rule of a table stands farther below the words of its cells, in em
_NEAREST_EM = 0.35
_CELLS, _ROUNDING_PT = ("TD", "TH"), 0.5
_SIDES = regex(r"(\d+|–)\|(\d+|–)")
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# the engine writes the one, the imposer the other
_PACKET = regex(
    rb'<\?xpacket begin="(\xef\xbb\xbf)?" id="W5M0MpCehiHzreSzNTczkc9d"\?>\n<x:xmpmeta [^<>]*>\n'
    rb'<rdf:RDF .*</rdf:RDF>\n</x:xmpmeta>\n(<\?xpacket end="r"\?>|\n<\?xpacket end="w"\?>\n)',
    re.DOTALL,
)
Told = Iterator[tuple[str, str]]


def strange_rules(
    contents: StrictContents, paths: Mapping[Key, tuple[Step, ...]], *, changes: bool
) -> Told:
    """Yield rules below words that no mark of the text stands for.

    Where ``changes`` are shown, words that changed have rules and dots too.
    """
    for page, shown_page in zip(contents.drawn, contents.pages, strict=True):
        # those across a table, which end a row that goes on on the next page without white above
        across = max((r.box[2] - r.box[0] for r in page.rules if r.key is None), default=0.0)
        for rule in page.rules:
            place = f"page {page.number}"
            if rule.key is None:
                wide = rule.box[2] - rule.box[0] > across - _ROUNDING_PT
                near = (
                    g
                    for g in shown_page.glyphs
                    if g.level
                    and _below(rule.box, g)
                    and not (wide and g.key and _in_cell(paths.get(g.key, ())))
                )
                if glyph := next(near, None):
                    yield place, f"has a rule just below {shown(glyph.text)}"
            elif not changes and _RULED.isdisjoint(s.own for s in paths.get(rule.key, ())):
                yield place, "has a rule at words that have no mark"


def strange_sides(paths: Mapping[Key, tuple[Step, ...]]) -> Told:
    """Yield what is said to be new or gone in a file that merges no versions."""
    if any(step.own in SIDES for path in paths.values() for step in path):
        yield "the structure", "says that something is new or gone"


def _in_cell(path: tuple[Step, ...]) -> bool:
    return any(step.own in _CELLS for step in path)


def _below(rule: Box, glyph: Glyph) -> bool:
    """Say whether a rule that lies along the line is right below a glyph."""
    along = rule[2] - rule[0] > rule[3] - rule[1]
    common = min(rule[2], glyph.ink[2]) - max(rule[0], glyph.ink[0])
    return along and common > 0 and 0 <= glyph.base - rule[3] < _NEAREST_EM * glyph.size


def strange_artifacts(contents: StrictContents, said: frozenset[str]) -> Told:
    """Yield running heads and folios that stand among the text, or larger than all of it.

    ``said`` are artifacts that may stand there: heads of tables that stand again.
    """
    sizes = [g.size for page in contents.pages for g in page.glyphs if not g.artifact]
    for page, shown_page in zip(contents.drawn, contents.pages, strict=True):
        text = [g for g in shown_page.glyphs if not g.artifact and g.text.strip()]
        for number, words in page.artifacts.items():
            glyphs = [g for g in shown_page.glyphs if g.artifact == number and g.text.strip()]
            if not glyphs or words in said or not words.strip("…"):
                continue
            if max(g.size for g in glyphs) > max(sizes) + 0.1:
                yield f"page {page.number}", f"shows {shown(words)} larger than the text"
            if text and _among(_around(glyphs), _around(text)):
                yield f"page {page.number}", f"shows {shown(words)} among the text"


def _around(glyphs: list[Glyph]) -> Box:
    left, low, right, high = zip(*(g.ink for g in glyphs), strict=True)
    return min(left), min(low), max(right), max(high)


def _among(one: Box, other: Box) -> bool:
    """Say whether two areas share a place."""
    return min(one[2], other[2]) > max(one[0], other[0]) and (
        min(one[3], other[3]) > max(one[1], other[1])
    )


def strange_labels(pdf: pikepdf.Pdf) -> Told:
    """Yield labels of pages that are not those of pages, or of the sides of sheets."""
    numbers = list(pdf.Root.PageLabels.Nums)
    plain = len(numbers) == 2 and numbers[0] == 0 and set(numbers[1].keys()) == {"/S"}
    sides = [int(n) for n in numbers[::2]] == list(range(len(pdf.pages))) and all(
        set(label.keys()) == {"/P"} and _SIDES.fullmatch(str(label.P)) for label in numbers[1::2]
    )
    if not plain and not sides:
        yield "the file", "calls its pages otherwise than the press does"


def strange_languages(pdf: pikepdf.Pdf, script: str, tags: frozenset[str]) -> Told:
    """Yield languages that are not those of the text and its columns."""
    if str(pdf.Root.Lang) != script:
        yield "the file", f"says that its language is {shown(str(pdf.Root.Lang))}"
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem":
            tag = str(item.get("/Lang", script))
            if tag != script and tag not in tags:
                yield "the structure", f"says that something is in {shown(tag)}"


def strange_attachments(pdf: pikepdf.Pdf, declaration: Declaration) -> Told:
    """Compare the files that the document carries with those that the press gives it."""
    name, script, known = declaration.id, declaration.script, declaration.provenance
    capture = known.capture_file
    suffix = capture[capture.rfind(".") :] if "." in capture else ""
    rows = {row.name.format(name=name, script=script, suffix=suffix): row for row in ATTACHED}
    files = list(pdf.Root.get("/AF", ()))
    names: Any = pdf.Root.get("/Names", {})
    tree: Any = names.get("/EmbeddedFiles", {})
    pairs = list(tree.get("/Names", ()))
    if [f.objgen for f in files] != [f.objgen for f in pairs[1::2]] or (
        [str(n) for n in pairs[::2]] != [str(f.F) for f in files]
    ):
        yield "the file", "lists what it carries in two ways"
    met = [str(item.UF) for item in files]
    lacking = {n for n, row in rows.items() if row.always} - set(met)
    if files and (lacking or len(set(met)) < len(met)):
        yield "the file", "does not carry each of the files of the text once"
    for item in files:
        row = rows.get(str(item.UF))
        if row is None or str(item.F) != str(item.UF):
            yield "the file", f"carries {shown(str(item.UF), 60)}, which is none of the press's"
        else:
            yield from _attached(item, row, declaration)


def _attached(item: Any, row: Attached, declaration: Declaration) -> Told:
    """Compare a file with what is said of it, and with the document's own."""
    known, file = declaration.provenance, shown(str(item.UF), 60)
    said = (str(item.Desc), str(item.AFRelationship)[1:])
    if said != (row.description.format(declaration.script), row.relationship):
        yield "the file", f"says something else of {file} than it is"
    data, about = bytes(item.EF.F.read_bytes()), item.EF.F.Params
    if not re.fullmatch(row.media_type, str(item.EF.F.Subtype)[1:]):
        yield "the file", f"says that {file} is {shown(str(item.EF.F.Subtype), 60)}"
    told = (bytes(about.CheckSum), int(about.Size), str(about.CreationDate), str(about.ModDate))
    day = known.received.strftime("D:%Y%m%d000000Z")
    summed = hashlib.md5(data, usedforsecurity=False).digest()
    if told != (summed, len(data), day, day):
        yield "the file", f"says another sum, size or day of {file}"
    digests = {"capture": known.capture_sha256, "canonical": known.canonical_sha256}
    if (wanted := digests.get(row.digest)) and hashlib.sha256(data).hexdigest() != wanted:
        yield "the file", f"carries {file} with other words than it had"


def strange_packet(pdf: pikepdf.Pdf, script: str) -> Told:
    """Look for what the packet of metadata never has."""
    data = bytes(pdf.Root.Metadata.read_bytes())
    if not _PACKET.fullmatch(data) or data.count(b"<?") != 2 or b"<!" in data:
        yield "the metadata", "hold something besides their packet"
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        yield "the metadata", f"are not well-formed ({error})"
        return
    allowed = {f"{_RDF}about": {""}, f"{_RDF}parseType": {"Resource"},
               _LANGUAGE: {"x-default", script}}  # fmt: skip
    for element in root.iter():
        namespace, _, local = element.tag[1:].partition("}")
        if local not in METADATA.get(namespace, ()):
            yield "the metadata", f"have the property {shown(local)}"
        for key, value in element.attrib.items():
            if value not in allowed.get(key, ()):
                yield "the metadata", f"have {shown(value)} at {shown(local)}"
