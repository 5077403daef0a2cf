"""Run-in heads: words that open a line and tell what it is, as an article's number or a verb.

Printed laws set the number of an article in Hei before its text, resolutions of the United Nations
the words that open a paragraph; some set the text of an article in behind its number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from zhengben.document.anchors import is_sentence
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.document.regex import regex

# tells where the words that open a line begin and end in it
RunInHead = Callable[[Line], tuple[int, int]]
# what stands under an article is set in by at most this share of the measure, and by at least so
# many em
_WIDEST_HANG, _LEAST_HANG = 1 / 5, 2
_BLANKS = regex(r"[ \u3000]*")
_HAN = regex(r"[\u3400-\u9fff〇]+")


def no_run_in_head(line: Line) -> tuple[int, int]:
    """Return the run-in head of a line that has none."""
    return 0, 0


def number_run_in_head(line: Line) -> tuple[int, int]:
    """Return the number of an article whose text stands on the same line."""
    if line.role != "article" or is_rubric(line) or not _HAN.fullmatch(line.label):
        return 0, 0
    return 0, len(line.label)


_ADVERBS = (
    "又|還|还|並|并|也|再次|再度|特別|特别|深切|深|深為|深为|嚴重|严重|強烈|强烈|堅決|坚决|最|"
    "進一步|进一步"
)
_MANNERS = "(?:讚賞|赞赏|關切|关切|遺憾|遗憾|滿意|满意|高興|高兴|感謝|感谢|焦慮|焦虑|震驚|震惊)地"
_VERBS = (
    "回顧|回顾|重申|銘記|铭记|注意到|表示注意到|歡迎|欢迎|認識到|认识到|確認|确认|意識到|意识到|深信|堅信|坚信|"
    "相信|強調|强调|著重指出|着重指出|指出|申明|考慮到|考虑到|考慮|考虑|審議了|审议了|審查了|审查了|念及|"
    "表示關切|表示关切|表示讚賞|表示赞赏|表示感謝|表示感谢|表示遺憾|表示遗憾|表示深為關切|表示深为关切|表示|"
    "關切|关切|譴責|谴责|痛惜|遺憾|遗憾|感謝|感谢|決定|决定|決心|决心|請|请|籲請|吁请|敦促|促請|促请|呼籲|呼吁|"
    "鼓勵|鼓励|要求|建議|建议|邀請|邀请|授權|授权|核可|核准|贊同|赞同|贊賞|赞赏|通過|通过|宣布|宣佈|期待|承認|承认|"
    "支持|認定|认定|遵循|依照|根據|根据|本著|本着|希望|願|愿|責成|责成|讚揚|赞扬|祝賀|祝贺|警告|責令|责令"
)
OPENING_WORDS = regex(f"(?:{_ADVERBS})?(?:{_MANNERS})?(?:{_VERBS})")
# the body that speaks, on a line of its own: 大會，
SPEAKER = regex(r"([\u3400-\u9fff]{2,12})[，,]")


def opening_run_in_head(line: Line) -> tuple[int, int]:
    """Return the words that open a paragraph of a resolution, behind its own number."""
    if line.role not in ("preamble", "paragraph", "item", "article") or line.level > 1:
        return 0, 0
    if line.role == "preamble" and (speaker := SPEAKER.fullmatch(line.text)):
        return 0, speaker.end(1)
    at = _behind_label(line)
    found = OPENING_WORDS.match(line.text, at)
    return (at, found.end()) if found else (0, 0)


def is_rubric(line: Line) -> bool:
    """Tell an article's number, with or without its subject, from an article's text."""
    return line.role == "article" and not line.listed and not is_sentence(line.text)


def has_subject(line: Line) -> bool:
    """Tell the number of an article with its subject, as 第一條　定義."""
    return is_rubric(line) and len(line.text) > _behind_label(line)


def article_level(declaration: Declaration) -> int:
    """Return the rank of articles below the headings of a text, 1 where it has none."""
    return 1 + max((n.level for n in declaration.paragraphs if n.role == "heading"), default=0)


def number_with_blank(line: Line) -> str:
    """Return the number of an article that its text follows on the same line, with the blank."""
    if line.role != "article" or is_rubric(line) or not line.label:
        return ""
    return line.text[: _behind_label(line)]


def _behind_label(line: Line) -> int:
    """Return where the words of a line begin, behind the number it bears itself."""
    found = _BLANKS.match(line.text, len(line.label))
    return found.end() if found and line.label else 0


def under_articles(declaration: Declaration) -> Iterator[Line]:
    """Yield articles and what stands under them, up to the next heading."""
    for part in (declaration.paragraphs, declaration.annexes):
        under = False
        for line in part:
            under = line.role == "article" or (under and line.role not in ("heading", "annex"))
            if under:
                yield line


def hang_em(declaration: Declaration, measure_em: int) -> int:
    """Return how far articles are set in behind their numbers: the longest that is not too long."""
    longest = max((len(number_with_blank(line)) for line in under_articles(declaration)), default=0)
    return max(_LEAST_HANG, min(longest, int(_WIDEST_HANG * measure_em)))
