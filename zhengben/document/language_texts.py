"""A text in other languages: each canonical in its own right, line beside line."""

from __future__ import annotations

import datetime
import re

from msgspec import Struct

from zhengben.document.regex import regex

# the numbers that texts in Latin and Cyrillic letters bear themselves
_WORDS = (
    "статья|глава|раздел|часть|приложение|стаття|бап|article|art|chapter|section|part|annex|"
    "titre|chapitre|annexe|artículo|capítulo|anexo|artikel|kapitel|abschnitt|anhang|artigo|"
    "articolo|capitolo|articulus|артыкул|раздзел|розділ|моддаи|боби|điều|chương|άρθρο|κεφάλαιο"
)
# what stands behind a number in languages that count so: 1-бап, 2-берене, 3-modda, 4 дүгээр зүйл
_BEHIND = "бап|тарау|бөлім|берене|бөлүм|modda|bob|модда|боб"
_LABEL = regex(
    rf"(?:(?:{_WORDS})\.?[ \u00a0]+)?"
    r"\(?(?P<n>[0-9]{1,4}|[ivxlc]{1,7}|[a-zа-я])"
    rf"(?:[.)]+|-(?:{_BEHIND})\b\.?|[ \u00a0]д[уү]г[аэ]+р[ \u00a0](?:зүйл|бүлэг)|(?=[ \u00a0]|$))",
    re.IGNORECASE,
)
_WORD = regex(rf"(?:{_WORDS})\b", re.IGNORECASE)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
# written from right to left: no column of the press sets them
RIGHT_TO_LEFT = frozenset(("ar", "fa", "he", "ug", "ur", "ps", "yi", "dv", "ckb", "sd"))


class LanguageText(Struct, frozen=True):
    """A text in another language, by its tag (BCP 47); ``authentic`` ones are no translations.

    ``sha256`` is that of its canonical text.
    """

    tag: str
    authentic: bool
    source: str
    received: datetime.date
    sha256: str


def language_label(text: str) -> tuple[str, tuple[int, ...]] | None:
    """Return the number at the start of a line in letters, as it stands and as its values.

    A single letter may be a number of either alphabet, or a Roman one. A word alone is no number.
    """
    match = _LABEL.match(text)
    if match is None or (match.end() == len(match["n"]) and not match["n"].isdigit()):
        return None
    number = match["n"].lower()
    if number.isdigit():
        return match[0], (int(number),)
    if not match[0].rstrip(" ").endswith((".", ")")) and not _WORD.match(text):
        return None
    values = list[int]()
    if all(c in _ROMAN for c in number):
        digits = [_ROMAN[c] for c in number]
        values.append(sum(-d if d < max(digits[n:]) else d for n, d in enumerate(digits)))
    if len(number) == 1:
        values.append(ord(number) - ord("a" if number.isascii() else "а") + 1)
    return match[0], tuple(values)
