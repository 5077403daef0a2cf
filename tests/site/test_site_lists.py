"""The lists of a site: what a row of them offers."""

from __future__ import annotations

from zhengben.site.entries import SiteEntry, SiteFile
from zhengben.site.lists import Lists
from zhengben.site.shelves import slug


def test_two_files_of_an_edition_have_two_names_in_a_list() -> None:
    files = [
        SiteFile(f"x.zh-Hant.{suffix}", edition, "zh-Hant", "application/pdf", 1)
        for suffix, edition in (("booklet-a5.pdf", "booklet"), ("booklet.pdf", "booklet"),
                                ("handout.pdf", "handout"))
    ]  # fmt: skip
    labels = [label for label, _ in Lists([], "zh-Hant", "x", "")._labelled(files)]
    assert labels == ["A5 小冊（booklet-a5.pdf）", "A5 小冊（booklet.pdf）", "A4 講義"]


def _entry(document: str, date: str, **organs: str) -> SiteEntry:
    tags = [tag.replace("_", "-") for tag in organs]
    pages = tuple(SiteFile(f"{document}.{tag}.html", "web", tag, "text/html", 1) for tag in tags)
    return SiteEntry(
        document=document, genre="law", organs=dict(zip(tags, organs.values(), strict=True)),
        date=date, place="", created=date, rights="", short_title="", files=pages,
        titles=dict.fromkeys(tags, document), instruments=(), series="", position=0,
    )  # fmt: skip


def test_an_organ_is_one_in_whatever_script_and_called_as_the_list_is_written() -> None:
    entries = [
        _entry("new", "2021-01-01", zh_Hant="乙省議會", zh_Hans="乙省议会"),
        _entry("old", "2020-01-01", zh_Hans="乙省议会", zh_Hant="乙省議會"),
        # published in its own script alone
        _entry("apart", "2019-01-01", zh_Hans="丙县议会"),
        _entry("nobody", "2018-01-01", zh_Hans="", zh_Hant=""),
    ]
    for script, names in (
        ("zh-Hant", ["乙省議會", "丙县议会"]),
        ("zh-Hans", ["乙省议会", "丙县议会"]),
    ):
        first, *pages = Lists(entries, script, "x", "").pages()
        organs = next(g for g in first.groups if g.title in ("發布機關", "发布机关")).links
        assert sorted(called for called, _, _ in organs) == sorted(names)
        assert {called: count for called, _, count in organs}[names[0]] == 2
        shared = next(page for page in pages if page.title == names[0])
        # both scripts' lists have one address
        assert shared.name == f"organs/{slug('organs', '乙省议会')}.html"
        assert [row.organ for row in shared.rows] == [names[0]] * 2
