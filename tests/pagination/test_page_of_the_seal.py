"""The page of a seal holds text: neither who signed nor a list of enclosures stands alone there."""

from __future__ import annotations

from pathlib import Path

import pytest
from genre_documents import Sample, sample_document
from ruled_metrics import RuledMetrics

from zhengben.design.editions import EDITIONS, PrintEdition
from zhengben.design.wording import WORDS
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.pagination.pages import SetDocument, set_document
from zhengben.source.source import Source

SAID = "請各館將普查結果於2020年3月31日前函告本廳，逾期不報的，視為沒有意見，由本廳編目。"
HEAD = [("issuer", "丁省文化廳文件"), ("document-number", "丁文發〔2020〕7號"),
        ("title", "丁省文化廳關於普查的通知"), ("addressee", "各市文化局：")]  # fmt: skip


def declared(folder: Path, paragraphs: int, enclosures: int, *, letter: bool) -> Declaration:
    lines = [*HEAD, *[("paragraph", SAID)] * paragraphs]
    lines += [
        ("enclosures", f"{'附件：' * (n == 1)}{n}.第{n}份名冊") for n in range(1, enclosures + 1)
    ]
    lines += [("signature", "丁省文化廳"), ("closing", "2020年2月29日")]
    written = sample_document(folder, "a", "official-document", Sample(tuple(lines)))  # type: ignore[arg-type]
    if letter:
        path = written / "document.toml"
        path.write_text('form = "letter"\n' + path.read_text("utf-8"), "utf-8")
    return Source.open(written).read()[0]


def set_in_gongwen(declaration: Declaration) -> SetDocument:
    edition = EDITIONS["gongwen"]
    assert isinstance(edition, PrintEdition)
    return set_document(declaration, edition, RuledMetrics(), WORDS["zh-Hant"], [("題名", "樣本")])


def on(document: SetDocument, closing: Line) -> list[tuple[str, int]]:
    """Return the parts of the page of the date: what each is, and how many lines."""
    for page in document.pages:
        parts = [(getattr(part.item, "line", None), part.last - part.first) for part in page.parts]
        if any(line is closing for line, _ in parts):
            return [(line.part or line.role, count) for line, count in parts if line]
    raise AssertionError


@pytest.mark.parametrize("letter", [False, True])
@pytest.mark.parametrize("enclosures", [0, 1, 3, 7])
@pytest.mark.parametrize("paragraphs", range(2, 9))
def test_two_lines_of_text_stand_on_the_page_of_the_seal(
    paragraphs: int, enclosures: int, letter: bool, tmp_path: Path
) -> None:
    declaration = declared(tmp_path, paragraphs, enclosures, letter=letter)
    assert declaration.closing
    parts = on(set_in_gongwen(declaration), declaration.closing)
    assert sum(count for kind, count in parts if kind == "paragraph") >= 2
    # and all that is enclosed stands there with it
    assert len([kind for kind, _ in parts if kind == "enclosures"]) == enclosures
