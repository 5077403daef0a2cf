"""Small faults of the kinds that people make, one at a time, in the source of a module.

A mutant changes one place of a syntax tree. Left alone is what no test of behaviour could see, or
what every test sees at once: imports, annotations, docstrings, decorators, ``__all__``, the text
of error messages, and regular expressions, which would mostly fail to compile.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
# the boundary, and the opposite
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_OPPOSITES = {"min": "max", "max": "min", "any": "all", "all": "any", "floor": "ceil"}
# calls whose arguments no mutant touches
_UNTOUCHED_CALLS = ("compile", "TypeVar", "cast", "NewType")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: where it is, what it changes, and the whole module with it.

    ``number`` tells apart equal changes of a function, in order from 1.
    """

    file: str
    line: int
    function: str
    operator: str
    old: str
    new: str
    number: int
    tree: ast.Module

    @property
    def name(self) -> str:
        """Return what names the mutant wherever its line moves to."""
        again = f" #{self.number}" if self.number > 1 else ""
        return f"{self.file} {self.function}: {self.operator}: {self.old} → {self.new}{again}"


# a change of a node: its operator, and the node in its place (None takes a statement out)
_Change = tuple[str, ast.AST | None]


def mutants(source: str, file: str) -> Iterator[Mutant]:
    """Yield all mutants of a module, from its head down."""
    tree = ast.parse(source)
    met: dict[tuple[str, ...], int] = {}
    for path, node, function in _places(tree, (), "(module)"):
        for operator, new in _changes(node):
            mutated = _replaced(tree, path, new)
            texts = _short(node), "(nothing)" if new is None else _short(new)
            key = (function, operator, *texts)
            met[key] = met.get(key, 0) + 1
            # a `for` of a comprehension has no place of its own
            placed = node.target if isinstance(node, ast.comprehension) else node
            line: int = getattr(placed, "lineno", 1)
            yield Mutant(file, line, function, operator, *texts, met[key], mutated)


def _short(node: ast.AST) -> str:
    """Return the source of a node; of a statement with a body its first line."""
    return ast.unparse(node).strip().split("\n")[0]


# the way from the module to a node: fields, with an index in those that are lists
_Path = tuple[tuple[str, int | None], ...]


