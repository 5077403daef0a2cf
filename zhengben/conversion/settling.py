"""Writes the row by which an editor settles a doubtful place."""

from __future__ import annotations

import json
import os
from pathlib import Path

from zhengben.conversion.lexicon import lexicon
from zhengben.conversion.reviewed import Reviewed
from zhengben.document.declaration import Declaration
from zhengben.document.errors import UsageError
from zhengben.files.toml import read_text
from zhengben.scripts.tags import general_label

SHARED, OWN = "exceptions.toml", "document.toml"


def settle(
    folder: Path,
    declaration: Declaration,
    to: str,
    phrase_and_form: str,
    reviewed: Reviewed,
    *,
    reason: str = "",
    only_here: bool = False,
    at: str = "",
) -> str:
    """Write an exception into ``exceptions.toml`` beside the documents, or into this document's.

    ``phrase_and_form`` is ``phrase=form``; ``at`` limits the row to a line, by its anchor. Returns
    a sentence that says what was written. Raises UsageError for a phrase that the text does not
    say, a form that is none of its characters, or a phrase that another row decides.
    """
    phrase, equals, form = phrase_and_form.partition("=")
    origin, to = general_label(declaration.script), general_label(to)
    _check(declaration, phrase, form, origin, to, equals)
    if at and not any(line.id == at and phrase in line.text for line in declaration.lines):
        raise UsageError(f"{at} does not say “{phrase}”; name a line that does, or leave --at out.")
    for row in reviewed.rulings:
        same = row.forms.get(origin) == phrase and to in row.forms and row.at == at
        if same and row.rule == "exception" and row.own == only_here:
            raise UsageError(
                f"“{phrase}” is settled already, by {row.path.name}:{row.line}; change that row."
            )
    table = [] if only_here else [f"from = {_quoted(origin)}"]
    table += [f"phrase = {_quoted(phrase)}", f"{to} = {_quoted(form)}"]
    table += [f"at = {_quoted(at)}"] if at else []
    table += [f"reason = {_quoted(reason or f'an editor of {declaration.id} has read it so')}"]
    path = folder / OWN if only_here else folder.parent / SHARED
    _append(path, "\n".join(("[[exception]]", *table)))
    where = f"in {at} of this document" if at else "in this document" if only_here else "everywhere"
    return f"{path}: “{phrase}” becomes “{form}” in {to}, {where}"


def _append(path: Path, table: str) -> None:
    """Put a table behind what a file holds; a run that is killed leaves the file as it was."""
    before = read_text(path) if path.is_file() else ""
    if before:
        before = before.rstrip("\n") + "\n\n"
    unfinished = path.with_name(f".{path.name}.part")
    unfinished.write_text(f"{before}{table}\n", "utf-8", newline="\n")
    os.replace(unfinished, path)


def _check(
    declaration: Declaration, phrase: str, form: str, origin: str, to: str, equals: str
) -> None:
    if not (phrase and form and equals):
        raise UsageError("--settle takes what the text says and what it becomes, as 编制=編製.")
    if len(phrase) != len(form):
        raise UsageError(f"“{form}” is not as long as “{phrase}”; give a form of each character.")
    if not any(phrase in line.text for line in declaration.lines):
        raise UsageError(
            f"{declaration.id} does not say “{phrase}”; see that it is spelt so there."
        )
    choices = lexicon(origin, to).choices
    for one, other in zip(phrase, form, strict=True):
        if other not in (one, *choices(one)):
            known = " or ".join(choices(one))
            raise UsageError(f"{other} is no form of {one}, which may become {known}.")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
