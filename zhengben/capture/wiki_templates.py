"""The templates of Wikisource that readers know: what each shows in its place."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from mwparserfromhell.nodes import Template
from mwparserfromhell.wikicode import Wikicode

from zhengben.document.notation import Kind

How = Literal["part", "right", "center", "nothing", "header", "apart", "struck", "note", "unknown"]


class Shown(Struct, frozen=True):
    """What a template shows: one of its unnamed parts, marked or aligned; or nothing, or apart."""

    how: How
    part: int = 0
    mark: Kind | None = None
    reason: str = ""
    asked: bool = False


_LAST = -1
# names of templates, by what they show; a part is counted from 0, and _LAST is the last one
_TABLE: tuple[tuple[str, Shown], ...] = (
    (
        "larger smaller x-larger xx-larger xxx-larger x-smaller xx-smaller big small b bold red "
        "blue green lang w zh-an nowrap 大 小 粗 黑體 宋體 楷體 仿宋 color font block fs sc",
        Shown("part", _LAST),
    ),
    ("另 異 异 改 sic corr 訛 讹 yl 本字 僻字", Shown("part", 0)),
    ("s strike del 刪除線 删除线", Shown("struck")),
    ("refn efn #tag:ref", Shown("note")),
    ("reflist defaultsort displaytitle", Shown("nothing")),
    ("right 右對齊 右对齐 rightblock", Shown("right", _LAST)),
    ("center c 居中 centre", Shown("center", _LAST)),
    ("gap nop nbsp clear - 空 anchor toc 目錄 dhr rule separator", Shown("nothing")),
    ("ruby 注音 拼音 rubyd", Shown("part", 0, "ruby")),
    ("ul u 底線 下劃線 下划线", Shown("part", _LAST, "u")),
    ("專名 专名 專 专 propernoun pn", Shown("part", _LAST, "name")),
    ("著重 着重 著重號 着重号 dots emp", Shown("part", _LAST, "dots")),
    ("sup", Shown("part", 0, "sup")),
    ("sub", Shown("part", 0, "sub")),
)
_KNOWN = {name: shown for names, shown in _TABLE for name in names.split()}
_KNOWN["right block"] = Shown("right", _LAST)
_HEADERS = ("header", "标题", "標題", "novel")
_LICENCES = ("pd", "licen", "版权", "版權", "cc-", "gfdl", "legislation")


def parts_of(template: Template) -> list[Wikicode]:
    """Return the parts of a template without a name, or with a number for one."""
    return [p.value for p in template.params if not p.showkey or str(p.name).strip().isdigit()]


def shown_as(template: Template) -> Shown:
    """Return what a template shows in its place."""
    name = " ".join(str(template.name).replace("_", " ").split()).lower()
    if name.startswith(_HEADERS):
        return Shown("header")
    if name.startswith(_LICENCES):
        return Shown("apart", reason="licence box")
    if shown := _KNOWN.get(name):
        count = len(parts_of(template))
        return shown if shown.part >= 0 else Shown(shown.how, max(0, count - 1), shown.mark)
    if name.partition(":")[0] in ("defaultsort", "displaytitle", "#tag"):
        return Shown("nothing")
    if ":" in name or not any(str(part).strip() for part in parts_of(template)):
        return Shown("apart", reason=f"template {name[:40]}", asked=True)
    return Shown("unknown")
