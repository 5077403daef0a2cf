"""Checks L: the pages measure what their edition demands, read from the finished PDF alone."""

from __future__ import annotations

from collections.abc import Iterator

from zhengben.checks.finding import Check, Finding, Skipped, Subject
from zhengben.design.records import SheetRecord
from zhengben.design.registry import record_of

_CLREQ = "W3C, Requirements for Chinese Text Layout (clreq)"
_COMPOSE = "Look at zhengben/linebreaking/: it breaks the lines and says how each is set."
_PAGES = "Look at how the edition is divided into pages; its style sheet sets margins and leading."
_SHEET = "Look at the edition's style sheet in styles/."
# fewer points an inch are seen as such on paper
LEAST_PPI = 150
# smaller letters are hard to read
LEAST_PT = 6
_FIGURES = "Look at zhengben/typesetting/figures.py: it gives pictures and formulas their room."
_IMPOSE = (
    "Look at zhengben/formats/imposition/: it places the pages of the plain file on the sheets."
)

ROWS = (
    Check("L-001", "Every page has the size of its edition and is turned as it says.", _SHEET),
    Check(
        "L-002",
        "Every page has a TrimBox: what is left when it is cut.",
        _SHEET,
        "ISO 15930; ISO 32000-1, 14.11.2",
    ),
    Check("L-003", "Text keeps the margins of its edition.", _SHEET),
    Check("L-004", "No page is blank.", _PAGES),
    Check("L-005", "No line stands outside the type area.", _COMPOSE, _CLREQ),
    Check(
        "L-006",
        "A page holds no more lines than it has room for, and in gongwen no fewer.",
        _PAGES,
        "GB/T 9704-2012, 5.2",
    ),
    Check("L-007", "The lines of a paragraph or note stand at one distance.", _SHEET),
    Check("L-008", "Running text has the size of its edition.", _SHEET),
    Check("L-009", "Full lines end at the right edge, within 0.2 mm.", _COMPOSE, _CLREQ),
    Check("L-010", "Lines begin at the left edge or a whole em from it.", _COMPOSE, _CLREQ),
    Check("L-011", "The gap between two Han is under 0.1 em.", _COMPOSE, _CLREQ),
    Check(
        "L-012", "The gap between Han and Western text is at most a quarter em.", _COMPOSE, _CLREQ
    ),
    Check(
        "L-013",
        "Two adjacent marks take 1.5 em, in zh-Hant-TW 2 em.",
        "Look at zhengben/fonts/prepare.py: the font feature chws squeezes marks.",
        _CLREQ,
    ),
    Check("L-014", "No stop, comma, closing mark or call begins a line.", _COMPOSE, _CLREQ),
    Check("L-015", "No opening mark ends a line.", _COMPOSE, _CLREQ),
    Check("L-016", "The last line of a paragraph holds at least two characters.", _COMPOSE),
    Check("L-017", "No page ends with the first line of a paragraph.", _PAGES),
    Check("L-018", "No page begins with the last line of a paragraph.", _PAGES),
    Check(
        "L-019",
        "A full line of full-width characters holds as many as the edition says.",
        _COMPOSE,
        "GB/T 9704-2012, 5.2",
    ),
    Check("L-020", "A note begins where the edition puts it: foot, end or paragraph.", _PAGES),
    Check(
        "L-021",
        "Calls run 1, 2, 3 …, and each has its note.",
        "Look at the edition's template: calls and notes come from one list.",
    ),
    Check(
        "L-022",
        "Each numbered paragraph bears its number.",
        "Look at the edition's template: numbers come with the paragraphs.",
    ),
    Check("L-023", "Every page bears its own number.", _SHEET),
    Check("L-024", "A heading stays with what follows it.", _PAGES),
    Check("L-025", "Everything but the pictures of the text is printed in black ink.", _SHEET),
    Check(
        "L-026",
        "Every font is embedded and one of the project's.",
        "Look at zhengben/design/faces.py and the faces that the style sheet names.",
    ),
    Check("L-027", "No line lies on another.", _PAGES),
    Check("L-028", "Folded, the sheets of the booklet bear the pages in order.", _IMPOSE),
    Check("L-029", "Each page of the booklet lies whole on its half of the sheet.", _IMPOSE),
    Check("L-030", "A page whose text goes on overleaf is filled.", _PAGES, warning=True),
    Check(
        "L-031",
        "No line is let go ragged because no spacing could fill it.",
        "Nothing to mend where a long word, number or address follows; else see the line breaks.",
        warning=True,
    ),
    Check(
        "L-032",
        "A name stands nearer to its own office than to any other.",
        "Look at zhengben/typesetting/signatories.py: it says how signatures share a page.",
    ),
    Check("L-033", "No page is left to place and date alone.", _PAGES),
    Check(
        "L-034",
        "In gongwen the page number stands between dashes, where the standard has it.",
        _SHEET,
        "GB/T 9704-2012, 7.5",
    ),
    Check(
        "L-035",
        "In gongwen the parts of an official document stand where the standard has them.",
        "Look at zhengben/typesetting/official.py: it sets each part at its place.",
        "GB/T 9704-2012, 7.2-7.4 and 10",
    ),
    Check(
        "L-036",
        "No table is set smaller than its edition allows.",
        "Look at zhengben/typesetting/tables.py: it goes no lower than `least_table_pt`.",
    ),
    Check(
        "L-037",
        "Tables stand upright, in the size of notes, their cells side by side.",
        "It may stay: the columns need more than the page has; fewer or shorter ones would do.",
        warning=True,
    ),
    Check(
        "L-038",
        "A blank to fill in is as long as the text has it, on the line of its words.",
        _COMPOSE,
    ),
    Check(
        "P-001",
        "A picture or formula stands on one page with its caption, and nothing between them; "
        "a caption over a table with the first of its rows.",
        _PAGES,
    ),
    Check("P-002", "A picture or formula stands within the type area.", _FIGURES),
    Check(
        "P-003",
        f"A picture is printed with at least {LEAST_PPI} points an inch, a formula in at least "
        f"{LEAST_PT} pt.",
        "Get a larger picture, or say a smaller width-mm in its [[object]]; divide a long formula.",
        warning=True,
    ),
    Check(
        "P-004",
        "A picture keeps the proportion of its sides, and is turned as its file says.",
        _FIGURES,
        "Exif 2.3, 4.6.4",
    ),
    Check(
        "P-005",
        "A picture has words that stand for it where it cannot be seen.",
        "Write behind the bar of ^image{…|…} what it shows.",
        "ISO 14289-1, 7.3; WCAG 2.2, 1.1.1",
    ),
)


