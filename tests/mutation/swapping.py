"""Puts a mutant's code in the place of what a function has, without importing anything anew."""

from __future__ import annotations

import ast
import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import CodeType, FunctionType

# what tells the code of one function from that of another: file, name, first line
_Key = tuple[str, str, int]
# of compiled code: the flag of what is a function's
_FUNCTION = 0x1


class FunctionSwap:
    """The new code of the one function that a mutant changes, and the functions that have it.

    None of them runs while modules are imported: what they made there would be as before.
    """

    def __init__(self, replaced: Mapping[FunctionType, CodeType]) -> None:
        self.replaced = replaced

    def carry_out(self) -> None:
        """Give the functions their new code. Raises ValueError where their closures differ."""
        for function, code in self.replaced.items():
            function.__code__ = code


def live_functions(files: Iterable[Path]) -> dict[_Key, list[FunctionType]]:
    """Return all functions there are of some files."""
    names = {str(file) for file in files}
    # the press takes what it has loaded out of what Python looks through
    gc.unfreeze()
    found: dict[_Key, list[FunctionType]] = {}
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType) and thing.__code__.co_filename in names:
            found.setdefault(_key(thing.__code__), []).append(thing)
    return found


def swap_of(
    old: CodeType, new: CodeType, live: Mapping[_Key, list[FunctionType]]
) -> FunctionSwap | None:
    """Return how a module's functions come to be those of another, and None where that is unsafe.

    That is so where more than the inside of one function differs, where two functions cannot be
    told apart, and where nobody holds the function that does.
    """
    changed = list[CodeType]()
    if not _inside_functions(old, new, changed):
        return None
    codes = [code for top in changed for code in (top, *_nested(top))]
    often = Counter(_key(code) for code in (*codes, *_nested(old)))
    if len(changed) != 1 or _key(changed[0]) not in live:
        return None
    if any(often[_key(code)] > 2 for code in codes if _key(code) in live):
        return None
    replaced = {function: code for code in codes for function in live.get(_key(code), ())}
    for function, code in replaced.items():
        if function.__code__.co_freevars != code.co_freevars:
            return None
    return FunctionSwap(replaced)


def compiled(tree: ast.Module, file: Path) -> CodeType:
    """Compile the tree of a file. Raises SyntaxError or ValueError where that cannot be."""
    code: CodeType = compile(ast.fix_missing_locations(tree), str(file), "exec", dont_inherit=True)
    return code


def _inside_functions(old: CodeType, new: CodeType, changed: list[CodeType]) -> bool:
    """Gather the outermost functions that differ; False where what is around them differs too."""
    if old.co_flags & _FUNCTION and new.co_flags & _FUNCTION and _key(old) == _key(new):
        if old != new:
            changed.append(new)
        return True
    if _own(old) != _own(new):
        return False
    pairs = zip(_inner(old), _inner(new), strict=True)
    return all(_inside_functions(one, other, changed) for one, other in pairs)


def _own(code: CodeType) -> tuple[object, ...]:
    """Return what a module or class does itself."""
    constants = [
        "code" if isinstance(value, CodeType) else (type(value), repr(value))
        for value in code.co_consts
    ]
    return code.co_code, code.co_names, code.co_varnames, tuple(constants), _key(code)


def _inner(code: CodeType) -> list[CodeType]:
    return [value for value in code.co_consts if isinstance(value, CodeType)]


def _nested(code: CodeType) -> Iterator[CodeType]:
    for inner in _inner(code):
        yield inner
        yield from _nested(inner)


def _key(code: CodeType) -> _Key:
    return code.co_filename, code.co_qualname, code.co_firstlineno
