"""Chooses for each character of a document the face that shows it, from a chain of faces.

The first face shows what it has. Letters of one script stay together: where it lacks one of those
that a document uses, all of them come from the next face that has all, so that no word is set in
two faces. Han, marks and symbols are chosen one by one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from itertools import groupby

from msgspec import Struct, field

from zhengben.design.faces import Face
from zhengben.document.direction import counts_leftwards, runs_leftwards, stretches
from zhengben.document.errors import RenderError
from zhengben.document.notation import OBJECT
from zhengben.document.western import WESTERN
from zhengben.fonts.subset import CoveredCharacters, covered_characters

# scripts whose characters stand each for itself (ISO 15924)
_EACH = frozenset(("Hani", "Hira", "Kana", "Bopo", "Zyyy", "Zinh", "Zzzz", ""))
# vowels of Thai and Lao that are shaped as a sign above and one behind (OpenType's Thai shaper)
_PARTS = {"\u0e33": "\u0e4d\u0e32", "\u0eb3": "\u0ecd\u0eb2"}
_NOT_DRAWN = frozenset(("Cc", "Cf", "Cs", "Zs", "Zl", "Zp"))
# joiners and selectors of variants are shown by the face of what stands before them
_JOINING = frozenset("\u200c\u200d")
# so many other characters that no face has are named in a sentence
_NAMED = 12


class FaceChoice(Struct, frozen=True):
    """Which faces of a chain show the characters of a document.

    ``others`` has the characters that not the first face shows, each with its face's place in the
    chain; ``lacking`` are those that no face has.
    """

    chain: tuple[Face, ...]
    others: dict[str, int] = field(default_factory=dict)
    lacking: frozenset[str] = frozenset()

    @property
    def faces(self) -> tuple[Face, ...]:
        """Return the faces in use, the first one always."""
        return tuple(self.chain[place] for place in self.places)

    @property
    def places(self) -> tuple[int, ...]:
        """Return the places in the chain of the faces in use."""
        return (0, *sorted(set(self.others.values()) - {0}))

    def parts(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield a text in the parts that one face each shows, with its place in the chain."""
        if not text or self.others.keys().isdisjoint(text):
            yield 0, text
            return
        places = [self.others.get(character, 0) for character in text]
        for start, end in _with_signs(text):
            self._keep_together(text, start, end, places)
        # blanks and numbers among words that run from right to left are shaped with them
        for start, end in stretches(text):
            place = places[start]
            if _covered(self.chain[place]).issuperset(text[start:end]):
                places[start:end] = [place] * (end - start)
        start = 0
        for place, group in groupby(places):
            end = start + len(list(group))
            yield place, text[start:end]
            start = end

    def shown_by(self, place: int, characters: frozenset[str]) -> frozenset[str]:
        """Return those of some characters that the face at a place of the chain has to show."""
        if place == 0:
            shown = characters - self.others.keys() - self.lacking - _JOINING
            return self._composed(shown, 0, characters)
        own = {c for c in characters if self.others.get(c) == place}
        among = attaches
        if any(map(counts_leftwards, own)):
            among = _has_no_direction
        more = {c for c in characters if attaches(c) or among(c)} & _covered(self.chain[place])
        if any(map(attaches, own)) and not self.chain[place].han:
            # a sign that others lack takes the word that it stands in along
            more |= characters & _covered(self.chain[place])
        parts = {part for c in own for part in _parts(c)} & _covered(self.chain[place])
        return self._composed(own | more | parts, place, characters)

    def _composed(self, shown: Set[str], place: int, characters: frozenset[str]) -> frozenset[str]:
        """Return characters, and those that the shaper makes of one and a sign upon it.

        It takes apart what has a sign upon it, and puts together of that what the face has.
        """
        if not any(map(attaches, characters)):
            return frozenset(shown)
        covered = _covered(self.chain[place])
        found = {part for c in shown for part in (c, *unicodedata.normalize("NFD", c))} & covered
        signs, bases = {c for c in found | characters if attaches(c)}, found
        while bases:
            made = {unicodedata.normalize("NFC", c + sign) for c in bases for sign in signs}
            bases = {c for c in made - found if c in covered}
            found |= bases
        return frozenset(found)

    def _keep_together(self, text: str, start: int, end: int, places: list[int]) -> None:
        """Have one face show a character and the signs upon it, and the word around them.

        Where no face in use has all of them, each sign is shown by the one that has it.
        """
        whole = text[start:end]
        order = (places[start], *self.places)
        place = next((n for n in order if _shows(self.chain[n], whole)), None)
        if place is None:
            return
        if place != places[start]:
            first, last = _word_around(text, start, end)
            if _shows(self.chain[place], text[first:last]):
                start, end = first, last
        places[start:end] = [place] * (end - start)


def choose(
    chain: Sequence[Face], characters: Iterable[str], texts: Iterable[str] = ()
) -> FaceChoice:
    """Choose a face for each of some characters; the later faces are opened where one is needed.

    ``texts`` are what lines are set of: words in them that run from right to left are shown by a
    face that has the marks among them too, since only what is shaped as one stands in its order.
    """
    wanted = frozenset(characters)
    others, lacking = dict[str, int](), set[str]()
    for place, face in enumerate(chain):
        others |= {c: place for c in face.first_for if c in wanted and c in _covered(face)}
    wanted -= others.keys()
    missing = wanted - _covered(chain[0])
    groups = _groups(wanted, missing)
    for group in groups:
        together = next((n for n, face in enumerate(chain) if group <= _covered(face)), None)
        for character in group:
            found = together
            if found is None:
                has = (n for n, face in enumerate(chain) if character in _covered(face))
                found = next(has, None)
            if found is None:
                lacking.add(character)
            elif found:
                others[character] = found
    others |= _whole_words(chain, others, texts)
    return FaceChoice(tuple(chain), others, frozenset(lacking))


