"""``publish --scheduler``: the documents of a run made by the workers of a cluster.

Where all machines see one folder under one path, a worker publishes there as this machine would.
Else texts and editions travel as parcels through a storage, and are put in place here.
"""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from zhengben.cli.cluster import identity, perform_on
from zhengben.cli.commands.publish import publish_document
from zhengben.cli.tasks import Leaving, Listener, Outcome, Task, do
from zhengben.design.assets import Assets
from zhengben.press.parcels import Fetched, Storage, make_elsewhere, pack_document, unpack
from zhengben.press.publish import publish
from zhengben.press.published import Published, Wish
from zhengben.press.surroundings import Surroundings, whole_press


class Request(Struct, frozen=True):
    """What is asked of a cluster: folders by their real paths, and the storage, if there is one."""

    content: Path
    output: Path
    assets: Assets
    wish: Wish
    storage: str


def published_there(
    address: str, folders: Sequence[Path], asked: Request, listener: Listener
) -> Generator[Outcome, None, None]:
    """Yield what became of each document, in order, as :func:`zhengben.cli.tasks.perform` does."""
    ours = identity(whole_press(asked.assets))
    if not asked.storage:
        tasks = [
            Task(folder.name, f"{__name__}:publish_shared",
                 (asked.content / folder.name, asked.output, asked.wish),
                 (asked.content, asked.output))
            for folder in folders
        ]  # fmt: skip
        # the presses are alike, so that what stands for one stands for the other
        stamp = Surroundings(asked.content, asked.assets).stamp
        with closing(perform_on(address, tasks, ours, listener)) as outcomes:
            yield from (_remembered_here(outcome, stamp) for outcome in outcomes)
        return
    storage = Storage(asked.storage)
    sent = {folder.name: storage.put(pack_document(folder), "texts") for folder in folders}
    tasks = [
        Task(folder.name, f"{__name__}:publish_parcel",
             (storage, sent[folder.name], folder.name, asked.wish))
        for folder in folders
    ]  # fmt: skip
    try:
        with closing(perform_on(address, tasks, ours, listener)) as outcomes:
            yield from _put_in_place(outcomes, folders, asked, storage, listener)
    finally:
        for parcel in sent.values():
            storage.remove(parcel, "texts")


def _remembered_here(outcome: Outcome, stamp: str) -> Outcome:
    """Have a record made that holds for this machine, where a worker's files have other inodes."""
    published: Published | None = outcome.value
    if published is None or published.basis is None:
        return outcome
    basis = replace(published.basis, surroundings=stamp)
    return replace(outcome, value=replace(published, basis=basis))


def publish_shared(listener: Listener, folder: Path, output: Path, wish: Wish) -> Published:
    """Publish a document where it lies, with the templates of this machine."""
    return publish_document(listener, folder, output, Assets.find(), wish)


def publish_parcel(
    listener: Listener, storage: Storage, parcel: str, document: str, wish: Wish
) -> tuple[str, Published]:
    """Publish the document of a parcel, and send its editions back as another."""
    return make_elsewhere(storage, parcel, document, wish)


def _put_in_place(
    outcomes: Iterator[Outcome],
    folders: Sequence[Path],
    asked: Request,
    storage: Storage,
    listener: Listener,
) -> Iterator[Outcome]:
    """Fetch what was made and publish it here, under the locks of each document."""
    for folder, outcome in zip(folders, outcomes, strict=True):
        if outcome.refused:
            # a worker names files where it had unpacked them
            yield outcome
            continue
        parcel, published = outcome.value
        given = folder, asked, storage, parcel, published
        here = asked.content, asked.output
        task = Task(folder.name, f"{__name__}:put_in_place", given, here)
        placed = do(task, Leaving(listener.step))
        if not placed.refused:
            storage.remove(parcel, "editions")
        yield replace(placed, spans=outcome.spans)


def put_in_place(
    listener: Listener,
    folder: Path,
    asked: Request,
    storage: Storage,
    parcel: str,
    published: Published,
) -> Published:
    """Put the editions of a parcel in the place of those that are not wanted any more."""
    wish = asked.wish
    with tempfile.TemporaryDirectory(prefix="zhengben-") as scratch:
        unpack(storage.get(parcel, "editions"), Path(scratch))
        return publish(
            folder, asked.output, asked.assets,
            editions=wish.editions, scripts=wish.scripts, everything=wish.everything,
            force=wish.force, accept_open_questions=wish.accept_open_questions,
            progress=partial(listener.step, folder.name),
            waiting=partial(listener.waiting, folder.name),
            fetched=Fetched(Path(scratch), published),
        )  # fmt: skip
