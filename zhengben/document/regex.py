"""Regular expressions of modules, compiled when they are first asked.

A process that makes one edition passes by most of what the press recognises, and compiling it all
took longer than composing the pages.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def regex(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern for the module that defines it; re.error is raised where it is first asked.

    It has every attribute and method of a pattern, but :mod:`re` takes none but a pattern itself.
    """
    return cast("re.Pattern[AnyStr]", _Uncompiled(source, flags))


class _Uncompiled:
    """Answers as its pattern does; what was asked once is found without this class."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self.pattern = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name == "_compiled":
            found: Any = re.compile(self.pattern, self._flags)
        elif name.startswith("__"):
            raise AttributeError(name)
        else:
            found = getattr(self._compiled, name)
        self.__dict__[name] = found
        return found

    def __repr__(self) -> str:
        return repr(self._compiled)