def _whole_words(
    chain: Sequence[Face], others: Mapping[str, int], texts: Iterable[str]
) -> dict[str, int]:
    """Return the places of faces that show words from right to left with the marks among them.

    All letters that one face would show move to another, where it lacks such a mark.
    """
    moved = dict[str, int]()
    for place, shown in _parted(chain, others, texts).items():
        own = {c for c, its in others.items() if its == place}
        whole = (n for n, face in enumerate(chain) if shown | own <= _covered(face))
        moved |= dict.fromkeys(own, next(whole, place))
    return moved


def _parted(
    chain: Sequence[Face], others: Mapping[str, int], texts: Iterable[str]
) -> dict[int, set[str]]:
    """Return what stands among words from right to left, by the place of the face of their letters.

    Words are left out that this face shows with all that stands among them.
    """
    found = dict[int, set[str]]()
    for text in texts:
        for run in WESTERN.finditer(text) if runs_leftwards(text) else ():
            for start, end in stretches(run[0]):
                stretch = set(run[0][start:end]) - _JOINING
                # words of two scripts beside each other are of two faces
                for place in {others.get(c, 0) for c in stretch if counts_leftwards(c)} - {0}:
                    if not _covered(chain[place]).issuperset(stretch):
                        found.setdefault(place, set()).update(stretch)
    return found


def attaches(character: str) -> bool:
    """Say whether a character is drawn on, or says how to draw, the one before it."""
    return character in _JOINING or unicodedata.category(character) in ("Mn", "Me", "Mc")


def _with_signs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each character begins and ends that has signs upon it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not attaches(text[at]):
            if at - start > 1:
                yield start, at
            start = at


def _word_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the word begins and ends, of letters of one script, that holds a place."""
    script = _script_of_words(text[start])
    if script in _EACH:
        return start, end
    while start and (attaches(text[start - 1]) or _script_of_words(text[start - 1]) == script):
        start -= 1
    while end < len(text) and (attaches(text[end]) or _script_of_words(text[end]) == script):
        end += 1
    return start, end


def _shows(face: Face, text: str) -> bool:
    """Say whether a face has the characters of a text, or what signs make of them."""
    covered = _covered(face)
    return covered.issuperset(text) or covered.issuperset(unicodedata.normalize("NFC", text))


def _parts(character: str) -> str:
    """Return what a character may be shaped as: its parts, where it has some."""
    return _PARTS.get(character, unicodedata.normalize("NFD", character))


def _has_no_direction(character: str) -> bool:
    return unicodedata.bidirectional(character) != "L"


def needs_glyph(character: str) -> bool:
    """Say whether a character of a text is drawn with a glyph, if only an empty one.

    Characters that Python does not know yet are; controls, what stands for an object, and blanks
    that are drawn as some width without a glyph are not.
    """
    if character in " \u3000" or character in _JOINING:
        # fonts join letters by rules that name the glyph of a joiner
        return True
    return character != OBJECT and unicodedata.category(character) not in _NOT_DRAWN


def _groups(wanted: frozenset[str], missing: frozenset[str]) -> list[frozenset[str]]:
    """Return the characters that need another face, those of one script of letters together."""
    together = set(map(_script_of_words, missing)) - _EACH
    groups = [frozenset((c,)) for c in missing if _script_of_words(c) not in together]
    groups += [frozenset(c for c in wanted if _script_of_words(c) == s) for s in sorted(together)]
    return groups


def _script_of_words(character: str) -> str:
    """Return the script of a letter that stands in words; empty for one that is a sign.

    Ⅻ and Ａ are Latin, and as wide as Han: faces of Han have them, those of letters do not.
    """
    wide = unicodedata.decomposition(character).startswith("<wide>")
    return "" if wide or unicodedata.category(character) == "Nl" else script_of(character)


@cache
def script_of(character: str) -> str:
    """Return the script of a character (ISO 15924), as HarfBuzz knows it; empty for none."""
    import uharfbuzz as hb

    buffer = hb.Buffer()
    buffer.add_str(character)
    buffer.guess_segment_properties()
    return buffer.script or ""


@cache
def _covered(face: Face) -> CoveredCharacters:
    return covered_characters(face.path)


def without_glyph(choice: FaceChoice, character: str) -> str:
    """Return how a sentence names a character that no face has, and the others like it.

    All are told at once, so that an editor can mend them together.
    """
    first, *others = (
        f"{c} (U+{ord(c):04X})" if c.isprintable() else f"(U+{ord(c):04X})"
        for c in (character, *sorted(choice.lacking - {character}))
    )
    more = f" and {len(others) - _NAMED} others" if len(others) > _NAMED else ""
    return f"{first}, nor for {'、'.join(others[:_NAMED])}{more}" if others else first


def require_glyphs(choice: FaceChoice, document: str, texts: Iterable[tuple[str, str]]) -> None:
    """Raise RenderError for the first character of some texts that no face has.

    ``texts`` are what they show, each behind the name of the place where it stands.
    """
    from zhengben.fonts.prepare import MEND

    if not choice.lacking:
        return
    for where, text in texts:
        for at, character in enumerate(text):
            if character in choice.lacking:
                raise RenderError(
                    f"{document}, {where}, character {at + 1}: none of the fonts has a "
                    f"glyph for {without_glyph(choice, character)}; {MEND}"
                )
