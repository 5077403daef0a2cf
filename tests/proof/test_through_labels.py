"""Labels that begin anew on each page of a source run through e-books, pages and Akoma Ntoso."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from marked_documents import write_marked

from zhengben.cli.main import main
from zhengben.proof.fidelity import prove
from zhengben.source.source import Source

BLOCKS = [
    ("title", ["丁城條例"]),
    ("article", ["第一條　為了防洪^note{①}，制定本條例^note{②}。"]),
    ("author-note", ["①防洪，指防禦洪水。", "② 依法制定，並見他處^note{①}。"]),
    ("article", ["第二條　本條例所稱堤，包括水閘^note{②}。"]),
    ("author-note", ["①他處，指丁城。", "②　水閘，指閘門。"]),
    ("article", ["第三條　本條例自公布之日起施行。"]),
]
CALLED = ["①", "②", "③", "④"]
EDITIONS = ("e-reader", "web", "akoma-ntoso")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Source]:
    folder = tmp_path_factory.mktemp("through")
    written = write_marked(folder / "content", BLOCKS)
    editions = [word for name in EDITIONS for word in ("--edition", name)]
    folders = ("--content", str(folder / "content"), "--output", str(folder / "dist"))
    assert main(["publish", "marked", *editions, *folders]) == 0
    return folder / "dist" / "marked", Source.open(written)


def file(made: tuple[Path, Source], suffix: str) -> Path:
    (found,) = made[0].glob(f"*{suffix}")
    return found


def faults(path: Path, source: Source) -> list[str]:
    declaration = source.read()[0]
    lines = declaration.lines
    proof = prove(
        path, declaration.text, ids=[line.id for line in lines], references={},
        marks=[line.marks for line in lines],
    )  # fmt: skip
    return [told for told in proof.failures if "font" not in told]


def written(path: Path) -> str:
    if path.suffix != ".epub":
        return path.read_text("utf-8")
    with zipfile.ZipFile(path) as book:
        return "".join(book.read(n).decode() for n in book.namelist() if "text-" in n)


def altered(path: Path, to: Path, alter: Callable[[str], str]) -> Path:
    """Write a file with its text altered."""
    if path.suffix != ".epub":
        to.write_text(alter(path.read_text("utf-8")), "utf-8")
        return to
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(to, "w") as out:
        for name in book.namelist():
            data = book.read(name)
            out.writestr(name, alter(data.decode()) if "text-" in name else data)
    return to


def test_only_labels_that_begin_anew_run_through(made: tuple[Path, Source], tmp_path: Path) -> None:
    declaration = made[1].read()[0]
    assert list(declaration.through_labels.values()) == CALLED
    plain = [(role, [text.replace("^note{②}。", "^note{③}。") for text in texts])
             for role, texts in BLOCKS[:3]]  # fmt: skip
    once = Source.open(write_marked(tmp_path / "content", [*plain, BLOCKS[5]])).read()[0]
    assert once.through_labels == {}


@pytest.mark.parametrize("suffix", [".epub", ".html", ".akn.xml"])
def test_the_reader_sees_them_run_and_the_text_is_proved(
    suffix: str, made: tuple[Path, Source]
) -> None:
    path = file(made, suffix)
    assert faults(path, made[1]) == []
    text = written(path)
    for number, label in enumerate("①②①②"):
        shown = CALLED[number]
        if suffix == ".akn.xml":
            assert f'marker="{shown}" title="{label}"' in text
            assert f'<inline name="label" title="{label}">{shown}</inline>' in text
        else:
            assert f'data-label="{label}">{shown}</span>' in text
            assert f'-{number + 1}">{shown}</a>' in text


@pytest.mark.parametrize("suffix", [".epub", ".html", ".akn.xml"])
@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        # a call or a note that bears another number than its own
        ('-3">③</a>', '-3">②</a>'),
        ('data-label="①">③</span>', 'data-label="①">④</span>'),
        ('marker="③" title="①"', 'marker="②" title="①"'),
        ('title="①">③</inline>', 'title="①">④</inline>'),
        # one that stands for another label than the text has
        ('data-label="②">④</span>', 'data-label="①">④</span>'),
        ('title="②">④</inline>', 'title="①">④</inline>'),
    ],
)
def test_a_label_that_is_not_its_own_is_seen(
    suffix: str, was: str, becomes: str, made: tuple[Path, Source], tmp_path: Path
) -> None:
    path = file(made, suffix)
    if was not in written(path):
        pytest.skip("of another format")
    told = altered(path, tmp_path / path.name, lambda text: text.replace(was, becomes))
    assert faults(told, made[1]) != []
