"""Each class of editions has its writer, and what an edition makes is what its row says."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhengben.design.assets import Assets
from zhengben.design.editions import EDITIONS
from zhengben.design.kinds import Edition
from zhengben.design.registry import suffixes_of
from zhengben.document.declaration import Declaration
from zhengben.document.errors import RegistryError
from zhengben.press.writers import Copy, make, writer_of


def test_every_edition_has_a_writer() -> None:
    for row in EDITIONS.values():
        assert writer_of(type(row))


def test_a_class_without_a_writer_is_told() -> None:
    class Braille(Edition, frozen=True, kw_only=True):
        pass

    with pytest.raises(RegistryError, match=r"writers\.py: no writer makes a Braille; add one"):
        writer_of(Braille)


@pytest.mark.parametrize("name", ["akoma-ntoso", "booklet", "e-reader"])
def test_an_edition_makes_the_files_of_its_row(
    name: str, declaration: Declaration, tmp_path: Path
) -> None:
    copy = Copy([declaration], Assets.find(), tmp_path, "test")
    row = EDITIONS[name]
    products = list(make(copy, [row], lambda step: None))
    assert tuple(product.suffix for product in products) == suffixes_of(row)
