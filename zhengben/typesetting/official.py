"""Sets the parts of an official document at the places of GB/T 9704-2012; its clauses are cited.

The marks of an issuer stand in black and no seal is imitated: the room for one is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from zhengben.design.kinds import POINTS_PER_MM
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.document.official import OfficialPart, form_of
from zhengben.document.regex import regex
from zhengben.linebreaking import ComposedLine, with_run_in_head
from zhengben.typesetting.boxes import SetTitle
from zhengben.typesetting.compositor import Compositor
from zhengben.typesetting.headings import SetLine
from zhengben.typesetting.titles import LOOSE_TITLE

# 7.2.4, 10.2, 10.3: the upper edge of the issuer's mark below that of the type area, by form
_MARK_MM = {"document": 35.0, "order": 20.0, "minutes": 35.0}
# 10.1: that of a letter below the edge of the page, its double rule below the mark, the second
# above the lower edge of the page; what stands below the first rule does so by 7/8 of a character
_LETTER_MARK_MM, _LETTER_RULE_MM, _LETTER_FOOT_MM, _BELOW_RULE = 30.0, 4.0, 20.0, 7 / 8
# how far the ink of a line of the mark stands above the end of its line, and a double rule is high
_MARK_BELOW_PT, _DOUBLE_PT = 5.0, 4.0
# its size and leading, and how far its ink stands below the top of its line (styles/gongwen.css)
MARK_PT, _MARK_LEADING_PT, _MARK_INK_PT = 36.0, 46.0, 8.0
# 7.2.5, 7.3.1, 10.2: lines blank above a number, above a title, and above the text of an order
_BLANK = 2
# 7.2.7: the rule stands so far below the number
_RULE_MM = 4.0
# 7.3.5.1: blank lines for a seal; the date stands four characters in from the right
_SEAL_LINES, _DATE_EM = 3, 4.0
# 7.3.3: the first line of a paragraph
_INDENT_EM = 2.0
# 7.4: size and leading of the imprint, characters blank at its sides, white at its rules, in points
IMPRINT_PT, _IMPRINT_LEADING_PT, _IMPRINT_SIDE_EM, _IMPRINT_WHITE_PT = 14.0, 21.0, 1.0, 6.0
# what stands in the corner above the issuer's mark (7.2.1-7.2.3)
_CORNER = ("copy-number", "classification", "urgency")
_GAP = regex(r"[ \u3000]+(?=\d{4}年|[签簽][发發]人)|(?<=[号號])[ \u3000]+")
_PRESENT = regex(r"(?:出席|[請请]假|列席)(?:人[員员])?\s*[：:]\s*")
_BLANK_WITHIN = regex(r"\S[ \u3000]+\S")
_NUMBERED = regex(r"\d{1,2}[．.、]\s*")
_ENCLOSED = regex(r"附[件錄录表]\s*[：:]\s*")
_LEADING_WORDS = regex(r"[^：:]{2,4}[：:]")


class SetImprint(Struct, frozen=True, eq=False):
    """What stands at the foot of the last page, between rules: to whom copies go, who printed it.

    Its lines are of ``IMPRINT_PT`` on ``leading_pt``, and ``white_pt`` stand at each rule.
    """

    kind: ClassVar = "imprint"
    lines: tuple[SetLine, ...]
    leading_pt: float
    white_pt: float
    ruled: bool = True

    @property
    def height_pt(self) -> float:
        """Return the height of the imprint."""
        count = sum(len(line.lines) for line in self.lines)
        return count * self.leading_pt + 2 * self.white_pt * len(self.lines)


class OfficialSetter:
    """Sets the parts of an official document; each method returns an item and its height."""

    def __init__(self, declaration: Declaration, compositor: Compositor) -> None:
        self.declaration, self.compositor = declaration, compositor
        self.edition, self.form = compositor.edition, form_of(declaration)
        self.leading, self.measure = self.edition.leading_pt, self.edition.measure_em
        self.marks = [line for line in declaration.front if line.part == "issuer"]
        self.signers = [line for line in declaration.front if line.part == "signer"]
        self.subtitles = [line for line in declaration.front if line.role == "subtitle"]
        paragraphs = declaration.paragraphs
        self.enclosures = [line for line in paragraphs if line.part == "enclosures"]
        self.attendance = [line for line in paragraphs if line.part == "attendance"]
        pairs = zip(declaration.annexes, declaration.annexes[1:], strict=False)
        # 7.3.7: the title of an annex, on its third line
        self.annex_titles = {
            line.id for above, line in pairs if above.role == "annex" and line.role == "heading"
        }

    def front(self, line: Line) -> tuple[SetLine, float]:
        """Set a line around the title."""
        leading = self.leading
        if self.form == "letter" and line.part in ("issuer", "document-number"):
            return self._of_letter(line)
        if line.part == "issuer":
            lines = self._composed(line, self.edition.measure_pt / MARK_PT)
            above = self._above_mark() if line is self.marks[0] else 0.0
            height = above + len(lines) * _MARK_LEADING_PT
            return SetLine(line, "p", "issuer", lines, lead_pt=above), height
        if line.part in ("document-number", "signer"):
            return self._number(line)
        if line.role == "subtitle":
            lines = self._composed(
                line, LOOSE_TITLE * self.edition.measure_pt / self.edition.title_pt
            )
            below = leading if line is self.subtitles[-1] else 0.0
            height = len(lines) * self.edition.title_leading_pt + below
            return SetLine(line, "p", "subtitle", lines), height
        lines = self._composed(line, self.measure)
        return SetLine(line, "p", line.part or line.role, lines), len(lines) * leading

    def _of_letter(self, line: Line) -> tuple[SetLine, float]:
        """Set the mark of a letter, with a double rule below it and at the foot, or its number.

        The mark stands above the type area, the number at the right of the first line below the
        rule, on which the copy number may stand (10.1). Both have a negative lead.
        """
        if line.part == "document-number":
            lines = self._composed(line, self.measure)
            beside = self._corner_behind(line)
            lead, left = -beside * self.leading, self.measure - self._width(lines)
            height = max(0.0, (len(lines) - beside) * self.leading)
            return SetLine(line, "p", "letter-number", lines, lead_pt=lead, left_em=left), height
        lines = self._composed(line, self.edition.measure_pt / MARK_PT)
        if line is not self.marks[0]:
            height = len(lines) * _MARK_LEADING_PT
            return SetLine(line, "p", "issuer", lines), height
        lead = (_LETTER_MARK_MM - self.edition.head_mm) * POINTS_PER_MM - _MARK_INK_PT
        marks = sum(len(self._composed(n, self.edition.measure_pt / MARK_PT)) for n in self.marks)
        rule = lead + marks * _MARK_LEADING_PT - _MARK_BELOW_PT + _LETTER_RULE_MM * POINTS_PER_MM
        foot = (self.edition.page_mm[1] - self.edition.head_mm - _LETTER_FOOT_MM) * POINTS_PER_MM
        white = (self.leading - self.edition.text_pt) / 2
        below = rule + _DOUBLE_PT + _BELOW_RULE * self.edition.text_pt - white
        height = below - (marks - len(lines)) * _MARK_LEADING_PT
        rules = (round(rule, 3), round(foot - _DOUBLE_PT, 3))
        # it is read where it stands in the text
        above = [n.id for n in self.declaration.opening if n.index < line.index]
        behind = above[-1] if above else ""
        made = SetLine(line, "p", "issuer", lines, lead_pt=lead, rules_pt=rules, behind=behind)
        return made, height

    def _corner_behind(self, number: Line) -> int:
        """Return how many lines of the corner stand between the mark and the number."""
        front = self.declaration.front
        return sum(line.part in _CORNER and line.index < number.index for line in front)

    def opening(self) -> tuple[Line, ...]:
        """Return title and front in the order of the page: the mark of a letter comes first."""
        lines = self.declaration.opening
        if self.form != "letter":
            return lines
        return (*self.marks, *(line for line in lines if line not in self.marks))

    def title(self, title: SetTitle) -> SetTitle:
        """Set the title below the rule (7.3.1), or as the mark of an order or of minutes."""
        leading = self.leading
        if self.form in ("document", "letter"):
            # a line is blank below all of it
            above, high = _BLANK * leading, self.edition.title_leading_pt
            below = 0.0 if self.subtitles else leading
            return self._titled(title, title.rows, above, high, below)
        rows = (self._composed(title.line, self.edition.measure_pt / MARK_PT),)
        made = self._titled(title, rows, self._above_mark(), _MARK_LEADING_PT, 0.0)
        return replace(made, marks=True)

    def _titled(
        self, title: SetTitle, rows: tuple[tuple[ComposedLine, ...], ...],
        above: float, high: float, below: float,
    ) -> SetTitle:  # fmt: skip
        lines = sum(map(len, rows))
        height = above + lines * high + len(title.dateline) * self.leading + below
        return replace(title, rows=rows, height_pt=height, lead_pt=above)

    def _above_mark(self) -> float:
        """Return what stands between the corner's parts and the issuer's mark (7.2.1-7.2.4)."""
        corner = [n for n in self.declaration.opening if n.part in _CORNER]
        mark = _MARK_MM[self.form] * POINTS_PER_MM - _MARK_INK_PT
        return max(0.0, mark - len(corner) * self.leading)

    def _number(self, line: Line) -> tuple[SetLine, float]:
        """Set the document's number, alone or beside who signed it for issue (7.2.5, 7.2.6)."""
        leading = self.leading
        parts = [n for n in self.declaration.front if n.part in ("document-number", "signer")]
        above = _BLANK * leading if line is parts[0] else 0.0
        gap = _GAP.search(line.text)
        lines = self._composed(line, self.measure - 2.0)
        edge: tuple[ComposedLine, ...] = ()
        left = 0.0
        if gap and line.part == "document-number":
            # number and signer on one line
            lines = self.compositor.compose(line.text[: gap.end()], 1000.0)
            edge, left = self.compositor.compose(line.text[gap.end() :], 1000.0), 1.0
        elif line.part == "signer":
            left = self.measure - 1.0 - self._width(lines)
        elif self.signers:
            left = 1.0
        height = above + len(lines) * leading
        last = line is parts[-1]
        if self.form != "document":
            height += _BLANK * leading * last
        elif last and self.marks:
            height += _RULE_MM * POINTS_PER_MM - (leading - self.edition.text_pt) / 2
        elif line is parts[0] and line.part == "document-number" and parts[1:] and not edge:
            # the first signer stands on its line
            height = above
        ruled = last and self.form == "document" and bool(self.marks)
        style: OfficialPart = "signer" if left else "document-number"
        return (
            SetLine(line, "p", style, lines, lead_pt=above, left_em=left, edge=edge, ruled=ruled),
            height,
        )

    def paragraph(self, line: Line) -> tuple[SetLine, float]:
        """Set to whom a document is sent (7.3.2), or what is enclosed (7.3.4)."""
        if line.part == "addressee":
            lines = self.compositor.compose(
                line.text, self.measure, calls=self.compositor.calls(line),
                marks=self.compositor.marks(line),
            )  # fmt: skip
            return SetLine(line, "p", "addressee", lines), len(lines) * self.leading
        if line.part == "attendance":
            return self._attendance(line)
        first = line is self.enclosures[0]
        said = _ENCLOSED.match(line.text)
        begin = said.end() if said else 0
        number = _NUMBERED.match(line.text, begin)
        hung = line.text[: number.end() if number else begin]
        # what goes on in a list stands below the first number
        left = _INDENT_EM + (0.0 if said else self._enclosed_em())
        hang = self.compositor.width(self.compositor.figures(hung)) if hung else 0.0
        lines = self.compositor.compose(
            line.text, self.measure - left - hang, indent=-hang, calls=self.compositor.calls(line)
        )
        lead = self.leading if first else 0.0
        item = SetLine(line, "p", "enclosures", lines, lead_pt=lead, left_em=left, hang_em=hang)
        return item, lead + len(lines) * self.leading

    def _attendance(self, line: Line) -> tuple[SetLine, float]:
        """Set who was present, excused or sat in (10.3): the word in Hei, names behind a colon."""
        said = _PRESENT.match(line.text)
        words = said[0] if said else ""
        hang = self.compositor.width(self.compositor.figures(words)) if words else 0.0
        lines = self.compositor.compose(
            line.text, self.measure - _INDENT_EM - hang, indent=-hang,
            calls=self.compositor.calls(line), marks=self.compositor.marks(line),
        )  # fmt: skip
        lines = (with_run_in_head(lines[0], 0, len(words.rstrip("：:"))), *lines[1:])
        lead = self.leading if line is self.attendance[0] else 0.0
        item = SetLine(
            line, "p", "attendance", lines, lead_pt=lead, left_em=_INDENT_EM, hang_em=hang
        )
        return item, lead + len(lines) * self.leading

    def _enclosed_em(self) -> float:
        """Return the width of 附件： in the first line of enclosures."""
        said = _ENCLOSED.match(self.enclosures[0].text)
        return self.compositor.width(self.compositor.figures(said[0])) if said else 0.0

    def signing(self) -> list[tuple[SetLine, float]]:
        """Set who signed and the date, with the room for a seal above (7.3.5)."""
        closing, made = self.declaration.closing, list[tuple[SetLine, float]]()
        edge = self.measure - _DATE_EM
        dated = self._width(self._composed(closing, self.measure)) if closing else 0.0
        for line in self.declaration.signing:
            lines = self._composed(line, self.measure - _DATE_EM)
            wide = self._width(lines)
            first = not made
            if line is closing or self._is_person(line):
                left, lead = edge - wide, _BLANK if first else self.form == "order"
            else:
                # the name of the issuer stands centred above the date
                left, lead = edge - dated / 2 - wide / 2, _SEAL_LINES * first
            left = min(max(0.0, left), self.measure - wide)
            above = lead * self.leading
            item = SetLine(line, "p", line.role, lines, lead_pt=above, left_em=round(left, 3))
            made.append((item, above + len(lines) * self.leading))
        return made

    def _is_person(self, line: Line) -> bool:
        return line.role in ("office", "name", "testimonium") or bool(
            _BLANK_WITHIN.search(line.text)
        )

    def behind(self, line: Line) -> tuple[SetLine, float]:
        """Set the note below the date (7.3.6), indented as a paragraph is."""
        lines = self.compositor.compose(line.text, self.measure, indent=_INDENT_EM)
        made = SetLine(line, "p", "annotation", lines, left_em=_INDENT_EM, hang_em=-_INDENT_EM)
        return made, len(lines) * self.leading

    def annex_title(self, line: Line) -> tuple[SetLine, float]:
        """Set the title of an annex below its number (7.3.7)."""
        lines = self._composed(line, 0.94 * self.edition.measure_pt / self.edition.title_pt)
        height = len(lines) * self.edition.title_leading_pt + self.leading
        return SetLine(line, "h3", "annex-title", lines, 2), height

    def imprint(self, found: Sequence[Line]) -> SetImprint:
        """Set the foot of the last page (7.4); in a letter it has no rules (10.1)."""
        measure = float(int(self.edition.measure_pt / IMPRINT_PT)) - 2 * _IMPRINT_SIDE_EM
        made = list[SetLine]()
        for line in found:
            compose = self.compositor.compose
            edge: tuple[ComposedLine, ...] = ()
            gap, words = _GAP.search(line.text), _LEADING_WORDS.match(line.text)
            if line.part == "printing" and gap:
                lines = compose(line.text[: gap.end()], 1000.0)
                edge, hang = compose(line.text[gap.end() :], 1000.0), 0.0
            else:
                hang = float(len(words[0])) if words and line.part == "copies" else 0.0
                lines = compose(line.text, measure - hang, indent=-hang)
            made.append(
                SetLine(
                    line,
                    "p",
                    line.part or "copies",
                    lines,
                    left_em=_IMPRINT_SIDE_EM,
                    hang_em=hang,
                    edge=edge,
                )
            )
        ruled = self.form != "letter"
        return SetImprint(tuple(made), _IMPRINT_LEADING_PT, _IMPRINT_WHITE_PT, ruled=ruled)

    def _composed(self, line: Line, measure: float) -> tuple[ComposedLine, ...]:
        compositor = self.compositor
        return compositor.by_sense(
            line.text, measure, compositor.calls(line), compositor.marks(line)
        )

    def _width(self, lines: Sequence[ComposedLine]) -> float:
        return max(self.compositor.width(line.fragments) for line in lines)
