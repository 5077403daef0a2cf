"""Checks W from 301 on: what a good web page must be, for readers and for their programs."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

from zhengben.checks.finding import Check, Finding, Subject
from zhengben.design.registry import file_record
from zhengben.design.wording import WORDS
from zhengben.document.identifiers import edition_urn
from zhengben.document.regex import regex
from zhengben.proof.book_font import is_without_fonts

_TEMPLATES = "Look at templates/web/."
_PAGE = "Look at zhengben/formats/web/page.py and templates/web/page.html.j2."
_CSP = "Content Security Policy Level 3, 2.3.1"
_WCAG = "Web Content Accessibility Guidelines 2.2"
ROWS = (
    Check("W-301", "The page opens: it is well-formed, as HTML and as XML.", _TEMPLATES),
    Check(
        "W-302",
        "The page asks nobody for anything: its policy allows its own sheet, script, fonts and "
        "pictures by hash or as data, and nothing else.",
        "Look at zhengben/formats/web/writer.py.",
        _CSP,
    ),
    Check(
        "W-303",
        "Every line has an address of its own and a link that says it, and every link within the "
        "page arrives.",
        "Look at templates/web/blocks.html.j2.",
    ),
    Check(
        "W-304",
        "Every note is called once, leads back, and says what it should.",
        _TEMPLATES,
    ),
    Check(
        "W-305",
        "The page has a language, a title, one main part, named parts around it, and headings "
        "without gaps.",
        _TEMPLATES,
        f"{_WCAG}, 1.3.1, 2.4.2, 3.1.1; ARIA in HTML",
    ),
    Check(
        "W-306",
        "What the page says to programs is what the document is: Dublin Core, Legislation of "
        "schema.org, citations.",
        _PAGE,
        "DCMI Metadata Terms; schema.org/Legislation; CSL 1.0.2",
    ),
    Check(
        "W-307",
        "The other files that the page names are files that editions of this document make.",
        _PAGE,
        "HTML, 4.6.7.1",
    ),
)
# code, place, sentence
_Found = tuple[str, str, str]
_XHTML = "{http://www.w3.org/1999/xhtml}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DCTERMS = "DCTERMS."
_HEADINGS = tuple(f"h{rank}" for rank in range(1, 7))
_POLICY = regex(
    r"default-src 'none'; style-src '(?P<style>sha256-[A-Za-z0-9+/=]+)'; "
    r"(script-src '(?P<script>sha256-[A-Za-z0-9+/=]+)'; )?font-src data:; img-src data:; "
    r"base-uri 'none'; form-action 'none'"
)


def examine(subject: Subject) -> Iterator[Finding]:
    """Make every check of the family on the web page of a document in one script.

    A page of texts beside one another has its policy, its addresses and its links looked at, one
    of two scripts its policy alone.
    """
    record = file_record(subject.artefact.edition, subject.artefact.file)
    beside = record.beside if record is not None else ""
    if subject.path.suffix != ".html":
        return
    if not subject.path.is_file():
        return
    file = subject.artefact.file
    try:
        root = ElementTree.fromstring(subject.path.read_bytes())
    except (OSError, ElementTree.ParseError) as error:
        yield Finding("W-301", file, "file", f"The page does not open: {error}.")
        return
    page = _Opened(root)
    alone = (_policy,) if subject.column else _ALONE
    families = {"": alone, "languages": (*_BESIDE, _notes)}.get(beside, _BESIDE)
    for code, place, sentence in (found for look in families for found in look(page, subject)):
        yield Finding(code, file, place, sentence)


class _Opened:
    """A page that was read."""

    def __init__(self, root: ElementTree.Element) -> None:
        self.root = root
        self.ids = Counter(found for element in root.iter() if (found := element.get("id")))

    def all(self, *names: str) -> Iterator[ElementTree.Element]:
        """Yield the elements of some names in order."""
        wanted = {f"{_XHTML}{name}" for name in names}
        return (element for element in self.root.iter() if element.tag in wanted)

    def with_class(self, name: str) -> Iterator[ElementTree.Element]:
        """Yield the elements of a class in order."""
        return (e for e in self.root.iter() if name in (e.get("class") or "").split())

    def data(self, kind: str) -> Any:
        """Return what a script of data holds, or None where there is none or it is broken."""
        texts = [e.text or "" for e in self.all("script") if e.get("type") == kind]
        try:
            return json.loads(texts[0]) if len(texts) == 1 else None
        except ValueError:
            return None


def _said(element: ElementTree.Element) -> str:
    return "".join(element.itertext())


def _policy(page: _Opened, subject: Subject) -> Iterator[_Found]:
    yield from _sources(page)
    told = [
        meta.get("content", "")
        for meta in page.all("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    ]
    policy = _POLICY.fullmatch(told[0]) if len(told) == 1 else None
    if policy is None:
        if told or not _is_of_layout_1(subject):
            yield "W-302", "head", f"The policy is {told[0] if told else 'not there'}."
        return
    for name in ("style", "script"):
        found = [_said(e) for e in page.all(name) if e.get("type") is None]
        hashes = [base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in found]
        allowed = [policy[name].removeprefix("sha256-")] if policy[name] else []
        if hashes != allowed:
            yield "W-302", name, f"The policy allows another {name} than the page has."


def _is_of_layout_1(subject: Subject) -> bool:
    """Tell a collation as the first layout of deposits has them, without fonts and policy."""
    record = file_record(subject.artefact.edition, subject.artefact.file)
    collation = bool(subject.column and record and not record.beside)
    return collation and is_without_fonts(subject.path.read_bytes())


def _sources(page: _Opened) -> Iterator[_Found]:
    for element in page.root.iter():
        for key in ("src", "srcset", "poster", "action", "data", "style", "ping"):
            value = element.get(key)
            if value is not None and not value.startswith("data:"):
                name = element.tag.removeprefix(_XHTML)
                yield "W-302", name, f"There is a {key}, “{value[:40]}”."


def _addresses(page: _Opened, subject: Subject) -> Iterator[_Found]:
    for anchor, count in page.ids.items():
        if count > 1:
            yield "W-303", anchor, f"{count} elements bear the identifier {anchor}."
    links = [(a, a.get("href", "")) for a in page.all("a")]
    for _, href in links:
        if href.startswith("#") and href[1:] not in page.ids:
            yield "W-303", href[1:], f"A link leads to {href}, which is not there."
    own = {href[1:] for a, href in links if a.get("data-apparatus") in ("number", "permalink")}
    for line in subject.lines:
        # a cell is a place of its table, which is addressed by its anchor
        if line.id not in own and not line.cell:
            yield "W-303", line.id, f"{line.id} has no link that says its address."


def _notes(page: _Opened, subject: Subject) -> Iterator[_Found]:
    notes = {note.get("id", ""): note for note in page.with_class("note")}
    calls = Counter(call.get("href", "")[1:] for call in page.with_class("call"))
    for note in subject.declaration.notes:
        element = notes.pop(note.id, None)
        if element is None:
            yield "W-304", note.id, f"Note {note.number} is not there."
            continue
        said = [_said(e) for e in element.iter() if e.get("class") == "note-text"]
        if said != [note.text]:
            yield "W-304", note.id, f"Note {note.number} says something else."
        if calls[note.id] != 1:
            yield "W-304", note.id, f"Note {note.number} is called {calls[note.id]} times."
        back = [e.get("href") for e in element.iter() if e.get("class") == "back"]
        if back != [f"#call-{note.number}"]:
            yield "W-304", note.id, f"Note {note.number} leads back to {back}."
    for anchor in notes:
        yield "W-304", anchor, f"There is a note {anchor}, which the document has not."


def _parts(page: _Opened, subject: Subject) -> Iterator[_Found]:
    script = subject.declaration.script
    if {page.root.get("lang"), page.root.get(_LANG)} != {script}:
        yield "W-305", "html", f"The page says that it is in {page.root.get('lang')}."
    titles = [_said(title) for title in page.all("title")]
    if titles != [subject.declaration.title.text]:
        yield "W-305", "head", f"The page is called {titles}."
    if (count := len(list(page.all("main")))) != 1:
        yield "W-305", "body", f"There are {count} main parts."
    for part in page.all("nav", "section"):
        named = part.get("aria-label") or part.get("aria-labelledby") in page.ids
        if not named:
            yield "W-305", part.get("id", "section"), "A part has no name."
    ranks = [int(e.tag[-1]) for e in page.all(*_HEADINGS)]
    if ranks.count(1) != 1 or ranks[:1] != [1]:
        yield "W-305", "headings", "The title is not the one heading of rank 1, or not the first."
    for above, rank in pairwise(ranks):
        if rank > above + 1:
            yield "W-305", "headings", f"A heading of rank {rank} stands below one of rank {above}."


def _metadata(page: _Opened, subject: Subject) -> Iterator[_Found]:
    declaration, artefact = subject.declaration, subject.artefact
    told = dict[str, str]()
    for meta in page.all("meta"):
        name = meta.get("name", "")
        if name.startswith(_DCTERMS):
            told[name.removeprefix(_DCTERMS)] = meta.get("content", "")
    urn = edition_urn(declaration.id, declaration.script, artefact.edition)
    date, genre = declaration.date.isoformat(), WORDS[declaration.script].genre[declaration.genre]
    core = {"title": declaration.title.text, "creator": declaration.organ, "date": date,
            "language": declaration.script, "type": genre, "identifier": urn}  # fmt: skip
    for name, value in core.items():
        if told.get(name, "") != value:
            yield "W-306", name, f"Dublin Core says {told.get(name, 'nothing')} for {name}."
    law = page.data("application/ld+json")
    if not isinstance(law, dict) or law.get("@type") != "Legislation":
        yield "W-306", "JSON-LD", "There is no Legislation of schema.org."
        law = {}
    organ = law.get("legislationPassedBy")
    passed = organ.get("name", "") if isinstance(organ, dict) else ""
    for name, found, value in (
        ("name", law.get("name"), declaration.title.text),
        ("legislationDate", law.get("legislationDate"), date),
        ("inLanguage", law.get("inLanguage"), declaration.script),
        ("legislationPassedBy", passed, declaration.organ),
    ):  # fmt: skip
        if law and found != value:
            yield "W-306", name, f"Legislation says {found!r:.60} for {name}."
    cited = page.data("application/json")
    whole = isinstance(cited, dict) and all(
        declaration.title.text in str(cited.get(form, "")).replace("\\", "")
        for form in ("bibtex", "csl", "ris")
    )
    if not whole or f"{declaration.date.year}年" not in str(cited.get("text", "")):
        yield "W-306", "citation", "The citations do not name the document and its day."


def _siblings(page: _Opened, subject: Subject) -> Iterator[_Found]:
    declaration = subject.declaration
    for element in page.all("a", "link"):
        file = element.get("href", "")
        outside = file.startswith("#") or "/" in file
        if outside or not file:
            continue
        edition = _edition_of(file, declaration.id)
        kind = element.get("type")
        if not edition or (kind is not None and kind != edition):
            yield "W-307", file, f"No edition of the document makes {file}, or not as {kind}."


_ALONE = (_policy, _addresses, _notes, _parts, _metadata, _siblings)
_BESIDE = (_policy, _addresses, _siblings)


def _edition_of(file: str, document: str) -> str:
    """Return the media type of a file that an edition of a document makes, or nothing."""
    if not file.startswith(f"{document}."):
        return ""
    found = (file_record(edition, file) for edition in WORDS["zh-Hant"].labels)
    return next((record.media_type for record in found if record is not None), "")
