"""The lines of a capture that are not blank, and what is thought of each."""

from __future__ import annotations

from msgspec import Struct

from zhengben.capture import CapturedLine, CapturedText
from zhengben.document.numbering import parse_bullet, parse_label
from zhengben.document.regex import regex
from zhengben.intake.patterns import HAN, is_longer, is_running
from zhengben.scripts.matching import simplified

# what a page says of itself is shorter than this
LONGEST_FURNITURE = 40
_INVISIBLE = regex(r"[\s\u3000\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]*")
# what ends a line or a page in other programs, and none in a capture, between two words
_BREAK_WITHIN = regex(r"[^\s\u200b-\u200f\ufeff]\s*[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]\s*\S")
BREAK_WITHIN = (
    "a break of lines or pages stands within the line and goes: write a line feed for it in the "
    "file and read that again, or is it one line?"
)
_PROVISION = regex(r"第[〇零○一二三四五六七八九十百千两0-9０-９]{1,7}[条章节编款项]")


class Candidate(Struct):
    """A line of the capture that is not blank, and what is thought of it.

    ``reason`` is empty for text; ``plain`` is the line in Simplified, for matching. ``doubt`` says
    what a person is asked about it, and is empty where nothing is.
    """

    number: int
    line: CapturedLine
    text: str
    plain: str
    reason: str = ""
    doubt: str = ""

    @property
    def weighs(self) -> bool:
        """Tell a line that is never furniture by its pattern alone: numbered, an item, or long."""
        return bool(
            is_longer(self.text, LONGEST_FURNITURE)
            or _PROVISION.search(self.plain)
            or parse_label(self.text)
            or parse_bullet(self.text)
        )

    @property
    def runs(self) -> bool:
        """Tell a line that may be a sentence of a text."""
        return self.weighs or (is_running(self.text) and bool(HAN.search(self.text)))

    @property
    def is_markup(self) -> bool:
        """Tell a line of the capture that is markup without meaning."""
        return self.line.kind == "markup"


def candidates_of(extraction: CapturedText) -> list[Candidate]:
    """Return every line of a capture that is not blank."""
    found = list[Candidate]()
    for number, line in enumerate(extraction.lines, 1):
        if not (text := line.text.strip(" \t\xa0\u3000")):
            continue
        reason = line.reason
        if _INVISIBLE.fullmatch(text):
            line, reason = CapturedLine(line.text, "markup"), "characters that show nothing"
        broken = BREAK_WITHIN if not reason and _BREAK_WITHIN.search(text) else ""
        doubt = line.doubt or broken
        found.append(Candidate(number, line, text, simplified(text), reason, doubt))
    return found
