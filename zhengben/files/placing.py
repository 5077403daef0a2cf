"""Puts finished files in place together, so that no crash, race or neighbour costs a file.

All that is under way lies in one folder of the press beside what it makes, ``.zhengben``, under the
exact name of what is made: never a prefix, a pattern or an age decides whose something is::

    dist/.zhengben/law.lock          held by the one process that may change what is called law
    dist/.zhengben/law.making/       unfinished: whoever holds the lock may throw it away
    dist/.zhengben/law.made/         finished and flushed: whoever holds the lock moves it in place

The rename from ``law.making`` to ``law.made`` is the one moment of decision. Before it the old
files are whole; after it the next run finishes what a killed one began, as often as it takes.
A file that is in the way and is not what the press itself had put there is never overwritten: it
is kept as ``NAME.altered``.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath

from msgspec import Struct

from zhengben.document.errors import UsageError
from zhengben.files.holding import WORKSHOP, Waiting, alone, locked, nobody

_PLAN, _FILES = "plan.json", "files"


class Replaced(Struct, frozen=True):
    """What was done: ``removed`` are files of the press that are no more, by path below the root.

    ``kept`` are files that somebody had altered or put in the way, under the names they have now.
    """

    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


class Placement(Struct, frozen=True):
    """Where something is made: below ``root``, under a ``name`` that nothing else there has.

    Whoever makes it holds :attr:`folder`; ``waiting`` is told who reads there, if anybody does.
    """

    root: Path
    name: str
    waiting: Waiting = nobody

    @property
    def folder(self) -> Path:
        """Return the folder of that name."""
        return self.root / self.name

    @property
    def making(self) -> Path:
        """Return the folder of what is not finished."""
        return self.root / WORKSHOP / f"{self.name}.making"

    @property
    def made(self) -> Path:
        """Return the folder of what is finished but not all in place."""
        return self.root / WORKSHOP / f"{self.name}.made"

    @property
    def is_decided(self) -> bool:
        """Tell whether a killed run left something that the next one has to move in place."""
        return (self.made / _PLAN).is_file()

    def begin(self) -> Path:
        """Return an empty folder for new files; what a killed run left is recovered first."""
        self.recover()
        folder = self.making / _FILES
        folder.mkdir(parents=True)
        return folder

    def give_up(self) -> None:
        """Throw away what is not finished."""
        shutil.rmtree(self.making, ignore_errors=True)

    def finish(self, before: Mapping[str, str], last: str) -> Replaced:
        """Put the new files in the place of those that the press had put there before.

        Paths are relative to the root. ``before`` has the SHA-256 of each of them as the press made
        it; those that are not made again are removed. ``last`` is the file that lists the others
        and so is moved after them.
        """
        after = {
            path.relative_to(self.making / _FILES).as_posix(): _sha256(path)
            for path in sorted((self.making / _FILES).rglob("*"))
            if path.is_file()
        }
        plan = {"before": dict(before), "after": after, "last": last}
        write_file(self.making / _PLAN, json.dumps(plan).encode())
        _flush(self.making)
        os.replace(self.making, self.made)
        _flush_entry(self.made.parent)
        return self._move()

    def recover(self) -> Replaced:
        """Finish what a killed run had decided, and throw away what it had not."""
        for folder in (self.making, self.made):
            if folder.is_symlink():
                raise UsageError(f"{folder} is a link, which the press never makes; remove it.")
        self.give_up()
        if self.is_decided:
            return self._move()
        # all was in place, and the run was killed when it cleaned up
        shutil.rmtree(self.made, ignore_errors=True)
        return Replaced()

    def _plan(self) -> tuple[dict[str, str], dict[str, str], str]:
        """Read what was decided; raise UsageError for a plan that the press cannot have written."""
        path = self.made / _PLAN
        try:
            plan = json.loads(path.read_text("utf-8"))
            before, after, last = dict(plan["before"]), dict(plan["after"]), str(plan["last"])
            for name in (*before, *after):
                if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
                    raise ValueError(name)
        except (ValueError, KeyError, TypeError):
            raise UsageError(
                f"{path} is not as the press wrote it; look into {self.made}, move what you want "
                "to keep out of it, and remove it."
            ) from None
        return before, after, last

    def _move(self) -> Replaced:
        """Do what the plan says and is not done yet; doing it twice changes nothing."""
        before, after, last = self._plan()
        with alone(self.folder, self.waiting):
            return self._do(before, after, last)

    def _do(self, before: Mapping[str, str], after: Mapping[str, str], last: str) -> Replaced:
        removed, kept = [], []
        for name in sorted({*before, *after}):
            path = self.root / name
            found = _sha256(path) if path.is_file() and not path.is_symlink() else None
            if found is not None and found in (before.get(name), after.get(name)):
                if name not in after:
                    path.unlink()
                    removed.append(name)
            elif os.path.lexists(path):
                aside = _aside(path)
                os.replace(path, aside)
                kept.append(aside.relative_to(self.root).as_posix())
        for name in sorted(after, key=lambda name: (name == last, name)):
            new, path = self.made / _FILES / name, self.root / name
            if new.is_file():
                path.parent.mkdir(parents=True, exist_ok=True)
                if name == last:
                    # what it lists is on the disk before it is
                    _flush_entries(self.root, after)
                os.replace(new, path)
        for folder in sorted({(self.root / name).parent for name in before}, reverse=True):
            _remove_empty(folder, self.root)
        _flush_entries(self.root, after)
        shutil.rmtree(self.made)
        return Replaced(tuple(removed), tuple(kept))


def write_file(path: Path, data: bytes) -> None:
    """Write a file; an OSError names it, as that of a disk that fills up by itself does not."""
    with _named(path):
        path.write_bytes(data)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def recover_all(
    root: Path, waiting: Callable[[str, str], None] = lambda name, holder: None
) -> None:
    """Finish whatever killed runs had decided below a folder, each under its lock.

    What is there may also be on its way: then ``waiting`` is told its name and who moves it.
    """
    for made in sorted((root / WORKSHOP).glob("*.made")):
        name = made.name.removesuffix(".made")
        place = Placement(root, name, partial(waiting, name))
        with locked(place.folder, place.waiting):
            place.recover()


def strangers(folder: Path, listed: Collection[str]) -> tuple[str, ...]:
    """Return the files of a folder that no list of the press names, by path below it."""
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name not in listed and (path.is_symlink() or not path.is_dir()):
            found.append(name)
    return tuple(found)


def require_apart(content: Path, output: Path, option: str = "--output") -> None:
    """Raise UsageError when one of two folders lies in the other, by their real paths.

    ``option`` names what the user would say otherwise.
    """
    require_outside(content, output, option)
    if Path(os.path.realpath(output)) in Path(os.path.realpath(content)).parents:
        raise UsageError(
            f"{content} lies in {output}, where files are replaced; choose another folder with "
            f"{option}."
        )


def require_outside(content: Path, path: Path, option: str) -> None:
    """Raise UsageError for what would be written into a content, by its real path."""
    one, other = Path(os.path.realpath(content)), Path(os.path.realpath(path))
    if one == other or one in other.parents:
        raise UsageError(
            f"{path} lies in {content}, whose texts must stay as they are; choose another "
            f"folder with {option}."
        )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _aside(path: Path) -> Path:
    """Return a free name for a file that is kept beside the one that takes its place."""
    number, aside = 1, path.with_name(f"{path.name}.altered")
    while os.path.lexists(aside):
        number += 1
        aside = path.with_name(f"{path.name}.altered-{number}")
    return aside


def _remove_empty(folder: Path, root: Path) -> None:
    """Remove folders that have become empty, up to the root."""
    while folder != root:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def _flush(folder: Path) -> None:
    """Have every file below a folder, and every entry of it, written to the disk."""
    for path in sorted(folder.rglob("*"), reverse=True):
        _flush_entry(path)
    _flush_entry(folder)


def _flush_entries(root: Path, names: Mapping[str, str]) -> None:
    for folder in sorted({(root / name).parent for name in names}):
        _flush_entry(folder)
    _flush_entry(root)


def _flush_entry(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        # Windows gives no handle to a folder, and orders its entries itself
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        with _named(path):
            os.fsync(handle)
    finally:
        os.close(handle)
