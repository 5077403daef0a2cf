"""What an edition depends on is told exactly: too little would be stale, too much made in vain."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_documents import write_document
from zhengben.conversion.declarations import in_script
from zhengben.design.assets import Assets
from zhengben.design.editions import EDITIONS
from zhengben.document.declaration import to_json
from zhengben.document.errors import ZhengbenError
from zhengben.press import choice as choosing
from zhengben.press.entries import entries_of
from zhengben.press.publish import publish
from zhengben.press.sheets import sheets_of
from zhengben.source.source import Source

_opened: list[str] | None = None


def _note(event: str, given: tuple[object, ...]) -> None:
    if _opened is not None and event == "open" and isinstance(given[0], (str, os.PathLike)):
        _opened.append(os.fspath(given[0]))  # type: ignore[arg-type]


@contextmanager
def opened() -> Iterator[list[str]]:
    """Collect the names of all files that are opened."""
    global _opened
    _opened = found = list[str]()
    yield found
    _opened = None


@pytest.fixture(scope="module", autouse=True)
def hook() -> None:
    sys.addaudithook(_note)


# what an edition reads only where a text has it: the notation, instruments, signatures
SOMETIMES = {
    "e-reader": {"styles/epub-marks.css", "styles/epub-figures.css",
                 "templates/epub/instruments.xhtml.j2", "templates/epub/notes.xhtml.j2",
                 "templates/epub/signing.j2", "templates/epub/variants.xhtml.j2"},
}  # fmt: skip


@pytest.mark.parametrize(
    "edition", ["handout", "e-reader", "web", "docx", "akoma-ntoso", "collation"]
)
def test_an_edition_is_made_with_the_sheets_that_are_told_and_no_others(
    edition: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assets = Assets.find()
    told = sheets_of(edition, "law", assets)
    # what is only hashed is not used
    monkeypatch.setattr(choosing, "all_sheets", lambda *_: {})
    scripts = () if edition == "collation" else ("zh-Hans",)
    with opened() as found:
        publish(
            project / "content/specimen-law", tmp_path / "dist", assets,
            editions=(edition,), scripts=scripts,
        )  # fmt: skip
    root = assets.templates.parent
    used = {
        Path(name).relative_to(root).as_posix()
        for name in found
        if name.startswith((f"{assets.templates}{os.sep}", f"{assets.styles}{os.sep}"))
    }
    assert {*told} - SOMETIMES.get(edition, set()) <= used <= {*told}


def test_a_class_of_editions_that_nobody_knows_depends_on_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Strange(type(EDITIONS["akoma-ntoso"]).__bases__[0]):  # type: ignore[misc]
        pass

    row = Strange(name="strange", media_type="text/plain", template="x.j2")
    monkeypatch.setitem(EDITIONS, "strange", row)  # type: ignore[arg-type]
    told = sheets_of("strange", "law", Assets.find())
    assert {*told} > {*sheets_of("handout", "law", Assets.find())}


def test_a_template_that_only_a_run_can_name_counts_as_all_of_its_folder(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    (templates / "parts").mkdir(parents=True)
    for name, text in (
        ("handout.html.j2", '{%- extends "base" ~ "-" ~ doc.genre ~ ".j2" -%}'),
        ("base-law.j2", "{% from 'parts/a.j2' import x, y with context %}"),
        ("parts/a.j2", "{% include wanted %}"),
        ("parts/b.j2", "{# {% #}"),
        ("other.j2", ""),
    ):
        (templates / name).write_text(text, "utf-8")
    told = sheets_of("handout", "law", Assets(templates, tmp_path / "styles", tmp_path))
    assert [name.removeprefix("templates/") for name in told] == [
        "base-law.j2", "handout.html.j2", "parts/a.j2", "parts/b.j2"
    ]  # fmt: skip


WORDS = ("發展", "公約", "发展", "協定", "后面", "發", "著作", "著")
TITLES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map("".join)
ENTRIES = st.lists(st.tuples(TITLES, TITLES), max_size=3, unique_by=lambda pair: pair[0])
LINES = st.lists(
    st.lists(st.sampled_from((*WORDS, "《", "》")), min_size=1, max_size=6).map("".join),
    min_size=2, max_size=3,
)  # fmt: skip
SCRIPTED = st.sampled_from(("zh-Hant", "zh-Hans"))


def _read(content: Path, entries: list[tuple[str, str]], script: str) -> tuple[object, object]:
    """Return what a document depends on of a register, and all that is made of it with that."""
    rows = [f'script = "{script}"']
    for title, remark in entries:
        rows += ["[[instrument]]", f'id = "of-{title}"', f'title = "{title}"']
        rows += [f'remark = "{remark}"']
    (content / "register").mkdir(exist_ok=True)
    (content / "register/r.toml").write_text("\n".join(rows), "utf-8")
    source = Source.open(content / "law")
    declaration, unknown = source.read()
    made = [to_json(in_script(declaration, to, source.reviewed)) for to in source.scripts]
    return entries_of(source, declaration), (made, unknown)


def test_an_entry_that_is_not_told_changes_nothing(tmp_path: Path) -> None:
    """Whatever two registers differ in: where the entries told are the same, so is all else."""
    alike = 0

    @settings(max_examples=60)
    @given(LINES, SCRIPTED, ENTRIES, ENTRIES, SCRIPTED)
    def holds(
        lines: list[str], own: str, one: list[tuple[str, str]], other: list[tuple[str, str]],
        script: str,
    ) -> None:  # fmt: skip
        nonlocal alike
        shutil.rmtree(tmp_path / "law", ignore_errors=True)
        write_document(tmp_path, "law", ["某聲明"], lines, [])
        toml = tmp_path / "law/document.toml"
        toml.write_text(toml.read_text("utf-8").replace('script = "zh-Hant"', f'script = "{own}"'),
                        "utf-8")  # fmt: skip
        try:
            first, second = _read(tmp_path, one, script), _read(tmp_path, other, script)
        except ZhengbenError:
            # two titles that are one in a script, or disagree: no register is read then
            return
        if first[0] == second[0]:
            alike += one != other
            assert first[1] == second[1]

    holds()
    assert alike
