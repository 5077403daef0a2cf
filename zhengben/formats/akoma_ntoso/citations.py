"""What a law cites of itself: 第九條, 本法第三章第二節, 前款, 前兩款, 第二款第三項, 附件二.

A citation is resolved only where what it names is there and there alone. One of another text
(《…》第九條, 憲法第三十一條), inside a quotation, of a text that is amended, or of nothing that is
there stays plain, and is counted with the reason. In Taiwan 條 hold 項 and these 款, elsewhere 條
hold 款 and these 項; a text that says 第二項第三款 is of the first kind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from zhengben.document.lines import Line
from zhengben.document.regex import regex
from zhengben.formats.akoma_ntoso.citation_words import NUMBER, CitedUnit, chains, own_length
from zhengben.formats.akoma_ntoso.naming import joined, repeated
from zhengben.formats.akoma_ntoso.places import RANKS, Node, Places

# why a citation stays plain; empty for one that leads somewhere
Reason = Literal["", "another text", "quoted", "amended text", "not there", "not one", "no place"]
_ANNEX = regex(rf"(?P<word>附[件表录錄])(?P<n>{NUMBER})?")
_KINDS = (
    "法|条例|條例|规定|規定|办法|辦法|细则|細則|规则|規則|准则|準則|通则|通則|规程|規程|章程|宪法|憲法|"
    "公约|公約|条约|條約|协定|協定|协议|協議|议定书|議定書|宪章|憲章|决定|決定|决议|決議|宣言|声明|聲明|"
    "解释|解釋|纲领|綱領|约|約|令|典|通知|意见|意見|方案|公告|批复|批覆|合同|名录|名錄|目录|目錄|标准|標準"
)
_OWN = regex(rf"本(?:{_KINDS})的?$")
# 該法, 其 and the names of other texts; 》 may have a short form in brackets behind it
_OTHERS = regex(rf"(?:{_KINDS}|部分|》|》[（(][^（）()]{{1,30}}[）)]|同|該|该|其)的?$")
_RANGE = regex(r"至|到|—{1,2}|[-–－~～]")
# what a citation of this text begins with, and what ends a sentence or a part of one
_CITES, _STOP = regex("[第前本附]"), regex("[。；]")
_JOINT = regex(rf"(?:(?:、|，|和|及|以及|与|與|或|或者)者?|{_RANGE.pattern})?")
_LISTED = ("所列", "所附", "所載", "所载", "規定", "规定")
_AMENDS = regex("修改|修正|修訂|修订")
_TITLES = ("《", "〈")
_QUOTES = {"“": "”", "「": "」", "『": "』", "《": "》", "〈": "〉"}


class OwnCitation(Struct, frozen=True):
    """A citation in a line, from ``start`` to ``end``; ``targets`` are eIds, two for a range.

    ``outside`` is the IRI of a provision of another text, and ``until`` that of the last one of a
    range. ``reason`` says why it stays plain.
    """

    line_id: str
    start: int
    end: int
    targets: tuple[str, ...] = ()
    outside: str = ""
    until: str = ""
    reason: Reason = ""


class _Found(Struct, frozen=True):
    """How far a citation was resolved: its nodes, or a reason and what it would be outside."""

    nodes: tuple[Node, ...] = ()
    reason: Reason = ""
    outside: str = ""


def _joint(last: _Found, between: str) -> _Found | None:
    """Return the citation that one is joined to by the words between them, if it is."""
    if not _JOINT.fullmatch(between):
        return None
    # what follows may be of this text again
    return _Found(reason="another text") if last.outside and between == "，" else last


class Citations:
    """Finds the citations of a document in its lines.

    ``annexes`` are the headings of attachments with their eIds; ``known`` the IRIs of instruments
    by the place behind their mention, as line and offset in it. ``title`` is the text's own.
    """

    def __init__(
        self,
        places: Places,
        annexes: Iterable[tuple[Line, str]],
        known: Mapping[tuple[str, int], str],
        *,
        title: str = "",
        taiwan: bool = False,
    ) -> None:
        self.places, self.annexes, self.known = places, list(annexes), known
        self.amending, self.taiwan = amends(title), taiwan
        self.names = _names(title)

    def of(self, line: Line) -> Iterator[OwnCitation]:
        """Yield the citations of a line, in order, resolved or plain."""
        if line.role in ("heading", "annex", "title") or not _CITES.search(line.text):
            return
        quoted = _quoted(line.text)
        told, last = None, _Found()
        for start, stop, between, found in self._found(line, quoted):
            if found is None:
                yield OwnCitation(line.id, start, stop, reason="quoted")
                continue
            if told and _RANGE.fullmatch(between) and self._is_range(last, found):
                told = _range(told, stop, found)
            else:
                if told:
                    yield told
                told = self._told(line, start, stop, found)
            last = found
        if told:
            yield told
        yield from self._annexes_of(line, quoted)

    def _found(
        self, line: Line, quoted: list[str]
    ) -> Iterator[tuple[int, int, str, _Found | None]]:
        """Yield start and end of each citation, what stands before it, and where it leads.

        One inside a quotation leads nowhere; one inside a title is none.
        """
        end, foreign, last = -1, -1, _Found()
        for chain in chains(line, taiwan=self.taiwan):
            start, stop = chain[0].start, chain[-1].end
            if quoted[start]:
                if quoted[start] not in _TITLES:
                    yield start, stop, "", None
                continue
            between = line.text[end:start] if end >= 0 else "。"
            last = self._resolve(line, chain, _joint(last, between))
            if foreign >= 0 and not _STOP.search(line.text[foreign:start]):
                last = self._doubted(line, chain, last)
            foreign = stop if last.reason == "another text" or last.outside else foreign
            end = stop
            yield start, stop, between, last

    def _is_range(self, first: _Found, last: _Found) -> bool:
        """Tell two ends of one range: of one kind, in one place, in the order of the text."""
        if first.outside and last.outside:
            return _stem(first.outside) == _stem(last.outside)
        if len(first.nodes) != 1 or len(last.nodes) != 1:
            return False
        (one,), (other,) = first.nodes, last.nodes
        if one.unit != other.unit or self.places.root_of(one) != self.places.root_of(other):
            return False
        if one.unit == "article":
            return self.places.order(one) < self.places.order(other)
        row = [id(node) for node in one.siblings()]
        return id(other) in row and row.index(id(one)) < row.index(id(other))

    def _doubted(self, line: Line, chain: list[CitedUnit], found: _Found) -> _Found:
        """Doubt a citation behind one of another text in its sentence: it may be of that too."""
        sure = chain[0].back >= 0 or self._owns(line.text[: chain[0].start])
        return found if sure or found.outside or found.reason else _Found(reason="another text")

    def _told(self, line: Line, start: int, stop: int, found: _Found) -> OwnCitation:
        made = OwnCitation(line.id, start, stop, tuple(n.eid for n in found.nodes), found.outside)
        plain = not made.targets and not made.outside
        return replace(made, reason=found.reason) if plain else made

    def _resolve(self, line: Line, chain: list[CitedUnit], joint: _Found | None) -> _Found:
        """Resolve a chain; ``joint`` is the citation that it is joined to by 、 or 和."""
        before = line.text[: chain[0].start]
        place = self.places.of.get(line.id)
        own = self._owns(before)
        first = chain[0]
        if not own and (elsewhere := self._elsewhere(line, chain, joint)):
            return elsewhere
        base, rank = None, RANKS[first.unit]
        if joint is not None and joint.nodes and first.back < 0:
            base = _outer(joint.nodes[0], rank)
        if base is None:
            # 本法第八條 in an annex is one of the body
            base = self.places.roots.get("") if own and first.back < 0 else place
        if base is None:
            return _Found(reason="no place")
        return self._walk(base, chain, joined_to=base is not place)

    def _elsewhere(self, line: Line, chain: list[CitedUnit], joint: _Found | None) -> _Found | None:
        """Return what a citation is that may be one of another text, or nothing."""
        first = chain[0]
        if first.back < 0:
            if joint is not None and joint.outside:
                return _outside(joint.outside, chain)
            if joint is not None and joint.reason:
                return joint
            if iri := self.known.get((line.id, line.start + first.start)):
                return _outside(iri, chain)
            if _OTHERS.search(line.text[: first.start]):
                return _Found(reason="another text")
        return _Found(reason="amended text") if self.amending else None

    def _owns(self, before: str) -> bool:
        """Tell words that end in 本法, or in the title of the text itself."""
        named = before.rstrip("的").rstrip("》")
        return bool(_OWN.search(before)) or named.endswith(self.names)

    def _walk(self, place: Node, chain: list[CitedUnit], *, joined_to: bool) -> _Found:
        nodes: tuple[Node, ...] = ()
        root = self.places.root_of(place)
        for n, piece in enumerate(chain):
            if n == 0:
                found = self._begin(place, piece, root, joined_to=joined_to)
            else:
                found = self._inside(nodes[0], piece, root)
            if found.reason:
                return found
            nodes = found.nodes
        return _Found(nodes)

    def _begin(self, place: Node, piece: CitedUnit, root: str, *, joined_to: bool) -> _Found:
        """Resolve what is counted from the place of the line."""
        if piece.back >= 0:
            return self._relative(place, piece, root)
        if piece.unit == "article":
            return _one(self.places.articles(root, piece.number))
        if joined_to:
            return self._inside(place, piece, root)
        outer = _outer(place, RANKS[piece.unit])
        if piece.unit in ("paragraph", "item", "point") and (outer is None or outer.unit == "root"):
            return _Found(reason="no place")
        if piece.unit in ("paragraph", "item", "point") and RANKS.get(outer.unit, 0) < 4:  # type: ignore[union-attr]
            return _Found(reason="no place")
        return self._inside(outer or place, piece, root)

    def _relative(self, place: Node, piece: CitedUnit, root: str) -> _Found:
        here = place.within(piece.unit)
        if here is None:
            return _Found(reason="no place")
        if piece.back == 0:
            return _Found((here,))
        if piece.unit == "article":
            met = [here]
            while len(met) <= piece.many and (former := self.places.before(root, met[-1])):
                met.append(former)
            former_ones = met[:0:-1]
        else:
            row = here.siblings()
            at = next(n for n, node in enumerate(row) if node is here)
            former_ones = row[max(0, at - piece.many) : at]
        if len(former_ones) < piece.many:
            return _Found(reason="not there")
        ends = (former_ones[0], former_ones[-1]) if piece.many > 1 else (former_ones[0],)
        return _Found(ends)

    def _inside(self, outer: Node, piece: CitedUnit, root: str) -> _Found:
        if piece.unit == "article":
            return _one(self.places.articles(root, piece.number))
        if piece.unit == "paragraph":
            # 款 are counted, whatever numbers they bear
            row = [node for node in outer.inner if node.unit == "paragraph"]
            if outer.unit == "article" and len(piece.number) == 1:
                named = [n for n in row if n.number == piece.number]
                counted = row[piece.number[0] - 1 : piece.number[0]] if piece.number[0] else []
                return _one(named or counted)
        found = outer.find(piece.unit, piece.number) if outer.unit != "article" else []
        if outer.unit == "article" and piece.unit in ("item", "point"):
            # 第四條第三項: the 款 that has items is the one that is meant, if there is one alone
            holders = [n for n in outer.inner if n.unit == "paragraph" and n.inner] or [outer]
            if len(holders) > 1:
                return _Found(reason="not one")
            found = holders[0].find(piece.unit, piece.number)
        return _one(found)

    def _annexes_of(self, line: Line, quoted: list[str]) -> Iterator[OwnCitation]:
        foreign = -1
        for match in _ANNEX.finditer(line.text):
            before = line.text[: match.start()]
            if (
                quoted[match.start()] in _TITLES
                or not self.annexes
                or match.start() < own_length(line)
            ):
                continue
            named = [(n, eid) for n, eid in self.annexes if n.text.startswith(match[0])]
            if not match["n"] and not (
                len(named) == 1
                and (self._owns(before) or line.text.startswith(_LISTED, match.end()))
            ):
                # 附件 may be any enclosure
                continue
            reason: Reason = ""
            joint = foreign >= 0 and bool(_JOINT.fullmatch(line.text[foreign : match.start()]))
            if quoted[match.start()]:
                reason = "quoted"
            elif joint or (_OTHERS.search(before) and not self._owns(before)):
                reason, foreign = "another text", match.end()
            elif len(named) != 1:
                reason = "not one" if named else "not there"
            targets = () if reason else (named[0][1],)
            yield OwnCitation(line.id, match.start(), match.end(), targets, reason=reason)


def _names(title: str) -> tuple[str, ...]:
    """Return what a text calls itself beside 本法: its title, long and short."""
    bare = re.sub("[（(][^（）()]*[）)]$", "", title)
    short = re.sub("^(?:中[华華]人民共和[国國]|中[华華]民[国國])", "", bare)
    return tuple({name for name in (bare, short) if len(name) > 1})


def amends(title: str) -> bool:
    """Tell a text that amends others by its title."""
    return bool(_AMENDS.search(title))


def counts_as_in_taiwan(lines: Iterable[Line], country: str) -> bool:
    """Tell a text whose 條 hold 項 and these 款: one of Taiwan, or that says 第一項第二款."""
    if country.partition("-")[0] in ("tw", "cn", "hk", "mo"):
        return country.startswith("tw")
    said = Counter[str]()
    for line in lines:
        said.update(re.findall(rf"第{NUMBER}([款項项])第{NUMBER}[款項项]", line.text))
    return said["項"] + said["项"] > said["款"]


def _one(nodes: list[Node]) -> _Found:
    if len(nodes) == 1:
        return _Found((nodes[0],))
    return _Found(reason="not one" if nodes else "not there")


def _outer(node: Node, rank: int) -> Node | None:
    """Return the nearest node that what has a rank may lie in."""
    found: Node | None = node
    while found is not None and RANKS.get(found.unit, 8 if found.unit == "deeper" else 0) >= rank:
        found = found.outer
    return found


def _outside(iri: str, chain: list[CitedUnit]) -> _Found:
    """Return the IRI of a provision of another text: of a 條, a 款 in one, or an 項 in that.

    An IRI of a provision is that of the citation before this one, which may begin within it.
    """
    work, _, eid = iri.partition("/~")
    units, before = ["article", "paragraph", "item"], eid.split("__") if eid else []
    first = units.index(chain[0].unit) if chain[0].unit in units else len(units)
    named = [piece.unit for piece in chain]
    inside = first <= len(before) and units[first : first + len(named)] == named
    if not inside or any(p.back >= 0 for p in chain):
        return _Found(reason="another text")
    eid = "__".join(before[:first])
    for piece, element in zip(
        chain, ("article", "paragraph", "subparagraph")[first:], strict=False
    ):
        eid = joined(eid, element, repeated(piece.number))
    return _Found(outside=f"{work}/~{eid}")


def _stem(iri: str) -> str:
    """Return the IRI of a provision without its number."""
    return iri.rpartition("_")[0]


def _range(first: OwnCitation, stop: int, last: _Found) -> OwnCitation:
    """Return a citation that goes on to the provision of another one."""
    if last.outside:
        return replace(first, end=stop, until=last.outside)
    return replace(first, end=stop, targets=(*first.targets, last.nodes[0].eid))


def _quoted(text: str) -> list[str]:
    """Return for each character the mark that opens the quotation or title it lies in, or none."""
    opened, said = list[str](), list[str]()
    for character in text:
        if character in _QUOTES:
            opened.append(character)
        said.append(opened[-1] if opened else "")
        if opened and character == _QUOTES[opened[-1]]:
            opened.pop()
    return said
