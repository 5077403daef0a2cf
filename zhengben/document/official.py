"""The parts of an official document, as GB/T 9704-2012 names them, and the role each line has.

A part is declared in ``[structure]`` in the place of a role: ``2 document-number``. It is canonical
text as every other line; an edition that knows nothing of official documents sets it by its role.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from zhengben.document.declaration import Declaration
    from zhengben.document.lines import Role

OfficialPart = Literal[
    "copy-number",  # 份號
    "classification",  # 密級和保密期限
    "urgency",  # 緊急程度
    "issuer",  # 發文機關標誌
    "document-number",  # 發文字號, the number of an order or of minutes
    "signer",  # 簽發人
    "addressee",  # 主送機關
    "section",  # 主旨, 說明, 辦法 of a document of Taiwan, each with what follows on its line
    "enclosures",  # 附件說明, a line each
    "attendance",  # 出席, 請假, 列席 of minutes, a line each
    "annotation",  # 附註
    "copies",  # 抄送機關
    "printing",  # 印發機關和印發日期
]
ROLES: Mapping[OfficialPart, Role] = {
    "copy-number": "session",
    "classification": "session",
    "urgency": "session",
    "issuer": "organ",
    "document-number": "session",
    "signer": "session",
    "addressee": "paragraph",
    "section": "paragraph",
    "enclosures": "paragraph",
    "attendance": "paragraph",
    "annotation": "remark",
    "copies": "remark",
    "printing": "remark",
}
# what stands at the foot of the last page: 版記
IMPRINT: tuple[OfficialPart, ...] = ("copies", "printing")
# a document, a letter (信函), an order (令) or minutes (紀要): GB/T 9704-2012, 7 and 10
OfficialForm = Literal["document", "letter", "order", "minutes"]
FORMS: tuple[OfficialForm, ...] = ("document", "letter", "order", "minutes")


def form_of(declaration: Declaration) -> OfficialForm:
    """Return the form of an official document, which its metadata say, or its text shows.

    An order and minutes bear their mark as title, or above it; a letter is one by its metadata.
    """
    if declaration.form:
        return declaration.form
    title = declaration.title.text
    if any(line.part == "issuer" for line in declaration.front):
        return "document"
    if title.endswith("令"):
        return "order"
    return "minutes" if title.endswith(("紀要", "纪要")) else "document"
