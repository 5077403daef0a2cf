"""Makes a small document of each genre, with what its genre is known by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_METADATA = """
genre = "{genre}"
script = "{script}"
short-title = {title}
organ = "某會議"
date = 2020-02-29
rights = "為試驗而作，屬於公有領域。"
register = "lenient"

[capture]
file = "capture.txt"
sha256 = "{sha256}"
source = "試驗用文"
received = 2026-01-01
licence = "公有領域"
rules = []
lines = "1-{last}"

[canonical]
file = "canonical.txt"
sha256 = "{sha256}"

[structure]
numbers = "own"
lines = {rows}
"""
_REGISTER = """
[[instrument]]
id = "charter"
title = "聯合國憲章"
[[instrument.event]]
date = 1945-06-26
act = "簽署"

[[instrument]]
id = "resolution"
title = "文獻決議"
symbol = "A/RES/60/1"
[[instrument.event]]
date = 2005-09-16
act = "通過"
"""
_FILLER = "為此應當採取一切必要措施，維護共同利益，並將有關情況通報各方；"


@dataclass(frozen=True)
class Sample:
    """A text: its lines, each behind the role it has, and its signatories."""

    lines: tuple[tuple[str, str], ...]
    signed: tuple[tuple[str, str], ...] = ()


_AGREED = "雙方認為，保存文獻符合兩國的共同利益，並願就此交換意見。"

SAMPLES = {
    "declaration": Sample(
        (
            ("title", "樣本宣言"),
            ("preamble", "各方遵循《聯合國憲章》，發表宣言如下："),
            ("paragraph", "各方" + _FILLER * 4 + "如上。"),
            ("closing", "二〇二〇年二月二十九日於某地"),
        )
    ),
    "communique": Sample(
        (
            ("title", "甲國和乙國聯合公報"),
            ("dateline", "（二〇二〇年二月二十九日）"),
            ("paragraph", "應甲國邀請，乙國代表團訪問了甲國。" + _FILLER * 3 + "雙方滿意。"),
            ("heading 1", "一、雙邊關係"),
            ("paragraph", "雙方重申《聯合國憲章》的宗旨和原則。" + _AGREED * 18),
            ("closing", "二〇二〇年二月二十九日於某城"),
        )
    ),
    "treaty": Sample(
        (
            ("title", "甲國和乙國合作條約"),
            ("preamble", "甲國和乙國（以下稱「締約雙方」），"),
            ("preamble", "遵循《聯合國憲章》的宗旨和原則，"),
            ("preamble", "議定如下："),
            ("article", "第一條　宗旨"),
            ("paragraph", "締約雙方" + _FILLER * 4 + "如上。"),
            ("article", "第二條　合作"),
            ("paragraph", "締約雙方合作。"),
            ("article", "第三條　生效"),
            ("paragraph", "本條約自互換批准書之日起生效。修正案依照本條約的規定生效。"),
            ("article", "第四條　保存"),
            ("paragraph", "甲國政府為本條約的保管機關，應將副本送交乙國。"),
            ("testimonium", "下列簽署人經正式授權，在本條約上簽字，以昭信守。"),
            ("testimonium", "本條約於二〇二〇年二月二十九日在某城簽訂，"
             "一式兩份，每份均以甲文和乙文寫成，兩種文本同等作準。"),
            ("signatory", "甲國代表"),
            ("signatory", "某甲"),
            ("signatory", "乙國代表"),
            ("signatory", "某乙"),
        ),
        (("甲國代表", "某甲"), ("乙國代表", "某乙")),
    ),
    "law": Sample(
        (
            ("title", "樣本保存法"),
            ("session", "2020年2月29日某議會第一次會議通過"),
            ("heading 1", "第一章　總則"),
            ("article", "第一條　為了保存文獻，" + _FILLER * 3 + "制定本法。"),
            ("article", "第二條　保存文獻應當遵循下列原則："),
            ("item 1", "（一）逐字忠實，" + _FILLER * 2 + "不得更改；"),
            ("item 1", "（二）公開透明。"),
            ("heading 1", "第二章　保存"),
            ("heading 2", "第一節　職責"),
            ("article", "第十一條　文獻館保存文獻。"),
            ("paragraph", "任何人不得更改文獻，" + _FILLER * 3 + "並應當報告。"),
            ("heading 2", "第二節　檢查"),
            ("article", "第十一條之一　文獻館應當每年檢查文獻。"),
            ("heading 1", "第三章　附則"),
            ("article", "第十二條　本法依照《聯合國憲章》解釋。"),
            ("article", "第十三條　本法自2020年5月1日起施行。"),
        )
    ),
    "resolution": Sample(
        (
            ("organ", "某大會二〇二〇年二月二十九日決議"),
            ("title", "關於保存文獻的決議"),
            ("preamble", "大會，"),
            ("preamble", "回顧《聯合國憲章》的宗旨和原則，" + _FILLER[:-1] + "，"),
            ("preamble", "深為關切地注意到文獻的狀況，"),
            ("paragraph", "1.　決定保存文獻，" + _FILLER * 12),
            ("paragraph", "2.　敦促各國提供便利，" + _FILLER * 12),
            ("paragraph", "3.　請秘書長提出報告。"),
        )
    ),
}  # fmt: skip


def genre_document(content: Path, genre: str, editions: Sequence[str] = ()) -> Path:
    """Write a document of a genre into ``content``, with a register of two instruments."""
    return sample_document(content, f"small-{genre}", genre, SAMPLES[genre], editions)


def sample_document(
    content: Path,
    name: str,
    genre: str,
    sample: Sample,
    editions: Sequence[str] = (),
    scripts: Sequence[str] = (),
    script: str = "zh-Hant",
) -> Path:
    """Write a sample as a document of a genre into ``content``, with that register."""
    folder = content / name
    folder.mkdir(parents=True)
    (content / "register").mkdir(exist_ok=True)
    (content / "register" / "small.toml").write_text(_REGISTER, "utf-8")
    text = "".join(line + "\n" for _, line in sample.lines)
    for file in ("capture.txt", "canonical.txt"):
        (folder / file).write_text(text, "utf-8")
    metadata = _METADATA.format(
        genre=genre,
        script=script,
        title=json.dumps(next(line for role, line in sample.lines if role == "title")),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        last=len(sample.lines),
        rows=json.dumps(_rows(sample), ensure_ascii=False),
    )
    for key, names in (("editions", editions), ("scripts", scripts)):
        if names:
            metadata = f"{key} = {json.dumps(list(names))}\n" + metadata
    for office, person in sample.signed:
        metadata += f'\n[[signatory]]\noffice = "{office}"\nname = "{person}"\n'
    (folder / "document.toml").write_text(metadata, "utf-8")
    return folder


def _rows(sample: Sample) -> list[str]:
    """Return the rows of the structure; a signatory takes two lines."""
    rows, number = list[str](), 0
    while number < len(sample.lines):
        role = sample.lines[number][0]
        last = number + 2 if role == "signatory" else number + 1
        rows.append(f"{number + 1}-{last} {role}")
        number = last
    return rows
