"""What a template may hold: text, slots, conditions, blocks and a few filters.

Nothing here can be repeated, called or built up, so a text is never longer than its file and its
slots allow, and no template can run on, fill the memory or reach into the process. Jinja's own
sandbox stands behind this; what it would stop while a letter is written, this finds beforehand.
"""

from collections.abc import Collection, Iterator
from typing import TypeVar

from jinja2 import nodes

from bot.integrations.templates.slots import PARTS, SLOTS
from bot.policy.problem import Problem, nearest, suggest

FILTERS = frozenset(
    {"capitalize", "default", "first", "join", "last", "length", "lower", "plural", "trim", "upper"}
)
#: The blocks that are read; a template may put others inside them.
BLOCKS = frozenset({"doing", "headline", "letter"})
#: How many blocks may lie one inside another.
DEPTH = 3
_PLAIN = (
    nodes.And,
    nodes.Compare,
    nodes.Concat,
    nodes.CondExpr,
    nodes.If,
    nodes.List,
    nodes.Not,
    nodes.Operand,
    nodes.Or,
    nodes.Output,
    nodes.Template,
    nodes.TemplateData,
    nodes.Tuple,
)
#: How people know what may not be there.
_KNOWN_AS = {
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.CallBlock: "call",
    nodes.FilterBlock: "filter",
    nodes.For: "for",
    nodes.FromImport: "import",
    nodes.Getitem: "[ ]",
    nodes.Import: "import",
    nodes.Include: "include",
    nodes.Macro: "macro",
    nodes.Mul: "*",
    nodes.Pow: "**",
    nodes.With: "with",
}
Kind = TypeVar("Kind", bound=nodes.Node)
_HOLDS = "a template has text, slots, “if”, blocks and filters"


def objections(tree: nodes.Template, file: str, known: Collection[str]) -> list[Problem]:
    """Everything in a parsed template that may not be in one. ``known`` are its parents' blocks."""
    found = [*_placed(tree, file, known), *_within(tree, file)]
    return sorted(dict.fromkeys(found), key=lambda problem: (problem.line, problem.wrong))


def extended(tree: nodes.Template) -> nodes.Extends | None:
    """The line by which a template builds upon another one."""
    return next(tree.find_all(nodes.Extends), None)


def parent(line: nodes.Extends) -> str:
    """The file that the line names; empty when it names none that can be known beforehand."""
    told = line.template
    return told.value if isinstance(told, nodes.Const) and isinstance(told.value, str) else ""


def problem(file: str, line: int, wrong: str, fix: str) -> Problem:
    return Problem(file=file, line=line, column=1, wrong=wrong, fix=fix)


def _placed(tree: nodes.Template, file: str, known: Collection[str]) -> Iterator[Problem]:
    """What stands at the top: “extends”, and blocks that somebody reads."""
    for node in tree.body:
        if isinstance(node, nodes.Block):
            if node.name not in BLOCKS | set(known):
                wrong = f"nobody reads the block “{node.name}”"
                yield problem(file, node.lineno, wrong, suggest(node.name, BLOCKS | set(known)))
        elif isinstance(node, nodes.Output):
            yield from _strays(node, file)
        elif not isinstance(node, nodes.Extends):
            wrong = f"“{_name(node)}” stands outside of all blocks"
            yield problem(file, node.lineno, wrong, "put it into a block")


def _strays(output: nodes.Output, file: str) -> Iterator[Problem]:
    """Text that nobody would ever read; blank lines are none."""
    for node in output.nodes:
        if isinstance(node, nodes.TemplateData) and not node.data.strip():
            continue
        line = node.lineno
        if isinstance(node, nodes.TemplateData):
            line += node.data[: len(node.data) - len(node.data.lstrip())].count("\n")
        yield problem(file, line, "text stands outside of all blocks", "put it into a block")


def _within(tree: nodes.Template, file: str) -> Iterator[Problem]:
    for block in _direct(tree, nodes.Block):
        yield from _nested(block, file, depth=1)
    called = {id(call.node) for call in tree.find_all(nodes.Call) if _is_super(call)}
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Name) and node.name == "super":
            if id(node) not in called:
                yield problem(file, node.lineno, "“super” lacks its brackets", "write “super()”")
        else:
            yield from _of(node, file)


def _nested(block: nodes.Block, file: str, *, depth: int) -> Iterator[Problem]:
    """Each level of blocks may say everything below it again, so there are few."""
    if depth > DEPTH:
        wrong = f"the block “{block.name}” lies inside {depth - 1} others"
        yield problem(file, block.lineno, wrong, f"keep to {DEPTH} levels")
        return
    calls = [call for call in _direct(block, nodes.Call) if _is_super(call)]
    if len(calls) > 1:
        wrong = f"the block “{block.name}” says “super()” more than once"
        yield problem(file, calls[1].lineno, wrong, "say it once")
    for inner in _direct(block, nodes.Block):
        yield from _nested(inner, file, depth=depth + 1)


def _direct(node: nodes.Node, kind: type[Kind]) -> Iterator[Kind]:
    """Those of a kind that are not inside a block within the node."""
    for child in node.iter_child_nodes():
        if isinstance(child, kind):
            yield child
        if not isinstance(child, nodes.Block):
            yield from _direct(child, kind)


def _of(node: nodes.Node, file: str) -> Iterator[Problem]:
    line = node.lineno
    match node:
        case nodes.Name():
            if node.name not in SLOTS:
                near = nearest(node.name, SLOTS)
                fix = f"did you mean “{near}”?" if near else "README.md lists all slots"
                yield problem(file, line, f"there is no slot “{node.name}”", fix)
        case nodes.Getattr():
            if node.attr not in PARTS:
                wrong = f"no slot has a part “{node.attr}”"
                yield problem(file, line, wrong, suggest(node.attr, PARTS))
        case nodes.Filter():
            if node.name not in FILTERS:
                wrong = f"there is no filter “{node.name}”"
                yield problem(file, line, wrong, suggest(node.name, FILTERS))
        case nodes.Test():
            if node.name != "defined":
                wrong = f"“is {node.name}” cannot be asked here"
                yield problem(file, line, wrong, "compare with ==, or just ask “if”")
        case nodes.Call():
            if not _is_super(node):
                yield problem(file, line, "something is called", "only “super()” can be")
        case nodes.Const():
            if not isinstance(node.value, str | int | bool | None):
                yield problem(file, line, f"“{node.value}” is odd here", _HOLDS)
        case nodes.Extends() | nodes.Block():
            pass
        case _ if not isinstance(node, _PLAIN):
            wrong = f"“{_name(node)}” cannot be used"
            yield problem(file, line, wrong, _HOLDS)


def _is_super(call: nodes.Call) -> bool:
    named = isinstance(call.node, nodes.Name) and call.node.name == "super"
    return named and not (call.args or call.kwargs or call.dyn_args or call.dyn_kwargs)


def _name(node: nodes.Node) -> str:
    return _KNOWN_AS.get(type(node)) or type(node).__name__.lower()
