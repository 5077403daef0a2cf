"""Guesses what each line of a canonical text is, from its number, its markup and its neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import groupby

from msgspec import Struct, field

from zhengben.capture import CapturedLine
from zhengben.document.lines import Role
from zhengben.document.notation import OBJECT
from zhengben.document.numbering import Label, parse_bullet, parse_labels
from zhengben.document.regex import regex
from zhengben.intake.captions import mark_captions
from zhengben.intake.collection import refers, without_reference
from zhengben.intake.definitions import defines, leads
from zhengben.intake.enclosures import (
    ANNEX_WORDS,
    annex_start,
    is_annex,
    listed_above,
    listed_below,
)
from zhengben.intake.front import Row, type_front
from zhengben.intake.genre import Decision, decide
from zhengben.intake.instruments import instruments_of
from zhengben.intake.letters import apart_from, letters_of, mark_letters
from zhengben.intake.official import GENRE as OFFICIAL
from zhengben.intake.official import behind_sections, mark_around, mark_body
from zhengben.intake.own_numbers import bears_numbers
from zhengben.intake.plain_heads import mark_plain_heads
from zhengben.intake.preambles import mark_preamble
from zhengben.intake.signing import Signing, find_signing

_MARKED = "marked "
# the style of items that bear no number but say what a word means
_DEFINITION = "definition"
_UNITS = {"part": 1, "chapter": 2, "section": 3}
_STRONG = ("roman", "han", "stem", "arabic", "decimal", "bare")
_PROCLAIMS = regex(
    r"如下(?:修改|修正|修订|补充|规定|决定|安排|调整|解释|说明|通知|公告|声明|协议)?：$|^(?:(?:现|兹|特)?(?:通过|宣布|决定|核可|核准|认可|赞同|批准|声明|议定)).{0,16}[：:]$"
)
_LONGEST_HEADING = 50
# what stands for a section that is gone, in Simplified
_GONE = regex(
    r"[ \u3000]*[（(\[［〔][^（）()]{0,40}(?:废除|删除|删去|保留|略去|失效|废止)[）)\]］〕]"
)
# what ends a sentence, and how long what ends without it may be
_SENTENCE_ENDS = tuple("。；：！？，、”』」）》】…—;:!?,.)")
_LONGEST_NAME = 15
# a line of a form, with what is filled in or ticked, or a row of what was a table
_TO_FILL_IN = regex(r"＿|_{2}|[□☐☑☒|]|：.*：")
_REMARKS = ("注", "备注", "附注")
# 圖一　全境圖, 附图2-1, 照片3：…: what is said of a figure, which ends as no sentence does
_CAPTION = regex(
    r"附?(?:[圖图]|[圖图]表|插[圖图]|地[圖图]|照片)[ \u3000]?[〇零一二三四五六七八九十\d]+"
    r"(?:[-－—.．]\d+)*(?:[ \u3000：:、.．][^。；！？]{0,60})?"
)


class Guess(Struct):
    """What all lines are taken for; ``doubts`` are sentences about single lines.

    ``instruments`` are the titles of what seem to be further documents, each an annex.
    """

    rows: list[Row]
    signing: Signing
    own: bool
    decision: Decision
    doubts: list[str] = field(default_factory=list)
    instruments: list[Row] = field(default_factory=list)


def guess(texts: Sequence[str], sources: Sequence[CapturedLine], stated: str = "") -> Guess:
    """Type every line of a canonical text; ``stated`` is the genre that a person said it has."""
    rows = [Row(n, text, source) for n, (text, source) in enumerate(
        zip(texts, sources, strict=True), 1)]  # fmt: skip
    doubts = list[str]()
    front = type_front(rows, doubts)
    decision = decide(rows, front, stated)
    genre, official = decision.genre, decision.genre == OFFICIAL
    listed = listed_below(rows, behind_sections(rows, front))
    annex = annex_start(rows, front, listed)
    mark_around(rows, front, listed, official=official)
    letters, instruments = apart_from(
        letters_of(rows[front:annex], genre, dated=rows[front - 1].role == "dateline"),
        [r for r in instruments_of(rows, front, annex) if r not in listed],
        rows[front:annex],
    )
    annex = min((annex, *(row.index - 1 for row in instruments)))
    signing = _signing([r for r in rows[front:annex] if r not in listed], genre)
    signed = _mark_signed(rows, signing)
    body = [r for r in rows[front:] if r.index not in signed and not r.part]
    typed = _Body(body, annex, {row.index for row in instruments})
    typed.type()
    doubts += [f"line {r.index}, “{r.text[:12]}”: does the line above go on in it?"
               for r in typed.broken]  # fmt: skip
    _mark_listed(rows, annex)
    upper = [r for r in body if r.index <= annex]
    mark_preamble(upper, genre)
    mark_body(upper if official else ())
    doubts += mark_letters(upper, letters) if letters else mark_plain_heads(upper)
    _keep_body(rows, signing)
    own = bears_numbers(rows, upper, genre)
    return Guess(rows, signing, own, decision, doubts, instruments)


def _mark_signed(rows: Sequence[Row], signing: Signing) -> set[int]:
    """Type the lines of signatures; return their numbers."""
    for index, role in signing.roles:
        rows[index - 1].role = role
    return {index for index, _ in signing.roles}


def _mark_listed(rows: list[Row], annex: int) -> None:
    for row in listed_above(rows[:annex], rows):
        row.role, row.level = "item", 1


def _signing(rows: Sequence[Row], genre: str) -> Signing:
    """Find the signatures; notes at the foot and parts of an official document are none."""
    tails = (r for r in rows if r.source.kind != "note" and not r.part)
    return find_signing([(r.index, r.text, r.plain, r.source) for r in tails], genre)


def _keep_body(rows: list[Row], signing: Signing) -> None:
    """Take back what was guessed of a short text where it left no line for the text itself."""
    around = ("title", "subtitle", "session", "organ", "dateline")
    signed = {index for index, _ in signing.roles}
    body = [r for r in rows if r.role not in around and r.index not in signed]
    if len(rows) == 1 or (body and body[0].role != "annex"):
        return
    if body:
        body[0].role, body[0].level = "heading", 1
        return
    signing.roles, signing.signatories, signing.columns = [], [], []
    for row in [r for r in rows[1:] if r.index in signed] or rows[-1:]:
        row.role, row.level = "paragraph", 0


class _Body:
    """One pass over the lines between front and signatures, and over the annexes."""

    def __init__(self, rows: list[Row], annex: int, instruments: Collection[int]) -> None:
        self.rows, self.annex, self.instruments = rows, annex, instruments
        self.article: tuple[int, ...] = ()
        self.in_article = False
        self.styles: list[str] = []
        # styles of lists that a line without a number broke off, as they stood; one of them goes on
        # where its number does
        self.suspended: dict[str, list[str]] = {}
        self.introduced = self.proclaimed = False
        self.listing = False
        self.articles = self._has_articles(rows)
        self.rubrics = self._has_rubrics(rows)
        self.naming, self.parts = False, 0
        self.broken: list[Row] = []
        # the last number of each style of item
        self.last = dict[str, int]()
        # kinds of number that stand at the top of this part, and what their lines are
        self.outer: dict[str, Role] = {}

    @staticmethod
    def _has_articles(rows: list[Row]) -> bool:
        return sum(r.label is not None and r.label.kind == "article" for r in rows) >= 2

    @staticmethod
    def _has_rubrics(rows: list[Row]) -> bool:
        """Tell whether the lines of articles are rubrics, with their text in the next lines."""
        lines = [r.text for r in rows if r.label is not None and r.label.kind == "article"]
        return sum(not line.endswith(_SENTENCE_ENDS) for line in lines) * 2 > len(lines)

    def type(self) -> None:
        """Give every row its role and level."""
        before: Row | None = None
        for at, row in enumerate(self.rows):
            following = self.rows[at + 1] if at + 1 < len(self.rows) else None
            self._row(row, before, following)
            if row.role not in ("item", "bullet", "cell"):
                within = row.role == "paragraph" and row.label is None
                broken = {s: self.styles[: n + 1] for n, s in enumerate(self.styles)}
                self.suspended = self.suspended | broken if within else {}
                self.styles = []
                self.listing = False
            self.naming = self.naming and row.role in ("annex", "heading", "remark")
            self.introduced = row.text.endswith(("：", ":")) and row.role != "annex"
            # “声明如下：” opens the whole text, not a list
            self.proclaimed = bool(_PROCLAIMS.search(row.plain)) and not self.in_article
            self.listing = self.listing or self.introduced
            before = row
        mark_captions(self.rows)
        self._rank_headings()

    def _row(self, row: Row, before: Row | None, following: Row | None) -> None:
        if row.source.kind == "cell":
            row.role = "cell"
        elif row.source.kind == "note":
            row.role = "author-note"
        elif row.text == OBJECT:
            row.role = "figure"
        elif self._captions_figure(row, before, following):
            row.role = "caption"
        elif row.index in self.instruments or (row.index > self.annex and is_annex(row)):
            row.role, self.article, self.in_article = "annex", (), False
            self.naming, self.outer = self._stands_alone(row), {}
        elif self._remark(row, before):
            row.role = "remark"
        elif self.naming and self._names_annex(row):
            row.role = "heading"
        elif row.label is not None and row.label.kind in _UNITS and not row.running:
            row.role, self.in_article, self.outer = "heading", False, {}
        elif row.label is not None and row.label.kind == "article" and self._is_next(row):
            row.role, self.article, self.in_article = "article", row.label.value, True
        elif row.label is not None and row.label.kind not in (*_UNITS, "article", "annex"):
            self._numbered(row, row.label, following)
        else:
            self._unnumbered(row, before)

    @staticmethod
    def _captions_figure(row: Row, before: Row | None, following: Row | None) -> bool:
        if row.source.kind != "caption" and not _CAPTION.fullmatch(row.text):
            return False
        above = before is not None and before.role in ("figure", "caption")
        return above or (following is not None and following.text == OBJECT)

    def _unnumbered(self, row: Row, before: Row | None) -> None:
        """Type a line that bears no number: a heading, a bullet, or half a sentence."""
        if before is not None and self._is_defined(before, row):
            # it lies in the numbered line that leads to it, and its own items lie in it
            row.role, row.level = "item", self._depth(_DEFINITION)
        elif before is not None and self._breaks_off(before, row):
            # a paragraph, whatever the markup makes of its second half
            self.broken.append(row)
        elif row.source.kind == "heading" and not row.running:
            row.role, self.in_article = "heading", False
        elif row.source.kind == "item":
            row.role, row.level = "bullet", max(1, row.source.level)
        elif mark := parse_bullet(row.text):
            row.role = "bullet"
            row.level = self._depth(mark)

    def _is_defined(self, before: Row, row: Row) -> bool:
        """Tell a definition: the first stands below 在本條例中——, others below its like."""
        # an amendment may be told behind its stop: …。（由2015年第9號修訂）
        sentence = row.running or any(c in row.text for c in "。；")
        if row.source.kind != "text" or not sentence:
            return False
        first = before.role == "item" and before.label is not None and leads(before.plain)
        return (first or _DEFINITION in self.styles) and defines(row.plain)

    def _breaks_off(self, before: Row, row: Row) -> bool:
        """Tell a sentence that stops in its midst from one that ends, or from a heading or name."""
        sentence = before.role in ("article", "item", "paragraph", "bullet") and row.label is None
        whole = before.text.endswith(_SENTENCE_ENDS) or parse_bullet(row.text)
        if not sentence or whole or row.source.kind not in ("text", "heading"):
            return False
        label = before.label
        if label is not None and label.kind == "article":
            # where other articles end as sentences do, one that does not is a half
            return not self.rubrics and len(before.text) > len(label.text)
        opening = not self.outer and not self.article
        halved = any(c in before.text for c in "，。；") and (
            len(before.text) > _LONGEST_NAME or opening
        )
        # a line between two halves may be short and hold no mark
        return halved or (opening and bool(self.broken) and self.broken[-1] is before)

    @staticmethod
    def _stands_alone(row: Row) -> bool:
        """Tell whether an annex says no more than 附件一: its title is in the next lines."""
        bare = without_reference(row.plain).rstrip("：:")
        return bare in ANNEX_WORDS or (row.label is not None and row.label.text == bare)

    @staticmethod
    def _names_annex(row: Row) -> bool:
        if _TO_FILL_IN.search(row.text):
            return False
        short = not row.running or (row.text.endswith("、") and len(row.text) <= 40)
        return short and row.label is None and row.source.kind in ("text", "heading")

    @staticmethod
    def _remark(row: Row, before: Row | None) -> bool:
        """Tell a note of the text, and below an annex where it belongs or that it is gone."""
        above = before is not None and before.role == "annex"
        if above and (refers(row.plain) or _GONE.fullmatch(row.plain)):
            return True
        for word in _REMARKS:
            rest = row.plain.removeprefix(word)
            if rest != row.plain:
                return rest[:1] in ("：", ":") or (rest[:1].isdigit() and rest[1:2] in "：:、.")
        return row.text.startswith(("＊", "※", "* "))

    def _is_next(self, row: Row) -> bool:
        """Tell an article from a sentence that begins with the number of another one."""
        assert row.label is not None
        value = row.label.value
        behind = row.text[len(row.label.text) :]
        last = self.article[0] if self.article else 0
        expected = value[0] == last + 1 or (len(value) > 1 and value[0] == last)
        later = value[0] > last or not last
        # two articles may bear one number; a sentence has no blank there
        twice = value == self.article and behind[:1] in ("\u3000", " ")
        return expected or twice or (behind[:1] in ("\u3000", "", "：") and later)

    def _numbered(self, row: Row, label: Label, following: Row | None) -> None:
        """Type a line that bears a numeral: a heading, a numbered paragraph or an item."""
        if row.source.kind == "item" and row.source.level > 1:
            # an item of a list in a list, as its markup says
            row.role, row.level = "item", min(6, row.source.level)
            return
        strong = label.kind in _STRONG
        opened = self.proclaimed and label.value[:1] == (1,)
        listed = (self.introduced and not opened) or label.kind in self.styles
        top = self.outer.get(label.kind)
        if top and top != "heading" and row.source.kind != "heading":
            row.role = top
            self.in_article = self.in_article or top == "article"
        elif self._heads(row, label, following, listed=listed):
            row.role, self.in_article = "heading", False
        elif label.kind in ("han", "roman") and not self._within() and not listed:
            row.role, self.in_article = "article", True
        elif strong and (opened or not self.listing) and not self.styles:
            row.role = "paragraph"
        else:
            self._item(row, label)
        if row.role != "item":
            self.outer[label.kind] = row.role

    def _heads(self, row: Row, label: Label, following: Row | None, *, listed: bool) -> bool:
        """Tell a heading that bears a numeral from a line of text that does."""
        strong = label.kind in _STRONG
        if label.text == row.text and strong:
            return True
        if self.outer.get(label.kind) == "heading" and _GONE.fullmatch(row.plain, len(label.text)):
            return True
        if row.running or len(row.text) > _LONGEST_HEADING:
            return False
        under = following is not None and (
            following.label is None or following.label.kind not in (label.kind, *_UNITS, "annex")
        )
        leads = under and not listed and (strong or self._opens(following))
        return row.source.kind == "heading" or leads

    def _item(self, row: Row, label: Label) -> None:
        row.role = "item"
        # of several marks on a line the innermost says how deep it stands
        for nested in parse_labels(row.text) or (label,):
            style = self._style(nested)
            if (
                style not in self.styles
                and style in self.suspended
                and (nested.value[:1] == (self.last.get(style, 0) + 1,))
            ):
                self.styles = list(self.suspended[style])
            row.level = self._depth(style)
            self.last[self.styles[-1]] = nested.value[0] if nested.value else 0

    def _style(self, label: Label) -> str:
        """Return the style of an item's mark; behind （h） an （i） is a letter, not a numeral."""
        letter = label.text.strip("（()）").lower()
        single = label.kind == "roman-bracket" and len(letter) == 1 and letter.isascii()
        before = self.last.get("letter-bracket") if "letter-bracket" in self.styles else None
        follows = single and before == ord(letter) - ord("a")
        return "letter-bracket" if follows else label.kind

    def _depth(self, style: str) -> int:
        """Return how deep a style of number or mark stands among those of this list."""
        if style in self.styles:
            del self.styles[self.styles.index(style) + 1 :]
        else:
            self.styles.append(style)
        return min(6, self.styles.index(style) + 1)

    def _within(self) -> bool:
        """Tell whether the line stands inside an article of the text."""
        return self.articles and self.in_article and bool(self.article)

    @staticmethod
    def _opens(following: Row | None) -> bool:
        return following is not None and following.label is None and following.running

    def _rank_headings(self) -> None:
        """Give headings their level, from 1, by the kinds of number that their part uses."""
        for _, part in groupby(self.rows, self._part):
            headings = [row for row in part if row.role == "heading"]
            kinds = dict.fromkeys(self._kind(row) for row in headings)
            units = [k for k in _UNITS if k in kinds]
            numbered = [k for k in kinds if k not in _UNITS and not k.startswith(_MARKED)]
            # headings without a number rank as the markup says, with those that it marks alike
            counted = [*units, *numbered]
            alike = {self._marked(kind, headings): kind for kind in reversed(counted)}
            marked = sorted(k for k in kinds if k.startswith(_MARKED) and k not in alike)
            order = {kind: level for level, kind in enumerate((*counted, *marked), 1)}
            order |= {mark: order[kind] for mark, kind in alike.items()}
            begun = False
            for row in headings:
                kind = self._kind(row)
                begun = begun or kind in counted
                # what stands before all that have a number, as a foreword, is part of none
                row.level = min(6, order.get(kind, 1)) if begun or not counted else 1

    def _marked(self, kind: str, headings: list[Row]) -> str:
        """Return the kind of headings without a number that the markup marks as those of a kind."""
        levels = Counter(row.source.level for row in headings if self._kind(row) == kind)
        level = levels.most_common(1)[0][0]
        return f"{_MARKED}{level}" if level else ""

    def _part(self, row: Row) -> int:
        """Number the parts of a document: 0 for the main text, then each annex."""
        self.parts += row.role == "annex"
        return self.parts

    @staticmethod
    def _kind(row: Row) -> str:
        numbered = row.label is not None and row.label.kind != "annex"
        return row.label.kind if row.label and numbered else f"{_MARKED}{row.source.level}"
