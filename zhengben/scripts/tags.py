"""The scripts there are, and which configuration of the converter leads from one to another."""

from __future__ import annotations

from zhengben.document.errors import UsageError

SCRIPTS = ("zh-Hant", "zh-Hans", "zh-Hant-TW", "zh-Hant-HK", "zh-Hans-SG", "zh-Hans-MY")

# regions that write as the general script of the label does: their texts convert as its texts
LABELS = {"zh-Hans-SG": "zh-Hans", "zh-Hans-MY": "zh-Hans"}

# what leads from a script to another; of two configurations joined by a plus sign the second
# reads what the first has made
ROUTES: dict[tuple[str, str], str] = {
    ("zh-Hant", "zh-Hans"): "t2s",
    ("zh-Hant", "zh-Hant-TW"): "t2tw",
    ("zh-Hant", "zh-Hant-HK"): "t2hk",
    ("zh-Hans", "zh-Hant"): "s2t",
    ("zh-Hans", "zh-Hant-TW"): "s2tw",
    ("zh-Hans", "zh-Hant-HK"): "s2hk",
    ("zh-Hant-TW", "zh-Hans"): "tw2s",
    ("zh-Hant-TW", "zh-Hant"): "tw2t",
    ("zh-Hant-TW", "zh-Hant-HK"): "tw2t+t2hk",
    ("zh-Hant-HK", "zh-Hans"): "hk2s",
    ("zh-Hant-HK", "zh-Hant"): "hk2t",
    ("zh-Hant-HK", "zh-Hant-TW"): "hk2t+t2tw",
}

# they put one region's words for another's: 支持→支援, 聲明→宣告, 普京→普丁
PHRASE_CONFIGURATIONS = ("s2twp", "tw2sp", "s2hkp", "hk2sp")


def general_label(script: str) -> str:
    """Return the script that a label of a region is converted as, or the script itself."""
    return LABELS.get(script, script)


def route(origin: str, to: str) -> str:
    """Return the configuration from one script to another, which may be labels; else nothing."""
    return ROUTES.get((general_label(origin), general_label(to)), "")


def scripts_of(origin: str) -> tuple[str, ...]:
    """Return the scripts a text can be published in, its own first."""
    reached = (to for to in SCRIPTS if to not in LABELS and route(origin, to))
    return (origin, *reached)


def may_become(origin: str, to: str) -> bool:
    """Tell whether a text can be published in a script: its own, or one that a route leads to."""
    return origin == to or (to in SCRIPTS and bool(route(origin, to)))


def require_tag(tag: str) -> str:
    """Return ``tag`` if it names a script, or raise UsageError.

    A phrase configuration is refused by name, since it would replace words of an official text.
    """
    if tag in PHRASE_CONFIGURATIONS:
        raise UsageError(
            f"{tag} converts phrases: it puts one region's words for another's (支持 would become "
            "支援, 普京 普丁), which falsifies an official text; name a script, such as zh-Hans."
        )
    if tag in ROUTES.values():
        to = next(to for (_, to), name in ROUTES.items() if name == tag)
        raise UsageError(f"{tag} is a configuration of the converter; name the script: {to}.")
    if tag not in SCRIPTS:
        raise UsageError(f"There is no script “{tag}”; there are: {', '.join(SCRIPTS)}.")
    return tag


def require_script(tag: str, origin: str) -> str:
    """Return ``tag`` if a text in ``origin`` can be published in it, or raise UsageError."""
    require_tag(tag)
    if not may_become(origin, tag):
        raise UsageError(
            f"No character-level configuration leads from {origin} to {tag}; from {origin} there "
            f"are: {', '.join(scripts_of(origin))}."
        )
    return tag
