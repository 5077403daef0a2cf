"""What a parallel edition costs beside what its columns cost apart, in one run and pair by pair.

A column apart is the same text, through the same press, in a column as wide: its pages, its web
page and their proof. Figures are processor seconds of this process; what counts is the ratio within
a pair, and of the ratios the median.
"""

from __future__ import annotations

import hashlib
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from zhengben.bench.samples import law
from zhengben.collation.beside_web import write_beside
from zhengben.collation.columns_pdf import BesideBook, print_columns
from zhengben.collation.parallel import parallel_book
from zhengben.design.assets import Assets
from zhengben.design.editions import BESIDE
from zhengben.design.faces import known_faces
from zhengben.design.kinds import BesideEdition
from zhengben.document.declaration import Declaration
from zhengben.press.proving import FidelityError
from zhengben.proof.fidelity import extract, prove_extracted
from zhengben.source.source import Source
from zhengben.source.texts import text_in

# a parallel edition may cost so much of what its columns cost apart
MOST = 1.3
_CHARACTERS = 12_000
_LANGUAGES = (("ru",), ("en",), ("ru", "en"))
_WORDS: Mapping[str, Sequence[str]] = {
    "ru": ("стороны", "хранение", "документов", "в соответствии", "сотрудничество", "архивный",
           "опубликованного", "перечень", "и", "или", "обмениваются", "ежегодно"),
    "en": ("the", "parties", "preservation", "of", "documents", "in accordance", "cooperation",
           "archival", "shall", "exchange", "published", "annually"),
}  # fmt: skip
_NUMBERED = {"ru": "Статья {} ", "en": "Article {} "}


class _AloneBook(BesideBook, frozen=True):
    """A text in a column of its own, of which the press speaks in the words of the document."""

    speaker: Declaration | None = None

    @property
    def own(self) -> Declaration:
        """Return the document itself."""
        assert self.speaker is not None
        return self.speaker


def compare_parallels(pairs: int, characters: int = _CHARACTERS) -> None:
    """Print the ratios, by the languages of the edition."""
    print(f"{'parallel / columns apart, ' + str(pairs) + ' pairs':<34}{'min':>8}{'median':>8}"
          f"{'max':>8}{'seconds':>10}{'apart':>8}")  # fmt: skip
    for languages in _LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            made = _measured(Path(folder), languages, pairs, characters)
        together, apart = zip(*made, strict=True)
        ratios = [one / other for one, other in made]
        middle = statistics.median(ratios)
        told = "" if middle <= MOST else f"  more than {MOST}"
        print(f"{'zh+' + '+'.join(languages):<34}{min(ratios):>8.2f}{middle:>8.2f}"
              f"{max(ratios):>8.2f}{statistics.median(together):>10.2f}"
              f"{statistics.median(apart):>8.2f}{told}")  # fmt: skip


def _measured(
    folder: Path, languages: Sequence[str], pairs: int, characters: int
) -> list[tuple[float, float]]:
    """Return what the edition took and what its columns did, pair by pair."""
    source = Source.open(_document(folder / "content" / "law", languages, characters))
    own = source.read()[0]
    texts = [own, *(text_in(source, own, tag)[0] for tag in languages)]
    edition = BESIDE["parallel"]
    assert isinstance(edition, BesideEdition)
    book = parallel_book(texts, edition)
    alone = [_alone(text, own, edition, len(texts)) for text in texts]
    assets = Assets.find()

    def make(each: BesideBook) -> Callable[[], None]:
        return lambda: _make(each, assets, source.folder / "canonical.txt", folder)

    # once each, so that fonts are prepared and code is compiled
    for each in (book, *alone):
        make(each)()
    return [(_seconds(make(book)), sum(_seconds(make(each)) for each in alone))
            for _ in range(pairs)]  # fmt: skip


def _seconds(do: Callable[[], None]) -> float:
    start = time.process_time()
    do()
    return time.process_time() - start


def _alone(text: Declaration, own: Declaration, edition: BesideEdition, count: int) -> BesideBook:
    book = parallel_book([replace(text, texts=())], edition)
    widths = {1: edition.widths_em[count][:1]}
    told = {name: getattr(book, name) for name in BesideBook.__struct_fields__}
    told |= {"edition": replace(edition, widths_em=widths), "heads": book.heads[:1]}
    return _AloneBook(**told, speaker=replace(own, texts=()))


def _make(book: BesideBook, assets: Assets, canonical: Path, folder: Path) -> None:
    """Make pages and web page of a book, and prove each of its texts in both."""
    references = {face.key: face.path for face in known_faces().values()}
    files = {
        "made.pdf": print_columns(book, assets, dict.fromkeys(book.texts, canonical), "bench").data,
        "made.html": write_beside(book, assets, "bench"),
    }
    for name, data in files.items():
        path = folder / name
        path.write_bytes(data)
        extraction = extract(path, references)
        for tag, text in book.texts.items():
            proof = prove_extracted(path, extraction, text.text, ids=None, language=tag)
            if proof.differences:
                raise FidelityError(f"{name}: {proof.failures[0]}")


def _document(folder: Path, languages: Sequence[str], characters: int) -> Path:
    """Write an invented law, and as many lines of words in other languages beside it."""
    folder.mkdir(parents=True)
    blocks = [b for b in law(characters) if b.kind in ("title", "article", "paragraph")]
    lines = [block.text for block in blocks]
    roles = [f'"{n} {block.kind}"' for n, block in enumerate(blocks, 1)]
    toml = (
        'genre = "law"\nscript = "zh-Hans"\norgan = "甲地议会"\ndate = 2020-02-29\n'
        'rights = "CC0 1.0"\nregister = "lenient"\nnotes = "first-mention"\n'
    )
    toml += _text(folder, "", "", lines)
    toml += f'\n[structure]\nnumbers = "own"\nlines = [{", ".join(roles)}]\n'
    for tag in languages:
        chance, article = random.Random(tag), 0
        told = list[str]()
        for block in blocks:
            article += block.kind == "article"
            words = [chance.choice(_WORDS[tag]) for _ in range(max(3, len(block.text) // 3))]
            number = _NUMBERED[tag].format(article) if block.kind == "article" else ""
            told.append(number + " ".join(words) + ".")
        toml += f'\n[[language]]\nlanguage = "{tag}"\nauthentic = true\n'
        toml += _text(folder, "language.", f"-{tag}", told)
    (folder / "document.toml").write_text(toml, "utf-8")
    return folder


def _text(folder: Path, table: str, suffix: str, lines: Sequence[str]) -> str:
    data = "".join(f"{line}\n" for line in lines).encode()
    for kind in ("capture", "canonical"):
        (folder / f"{kind}{suffix}.txt").write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    return (
        f'\n[{table}capture]\nfile = "capture{suffix}.txt"\nsha256 = "{digest}"\n'
        f'source = "样本"\nreceived = 2020-02-29\nlicence = "CC0 1.0"\nlines = "1-{len(lines)}"\n'
        f'\n[{table}canonical]\nfile = "canonical{suffix}.txt"\nsha256 = "{digest}"\n'
    )
