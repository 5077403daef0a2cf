"""What WeasyPrint leaves to be said in the catalog of a finished PDF."""

from __future__ import annotations

from typing import Any

import pydyf

from zhengben.model import Declaration


class Finisher:
    """Adds page labels and what viewers show at first; called by WeasyPrint before it writes."""

    def __init__(self, declaration: Declaration) -> None:
        self._declaration = declaration

    def __call__(self, document: Any, pdf: pydyf.PDF) -> None:
        """Finish the PDF in memory."""
        labels = pydyf.Dictionary({"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])})
        pdf.add_object(labels)
        pdf.catalog["PageLabels"] = labels.reference
        pdf.catalog["PageMode"] = "/UseOutlines"
        pdf.catalog["PageLayout"] = "/SinglePage"
