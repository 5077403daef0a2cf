"""What stands around an official document is in its galley as it was; figures keep their captions.

After a change that is meant, `python3 build.py test tests/pagination --save-golden` writes the rows
anew; look at the difference before it is committed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from genre_documents import Sample, genre_document, sample_document
from marked_documents import write_marked
from msgspec.structs import replace
from ruled_metrics import RuledMetrics

from tests.pagination.test_golden_galley import GOLDEN, row, rows
from zhengben.design.editions import EDITIONS, PrintEdition
from zhengben.design.wording import WORDS
from zhengben.document.lines import Line, Role
from zhengben.document.notation import OBJECT, Mark
from zhengben.linebreaking.composed import ComposedLine
from zhengben.pagination.galley import Galley, leads_on
from zhengben.pagination.official import OfficialGalley, galley_of
from zhengben.pagination.slugs import lines_of as galley_lines
from zhengben.source.source import Source
from zhengben.typesetting.boxes import SetTitle
from zhengben.typesetting.compositor import Compositor
from zhengben.typesetting.footnotes import set_note
from zhengben.typesetting.headings import SetLine

LETTER = """title|丁城水務所關於更換水表的通知
addressee|各用戶：
paragraph|水表更換事項通知如下，請配合。
signature|丁城水務所
closing|2020年2月29日
printing|丁城水務所　2020年3月2日印發"""

# nobody signs minutes, so that the foot of the last page ends their text
MINUTES = """title|丁城水務所會議紀要
attendance|出席：丁甲、丁乙。
paragraph|會議議定更換水表。
copies|分送：各用戶。
printing|丁城水務所　2020年3月2日印發"""


def galley(folder: Path) -> OfficialGalley:
    declaration, edition = Source.open(folder).read()[0], EDITIONS["gongwen"]
    assert isinstance(edition, PrintEdition)
    compositor = Compositor(declaration, edition, RuledMetrics())
    notes = {str(note.number): set_note(note, compositor) for note in declaration.notes}
    made = galley_of(declaration, compositor, notes, WORDS[declaration.script])
    assert isinstance(made, OfficialGalley)
    return made


@pytest.mark.parametrize("name", ["official", "official-letter", "official-minutes"])
def test_parts_of_an_official_document_stand_as_they_stood(
    name: str, tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    if name == "official":
        folder = genre_document(tmp_path, "official-document")
    else:
        text = LETTER if name == "official-letter" else MINUTES
        lines = tuple(tuple(line.split("|")) for line in text.splitlines())
        folder = sample_document(tmp_path, name, "official-document", Sample(lines))  # type: ignore[arg-type]
    made = galley(folder)
    found = [*rows(made), "  behind", *map(row, made.behind())]
    golden(GOLDEN / f"{name}.txt", "\n".join(line.rstrip() for line in found) + "\n")


def test_notes_called_around_an_official_document_stand_at_the_foot_of_its_page(
    tmp_path: Path,
) -> None:
    lines = [
        ("title", "丁城水務所通知"),
        ("addressee", "各用戶^note{①}："),
        ("paragraph", "請配合。"),
        ("signature", "丁城水務所^note{②}"),
        ("closing", "2020年2月29日"),
        ("annotation", "（此件公開^note{③}發布）"),
        *(("author-note", f"{label} 說明。") for label in "①②③"),
    ]
    blocks = [(role, [text]) for role, text in lines]
    folder = write_marked(tmp_path, blocks)
    said = (folder / "document.toml").read_text("utf-8")
    genre = re.sub('genre = ".*"', 'genre = "official-document"', said)
    assert genre != said
    (folder / "document.toml").write_text(genre, "utf-8")
    made = galley(folder)
    slugs = (*made.body(made.declaration.body_blocks), *made.signing(apart=False), *made.behind())
    called = {"".join(row(s).split()[-2:]): s.notes for s in slugs if s.notes}
    assert [*called.values()] == [("author-note-1",), ("author-note-2",), ("author-note-3",)]


FIGURE: Role = "figure"
CAPTION: Role = "caption"
TEXT: Role = "paragraph"
HEADING: Role = "heading"
SHOWN = Mark("figure", 0, 1, "map")


@pytest.mark.parametrize(
    ("roles", "place", "stays"),
    [
        ((FIGURE, CAPTION), 0, True),
        ((FIGURE, TEXT), 0, False),
        ((FIGURE,), 0, False),
        # a caption below its figure is at its end, one above leads to it
        ((FIGURE, CAPTION, TEXT), 1, False),
        ((FIGURE, CAPTION, FIGURE), 1, False),
        ((TEXT, CAPTION, FIGURE), 1, True),
        ((CAPTION, FIGURE), 0, True),
        ((CAPTION, TEXT), 0, False),
        ((CAPTION,), 0, False),
        # captions in two languages stay together
        ((FIGURE, CAPTION, CAPTION), 1, True),
        ((FIGURE, CAPTION, CAPTION, FIGURE), 2, False),
        ((TEXT, CAPTION, CAPTION, FIGURE), 2, True),
        ((HEADING, TEXT), 0, True),
        ((TEXT, TEXT), 0, False),
    ],
)
def test_a_figure_and_its_caption_stay_together(
    roles: tuple[Role, ...], place: int, stays: bool
) -> None:
    assert leads_on(lines_of(roles), place) is stays


def lines_of(roles: Sequence[Role]) -> list[Line]:
    return [
        Line(n, n, OBJECT if role == FIGURE else f"第{n}行文字", f"line-{n}", role=role,
             level=int(role == HEADING), marks=(SHOWN,) if role == FIGURE else ())
        for n, role in enumerate(roles, 1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("roles", "place", "lines"),
    [
        ((TEXT, FIGURE, TEXT), 1, 0),
        ((TEXT, FIGURE, CAPTION, TEXT), 1, 2),
        ((TEXT, FIGURE, CAPTION, CAPTION, CAPTION, TEXT), 1, 6),
        ((HEADING, FIGURE, CAPTION, TEXT), 1, 4),
        ((HEADING, HEADING, CAPTION, FIGURE, TEXT), 3, 4),
        ((FIGURE, CAPTION), 0, 2),
        ((TEXT, CAPTION, FIGURE), 2, 2),
        ((TEXT, FIGURE), 1, 0),
    ],
)
def test_what_goes_with_a_figure_takes_room_on_its_page(
    roles: tuple[Role, ...], place: int, lines: int
) -> None:
    """Each line here is two lines high, with the white above it."""
    bodies = SimpleNamespace(
        line=lambda line: line, above_pt=lambda line: 16.0, height_pt=lambda line: 20.0
    )
    galley = SimpleNamespace(bodies=bodies, edition=SimpleNamespace(leading_pt=18.0))
    assert Galley._beside(cast(Galley, galley), lines_of(roles), place) == lines


def test_what_is_higher_than_a_page_has_its_bookmark_and_its_date_once() -> None:
    edition, (line,) = EDITIONS["handout"], lines_of([HEADING])
    assert isinstance(edition, PrintEdition)
    composed = tuple(ComposedLine(n, n + 1, 0, (), not n, n == 2, 0) for n in range(3))
    heading = SetLine(line, "H1", "subtitle", composed, bookmark=2)
    made = [(i, c, pt) for i, c, pt in galley_lines(heading, edition) if isinstance(i, SetLine)]
    assert [(i.lines, i.bookmark, i.goes_on) for i, _, _ in made] == [
        ((composed[0],), 2, False), ((composed[1],), 0, True), ((composed[2],), 0, True),
    ]  # fmt: skip
    assert [(c, pt) for _, c, pt in made] == [(c, edition.title_leading_pt) for c in composed]
    plain = replace(heading, style="heading")
    assert {pt for *_, pt in galley_lines(plain, edition)} == {edition.leading_pt}
    title = SetTitle(line, (composed[:2], composed[2:]), composed[:1], 0.0)
    titles = [(i, c, pt) for i, c, pt in galley_lines(title, edition) if isinstance(i, SetTitle)]
    assert [(i.rows, i.dateline, i.goes_on) for i, _, _ in titles] == [
        (((composed[0],),), (), False), (((composed[1],),), (), True),
        (((composed[2],),), composed[:1], True),
    ]  # fmt: skip
    high = edition.title_leading_pt
    assert [pt for *_, pt in titles] == [high, high, high + edition.leading_pt]
    assert all(i.height_pt == pt for i, _, pt in titles)
