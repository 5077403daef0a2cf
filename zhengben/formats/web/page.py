"""What the templates of a web page are given: the text in sections, and the facts about it."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from urllib.parse import quote

from lxml import etree
from markupsafe import Markup
from msgspec import Struct

from zhengben.apparatus.citing import bibtex, citation_text, cited_places, csl, ris
from zhengben.apparatus.clauses import clauses
from zhengben.apparatus.colophon import beside, drafted, script_fact
from zhengben.apparatus.contents import ContentsEntry, entry_of, on_page
from zhengben.apparatus.parts import Citation, LineDivider, Table, citations
from zhengben.apparatus.pieces import Paragraph
from zhengben.apparatus.places import places
from zhengben.apparatus.ranks import heading_ranks
from zhengben.apparatus.sections import Section, sections
from zhengben.apparatus.variant_notes import VariantNote, listed_variants
from zhengben.design.kinds import WebEdition
from zhengben.design.run_in_heads import is_rubric
from zhengben.design.variant_wording import witness_words
from zhengben.design.web_words import WEB_WORDS, WebWords
from zhengben.design.wording import WORDS, Words
from zhengben.document.artefacts import Sibling
from zhengben.document.author_notes import AuthorCall
from zhengben.document.dates import chinese_date
from zhengben.document.declaration import Declaration
from zhengben.document.identifiers import edition_urn
from zhengben.document.lines import Line

# what an address may hold beside letters and figures
_RESERVED = ":/?#[]@!$&'()*+,;=%~"
_UNOFFICIAL = "https://schema.org/UnofficialLegalValue"


class PageFact(Struct, frozen=True):
    """A row of the colophon, with the address it leads to, if it is one."""

    label: str
    value: str
    href: str = ""


class PageSection(Struct, frozen=True):
    """A section with its lines divided for the template."""

    section: Section
    parts: tuple[Paragraph | Table, ...]


class WebPage(Struct, frozen=True, dict=True):
    """A document on one page, in one script.

    ``siblings`` are its other files, ``objects`` those of pictures and formulas by name.
    """

    declaration: Declaration
    edition: WebEdition
    generator: str
    siblings: Sequence[Sibling] = ()
    objects: Mapping[str, bytes] | None = None

    @property
    def words(self) -> Words:
        """Return the press's words in the script of the text."""
        return WORDS[self.declaration.script]

    @property
    def web(self) -> WebWords:
        """Return what web pages say in the script of the text."""
        return WEB_WORDS[self.declaration.script]

    @cached_property
    def sections(self) -> tuple[PageSection, ...]:
        """Return the text, section by section."""
        divide = LineDivider(self.declaration)
        found = sections(self.declaration, self.words)
        return tuple(PageSection(each, tuple(divide.of(each.lines))) for each in found)

    @cached_property
    def contents(self) -> tuple[ContentsEntry, ...]:
        """Return the entries of the contents, each an anchor of the page."""
        homes = {line.id: "" for line in self.declaration.lines}
        return on_page([entry_of(each.section, homes, {"": ""}) for each in self.sections])

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Return how the notes call each line."""
        return dict(places(self.declaration, self.words))

    @cached_property
    def cited(self) -> Mapping[str, str]:
        """Return how each line is cited; the title stands for the whole."""
        found = cited_places(self.declaration, self.words, self.web)
        return {**found, self.declaration.title.id: self.web.whole}

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """Return the rank of each heading, below the title, which is of rank 1."""
        found = heading_ranks(self.declaration.lines)
        return {line_id: min(rank + 1, 6) for line_id, rank in found}

    @cached_property
    def instruments(self) -> tuple[Citation, ...]:
        """Return the rows of the table of instruments."""
        return citations(self.declaration, self.places)

    @cached_property
    def variants(self) -> tuple[VariantNote, ...]:
        """Return the variants of witnesses that are notes."""
        return listed_variants(self.declaration, self.words)

    @property
    def variants_heading(self) -> str:
        """Return what stands over them."""
        return witness_words(self.declaration.script).heading

    @cached_property
    def author_calls(self) -> Mapping[str, AuthorCall]:
        """Return the calls that lead to the author's notes, by note."""
        calls = dict[str, AuthorCall]()
        for call in self.declaration.author_calls:
            calls.setdefault(call.note_id, call)
        return calls

    @cached_property
    def lines(self) -> Mapping[str, Line]:
        """Return the lines by anchor."""
        return {line.id: line for line in self.declaration.lines}

    def is_rubric(self, line: Line) -> bool:
        """Tell an article's rubric, which is a heading, from an article's text."""
        return is_rubric(line)

    def short_place(self, line_id: str) -> str:
        """Name a line where the column says that paragraphs are meant."""
        number = self.lines[line_id].number
        return str(number) if number else self.cited[line_id]

    @property
    def scripts(self) -> tuple[Sibling, ...]:
        """Return the page in the other scripts."""
        return tuple(s for s in self.siblings if s.edition == self.edition.name)

    @property
    def others(self) -> tuple[Sibling, ...]:
        """Return the files of the same script in other formats, and those in several scripts."""
        own = self.declaration.script
        found = (s for s in self.siblings if s.edition != self.edition.name)
        return tuple(s for s in found if own in s.script.split("+"))

    @property
    def beside(self) -> tuple[Sibling, ...]:
        """Return the pages that set the text beside itself in other scripts, versions, languages.

        Each has the lines of the text under the anchors that they have here.
        """
        return tuple(s for s in self.others if s.media_type == self.edition.media_type)

    def label(self, sibling: Sibling) -> str:
        """Return what a sibling is called: its edition, and the form where an edition has two."""
        form = sibling.file.rpartition(".")[2].upper()
        alike = [s for s in self.others if s.edition == sibling.edition]
        label = self.words.labels[sibling.edition]
        if len(alike) > 1 and len({s.media_type for s in alike}) == 1:
            form = sibling.file.split(".", 2)[2]
        return f"{label}（{form}）"

    @property
    def dateline(self) -> str:
        """Return the date and place of the metadata, unless the text says them under its title."""
        said = any(line.role == "dateline" for line in self.declaration.opening)
        return "" if said else self.declaration.dateline

    def formula(self, file: str) -> Markup:
        """Return a formula of a file of MathML, as it stands in a page."""
        root = etree.fromstring((self.objects or {})[file])
        return Markup(etree.tostring(root, encoding="unicode"))

    def picture(self, file: str) -> str:
        """Return a picture as an address that holds it; a drawing becomes points, as in print."""
        media_type = next(o.media_type for o in self.declaration.objects if o.file == file)
        data = (self.objects or {})[file]
        if media_type == "image/svg+xml":
            from zhengben.figures.svg import points_of

            media_type, data = "image/png", points_of(data)
        return f"data:{media_type};base64,{base64.b64encode(data).decode()}"

    def latex(self, source: str, alone: bool) -> Markup:
        """Return a formula in LaTeX as MathML, or as its source where it is not sure what it is."""
        from zhengben.figures.formulas import mathml_of, source_mathml

        root = etree.fromstring(mathml_of(source, alone=alone) or source_mathml(source))
        root.set("alttext", source)
        return Markup(etree.tostring(root, encoding="unicode"))

    @property
    def identifier(self) -> str:
        """Return the identifier of the page."""
        declaration = self.declaration
        return edition_urn(declaration.id, declaration.script, self.edition.name)

    @property
    def address(self) -> str:
        """Return where the capture came from, as an address in ASCII, or an empty text."""
        return quote(self.declaration.provenance.url, safe=_RESERVED)

    @property
    def colophon(self) -> tuple[PageFact, ...]:
        """Return the facts about the text and the page."""
        words, declaration = self.words, self.declaration
        known, how = declaration.provenance, declaration.conversion
        related = (
            (words.predecessor, declaration.predecessor),
            (words.successor, declaration.successor),
        )
        received = words.source_value.format(known.source, chinese_date(known.received))
        rows = (
            *(PageFact(term, said) for term, said in drafted(declaration)),
            PageFact(words.nature, words.nature_value),
            PageFact(words.issuer, declaration.organ),
            PageFact(words.source, received, self.address),
            *(PageFact(term, said) for term, said in beside(declaration, words)),
            *(PageFact(term, said) for term, said in clauses(declaration, words)),
            PageFact(words.rights, declaration.rights),
            *(PageFact(label, words.work.format(w.title, w.year)) for label, w in related if w),
            PageFact(words.script_label, script_fact(declaration, words)),
            PageFact(words.canonical_sha256, known.canonical_sha256),
            PageFact(words.text_sha256, how.text_sha256 if how else ""),
            PageFact(words.identifier, self.identifier),
            PageFact(words.made, self.generator),
        )  # fmt: skip
        return tuple(row for row in rows if row.value)

    @property
    def dublin_core(self) -> tuple[tuple[str, str], ...]:
        """Return the elements of Dublin Core, in the terms of DCMI."""
        declaration = self.declaration
        rows = (
            ("title", declaration.title.text),
            ("creator", declaration.organ),
            ("publisher", declaration.publisher),
            ("date", declaration.date.isoformat()),
            ("language", declaration.script),
            ("type", self.words.genre[declaration.genre]),
            ("spatial", declaration.place),
            ("rights", declaration.rights),
            ("source", declaration.provenance.source),
            ("identifier", self.identifier),
            ("isPartOf", declaration.series.title if declaration.series else ""),
        )
        return tuple(row for row in rows if row[1])

    @property
    def linked_data(self) -> Markup:
        """Return the document as a Legislation of schema.org, in JSON-LD."""
        declaration = self.declaration
        found: dict[str, object] = {
            "@context": "https://schema.org",
            "@type": "Legislation",
            "@id": self.identifier,
            "name": declaration.title.text,
            "inLanguage": declaration.script,
            "legislationType": self.words.genre[declaration.genre],
            "legislationDate": declaration.date.isoformat(),
            "legislationLegalValue": _UNOFFICIAL,
            "isBasedOn": declaration.provenance.url or declaration.provenance.source,
            "license": declaration.rights,
        }
        if declaration.short_title != declaration.title.text:
            found["alternateName"] = declaration.short_title
        if declaration.identity.number:
            found["legislationIdentifier"] = declaration.identity.number
        if declaration.organ:
            found["legislationPassedBy"] = {"@type": "Organization", "name": declaration.organ}
        if declaration.place:
            found["locationCreated"] = {"@type": "Place", "name": declaration.place}
        if self.instruments:
            found["citation"] = [row.instrument.title for row in self.instruments]
        if self.siblings:
            found["encoding"] = [
                {
                    "@type": "MediaObject",
                    "contentUrl": sibling.file,
                    "encodingFormat": sibling.media_type,
                    "inLanguage": sibling.script.split("+"),
                }
                for sibling in self.siblings
            ]
        return _json(found)

    @property
    def citation(self) -> Markup:
        """Return the citations of the document in each form, for the page's script."""
        declaration = self.declaration
        return _json(
            {
                "text": citation_text(declaration),
                "bibtex": bibtex(declaration),
                "csl": csl(declaration, self.words),
                "ris": ris(declaration),
            }
        )


def _json(value: object) -> Markup:
    """Return JSON that says the same whether a page is read as HTML or as XML."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)