def _places(node: ast.AST, path: _Path, function: str) -> Iterator[tuple[_Path, ast.AST, str]]:
    """Yield the nodes that may change, with the ways to them and the functions they stand in."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "type_comment", "bases"):
            continue
        children = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        for index, child in children:
            if not isinstance(child, ast.AST) or _untouched(child):
                continue
            inner = function
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                inner = child.name if function == "(module)" else f"{function}.{child.name}"
            way = (*path, (field, index))
            yield way, child, inner
            yield from _places(child, way, inner)


def _untouched(node: ast.AST) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Raise() | ast.Assert() | ast.JoinedStr():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__" | "__slots__")]):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Subscript(value=ast.Name(id="Literal")):
            return True
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in _UNTOUCHED_CALLS
        # a pattern is no expression: its constants cannot be exchanged freely
        case ast.pattern():
            return True
    return False


def _changes(node: ast.AST) -> Iterator[_Change]:
    for find in (_expressions, _constants, _calls, _slices, _statements):
        yield from find(node)


def _altered(node: ast.AST, alter: Callable[[ast.AST], None]) -> ast.AST:
    new = copy.deepcopy(node)
    alter(new)
    return new


def _expressions(node: ast.AST) -> Iterator[_Change]:
    match node:
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in _ARITHMETIC:
            if isinstance(node, ast.BinOp) and _is_text(node.left, node.right):
                return
            other = _ARITHMETIC[type(op)]()
            yield "arithmetic", _altered(node, lambda new: setattr(new, "op", other))
        case ast.UnaryOp(op=ast.USub() | ast.Not(), operand=operand):
            if not isinstance(operand, ast.Constant):
                yield "sign" if isinstance(node.op, ast.USub) else "not", operand
        case ast.Compare(ops=ops):
            for place, op in enumerate(ops):
                for kind in _COMPARISONS.get(type(op), ()):
                    swapped = [*ops[:place], kind(), *ops[place + 1 :]]
                    yield "comparison", ast.Compare(node.left, swapped, node.comparators)
        case ast.BoolOp(op=op, values=values):
            other_op = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield "and/or", ast.BoolOp(other_op, values)
            for place in range(len(values)):
                rest = values[:place] + values[place + 1 :]
                yield "condition dropped", rest[0] if len(rest) == 1 else ast.BoolOp(op, rest)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield "branches swapped", ast.IfExp(test, orelse, body)
        case ast.comprehension(ifs=ifs) if ifs:
            yield "filter dropped", _altered(node, lambda new: setattr(new, "ifs", []))


def _is_text(*nodes: ast.AST) -> bool:
    return any(
        isinstance(n, ast.JoinedStr) or (isinstance(n, ast.Constant) and isinstance(n.value, str))
        for n in nodes
    )


def _constants(node: ast.AST) -> Iterator[_Change]:
    match node:
        case ast.Constant(value=bool() as value):
            yield "constant", ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield "constant", ast.Constant(value + 1)
            if value:
                yield "constant", ast.Constant(value - 1)
        case ast.Constant(value=float() as value):
            # a tuned number by a fifth, so that a test has to look closely
            yield "constant", ast.Constant(value * 1.25 if value else 1.0)
            if value:
                yield "constant", ast.Constant(value * 0.8)
        case ast.Constant(value=str() as value):
            yield "constant", ast.Constant(value[1:] if value else "?")


def _calls(node: ast.AST) -> Iterator[_Change]:
    if not isinstance(node, ast.Call):
        return
    match node.func:
        case ast.Name(id=name) if name in _OPPOSITES:
            yield "opposite", ast.Call(ast.Name(_OPPOSITES[name], ast.Load()), node.args,
                                       node.keywords)  # fmt: skip
        case ast.Name(id="sorted" | "reversed" | "abs" | "round" | "int") if node.args:
            yield "call dropped", node.args[0]
        case ast.Attribute(value=value, attr="strip" | "rstrip" | "lstrip" | "casefold" | "lower"):
            yield "call dropped", value
    for place in range(len(node.keywords)):
        rest = node.keywords[:place] + node.keywords[place + 1 :]
        yield "argument dropped", ast.Call(node.func, node.args, rest)
    # the order says nothing to `min` and `max`
    commutes = isinstance(node.func, ast.Name) and node.func.id in ("min", "max")
    starred = any(isinstance(arg, ast.Starred) for arg in node.args)
    if len(node.args) == 2 and not commutes and not starred:
        yield "arguments swapped", ast.Call(node.func, node.args[::-1], node.keywords)


def _slices(node: ast.AST) -> Iterator[_Change]:
    match node:
        case ast.Slice(lower=lower, upper=upper, step=step):
            if lower is not None:
                yield "bound dropped", ast.Slice(None, upper, step)
            if upper is not None:
                yield "bound dropped", ast.Slice(lower, None, step)


def _statements(node: ast.AST) -> Iterator[_Change]:
    match node:
        case ast.If(test=test) | ast.While(test=test) if not isinstance(test, ast.Constant):
            yield "condition reversed", _with_test(node, ast.UnaryOp(ast.Not(), test))
        case ast.IfExp():
            pass
        case ast.Expr() | ast.AugAssign() | ast.Continue() | ast.Break():
            yield "statement removed", None
        case ast.Return(value=ast.expr() as value) if not _is_nothing(value):
            yield "nothing returned", ast.Return(ast.Constant(None))


def _is_nothing(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _with_test(node: ast.AST, test: ast.expr) -> ast.AST:
    new = copy.copy(node)
    new.test = test  # type: ignore[attr-defined]
    return new


def _replaced(tree: ast.Module, path: _Path, new: ast.AST | None) -> ast.Module:
    """Return the tree with one node changed; what lies beside the way to it is shared."""
    top = copy.copy(tree)
    at: ast.AST = top
    for depth, (field, index) in enumerate(path):
        value = getattr(at, field)
        if index is not None:
            value = list(value)
            setattr(at, field, value)
        old = value if index is None else value[index]
        if depth < len(path) - 1:
            child = copy.copy(old)
        else:
            # a copy, since what takes the place may stand in the tree as well
            child = ast.copy_location(ast.Pass() if new is None else copy.copy(new), old)
        if index is None:
            setattr(at, field, child)
        else:
            value[index] = child
        at = child
    return top
