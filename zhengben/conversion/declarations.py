"""From a Declaration to the same Declaration in another script, with a ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Set
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from zhengben.conversion.convert import ConvertedCharacter, Unit, convert
from zhengben.conversion.ledger import ConversionLedger
from zhengben.conversion.punctuation import marks
from zhengben.conversion.reviewed import Reviewed
from zhengben.document.apparatus import Mention
from zhengben.document.declaration import Declaration
from zhengben.document.errors import ContentError
from zhengben.document.lines import Line, Signatory
from zhengben.document.provenance import Conversion
from zhengben.document.regex import regex
from zhengben.scripts.dictionaries import has_configuration, library
from zhengben.scripts.tags import require_script, route
from zhengben.scripts.words import segmentation

# identifiers, addresses and hashes: the same in every script
_VERBATIM = frozenset(
    ("id", "line_id", "instrument", "genre", "script", "editions", "url", "capture_file",
     "capture_sha256", "canonical_sha256", "title_lines", "conversion", "party", "person",
     "objects", "fonts", "witnesses", "variants", "versions", "paired", "texts",
     "named")
)  # fmt: skip
# how the name of an organ ends
_ORGAN = regex("[局廳厅部委院會会府署司辦办處处社]$")
T = TypeVar("T")


def in_script(
    declaration: Declaration, to: str, reviewed: Reviewed
) -> tuple[Declaration, ConversionLedger | None]:
    """Return a declaration in a script, and the ledger; in its own script it stays as it is.

    Offsets, lines and anchors are the same in every script. Raises UsageError for a script that no
    character-level configuration leads to, ContentError for a row of ``reviewed`` that does not
    fit, and for the name of a signatory that nobody has reviewed although it had a choice.
    """
    origin = declaration.script
    require_script(to, origin)
    if to == origin:
        return declaration, None
    lines = declaration.lines
    units = [Unit(line.id, line.text, line.number) for line in lines]
    units += [unit for line in lines for unit in _wordings(line)]
    units += _units(declaration)
    texts, entries, needless = convert(units, origin, to, reviewed)
    _check_signatories(declaration, entries, reviewed)
    text = "".join(line + "\n" for line in texts[: len(lines)])
    starts = {line.id: line.start for line in lines}
    turned = {starts[e.place] + e.offset for e in entries if e.rule == "mark" and e.place in starts}
    back, reverse = _back(declaration, text, origin, to, turned)
    ledger = ConversionLedger(
        document=declaration.id,
        origin=origin,
        script=to,
        configuration=route(origin, to),
        canonical_sha256=declaration.provenance.canonical_sha256,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        lines={line.id: line.text for line in lines},
        text=tuple(entry for entry in entries if entry.place in starts),
        apparatus=tuple(entry for entry in entries if entry.place not in starts),
        reverse=reverse,
        back=back,
        segmentation=segmentation(),
        needless=tuple(needless),
    )
    conversion = Conversion(origin, ledger.configuration, ledger.changed, ledger.text_sha256)
    by_place = {unit.place: form for unit, form in zip(units, texts, strict=True)}
    return _rebuilt(declaration, by_place, text, conversion, to), ledger


def noun_in_script(noun: T, origin: str, to: str, reviewed: Reviewed) -> T:
    """Return a noun that belongs to no declaration, such as an entry of the register."""
    units = _units(noun)
    texts = convert(units, origin, to, reviewed.shared).texts
    by_place = {unit.place: form for unit, form in zip(units, texts, strict=True)}
    return _mapped(noun, lambda place, _: by_place[place])


def with_unshown(declaration: Declaration, characters: Set[str]) -> Declaration:
    """Return a declaration that shows 〓 for some characters, and says for how many of its text."""
    table = dict.fromkeys(map(ord, characters), "〓")
    count = sum(c in characters for c in declaration.text)
    told = replace(declaration.provenance, unshown=count)
    marked = _mapped(
        replace(declaration, provenance=told),
        lambda _, text: text.translate(table),
        line=lambda line: _put(line, table),
        mention=lambda mention: replace(mention, quote=mention.quote.translate(table)),
    )
    parts = tuple(part.translate(table) for part in declaration.title_lines)
    return replace(marked, title_lines=parts)


def _put(line: Line, table: Mapping[int, str]) -> Line:
    marks = (m.worded(m.wording.translate(table)) if m.wording else m for m in line.marks)
    text, label = (said.translate(table) for said in (line.text, line.label))
    return replace(line, text=text, label=label, marks=tuple(marks))


def _rebuilt(
    declaration: Declaration,
    by_place: Mapping[str, str],
    text: str,
    conversion: Conversion,
    to: str,
) -> Declaration:
    """Put the converted texts in the places of the old ones."""
    converted = _mapped(
        declaration,
        lambda place, _: by_place[place],
        line=lambda line: _line(line, by_place),
        mention=lambda mention: replace(mention, quote=text[mention.start : mention.end]),
    )
    title, parts = converted.title.text, list[str]()
    for part in declaration.title_lines:
        parts.append(title[: len(part)])
        title = title[len(part) :]
    return replace(converted, script=to, title_lines=tuple(parts), conversion=conversion)


def _line(line: Line, by_place: Mapping[str, str]) -> Line:
    text = by_place[line.id]
    marks = (
        mark.worded(by_place[_place(line, number)]) if mark.wording else mark
        for number, mark in enumerate(line.marks, 1)
    )
    return replace(line, text=text, label=text[: len(line.label)], marks=tuple(marks))


def _place(line: Line, number: int) -> str:
    """Name the wording of a mark in the ledger; marks count from 1 in their line."""
    return f"{line.id}.marks.{number}"


def _wordings(line: Line) -> Iterator[Unit]:
    """Yield what the marks of a line say in Chinese beside its text."""
    for number, mark in enumerate(line.marks, 1):
        if mark.wording:
            yield Unit(_place(line, number), mark.wording)


def _same(noun: Any) -> Any:
    return noun


def _units(noun: Any) -> list[Unit]:
    """List the texts of a noun that stand beside the canonical text."""
    units: list[Unit] = []

    def collect(place: str, text: str) -> str:
        units.append(Unit(place, text))
        return text

    _mapped(noun, collect)
    return units


def _mapped(
    noun: T,
    put: Callable[[str, str], str],
    *,
    line: Callable[[Line], Line] = _same,
    mention: Callable[[Mention], Mention] = _same,
    place: str = "",
) -> T:
    """Rebuild a noun with ``put(place, text)`` for each text that is not verbatim.

    Lines and mentions are texts of the canonical text and have their own functions.
    """

    def walk(value: Any, place: str) -> Any:
        if isinstance(value, Line):
            return line(value)
        if isinstance(value, Mention):
            return mention(value)
        if isinstance(value, str):
            return put(place, value)
        if isinstance(value, tuple):
            return tuple(walk(item, f"{place}.{n}") for n, item in enumerate(value, 1))
        if isinstance(value, Struct):
            changes = {
                name: walk(getattr(value, name), f"{place}.{name}".lstrip("."))
                for name in value.__struct_fields__
                if name not in _VERBATIM
            }
            if isinstance(value, Signatory):
                changes |= _words(value, line)
            return replace(value, **changes)
        return value

    mapped: T = walk(noun, place)
    return mapped


def _words(signatory: Signatory, line: Callable[[Line], Line]) -> dict[str, str]:
    """Return the words of a signatory's lines that name office and person, as the lines now are."""
    found = {"party": signatory.party, "person": signatory.person}
    for key, words in found.items():
        if home := next((n for n in signatory.lines if words in n.text), None):
            start = home.text.index(words)
            found[key] = line(home).text[start : start + len(words)]
    return found


