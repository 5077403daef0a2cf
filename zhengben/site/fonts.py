"""The fonts that all pages of a site share: a subset of each face for each script."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from zhengben.design.faces import Face, chain_for
from zhengben.document.notation import OBJECT
from zhengben.fonts.choice import choose, needs_glyph
from zhengben.fonts.subset import subset_for_book, subset_of_letters
from zhengben.fonts.woff2 import woff2

_INVISIBLE = frozenset("\u2060\u200b\ufe0e\n" + OBJECT)
_ALWAYS = frozenset(map(chr, range(0x20, 0x7F)))


def site_fonts(shown: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, bytes]]:
    """Yield the files that show some characters in each script, by their names below ``fonts/``.

    A font is called after what is in it, so that a browser keeps no old one. Each script has a
    sheet for its pages; the site's own pages, which name documents of all, have ``all.css``.
    """
    together = list[str]()
    for script, characters in sorted(shown.items()):
        rules = list[str]()
        wanted = (characters | _ALWAYS) - _INVISIBLE
        choice = choose(chain_for("serif", script), filter(needs_glyph, wanted))
        for place in choice.places:
            face = choice.chain[place]
            served = choice.shown_by(place, wanted)
            data = woff2(_subset(face, served))
            name = f"{face.key}-{hashlib.sha256(data).hexdigest()[:12]}.woff2"
            yield name, data
            source = f'src: url("{name}") format("woff2"); font-display: swap;'
            family = face.key if place else "book"
            rules.append(f'@font-face {{ font-family: "{family}"; {source} }}\n')
            within = f" unicode-range: {_ranges(served)};" if place else ""
            together.append(f'@font-face {{ font-family: "book-{script}"; {source}{within} }}\n')
        yield f"{script}.css", "".join(rules).encode()
    yield "all.css", "".join(together).encode()


def _ranges(characters: frozenset[str]) -> str:
    return ", ".join(f"U+{ord(character):X}" for character in sorted(characters))


def _subset(face: Face, characters: frozenset[str]) -> bytes:
    return (subset_for_book if face.han else subset_of_letters)(face.path, characters)