def examine(subject: Subject) -> Iterator[Finding | Skipped]:
    """Measure a PDF and compare it with the record of its edition."""
    file = subject.artefact.file
    if subject.path.suffix != ".pdf":
        return
    facts = record_of(subject.artefact.edition, file)
    if facts is None:
        told = (
            f"no row of zhengben/design/editions.py is the print edition {subject.artefact.edition}"
        )
        yield Skipped("L-001", file, f"{told}.")
        return
    from zhengben.checks.layout import (
        composition,
        feet,
        figures,
        forms,
        imposed,
        official,
        placement,
        signed,
        tables,
    )
    from zhengben.checks.layout.measured import MeasuredFile
    from zhengben.proof.glyphs import measure
    from zhengben.proof.pdf import MALFORMED

    try:
        measured = measure(subject.path)
        found = list(placement.ink(measured, subject.declaration))
        if isinstance(facts, SheetRecord):
            found += imposed.examine(measured, facts, subject.declaration)
        elif facts.columns > 1:
            of_columns = MeasuredFile(measured, facts, subject.declaration)
            found += placement.pages(of_columns)
            if facts.notes == "foot":
                found += placement.notes(of_columns)
        else:
            of_pages = MeasuredFile(measured, facts, subject.declaration)
            for family in (placement, feet, composition, signed, official, figures, tables, forms):
                found += family.examine(of_pages)
    except MALFORMED as error:
        yield Finding("L-001", file, "file", f"The file cannot be measured ({error}).")
        return
    for code, place, sentence in sorted(found):
        yield Finding(code, file, place, sentence)
