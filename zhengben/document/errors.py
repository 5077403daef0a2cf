"""The errors a user can meet, one class for each exit status.

::

    ZhengbenError            1   a finding, or anything with no status of its own
    ├── UsageError           2   the command line is wrong
    ├── SetupError           3   the machine lacks something (a library, a font, a tool)
    │   └── RegistryError    3   a row of the tables of design lacks what belongs to it
    ├── ContentError         4   a file in content/ is wrong; names file and line
    └── RenderError          5   an engine did not do what it was asked

Each message is one sentence that says what is wrong and what to do.
"""

from __future__ import annotations

from pathlib import Path


class ZhengbenError(Exception):
    """Base of every error that is told to the user as one sentence."""

    exit_status = 1


class UsageError(ZhengbenError):
    """The command line asks for something that does not exist."""

    exit_status = 2


class SetupError(ZhengbenError):
    """The machine lacks a library, a font or a tool."""

    exit_status = 3


class RegistryError(SetupError):
    """An edition or a genre lacks a part; names the table and, where it is known, the line."""


class ContentError(ZhengbenError):
    """A file of the user's is wrong.

    ``path`` is the file, ``line`` its 1-based line, or 0 when the whole file is meant.
    """

    exit_status = 4

    def __init__(self, sentence: str, path: Path | str, line: int = 0) -> None:
        self.path, self.line, self.sentence = path, line, sentence
        super().__init__(f"{path}:{line}: {sentence}" if line else f"{path}: {sentence}")


class RenderError(ZhengbenError):
    """An engine failed, or placed something otherwise than composed."""

    exit_status = 5
