"""Reads what stands within a line of Markdown, with markdown-it-py, and accounts for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengben.capture.account import Account, Fate
from zhengben.capture.markdown_tokens import Piece, tokens_of
from zhengben.capture.marked import LineBuilder, OpenMark
from zhengben.capture.objects import NOT_TAKEN, Objects, from_data_uri
from zhengben.document.notation import Kind, Mark
from zhengben.document.regex import regex

# a text, its marks, and what is asked about it
Read = tuple[str, tuple[Mark, ...], str]

_SPECIAL = regex(r"[*_\[`\\<&$~!^]")
# the parser takes a time that grows with the square of these
_MOST_SPECIAL = 400
_STRONG = regex(r"(?<!\\)(\*\*|__)(?=[^\s*_])(.+?)(?<=[^\s*_\\])\1")
# an asterisk may stand between two Han, but not in 2*3*4; a row of underscores is to be filled in
_LITERAL = regex(r"(?<=[A-Za-z0-9])\*(?=[A-Za-z0-9])|_{3,}")
_CALL = regex(r"\[\^([^\[\]\s]{1,20})\]")
_PARTS = regex(rf"_{{3,}}|{_CALL.pattern}")
_TAG = regex(r"</?([a-zA-Z][\w:-]*)")
_DATA = regex(r"\]\((data:[^()\s<>]+)", re.IGNORECASE)
_DATA_PLACE = regex(r"data-([0-9]{1,6})")
_BREAK = regex(r"<br\b[^<>]*>", re.IGNORECASE)
_TAGS: dict[str, Kind] = {
    "sup": "sup", "sub": "sub", "em": "em", "i": "em", "u": "u", "ins": "u",
}  # fmt: skip
_PLAIN = regex(
    r"(?:a|abbr|b|big|bdo|center|cite|code|col|colgroup|dd|div|dl|dt|font|h[1-6]|kbd|label|li|mark|"
    r"nobr|ol|p|q|samp|section|small|span|strong|table|tbody|td|tfoot|th|thead|time|tr|tt|ul|var|"
    r"wbr|article|main|header|details|summary|blockquote|pre|hr)"
)
_HAN = regex(r"[\u3400-\u9fff]")


class LineMarkup:
    """Reads lines one after another; ``asked`` gathers what has no place in them."""

    def __init__(self, account: Account, objects: Objects | None = None) -> None:
        self.account, self.objects = account, objects or Objects()
        self.asked = list[tuple[str, str]]()

    @staticmethod
    def opens(line: str) -> bool:
        """Tell whether a line holds anything that may be markup."""
        return bool(_SPECIAL.search(line))

    def shown(self, source: str) -> str:
        """Return the text of a piece of Markdown that is no text of the document."""
        return "".join(text for text, _, _ in LineMarkup(Account()).read(source)).strip()

    def read(self, source: str, before: str = "", *, joined: bool = False) -> Iterator[Read]:
        """Yield each line of a source without its markup; ``joined`` makes one line of all.

        ``before`` is a label that stands before the first line.
        """
        if not _SPECIAL.search(source):
            yield from self._literally(source, before)
        elif len(source) > _MOST_SPECIAL and len(_SPECIAL.findall(source)) > _MOST_SPECIAL:
            for number, line in enumerate(source.split("\n")):
                if number:
                    self.account.add("markup", "\n")
                if len(_SPECIAL.findall(line)) > _MOST_SPECIAL:
                    self.account.add("text", line)
                    yield (
                        before + line,
                        (),
                        "line of more marks than can be read: it stands as it is",
                    )
                else:
                    yield from _Pass(self, line, before, joined=joined).lines()
                before = ""
        else:
            yield from _Pass(self, source, before, joined=joined).lines()

    def _literally(self, source: str, before: str) -> Iterator[Read]:
        for number, line in enumerate(source.split("\n")):
            if number:
                self.account.add("markup", "\n")
            self.account.add("text", line)
            yield before + line, (), ""
            before = ""


class _Pass:
    """One pass over the tokens of a source; ``at`` is how far the account of it has come."""

    def __init__(self, inline: LineMarkup, source: str, before: str, *, joined: bool) -> None:
        self.inline, self.source, self.joined = inline, source, joined
        self.account, self.at = inline.account, 0
        self.line, self.doubt = LineBuilder(), ""
        self.line.say(before)
        self.opened = list[tuple[Kind, OpenMark]]()
        self.struck: list[str] | None = None
        self.ruby: OpenMark | None = None
        # all tokens, and where the one stands that is read: the reading of a ruby is ahead
        self.tokens, self.place = list[Piece](), 0
        self.reading: list[str] | None = None
        self.done, self.said, self.data = list[Read](), list[str](), list[str]()

    def lines(self) -> list[Read]:
        """Return the lines of the source."""
        # a parser need not walk through the bytes of a picture
        bare = self.source
        if "](" in bare:
            bare = _DATA.sub(self._data, bare)
        if "*" in bare or "_" in bare:
            bare = _STRONG.sub(r"\2", bare)
            bare = _LITERAL.sub(lambda found: "".join("\\" + c for c in found[0]), bare)
        self.tokens = tokens_of(bare)
        for place, token in enumerate(self.tokens):
            self.place = place
            self._token(token)
        self._account("markup", self.source[self.at :])
        self._close()
        self._break()
        return self.done

    def _data(self, found: re.Match[str]) -> str:
        self.data.append(found[1])
        return f"](data-{len(self.data)}"

    def _close(self) -> None:
        """Give what was opened and never closed: its text is not lost."""
        self._end_base()
        if self.struck is not None:
            self._delete()
        if self.reading is not None:
            said, self.reading = "".join(self.reading), None
            self.said.append(said)

    def _account(self, fate: Fate, piece: str) -> None:
        self.account.add(fate, piece)
        self.at += len(piece)

    def _take(self, literal: str, fate: Fate = "text") -> None:
        """Account for a piece of the source, and for the markup that stands before it."""
        at = self.at
        found = self.source.find(literal, at)
        if found < 0:
            # an escape that was put in here, or a line break made a blank
            return
        if found > at:
            self.account.add("markup", self.source[at:found])
        self.account.add(fate, literal)
        self.at = found + len(literal)

    def _say(self, text: str) -> None:
        if self.struck is not None:
            self.struck.append(text)
        elif self.reading is not None:
            self.reading.append(text)
        else:
            self.said.append(text)

    def _release(self) -> None:
        """Put what was said into the line; a row of underscores is a blank to be filled in."""
        if not self.said:
            return
        text, end = "".join(self.said), 0
        self.said.clear()
        if "_" not in text and "[^" not in text:
            self.line.say(text)
            return
        for found in _PARTS.finditer(text):
            self.line.say(text[end : found.start()])
            end = found.end()
            if found[1]:
                self.line.call(f"[{found[1]}]")
            else:
                opened = self.line.open()
                self.line.say(found[0])
                self.line.close("blank", opened)
        self.line.say(text[end:])

    def _break(self) -> None:
        """End a line; marks that are open go on in the next."""
        self._release()
        text, marks = self.line.take(collapsed=False)
        self.done.append((*_fill(text, marks), self.doubt))
        self.doubt = ""

    def _token(self, token: Piece) -> None:
        kind = token.type
        if not kind.startswith("text"):
            self._release()
        if kind == "text":
            self._take(token.content)
            self._say(token.content)
        elif kind == "text_special":
            self._take(token.markup if token.info == "entity" else token.content)
            self._say(token.content)
        elif kind in ("softbreak", "hardbreak"):
            self._take("\n", "markup")
            if self.joined:
                self._say(" ")
            else:
                self._break()
        elif kind == "code_inline":
            self._take(token.content)
            self._say(token.content)
        elif kind in ("em_open", "em_close"):
            self._mark("em", opening=kind == "em_open")
        elif kind in ("math_inline", "math_inline_double"):
            self._formula(token.content, token.markup or "$")
        elif kind == "s_open":
            self.struck = self.struck or []
        elif kind == "s_close" and self.struck is not None:
            self._delete()
        elif kind == "image":
            self._picture(token)
        elif kind == "html_inline":
            self._element(token.content)

    def _delete(self) -> None:
        """Ask about what was struck out."""
        if text := "".join(self.struck or ()).strip():
            self.inline.asked.append((text, "struck out: is it a deletion?"))
        self.struck = None

    def _mark(self, kind: Kind, *, opening: bool) -> None:
        if opening:
            self.opened.append((kind, self.line.open(kind)))
        elif any(k == kind for k, _ in self.opened):
            at = max(n for n, (k, _) in enumerate(self.opened) if k == kind)
            _, opened = self.opened.pop(at)
            self.line.close(kind, opened)

    def _formula(self, content: str, sign: str) -> None:
        if _HAN.search(content) and "\\" not in content:
            # two signs of a currency, and a sentence between them
            self._take(f"{sign}{content}{sign}")
            self._say(f"{sign}{content}{sign}")
        else:
            self._take(content, "mark")
            self.line.formula(content)

    def _picture(self, token: Piece) -> None:
        address = str(token.attrs.get("src") or "")
        place = _DATA_PLACE.fullmatch(address)
        held = place is not None and 0 < int(place[1]) <= len(self.data)
        data = from_data_uri(self.data[int(place[1]) - 1]) if place and held else None
        file = "" if held else address.rpartition("/")[2]
        kept = self.inline.objects.picture(data) if data and self.struck is None else ""
        self._take(token.content, "mark" if kept else "asked")
        if kept:
            self.line.picture(kept, token.content)
            return
        self.line.lost()
        doubt = "picture" if data is None or self.struck is not None else NOT_TAKEN
        self.inline.asked.append((f"[{token.content or '…'}: {file}]", doubt))

    def _element(self, tag: str) -> None:
        """Read a tag of HTML; what it is unknown here is asked about, its text kept."""
        self._take(tag, "markup")
        found = _TAG.match(tag)
        name, closing = (found[1].lower() if found else ""), tag.startswith("</")
        if not found and _HAN.search(tag):
            self.inline.asked.append((tag, "comment of the file"))
        elif _BREAK.fullmatch(tag) and self.joined:
            self._say(" ")
        elif _BREAK.fullmatch(tag):
            self._break()
        elif name in _TAGS:
            self._mark(_TAGS[name], opening=not closing)
        elif name in ("del", "s", "strike"):
            if not closing:
                self.struck = self.struck or []
            elif self.struck is not None:
                self._delete()
        elif name == "ruby":
            self._end_base()
            self.ruby = None if closing else self._base()
        elif name == "rt":
            self._reading(closing=closing)
        elif name == "rp":
            # brackets for readers that show no ruby
            self._bracket(closing=closing)
        elif name and not _PLAIN.fullmatch(name) and not closing:
            self.doubt = f"the element <{name[:40]}> is unknown here; its text was kept"

    def _bracket(self, *, closing: bool) -> None:
        if not closing:
            # the tag that ends a reading may be left out
            self._reading(closing=True)
            self.reading = []
            return
        said, self.reading = "".join(self.reading or ()), None
        if said.strip("()（）[]〔〕 "):
            self.said.append(said)

    def _base(self) -> OpenMark:
        """Begin the base of a ruby with its reading, if one follows: it may take two lines."""
        said, within = list[str](), False
        for token in self.tokens[self.place + 1 :]:
            found = _TAG.match(token.content) if token.type == "html_inline" else None
            name = found[1].lower() if found else ""
            if within and name in ("rt", "rp", "ruby"):
                break
            if name == "ruby":
                break
            within = within or name == "rt"
            if within and not found:
                said.append(token.content)
        else:
            # a reading that never ends is text
            said.clear()
        value = "".join(said).strip()
        return self.line.open("ruby", value) if value else self.line.open()

    def _end_base(self) -> None:
        """Forget a base without a reading."""
        if self.ruby is not None:
            self.line.forget(self.ruby)
            self.ruby = None

    def _reading(self, *, closing: bool) -> None:
        if not closing:
            self._reading(closing=True)
            self.reading = []
        elif self.reading is not None:
            value, self.reading = "".join(self.reading).strip(), None
            if self.ruby is not None and value and self.line.begun(self.ruby):
                self.line.close("ruby", self.ruby, value)
                self.ruby = self._base()
            else:
                # a reading of nothing is text
                self.said.append(value)


def _fill(text: str, marks: tuple[Mark, ...]) -> tuple[str, tuple[Mark, ...]]:
    """Return a line without blanks at its ends where it has marks, which count from its start."""
    if not marks:
        return text, marks
    start = len(text) - len(text.lstrip(" \t"))
    kept = text.strip(" \t")
    if len(kept) == len(text):
        return text, marks

    def moved_to(at: int) -> int:
        return min(len(kept), max(0, at - start))

    moved = (Mark(m.kind, moved_to(m.start), moved_to(m.end), m.value) for m in marks)
    return kept, tuple(m for m in moved if m.form != "wraps" or m.end > m.start)
