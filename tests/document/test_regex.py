"""What modules recognise is compiled when it is first asked, and is right where nobody asks."""

from __future__ import annotations

import ast
import copy
import importlib
import pickle
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zhengben
from zhengben.document.regex import regex

PACKAGE = Path(zhengben.__file__).parent
# what runs before there is an environment has none of the press's modules
BEFORE = PACKAGE / "setup"


def patterns() -> Iterator[tuple[str, Any]]:
    for module in pkgutil.walk_packages(zhengben.__path__, "zhengben."):
        if module.name.rpartition(".")[2] != "opinions_process":
            found = vars(importlib.import_module(module.name))
            yield from ((module.name, value) for value in found.values() if is_pattern(value))


def is_pattern(value: object) -> bool:
    return type(value) is type(regex(""))


def test_every_pattern_of_a_module_can_be_compiled() -> None:
    """What is spelt wrong would otherwise be found where it is first asked."""
    found = list(patterns())
    assert len(found) > 300
    for module, pattern in found:
        try:
            re.compile(pattern.pattern, pattern.flags)
        except re.error as error:
            pytest.fail(f"{module}: {pattern.pattern!r} {error}")


def compiled_at_once(source: str) -> Iterator[int]:
    """Yield the lines on which a module compiles a pattern while it is imported."""
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
            yield node.lineno
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def test_no_module_compiles_a_pattern_while_it_is_imported() -> None:
    sources = [p for p in PACKAGE.rglob("*.py") if BEFORE not in p.parents]
    found = [f"{p}:{n}" for p in sources for n in compiled_at_once(p.read_text("utf-8"))]
    assert not found
    assert [*compiled_at_once("import re\nA = re.compile('a')\ndef f(): re.compile('b')")] == [2]


def test_no_module_defines_a_dataclass() -> None:
    """It would write and compile its methods whenever a process starts; a Struct does not."""
    sources = [p for p in PACKAGE.rglob("*.py") if BEFORE not in p.parents]
    assert not [p for p in sources if "import dataclass" in p.read_text("utf-8")]


@given(
    st.sampled_from([r"第(\d+)條", r"^(?P<who>[一-龥]+)[:：]", r"\s+|，"]),
    st.text("第12條甲：， \n"),
)
def test_it_answers_as_its_pattern(source: str, text: str) -> None:
    lazy, own = regex(source, re.MULTILINE), re.compile(source, re.MULTILINE)
    assert lazy.sub("*", text) == own.sub("*", text)
    assert lazy.split(text) == own.split(text)
    assert [m.span() for m in lazy.finditer(text)] == [m.span() for m in own.finditer(text)]
    for ask in ("match", "search", "fullmatch"):
        found, other = getattr(lazy, ask)(text), getattr(own, ask)(text)
        assert (found and (found.span(), found.groupdict())) == (
            other and (other.span(), other.groupdict())
        )
    assert (lazy.groups, lazy.groupindex) == (own.groups, own.groupindex)
    assert (lazy.pattern, lazy.flags, repr(lazy)) == (own.pattern, own.flags, repr(own))


def test_a_wrong_pattern_is_told_when_it_is_asked() -> None:
    wrong = regex("(")
    assert wrong.pattern == "("
    with pytest.raises(re.error):
        wrong.match("")


def test_it_compiles_once_and_can_be_copied() -> None:
    first = regex(r"\d+")
    again = pickle.loads(pickle.dumps(first))
    assert copy.deepcopy(first).findall("1 22") == again.findall("1 22") == ["1", "22"]
    assert first.match is first.match
    with pytest.raises(AttributeError, match="marked"):
        first.marked  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(AttributeError, match="__wrapped__"):
        first.__wrapped__  # type: ignore[attr-defined]  # noqa: B018
