"""Writes the web page of the collation edition: two scripts side by side, line by line."""

from __future__ import annotations

from zhengben.apparatus.colophon import script_fact
from zhengben.collation.pairs import paired_blocks, pairs
from zhengben.conversion.ledger import ConversionLedger
from zhengben.design.assets import Assets
from zhengben.design.kinds import CollationEdition
from zhengben.design.templates import environment
from zhengben.design.wording import WORDS, Words
from zhengben.document.declaration import Declaration
from zhengben.files.toml import read_text
from zhengben.formats.web.packing import characters_by_language, column_fonts, policy, unescaped


def write_collation(
    left: Declaration,
    right: Declaration,
    edition: CollationEdition,
    assets: Assets,
    tool: str,
    ledger: ConversionLedger | None = None,
) -> bytes:
    """Return one HTML document in UTF-8, well-formed as XML too, that needs no other file.

    With a ``ledger`` it is the editor's page: what decided each character, and all that had a
    choice, with its context.
    """
    words = (WORDS[left.script], WORDS[right.script])
    found = pairs(left, right, _why(ledger, words[0]) if ledger else None)
    template = environment(assets.templates, assets.cache / "templates").get_template(
        edition.web_template
    )

    def render(sheet: str) -> str:
        return template.render(
            left=left,
            right=right,
            blocks=list(paired_blocks(found)),
            ledger=ledger,
            notes=list(zip(left.notes, right.notes, strict=True)),
            words=words,
            scripts=(script_fact(left, words[0]), script_fact(right, words[1])),
            sheet=unescaped(sheet, "sheet"),
            policy=policy(sheet),
            tool=tool,
        )

    shown = characters_by_language(render(""))
    columns = (
        (f'[lang="{text.script}"]', text, shown[text.script] | frozenset(text.text))
        for text in (left, right)
    )
    sheet = column_fonts(columns) + read_text(assets.styles / edition.web_sheet)
    return render(f"\n{sheet}").encode()


def _why(ledger: ConversionLedger, words: Words) -> dict[tuple[str, int], str]:
    """Say for each character that changed or had a choice what decided it."""
    found = {}
    for entry in ledger.text:
        rule = "：".join(filter(None, (words.rules[entry.rule], entry.detail)))
        choices = f"（{'、'.join(entry.choices)}）" if entry.choices else ""
        found[entry.place, entry.offset] = f"{entry.before} → {entry.after}{choices} {rule}"
    return found
