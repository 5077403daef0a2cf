"""How a place of the text is cited, and the whole of it, for people and for their programs.

Sources: CSL 1.0.2, appendix III and IV; the RIS specification of 2011; BibTeX's standard styles.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from zhengben.apparatus.places import places
from zhengben.design.web_words import WebWords
from zhengben.design.wording import Words
from zhengben.document.dates import chinese_date
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.document.regex import regex

# what stands for the place and for the address until somebody cites one
PLACE, ADDRESS = "@PLACE@", "@ADDRESS@"
_STOPS = "、.．"
_PARAGRAPH = regex(r"(.*)-para-(\d+)(_\d+)?")
_DIGITS = "〇一二三四五六七八九"
_INNER = str.maketrans("《》", "〈〉")
# the text of a title may hold what BibTeX reads as a command
_BIBTEX = {c: f"\\{c}" for c in "&%$#_{}"} | {"~": r"\~{}", "^": r"\^{}", "\\": r"\textbackslash{}"}
_CSL_TYPES = {"treaty": "treaty", "law": "legislation"}
_RIS_TYPES = {"law": "STAT"}


def cited_places(declaration: Declaration, words: Words, web: WebWords) -> dict[str, str]:
    """Return how each line is cited, by its anchor: 第23段, 第十二條第二款, 第十二條第二款（三）.

    A line that bears no number, and stands under nothing that does, is called as in the notes.
    """
    named = dict(places(declaration, words))
    clause = web.clause_of_taiwan if declaration.identity.country == "tw" else web.clause
    cited = dict[str, str]()
    preamble = {line.id: number for number, line in enumerate(declaration.preamble, 1)}
    for line in declaration.lines:
        cited[line.id] = (
            web.preamble_paragraph.format(preamble[line.id])
            if line.id in preamble
            else _cited(line, cited, clause) or named[line.id]
        )
    return cited


def _cited(line: Line, cited: dict[str, str], clause: str) -> str:
    """Return how a line is cited by the number it bears, under what it stands in."""
    label = line.label.strip(_STOPS + " \u3000")
    if found := _PARAGRAPH.fullmatch(line.id):
        above, number = cited.get(found[1], ""), int(found[2])
        if above and not line.number:
            return above + (label or clause.format(_chinese(number)))
    if line.role in ("item", "heading") and label:
        return _above(line.id, cited) + label
    if line.role in ("article", "annex") and label:
        inside = line.id.partition("-art-")[0] if line.role == "article" else ""
        return (cited.get(inside, "") if inside != line.id else "") + label
    return ""


def _above(anchor: str, cited: dict[str, str]) -> str:
    """Return how the nearest line is cited whose anchor an anchor goes on from."""
    parts = anchor.split("-")
    for length in range(len(parts) - 1, 0, -1):
        if found := cited.get("-".join(parts[:length])):
            return found
    return ""


def _chinese(number: int) -> str:
    """Return a number below a hundred in Chinese numerals, a larger one in figures."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    front = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return front + (_DIGITS[ones] if ones else "")


def citation_text(declaration: Declaration) -> str:
    """Return the citation that people read: who, title, day, and a place for place and address."""
    organ = f"{declaration.organ}：" if declaration.organ else ""
    title = declaration.title.text.translate(_INNER)
    return f"{organ}《{title}》，{chinese_date(declaration.date)}{PLACE}。{ADDRESS}"


def bibtex(declaration: Declaration) -> str:
    """Return the document as an entry of BibTeX."""
    rows = (
        ("author", declaration.organ and f"{{{_plain(declaration.organ)}}}"),
        ("title", f"{{{_plain(declaration.title.text)}}}"),
        ("year", f"{declaration.date.year:04}"),
        ("month", str(declaration.date.month)),
        ("day", str(declaration.date.day)),
        ("address", _plain(declaration.place)),
        ("language", declaration.script),
        ("note", PLACE),
        ("url", ADDRESS),
    )
    told = "".join(f"  {name} = {{{value}}},\n" for name, value in rows if value)
    return f"@misc{{{declaration.id},\n{told}}}\n"


def _plain(text: str) -> str:
    return "".join(_BIBTEX.get(character, character) for character in text)


def csl(declaration: Declaration, words: Words) -> str:
    """Return the document as CSL-JSON."""
    date = declaration.date
    item: dict[str, object] = {
        "id": declaration.id,
        "type": _CSL_TYPES.get(declaration.genre, "document"),
        "title": declaration.title.text,
        "title-short": declaration.short_title,
        "genre": words.genre[declaration.genre],
        "issued": {"date-parts": [[date.year, date.month, date.day]]},
        "language": declaration.script,
        "locator": PLACE,
        "URL": ADDRESS,
    }
    if declaration.organ:
        item["author"] = [{"literal": declaration.organ}]
    if declaration.place:
        item["event-place"] = declaration.place
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


def ris(declaration: Declaration) -> str:
    """Return the document as a record of RIS, whose lines end with carriage return and feed."""

    def rows() -> Iterator[tuple[str, str]]:
        date = declaration.date
        yield "TY", _RIS_TYPES.get(declaration.genre, "GEN")
        yield "AU", declaration.organ
        yield "TI", declaration.title.text
        yield "ST", declaration.short_title
        yield "PY", f"{date.year:04}"
        yield "DA", f"{date.year:04}/{date.month:02}/{date.day:02}/"
        yield "CY", declaration.place
        yield "LA", declaration.script
        yield "SE", PLACE
        yield "UR", ADDRESS

    return "".join(f"{tag}  - {value}\r\n" for tag, value in rows() if value) + "ER  - \r\n"
