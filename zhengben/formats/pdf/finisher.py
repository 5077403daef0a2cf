"""What WeasyPrint leaves to be said in the catalog of a finished PDF."""

from __future__ import annotations

from typing import Any

import pydyf

from zhengben.design.kinds import PrintEdition
from zhengben.formats.pdf.archive import Flavouring


class Finisher:
    """Adds page labels and what viewers show at first; called by WeasyPrint before it writes."""

    def __init__(self, edition: PrintEdition, flavouring: Flavouring) -> None:
        self._edition, self._flavouring = edition, flavouring

    def __call__(self, document: Any, pdf: pydyf.PDF) -> None:
        """Finish the PDF in memory."""
        self._flavouring.finish(document, pdf)
        labels = pydyf.Dictionary({"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])})
        pdf.add_object(labels)
        pdf.catalog["PageLabels"] = labels.reference
        pdf.catalog["PageMode"] = "/UseOutlines"
        pdf.catalog["PageLayout"] = "/SinglePage"
        if self._edition.vertical:
            pdf.catalog["ViewerPreferences"]["Direction"] = "/R2L"
        for reference in pdf.page_references:
            page = pdf.objects[int(reference.split()[0])]
            # what is left when a printer has trimmed the sheet; here nothing is cut off
            page["TrimBox"] = page["MediaBox"]
            if self._edition.vertical:
                # lines are laid out along the page and read down it
                page["Rotate"] = 90
        pdf.objects = [Written(item) if item.free == "n" else item for item in pdf.objects]


class Written(pydyf.Object):  # type: ignore[misc]
    """A finished object of a PDF as it stands in the file.

    pydyf works out the bytes of every object once to write them and once more for the identifier
    of the file, and compresses what is compressed twice too.
    """

    data, compressible = b"", False

    def __init__(self, item: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation, self.free = item.number, item.generation, item.free
        self.data, self.compressible = item.data, item.compressible
