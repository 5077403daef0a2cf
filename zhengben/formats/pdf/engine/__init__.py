"""The door to WeasyPrint: nothing outside this folder knows its inside, and only this is called.

:func:`place` takes made-up pages and gives placed ones; :meth:`Placed.write` writes them as a PDF.
The lines on the pages are blocks that draw themselves as they were composed.
Either loads the engine; :func:`load` does so beforehand, for processes that are forked later.
What the press changes in the engine is a row of ``patches``, put in place once, by ``loading``,
before the first page is placed.
"""

from zhengben.formats.pdf.engine.blocks import (
    INSIDE,
    SCHEME,
    CellPlace,
    Composed,
    DrawnBlock,
    DrawnObject,
    DrawnRow,
    MadeUp,
    Stretch,
    TableRule,
)
from zhengben.formats.pdf.engine.door import Placed, Writing, place
from zhengben.formats.pdf.engine.loading import load

__all__ = [
    "INSIDE",
    "SCHEME",
    "CellPlace",
    "Composed",
    "DrawnBlock",
    "DrawnObject",
    "DrawnRow",
    "MadeUp",
    "Placed",
    "Stretch",
    "TableRule",
    "Writing",
    "load",
    "place",
]
