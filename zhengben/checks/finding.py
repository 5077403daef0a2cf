"""The nouns of checking: a check, what it looks at, what it finds and what it could not do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from zhengben.comparison.versions import Side, anchors_beside, shown_beside, side_of
from zhengben.document.artefacts import Artefact
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line


class Check(Struct, frozen=True):
    """A row of the table of checks.

    ``code`` never changes its meaning; ``rule`` says what must hold, ``mend`` what to do where it
    does not, ``source`` where the rule comes from. A ``warning`` is told but fails nothing.
    """

    code: str
    rule: str
    mend: str
    source: str = ""
    warning: bool = False


class Finding(Struct, frozen=True):
    """A place where a check's rule does not hold; ``place`` is a page, a line or a file inside."""

    code: str
    file: str
    place: str
    sentence: str


class Skipped(Struct, frozen=True):
    """A check that could not be made on this machine, and the command that would enable it."""

    code: str
    file: str
    reason: str


def not_checked(skipped: Iterable[Skipped]) -> Iterator[str]:
    """Yield a line for each check and reason, with the file or the number of files it is for."""
    files: dict[tuple[str, str], list[str]] = {}
    for each in skipped:
        files.setdefault((each.code, each.reason), []).append(each.file)
    for (code, reason), names in files.items():
        where = names[0] if len(names) == 1 else f"{len(names)} files"
        yield f"{code} {where}: not checked: {reason}"


# the bytes that an artefact's file has to have; None where the press makes no such file, and in a
# sentence why nobody can tell
Anew = Callable[[Artefact], bytes | str | None]


class Subject(Struct, frozen=True):
    """A published file under examination, and what it should say.

    ``declaration`` is the document in the script of the artefact; ``artefact`` is what the
    manifest says of the file. A file in two scripts is examined twice: ``column`` is then the
    script under examination, and ``second`` says that it is the right one; ``others`` are the
    document in the other scripts of the file. What the table of editions says of a file stands in
    ``artefact``, what its manifest says in ``listed``, where that is not the same. ``anew`` makes
    what the file has to be, where there is somebody to make it.
    """

    path: Path
    artefact: Artefact
    declaration: Declaration
    column: str = ""
    second: bool = False
    listed: Artefact | None = None
    others: tuple[Declaration, ...] = ()
    anew: Anew | None = None

    @property
    def anchors(self) -> tuple[str, ...]:
        """Return the anchors of the document's lines in the file."""
        if not self.column:
            return tuple(line.id for line in self.declaration.lines)
        edition, place = self.artefact.edition, self.place
        return tuple(anchors_beside(edition, self.texts, place, self.column))

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the document's lines as the file has them: a comparison goes by articles."""
        if not self.column:
            return self.declaration.lines
        return shown_beside(self.artefact.edition, self.texts, self.place)

    @property
    def side(self) -> Side:
        """Return which of two versions is read out of a file that merges them."""
        return side_of(self.artefact.edition, self.place) if self.column else ""

    @property
    def place(self) -> int:
        """Return which column of the file is examined, from 0."""
        return self.artefact.scripts.index(self.column) if self.column else 0

    @property
    def texts(self) -> list[Declaration]:
        """Return the document in each script of the file, in the order of its columns."""
        others = iter(self.others)
        count = len(self.artefact.scripts)
        return [self.declaration if n == self.place else next(others) for n in range(count)]
