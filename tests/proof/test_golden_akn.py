"""What is read from each small document of Akoma Ntoso, and what is told against it, in rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from tests.proof.told_rows import faults, retold, rows
from zhengben.proof.akn import NAMESPACE, anchor, extract_akn
from zhengben.proof.akn_strangers import strange_akn

Golden = Callable[[Path, str], None]


def test_anchors_are_as_they_were(golden: Golden) -> None:
    golden(*retold("akn-anchors", lambda eid: [anchor(eid)], 80))


def test_documents_are_read_as_they_were(tmp_path: Path, golden: Golden) -> None:
    path = tmp_path / "a.xml"

    def tell(body: str) -> Iterable[str]:
        document = f'<akomaNtoso xmlns="{NAMESPACE}"><act><body>{body}</body></act></akomaNtoso>'
        path.write_text(document, "utf-8")
        return rows(extract_akn(path))

    golden(*retold("akn-documents", tell, 80))


def test_strangers_are_told_as_they_were(tmp_path: Path, golden: Golden) -> None:
    path = tmp_path / "a.xml"

    def tell(document: str) -> Iterable[str]:
        path.write_text(document, "utf-8")
        return faults(strange_akn(path))

    golden(*retold("akn-strange", tell, 17))
