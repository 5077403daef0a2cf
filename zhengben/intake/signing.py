"""Finds the signatures at the end of a text, in whatever layout they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from msgspec import Struct, field

from zhengben.capture import CapturedLine
from zhengben.document.lines import Role
from zhengben.document.numbering import parse_label
from zhengben.document.regex import regex
from zhengben.intake.patterns import DATE, DATELINE, ORGAN, SEAL, is_running, signature

_LONGEST = 45
_MOST = 600
# so many lines may come in pairs by chance
_FEW = 5
# how a treaty leads over to its signatures, in so many paragraphs at most
_MOST_WORDING = 3
_WORDING = regex(
    "以昭信守|以资(?:证明|信守)|(?:签订|签署|订于|订立|签于).{0,60}(?:一式|写成|作准)"
    "|写成.{0,40}(?:作准|效力)"
)
# an office and a name
_PAIR = 2
# how a person is named: two to four Han, which blanks may set apart, or with a point
_PERSON = regex(
    r"[\u3400-\u9fff](?:[ \u3000]*[\u3400-\u9fff]){1,3}|[\u3400-\u9fff]+(?:[·・•][\u3400-\u9fff]+)+"
)
_STATES = regex(
    "(?:(?:联系|咨询|监督|举报)?(?:电话|方式|地址|邮箱|人及电话)|电子(?:邮箱|邮件)|通[讯信]地址|邮编|邮政编码"
    "|传真|网址|正本|副本|抄送|抄本|主送|附件)[：:]"
)
_GAP = regex(r"[ \u3000]+")
_DAY_BEHIND = regex(rf"[ \u3000]+{DATE.pattern}$")
# index, text, text in Simplified, and the line of the capture it came from
Tail = tuple[int, str, str, CapturedLine]


class Signed(Struct, frozen=True):
    """A signatory: its lines, and the words that name office and person."""

    indices: tuple[int, ...]
    office: str
    name: str


class Signing(Struct):
    """The signatures: roles by line, signatories in order, and rows of columns.

    ``columns`` are first line, number of lines and of columns of each block set side by side.
    """

    roles: list[tuple[int, Role]] = field(default_factory=list)
    signatories: list[Signed] = field(default_factory=list)
    columns: list[tuple[int, int, int]] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def find_signing(rows: Sequence[Tail], genre: str) -> Signing:
    """Return the signatures at the end of the main text; none for most laws."""
    signing = Signing()
    if (table := _signature_table(rows)) is not None:
        _read_table(signing, rows, *table)
        _wording(signing, rows, genre)
        return signing
    zone = _zone(rows)
    dated = _dated_names(zone)
    closings = [r for r in zone if _is_closing(r) and r not in dated]
    rest = [r for r in zone if r not in closings]
    offices = [r for r in rest if _is_office(r)]
    if genre == "law" and not offices and not closings:
        return signing
    if not zone or (not offices and not closings and not any(SEAL.search(r[2]) for r in rest)):
        return signing
    # only the lines from the first signature or date on belong to it
    first = zone.index(min((*closings[:1], *offices[:1], *rest[:1]), key=lambda r: r[0]))
    signing.roles += [(row[0], "closing") for row in closings]
    _group_together(signing, [r for r in zone[first:] if r in rest])
    _wording(signing, rows, genre)
    return signing


def _group_together(signing: Signing, rows: Sequence[Tail]) -> None:
    """Read signatories from lines that stand together: a date between two divides them."""
    for _, together in groupby(enumerate(rows), lambda numbered: numbered[1][0] - numbered[0]):
        _Grouping(signing).group([row for _, row in together])


def _wording(signing: Signing, rows: Sequence[Tail], genre: str) -> None:
    """Type what a treaty says above its signatures: why, when, where and in which languages."""
    signing.roles.sort()
    if genre != "treaty" or not signing.signatories:
        return
    first = signing.roles[0][0]
    for index, _, plain, _ in reversed([row for row in rows if row[0] < first][-_MOST_WORDING:]):
        if index != first - 1 or not _WORDING.search(plain):
            return
        signing.roles.insert(0, (index, "testimonium"))
        first = index


def _signature_table(rows: Sequence[Tail]) -> tuple[int, int] | None:
    """Return where a table of signatures begins and ends, when the text closes with one."""
    end = len(rows)
    while end and _is_closing(rows[end - 1]):
        end -= 1
    start = end
    while start and rows[start - 1][3].kind == "cell":
        start -= 1
    if start == end:
        return None
    cells = [r for r in rows[start:end] if r[3].cell]
    first = [r for r in cells if r[3].cell and r[3].cell.row == 1]
    wide = max(r[3].cell.column for r in cells if r[3].cell)
    full = len(cells) % wide == 0 and len(first) == wide
    signed = all(_is_office(r) for r in first)
    return (start, end) if full and wide > 1 and signed else None


def _read_table(signing: Signing, rows: Sequence[Tail], start: int, end: int) -> None:
    wide = max(r[3].cell.column for r in rows[start:end] if r[3].cell)
    _Grouping(signing).side_by_side(rows[start:end], wide)
    signing.roles += [(r[0], "closing") for r in rows[end:]]
    # the date may stand above the table
    if start and _is_closing(rows[start - 1]):
        signing.roles.insert(0, (rows[start - 1][0], "closing"))


def _zone(rows: Sequence[Tail]) -> list[Tail]:
    """Return the short lines behind the last of running text."""
    start = len(rows)
    while start and len(rows) - start < _MOST:
        _, text, plain, source = rows[start - 1]
        dated = DATELINE.fullmatch(plain)
        leads = _WORDING.search(plain) or plain.endswith(("如下：", "如下:"))
        named = text.endswith(("：", ":")) and len(text) <= 30 and not leads
        if source.kind in ("cell", "heading", "item") or len(text) > _LONGEST:
            break
        if _STATES.match(plain):
            # who gets it, or how to reach whom, is no signature
            break
        if (is_running(text) and not dated and not named) or parse_label(text):
            # neither a sentence nor what bears a number is a signature
            break
        start -= 1
    zone = list(rows[start:])
    return zone if len(zone) < len(rows) else []


def _is_closing(row: Tail) -> bool:
    plain = row[2]
    if _is_dated(row):
        return False
    place = re.fullmatch(r"(?:(?:订|签)?(?:于|在)|谨订于)[^，。；：]{2,16}", plain)
    # 第74次全体会议, as resolutions end
    meeting = re.fullmatch(r"第[^，。；：]{1,8}次(?:全体)?会议", plain)
    return bool(DATELINE.fullmatch(plain) or place or meeting)


def _dated_names(zone: Sequence[Tail]) -> list[Tail]:
    """Return names with the day on which each signed, below their offices: several, so no place."""
    found = [
        row
        for above, row in pairwise(zone)
        if _is_office(above)
        and len(words := _words(row[2])) >= _PAIR
        and DATE.fullmatch(words[-1])
        and not _is_dated(row)
    ]
    return found if len(found) > 1 else []


def _is_dated(row: Tail) -> bool:
    """Tell a signatory with the day on which it signed, 甲国代表　某甲　二〇二四年三月五日."""
    words = _words(row[2])
    return len(words) > _PAIR and _leads(words) and bool(DATE.fullmatch(words[-1]))


def _is_office(row: Tail) -> bool:
    bare = SEAL.sub("", row[2])
    words = _GAP.split(bare)
    return bool(
        signature("office").search(bare)
        or signature("party").search(bare)
        or (bare != row[2] and ORGAN.search(bare))
        or (len(words) > 1 and signature("office").search(words[0]))
    )


def _words(text: str) -> list[str]:
    """Return what blanks divide in a line, without the mark of a seal."""
    return _GAP.split(SEAL.sub("", text).strip())


def _is_organs(row: Tail) -> bool:
    """Tell a line that names organs and nobody else."""
    return all(ORGAN.search(word) for word in _words(row[2]))


def _leads(words: Sequence[str]) -> bool:
    """Tell words in Simplified of which the first is an office or a party."""
    return bool(signature("office").search(words[0]) or signature("party").search(words[0]))


def _are_pairs(offices: Sequence[Tail], names: Sequence[Tail]) -> bool:
    """Tell as many offices as names: most are known as such, and few names look like offices."""
    return (
        len(offices) == len(names)
        and sum(map(_is_office, offices)) * 2 > len(offices)
        and sum(map(_is_office, names)) * 3 < len(names)
    )


def _are_parties(rows: Sequence[Tail]) -> bool:
    """Tell a list of states or other parties, and no person for any of them."""
    parties = sum(bool(signature("party").search(row[2])) for row in rows)
    offices = any(signature("office").search(row[2]) for row in rows)
    return len(rows) > _FEW and not offices and parties * 3 > len(rows) * 2


def _are_persons(rows: Sequence[Tail]) -> bool:
    """Tell a list of names, more than one of which could be an office of no known word."""
    return len(rows) > _PAIR and all(_PERSON.fullmatch(row[2].strip()) for row in rows)


class _Grouping:
    """Puts the lines of a signing zone together by signatory."""

    def __init__(self, signing: Signing) -> None:
        self.signing = signing
        self.paired = False

    def group(self, rows: Sequence[Tail]) -> None:
        """Group lines that came as columns, on one line, or one below the other."""
        pending: list[Tail] = []
        two = [words for r in rows if len(words := _words(r[2])) == 2]
        # where most lines are an office and a name, those with offices of no known word are too
        self.paired = sum(_leads(words) for words in two) * 2 > len(rows)
        while rows and signature("heading").search(rows[0][2]):
            self.signing.roles.append((rows[0][0], "testimonium"))
            rows = rows[1:]
        if self._delegations(rows):
            return
        at = 0
        while at < len(rows):
            block = self._columns(rows, at)
            if block:
                self._stacked(pending)
                pending = []
                at += block
                continue
            row = rows[at]
            if signature("heading").search(row[2]):
                self._stacked(pending)
                pending = []
                self.signing.roles.append((row[0], "testimonium"))
            elif self._is_one_line(row):
                self._stacked(pending)
                pending = []
                self._one_line(row)
            else:
                pending.append(row)
            at += 1
        self._stacked(pending)

    def _delegations(self, rows: Sequence[Tail]) -> bool:
        """Read parties that sign by several persons each, whose offices stand before their names.

        A line of a party alone begins one, and all lines below it are persons; two do so at least.
        """
        groups = list[list[Tail]]()
        for row in rows:
            words = _words(row[2])
            named = len(words) > 1 and _leads(words) and not _is_organs(row)
            party = len(words) == 1 and _leads(words)
            if party:
                groups.append([row])
            elif not named or not groups:
                return False
            else:
                groups[-1].append(row)
        if len(groups) < _PAIR or any(len(group) < _PAIR for group in groups):
            return False
        for group in groups:
            self.signing.signatories.append(
                Signed(tuple(r[0] for r in group), group[0][1], group[1][1])
            )
            self.signing.roles.append((group[0][0], "office"))
            self.signing.roles += [(r[0], "name") for r in group[1:]]
        return True

    def _columns(self, rows: Sequence[Tail], at: int) -> int:
        """Read a block of columns: rows of the same capture lines, each split in as many."""
        wide = self._width(rows, at)
        if wide < 2:
            return 0
        end = at
        while end < len(rows) and self._width(rows, end) == wide:
            end += wide
        lines = rows[at:end]
        begins = [n for n in range(0, len(lines), wide) if self._begins(lines, n, wide)]
        for n, following in pairwise([*begins, len(lines)]):
            self.side_by_side(lines[n:following], wide)
        return end - at

    @staticmethod
    def _begins(lines: Sequence[Tail], at: int, wide: int) -> bool:
        """Tell a row of offices below one of names: other signatories begin with it."""
        above, here = lines[max(0, at - wide) : at], lines[at : at + wide]
        names = sum(map(_is_office, above)) * 2 < wide
        return not above or (names and sum(map(_is_office, here)) * 2 >= wide)

    def side_by_side(self, lines: Sequence[Tail], wide: int) -> None:
        """Read rows of ``wide`` columns, a signatory each."""
        self.signing.columns.append((lines[0][0], len(lines), wide))
        for column in range(wide):
            self._signed(lines[column::wide])
        self.signing.roles += [(r[0], "name") for r in lines]

    @staticmethod
    def _width(rows: Sequence[Tail], at: int) -> int:
        if at >= len(rows):
            return 0
        source = rows[at][3]
        return sum(1 for r in rows[at:] if r[3] is source)

    def _is_one_line(self, row: Tail) -> bool:
        """Tell “office　name” from a line that says only one of them."""
        words = _words(row[1])
        if len(words) < 2 or _is_organs(row):
            return False
        return _leads(_words(row[2])) or (self.paired and len(words) == 2)

    def _one_line(self, row: Tail) -> None:
        """Read “office　name”."""
        words, gap = _words(row[1]), _GAP.search(row[1])
        assert gap is not None
        self.signing.roles.append((row[0], "signature"))
        name = words[1] if _is_dated(row) else row[1][gap.end() :].strip()
        self.signing.signatories.append(Signed((row[0],), words[0].rstrip("：:"), name))

    def _stacked(self, rows: Sequence[Tail]) -> None:
        """Read offices and parties each followed by its names, or pairs of lines."""
        if not rows:
            return
        groups: list[list[Tail]] = []
        half = len(rows) // 2
        if all(map(_is_organs, rows)) or _are_parties(rows):
            # who issues a document together, or agrees, and no person for any of them
            groups = [[row] for row in rows]
        elif len(rows) > _FEW and _are_pairs(rows[::2], rows[1::2]):
            # an office and a name in turn, though one or the other looks otherwise
            groups = [list(pair) for pair in zip(rows[::2], rows[1::2], strict=True)]
        elif len(rows) > _FEW and _are_pairs(rows[:half], rows[half:]):
            self.signing.doubts.append(
                f"lines {rows[0][0]}-{rows[-1][0]}: are these offices, and then their names in "
                "the same order?"
            )
            self.side_by_side(rows, half)
            return
        elif any(_is_office(r) for r in rows):
            groups = self._by_office(rows)
        else:
            pairs = len(rows) % 2 == 0 and not _are_persons(rows)
            step = 2 if pairs else 1
            groups = [list(rows[n : n + step]) for n in range(0, len(rows), step)]
            where = f"lines {rows[0][0]}-{rows[-1][0]}" if rows[1:] else f"line {rows[0][0]}"
            asked = "signatures, an office and a name each" if pairs else "names"
            self.signing.doubts.append(f"{where}: are these {asked}?")
        for group in groups:
            self._signed(group)
            office: Role = "signature" if len(group) == 1 else "office"
            self.signing.roles.append((group[0][0], office))
            self.signing.roles += [(r[0], "name") for r in group[1:]]

    def _by_office(self, rows: Sequence[Tail]) -> list[list[Tail]]:
        """Return rows in groups, each of which begins with an office."""
        groups: list[list[Tail]] = []
        for row in rows:
            if not groups or (_is_office(row) and self._opens(groups[-1], row)):
                groups.append([])
            groups[-1].append(row)
        return groups

    @staticmethod
    def _opens(group: Sequence[Tail], row: Tail) -> bool:
        """Say whether an office begins another signatory; a party and its office are one."""
        sealed = SEAL.search(row[2]) and SEAL.search(group[-1][2])
        return bool(sealed) or not all(_is_office(r) for r in group)

    def _signed(self, rows: Sequence[Tail]) -> None:
        # a person's line is neither one more office nor a mark such as （簽字）
        office = rows[0][1]
        persons = [r[1] for r in rows[1:] if SEAL.sub("", r[2]).strip() and not _is_office(r)]
        name = persons[0] if persons and len(rows) > 2 else rows[min(1, len(rows) - 1)][1]
        name = _DAY_BEHIND.sub("", name)
        self.signing.signatories.append(Signed(tuple(r[0] for r in rows), office, name))
