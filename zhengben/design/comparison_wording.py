"""What a comparison of versions says beside the two texts, as legislatures print it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from zhengben.document.dates import chinese_date

if TYPE_CHECKING:
    from zhengben.document.lines import Line


class ComparedUnit(Struct, frozen=True):
    """What is said of an article: the number it bore, what became of it, and where it stands."""

    old: Line | None
    new: Line | None
    change: str
    moved: bool

    @property
    def renumbered(self) -> bool:
        """Say whether it bears another number now."""
        return bool(self.old and self.new and self.old.label != self.new.label)


class ComparisonWords(Struct, frozen=True):
    """The words of the table: ``{}`` is filled in. Those of articles are 本條, all others bare."""

    new: str
    old: str
    remark: str
    redline: str
    redline_on_screen: str
    both: str
    old_sha256: str
    first: str
    changed_by: str
    unchanged: str
    added: str
    deleted: str
    amended: str
    renumbered: str
    moved: str
    by: str
    separator: str
    stop: str

    @property
    def heads(self) -> tuple[str, ...]:
        """Return what stands above the columns."""
        return self.new, self.old, self.remark

    def version(self, day: datetime.date, instrument: str) -> str:
        """Return what the colophon says of a version."""
        told = self.changed_by if instrument else self.first
        return told.format(chinese_date(day), instrument)

    def told(self, unit: ComparedUnit, instruments: Sequence[str]) -> str:
        """Return what the last column says of an article."""
        parts = list[str]()
        if unit.moved:
            parts.append(self.moved)
        if unit.renumbered and unit.old:
            parts.append(self.renumbered.format(unit.old.label))
        parts.append({"unchanged": self.unchanged, "added": self.added, "deleted": self.deleted,
                      "amended": self.amended}[unit.change])  # fmt: skip
        told = self.separator.join(parts)
        if instruments and (unit.change != "unchanged" or unit.moved or unit.renumbered):
            told = self.by.format("、".join(instruments)) + told
        return told + self.stop


_WORDS = {
    "zh-Hant": ComparisonWords(
        new="修正條文",
        old="原條文",
        remark="說明",
        redline="修正條文與原條文：新增的用黑體加底線，刪去的加點線",
        redline_on_screen="修正條文與原條文：新增的加底線，刪去的加點線",
        both="新舊合刊",
        old_sha256="原條文 SHA-256",
        first="{}起",
        changed_by="{}起，依{}",
        unchanged="未修正",
        added="增訂",
        deleted="刪除",
        amended="修正",
        renumbered="條次變更（原{}）",
        moved="移列",
        by="依{}：",
        separator="，",
        stop="。",
    ),
    "zh-Hans": ComparisonWords(
        new="修改后条文",
        old="修改前条文",
        remark="说明",
        redline="修改后与修改前条文：新增的用黑体加下划线，删去的加点线",
        redline_on_screen="修改后与修改前条文：新增的加下划线，删去的加点线",
        both="新旧合刊",
        old_sha256="修改前文字 SHA-256",
        first="{}起",
        changed_by="{}起，依{}",
        unchanged="未修改",
        added="新增",
        deleted="删除",
        amended="修改",
        renumbered="序号调整（原{}）",
        moved="位置调整",
        by="依{}：",
        separator="，",
        stop="。",
    ),
}


def comparison_words(script: str) -> ComparisonWords:
    """Return the words of a script."""
    return _WORDS["zh-Hans" if script.startswith("zh-Hans") else "zh-Hant"]
