"""The lines of a page of wikitext while they are made, and the account of what they are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mwparserfromhell.wikicode import Wikicode

from zhengben.capture.account import Fate
from zhengben.capture.base import CapturedLine, CapturedText, Kind
from zhengben.capture.marked import LineBuilder
from zhengben.capture.wiki_variants import in_one_script
from zhengben.document.notation import Kind as MarkKind
from zhengben.document.regex import regex

SPACES = regex(r"\s+")
_MAGIC = regex(r"__[A-Z]+__")
_LONGEST_DOUBT = 300


class WikiPage:
    """The lines of a page as they are made; ``at`` is how far the account has come."""

    def __init__(self, text: str) -> None:
        self.source, self.taken_out = in_one_script(text)
        self.out, self.at = CapturedText(), 0
        self.line = LineBuilder()
        self.asides: list[CapturedLine] = []
        self.kind: Kind = "text"
        self.level, self.align, self.doubt = 0, "", ""
        self.tables = self.in_cell = 0
        self.numbers = Counter[str]()
        # the labels of notes by group and name, and how many each group has
        self.markers, self.noted = "", dict[tuple[str, str], str]()
        self.numbered_notes = Counter[str]()
        self.notes = list[CapturedLine]()

    # the account

    def _take(self, literal: str, fate: Fate = "text") -> None:
        """Account for a piece of the source, and for the markup before it."""
        found = self.source.find(literal, self.at) if literal else -1
        if found < 0:
            return
        self.out.account.add("markup", self.source[self.at : found])
        self.out.account.add(fate, literal)
        self.at = found + len(literal)

    # lines

    def _flush(self) -> None:
        """End a line; within a cell, a blank stands for its end."""
        if self.in_cell:
            self.line.say(" ")
            return
        text, marks = self.line.take(collapsed=True)
        if text.strip("\u3000\xa0 "):
            self.out.add(
                CapturedLine(text, self.kind, self.level, self.align, doubt=self.doubt, marks=marks)
            )
        self.kind, self.level, self.doubt = "text", 0, ""
        for line in self.asides:
            self.out.add(line)
        self.asides.clear()

    def _aside(self, text: str, reason: str, *, asked: bool = False) -> None:
        shown = SPACES.sub(" ", text).strip()
        self._take(text, "asked" if asked else "apart")
        if shown:
            doubt = reason if asked else ""
            self.asides.append(CapturedLine(shown, "chrome", reason=reason, doubt=doubt))

    def _wonder(self, doubt: str) -> None:
        """Ask about the line that is being made."""
        if doubt not in self.doubt and len(self.doubt) < _LONGEST_DOUBT:
            self.doubt = f"{self.doubt}; {doubt}" if self.doubt else doubt

    def _marked(self, kind: MarkKind, contents: Wikicode) -> None:
        """Read what is marked; a line below nothing is a blank to be filled in."""
        blank = kind == "u" and not contents.strip_code().strip()
        kind = "blank" if blank else kind
        opened = self.line.open(kind)
        self._nodes(contents)
        self.line.close(kind, opened)

    def _nodes(self, code: Wikicode | None) -> None:
        """Read nodes in order."""
        raise NotImplementedError

    def _say(self, text: str) -> None:
        """Put text into lines: a line break of a page ends one."""
        parts = text.split("\n")
        for number, part in enumerate(parts):
            if number:
                self._flush()
                self.markers = ""
                if part.strip() or number < len(parts) - 1:
                    # a line that is no item, or a blank one, ends a list
                    self.numbers.clear()
            for piece in _between_switches(part):
                self._take(piece)
                self.line.say(piece)


def _between_switches(text: str) -> Iterator[str]:
    """Yield what stands between the switches of a page, such as __NOTOC__."""
    end = 0
    for found in _MAGIC.finditer(text) if "__" in text else ():
        yield text[end : found.start()]
        end = found.end()
    yield text[end:]
