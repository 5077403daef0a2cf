"""What is said of texts with witnesses alone: fonts hold these words only where they are shown."""

from __future__ import annotations

from msgspec import Struct

from zhengben.document.variants import Variant


class VariantWords(Struct, frozen=True):
    """The words of a critical apparatus: ``{}`` is filled in.

    ``heading`` stands over the notes where they are a section of their own.
    ``agrees`` and ``differs`` take the number and the names of the witnesses, and how many variants
    there are and are decided. ``note`` is the number of a variant, ``reads`` who reads what.
    """

    term: str
    heading: str
    agrees: str
    differs: str
    note: str
    at: str
    added: str
    reads: str
    missing: str
    decided: dict[str, str]

    def variant(self, variant: Variant, place: str, before: str) -> str:
        """Return a variant in words; ``place`` is how a reader calls its line, which comes first.

        ``before`` is what its line has in front of it.
        """
        if variant.text:
            told = self.at.format(place, _short(variant.text))
        else:
            told = self.added.format(place, before[-_BEFORE:])
        readings = (
            (self.reads if r.text else self.missing).format(r.witness, _short(r.text))
            for r in variant.readings
        )
        decided = self.decided[variant.decision] if variant.decision else ""
        if decided and variant.reason:
            decided += f"（{variant.reason}）"
        return f"{told}{'；'.join(readings)}。{decided}"


# a longer reading is told by its first and last characters
_MOST = 24
# what is added is told by so many characters before it
_BEFORE = 4


def _short(text: str) -> str:
    if len(text) <= _MOST:
        return text
    return f"{text[: _MOST // 2]}……{text[-_MOST // 3 :].rstrip('。，；：、')}"


_WORDS = {
    "zh-Hant": VariantWords(
        term="校勘",
        heading="校記",
        agrees="與校本{}種（{}）相合，全無異文；繁簡與字形之別不計。",
        differs="與校本{}種（{}）相合，唯異文{}處，其中{}處已審定；繁簡與字形之別不計。",
        note="校記{}",
        at="{}「{}」，",
        added="{}「{}」之後，",
        reads="{}作「{}」",
        missing="{}無",
        decided={"text": "從正本。", "witness": "校本義長。", "either": "兩可。"},
    ),
    "zh-Hans": VariantWords(
        term="校勘",
        heading="校记",
        agrees="与校本{}种（{}）相合，全无异文；繁简与字形之别不计。",
        differs="与校本{}种（{}）相合，唯异文{}处，其中{}处已审定；繁简与字形之别不计。",
        note="校记{}",
        at="{}“{}”，",
        added="{}“{}”之后，",
        reads="{}作“{}”",
        missing="{}无",
        decided={"text": "从正本。", "witness": "校本义长。", "either": "两可。"},
    ),
}


def witness_words(script: str) -> VariantWords:
    """Return the words of a script."""
    return _WORDS["zh-Hans" if script.startswith("zh-Hans") else "zh-Hant"]
