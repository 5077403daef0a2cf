"""What is said of texts in other languages, and what languages are called."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from zhengben.document.language_texts import LanguageText

# Traditional and Simplified, by tag
_NAMES = {
    "ru": ("俄文", "俄文"), "en": ("英文", "英文"), "fr": ("法文", "法文"),
    "es": ("西班牙文", "西班牙文"), "de": ("德文", "德文"), "pt": ("葡萄牙文", "葡萄牙文"),
    "it": ("義大利文", "意大利文"), "kk": ("哈薩克文", "哈萨克文"),
    "ky": ("吉爾吉斯文", "吉尔吉斯文"),
    "tg": ("塔吉克文", "塔吉克文"), "uz": ("烏茲別克文", "乌兹别克文"), "mn": ("蒙古文", "蒙古文"),
    "be": ("白俄羅斯文", "白俄罗斯文"), "uk": ("烏克蘭文", "乌克兰文"), "vi": ("越南文", "越南文"),
    "la": ("拉丁文", "拉丁文"), "el": ("希臘文", "希腊文"),
}  # fmt: skip


class LanguageWords(Struct, frozen=True):
    """The words for other languages: ``{}`` is filled in."""

    simplified: bool
    term: str
    chinese: str
    authentic: str
    translation: str
    from_source: str
    sha256: str

    def name(self, tag: str) -> str:
        """Return what a language is called, or its tag where it has no name here."""
        names = _NAMES.get(tag.partition("-")[0])
        return names[self.simplified] if names else tag

    def heads(self, texts: Sequence[LanguageText]) -> tuple[str, ...]:
        """Return what stands above the columns."""
        return self.chinese, *(self.name(text.tag) for text in texts)

    def told(self, text: LanguageText, received: str) -> str:
        """Return what the colophon says of a text in another language."""
        status = self.authentic if text.authentic else self.translation
        return status + self.from_source.format(text.source, received)

    def listed(self, texts: tuple[LanguageText, ...]) -> str:
        """Return which languages a text is in beside Chinese, and what each text is."""
        return "、".join(
            f"{self.name(t.tag)}（{self.authentic if t.authentic else self.translation}）"
            for t in texts
        )


_WORDS = {
    "zh-Hant": LanguageWords(False, "其他語文", "中文", "作準文本", "譯文", "；{}，{}擷取",
                             "{}文字 SHA-256"),
    "zh-Hans": LanguageWords(True, "其他语文", "中文", "作准文本", "译文", "；{}，{}获取",
                             "{}文字 SHA-256"),
}  # fmt: skip


def language_words(script: str) -> LanguageWords:
    """Return the words of a script."""
    return _WORDS["zh-Hans" if script.startswith("zh-Hans") else "zh-Hant"]