def _back(
    declaration: Declaration, text: str, origin: str, to: str, turned: Set[int]
) -> tuple[tuple[ConvertedCharacter, ...], str]:
    """Convert back by the library alone; return what does not come back, and the configuration.

    The library leaves marks alone; those ``turned`` (by offset) are turned back, and no others.
    """
    reverse = route(to, origin)
    # asked is what the library can do by itself
    if not reverse or not has_configuration(reverse):
        return (), ""
    back = list(library(reverse).convert(text))
    for at, mark in marks(text, origin):
        if at in turned:
            back[at] = mark
    found = [
        ConvertedCharacter(
            line.id, offset, text[line.start + offset], back[line.start + offset], "back", before
        )
        for line in declaration.lines
        for offset, before in enumerate(line.text)
        if back[line.start + offset] != before
    ]
    return tuple(found), reverse


def _check_signatories(
    declaration: Declaration, entries: list[ConvertedCharacter], reviewed: Reviewed
) -> None:
    """Demand that no name of a signatory was left to the dictionary's choice."""
    chosen = [e for e in entries if e.choices and e.rule in ("character", "phrase", "word")]
    for signatory in declaration.signatories:
        name = signatory.person
        if name == signatory.party and _ORGAN.search(name):
            # whose name is words, as those of the text are
            continue
        home = next((line for line in signatory.lines if name and name in line.text), None)
        if home is None:
            continue
        start = home.text.index(name)
        for entry in chosen:
            if entry.place == home.id and 0 <= entry.offset - start < len(name):
                raise ContentError(
                    f"{declaration.id}: the name {name} holds {entry.before}, which may become "
                    f"{', '.join(entry.choices)}; add the name to this table of names.",
                    reviewed.names_file,
                )
