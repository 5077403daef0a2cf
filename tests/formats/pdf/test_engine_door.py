"""The door to the engine: the one version, set up by the press, one document at a time."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import pytest
from small_documents import small_document

from zhengben.design.assets import Assets
from zhengben.design.editions import PRINTED
from zhengben.document.declaration import Declaration
from zhengben.document.errors import RenderError
from zhengben.formats.pdf.engine import loading, patches
from zhengben.formats.pdf.writer import Press

LOAD = """
import sys
from zhengben.design.assets import Assets
from zhengben.document.errors import SetupError
from zhengben.formats.pdf.engine.loading import load
for _ in range(2):
    try:
        load(Assets.find().cache)
    except SetupError as error:
        print(error)
"""
EARLIER = """
import sys
import weasyprint
from zhengben.cli.main import main
sys.exit(main(["publish", "astana-2017", "--edition", "booklet", "--output", sys.argv[1]]))
"""


def run(script: str, project: Path, *arguments: str, path: Path | None = None) -> tuple[int, str]:
    """Run a script in a process of its own; return its exit status and what it wrote."""
    before = f"import sys; sys.path.insert(0, {str(path)!r})\n" if path else ""
    done = subprocess.run(
        [sys.executable, "-c", before + script, *arguments],
        cwd=project, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def altered(folder: Path, file: str, before: str, after: str) -> Path:
    """Copy WeasyPrint into a folder, with a change in one of its files."""
    spec = find_spec("weasyprint")
    assert spec
    assert spec.origin
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(spec.origin).parent, folder / "weasyprint", ignore=skip)
    path = folder / "weasyprint" / file
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        ("__init__.py", "'70.0'", "'69.0'", "made for weasyprint 70.0 and found 69.0"),
        ("__init__.py", "'70.0'", "'70.1'", "made for weasyprint 70.0 and found 70.1"),
        ("pdf/tags.py", "page_streams):", "page_streams, more=()):", "pdf.add_tags"),
        ("draw/__init__.py", "box.replacement.draw(", "box.replacement.paint(", "Stream._tags"),
        (
            "pdf/fonts.py",
            "def build_fonts_dictionary(pdf, fonts,",
            "def build_fonts_dictionary(pdf, faces, fonts,",
            "Document.fonts",
        ),
        (
            "layout/page.py",
            "def set_page_type_computed_styles(page_type, html,",
            "def set_page_type_computed_styles(html, page_type,",
            "set_page_type_computed_styles",
        ),
        ("logger.py", "import logging\n", "import logging_\n", "70.0 cannot be imported"),
    ],
)
def test_another_engine_is_one_sentence(
    file: str, before: str, after: str, told: str, project: Path, tmp_path: Path
) -> None:
    path = altered(tmp_path, file, before, after)
    status, said = run(LOAD, project, path=path)
    first, second = said.splitlines()
    assert status == 0
    assert told in first
    assert "pip install" in first
    # what is refused once is refused again, in the same words
    assert second == first


def test_an_engine_that_somebody_else_has_imported_is_refused(
    project: Path, tmp_path: Path
) -> None:
    status, said = run(EARLIER, project, str(tmp_path))
    assert status == 3
    assert "WeasyPrint was imported before the press could set it up" in said.splitlines()[-1]
    assert list(tmp_path.rglob("*.pdf")) == []


def test_the_press_installs_the_versions_it_is_made_for(project: Path) -> None:
    pinned = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
    for name, version in patches.VERSIONS.items():
        assert f"{name}=={version}" in pinned["dependencies"]


def test_probes_take_next_to_no_time() -> None:
    loading.load(Assets.find().cache)
    started = time.process_time()
    for patch in patches.PATCHES:
        # what is replaced by now does not look as it did
        patches._fits(patch)
    assert time.process_time() - started < 0.01


def test_the_design_names_each_patch(project: Path) -> None:
    text = (project / "docs" / "design.md").read_text("utf-8")
    section = text.partition("## The engine\n")[2].partition("\n## ")[0]
    told = [line for line in section.splitlines() if line.startswith("| ")][1:]
    assert told == [row(patch) for patch in patches.PATCHES]


def row(patch: patches.Patch) -> str:
    """Return a patch as a row of the table in docs/design.md."""
    places = ", ".join(f"`{path.removeprefix('weasyprint.')}`" for path in patch.replaces)
    return f"| {patch.name} | {places} | {'yes' if patch.alters else 'no'} | {patch.why} |"


def small(folder: Path, words: Sequence[str]) -> Declaration:
    paragraphs = [words[1] * 40 + "。", words[2] * 55 + "《憲章》，甲乙。"]
    return small_document(folder, paragraphs, title=words[0])


def test_two_documents_may_be_written_at_once(tmp_path: Path) -> None:
    declarations = [
        small(tmp_path / "a", ("和平宣言", "一二三四", "重申恪守")),
        small(tmp_path / "b", ("安全聲明", "各締約方", "共同利益")),
    ]
    editions = (PRINTED["handout"], PRINTED["vertical"])
    source = tmp_path / "canonical.txt"

    def write(declaration: Declaration) -> list[bytes]:
        press = Press(declaration, Assets.find(), source, "正本")
        return [press.print(edition).data for edition in editions]

    alone = [write(declaration) for declaration in declarations]
    assert alone[0] != alone[1]
    together = threading.Barrier(2)

    def meet(declaration: Declaration) -> list[bytes]:
        together.wait()
        return write(declaration)

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(meet, declarations)) == alone


def test_a_complaint_is_heard_by_the_thread_that_caused_it() -> None:
    loading.load(Assets.find().cache)
    both, logger = threading.Barrier(2), logging.getLogger("weasyprint")

    def listen(complains: bool) -> str:
        try:
            with loading.strict_log():
                both.wait()
                if complains:
                    logger.warning("no such face")
                both.wait()
        except RenderError as error:
            return str(error)
        return ""

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(listen, (True, False))) == [
            "WeasyPrint complained: no such face",
            "",
        ]
