"""Takes the pictures that a Word file embeds out of it."""

from __future__ import annotations

import io
import posixpath
import zipfile

from zhengben.capture.base import CaptureError
from zhengben.capture.docx_parts import DAMAGED, part_of
from zhengben.capture.objects import MOST_PICTURE, Objects

_RELATIONS = "word/_rels/document.xml.rels"
_MOST_RELATIONS = 1_000_000


class Media:
    """The pictures of the body, by the identifier of their relation; each is unpacked once."""

    def __init__(self, data: bytes, objects: Objects) -> None:
        self.archive, self.objects = zipfile.ZipFile(io.BytesIO(data)), objects
        self.targets, self.files = dict[str, str](), dict[str, str]()
        try:
            relations = list(part_of(self._read(_RELATIONS, _MOST_RELATIONS), _RELATIONS))
        except CaptureError:
            # the text is read without them, and its pictures are asked about
            relations = []
        for relation in relations:
            if relation.get("TargetMode") != "External":
                # a name within the package, never one on a disk (ECMA-376, part 2, 6.5)
                target = posixpath.join("/word", relation.get("Target") or "")
                self.targets[relation.get("Id") or ""] = posixpath.normpath(target).lstrip("/")

    def file_of(self, identifier: str) -> str:
        """Return the name under which a picture is kept; empty for one that cannot be."""
        target = self.targets.get(identifier, "")
        if target not in self.files:
            data = self._read(target, MOST_PICTURE) if target else b""
            self.files[target] = self.objects.picture(data)
        return self.files[target]

    def _read(self, name: str, most: int) -> bytes:
        try:
            with self.archive.open(name) as stream:
                data = stream.read(most + 1)
        except DAMAGED:
            return b""
        return data if len(data) <= most else b""
