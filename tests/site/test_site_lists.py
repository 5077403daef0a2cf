"""The lists of a site: what a row of them offers."""

from __future__ import annotations

from zhengben.site.entries import SiteFile
from zhengben.site.lists import Lists


def test_two_files_of_an_edition_have_two_names_in_a_list() -> None:
    files = [
        SiteFile(f"x.zh-Hant.{suffix}", edition, "zh-Hant", "application/pdf", 1)
        for suffix, edition in (("booklet-a5.pdf", "booklet"), ("booklet.pdf", "booklet"),
                                ("handout.pdf", "handout"))
    ]  # fmt: skip
    labels = [label for label, _ in Lists([], "zh-Hant", "x", "")._labelled(files)]
    assert labels == ["A5 小冊（booklet-a5.pdf）", "A5 小冊（booklet.pdf）", "A4 講義"]
