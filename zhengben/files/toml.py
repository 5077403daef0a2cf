"""TOML files read strictly: each key is asked for, each fault is told with file and line."""

from __future__ import annotations

import datetime
import re
import stat
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from zhengben.document.errors import ContentError
from zhengben.document.regex import regex

# what stands for an answer that only a person can give
QUESTION = "?"
_HEADER = regex(r"\s*(\[\[|\[)\s*([^\]]+?)\s*\]")
_KEY = regex(r"""\s*(?:"([^"]+)"|'([^']+)'|([\w-]+))\s*=""")
_DECODE_PLACE = regex(r"\s*\(at line (\d+), column \d+\)|\s*\(at end of document\)")


def read_bytes(path: Path) -> bytes:
    """Read a plain file, or raise ContentError: a device or a pipe might never end."""
    try:
        if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
            raise ContentError("is a device or a pipe; put the file itself there.", path)
        return path.read_bytes()
    except OSError as error:
        raise ContentError(f"cannot be read ({error.strerror}); restore the file.", path) from None


def read_text(path: Path) -> str:
    """Read a UTF-8 file, or raise ContentError with the line of the first wrong byte."""
    data = read_bytes(path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        sentence = f"is not UTF-8 (byte 0x{data[error.start]:02X}); save it as UTF-8."
        raise ContentError(sentence, path, line) from None
    if text.startswith("\ufeff"):
        raise ContentError("begins with a byte order mark; save it without one.", path, 1)
    return text


class TomlTable:
    """A TOML table that remembers where it stands and which keys were asked for."""

    def __init__(self, path: Path, data: Mapping[str, Any], where: Mapping[str, int], at: str):
        self.path, self._data, self._where, self._at = path, data, where, at
        self._asked: set[str] = set()

    @classmethod
    def load(cls, path: Path) -> TomlTable:
        """Read a TOML file; a syntax error becomes a ContentError with its line."""
        text = read_text(path)
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            place = re.search(r"at line (\d+)", str(error))
            line = int(place[1]) if place else text.count("\n") + 1
            what = _DECODE_PLACE.sub("", str(error)).rstrip(".")
            raise ContentError(f"is not valid TOML: {what}.", path, line) from None
        except RecursionError:
            raise ContentError("nests its values too deep; write them flat.", path) from None
        except ValueError as error:
            # a number of more digits than Python reads
            raise ContentError(f"holds a value that cannot be read: {error}.", path) from None
        return cls(path, data, _positions(text), "")

    def with_value(self, table: str, key: str, value: Any) -> TomlTable:
        """Return the same table, in which a table below it has another value of a key."""
        below = {**self._data.get(table, {}), key: value}
        return TomlTable(self.path, {**self._data, table: below}, self._where, self._at)

    def line(self, key: str = "") -> int:
        """Return the line of a key, or of the table itself, or 0 when it is not known."""
        name = f"{self._at}.{key}" if self._at and key else self._at or key
        return self._where.get(name, self._where.get(self._at, 0))

    def error(self, sentence: str, key: str = "") -> ContentError:
        """Return an error that points at a key of this table."""
        return ContentError(sentence, self.path, self.line(key))

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def names(self) -> tuple[str, ...]:
        """Return the keys of a table whose keys are data."""
        return tuple(self._data)

    def _get(self, key: str, kind: type, name: str, default: Any) -> Any:
        self._asked.add(key)
        if key not in self._data:
            if default is None:
                raise self.error(f"“{key}” is missing{self._in()}; add it.")
            return default
        value = self._data[key]
        if value == QUESTION:
            raise self.error(f"“{key}” is still a question; answer it.", key)
        wrong_bool = isinstance(value, bool) and kind is not bool
        wrong_date = isinstance(value, datetime.datetime) and kind is datetime.date
        if not isinstance(value, kind) or wrong_bool or wrong_date:
            raise self.error(f"“{key}” must be {name}, not {value!r}.", key)
        return value

    def _in(self) -> str:
        return f" in [{self._at}]" if self._at else ""

    def text(self, key: str, default: str | None = None) -> str:
        """Return a string; without a default it must be there and not be empty."""
        value: str = self._get(key, str, "a text in quotes", default)
        if default is None and not value.strip():
            raise self.error(f"“{key}” is empty; write its text.", key)
        self._require_one_line(key, value)
        return value

    def _require_one_line(self, key: str, value: str) -> None:
        if any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in value):
            raise self.error(f"“{key}” holds a control character or line break; remove it.", key)

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """Return a string that must be one of ``allowed``."""
        value = self.text(key, default)
        if value not in allowed:
            raise self.error(f"“{key}” must be one of {', '.join(allowed)}, not {value}.", key)
        return value

    def answer(self, key: str, allowed: tuple[str, ...]) -> str:
        """Return what a person answered, or an empty text while that is a question."""
        if self._data.get(key) == QUESTION:
            self._asked.add(key)
            return ""
        return self.choice(key, allowed)

    def integer(self, key: str, default: int | None = None) -> int:
        """Return a whole number."""
        value: int = self._get(key, int, "a whole number", default)
        return value

    def boolean(self, key: str, default: bool | None = None) -> bool:
        """Return true or false."""
        value: bool = self._get(key, bool, "true or false", default)
        return value

    def date(self, key: str) -> datetime.date:
        """Return a date written as 2017-06-09, without quotes."""
        value: datetime.date = self._get(
            key, datetime.date, "a date such as 2017-06-09, without quotes", None
        )
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return a list of strings."""
        value = self._get(key, list, "a list of texts", None if default is None else list(default))
        if not all(isinstance(item, str) and item for item in value):
            raise self.error(f"“{key}” must be a list of texts in quotes.", key)
        for item in value:
            self._require_one_line(key, item)
        return tuple(value)

    def table(self, key: str) -> TomlTable:
        """Return a sub-table that must be there."""
        value = self._get(key, dict, "a table", None)
        return TomlTable(self.path, value, self._where, f"{self._at}.{key}" if self._at else key)

    def tables(self, key: str) -> tuple[TomlTable, ...]:
        """Return the tables of an array of tables, none when it is absent."""
        value = self._get(key, list, "an array of tables", [])
        if not all(isinstance(item, dict) for item in value):
            raise self.error(f"“{key}” must be an array of tables ([[{key}]]).", key)
        at = f"{self._at}.{key}" if self._at else key
        return tuple(
            TomlTable(self.path, item, self._where, f"{at}.{n}") for n, item in enumerate(value)
        )

    def raw(self) -> Mapping[str, Any]:
        """Return what the table holds, without asking for any of it."""
        return self._data

    def over(self, place: str, shared: Sequence[str], own: Mapping[str, Any]) -> TomlTable:
        """Return a table that holds ``own`` keys, which stand at a place of this file, and others.

        Of the others it has those of this table that are ``shared``.
        """
        data = {key: its for key, its in self._data.items() if key in shared} | dict(own)
        inner = f"{place}."
        there = {k.removeprefix(inner): n for k, n in self._where.items() if k.startswith(inner)}
        return TomlTable(self.path, data, {**self._where, **there}, "")

    def finish(self) -> None:
        """Raise ContentError for a key that nobody asked for."""
        for key in self._data:
            if key not in self._asked:
                import difflib

                near = difflib.get_close_matches(key, self._asked, 1)
                hint = f"; did you mean “{near[0]}”?" if near else "; remove it."
                raise self.error(f"“{key}” is not a known key{self._in()}{hint}", key)


def _positions(text: str) -> dict[str, int]:
    """Map dotted paths (arrays of tables numbered from 0) to lines, for messages only."""
    where: dict[str, int] = {}
    counts: dict[str, int] = {}
    at, quote = "", ""
    for number, line in enumerate(text.split("\n"), 1):
        if quote:
            quote = "" if quote in line else quote
            continue
        if header := _HEADER.match(line):
            at = header[2].replace(" ", "")
            # [a.b] below [[a]] belongs to the last a
            for array, count in counts.items():
                if at.startswith(array + "."):
                    at = f"{array}.{count - 1}{at[len(array) :]}"
                    break
            if header[1] == "[[":
                counts[at] = counts.get(at, 0) + 1
                where.setdefault(at, number)
                at = f"{at}.{counts[at] - 1}"
            where[at] = number
        elif key := _KEY.match(line):
            name = next(group for group in key.groups() if group)
            where[f"{at}.{name}" if at else name] = number
            for fence in ('"""', "'''"):
                if line.count(fence) == 1:
                    quote = fence
    return where
