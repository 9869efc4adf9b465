"""Collects sentences for the catalogues from Python code, by its syntax tree.

Babel's own reader gives up on a call as soon as it meets another keyword's name inside it, so
every ``md(t, "…")`` was lost: its first argument is called like the keyword ``t``.
"""

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import Any, BinaryIO

Found = tuple[int, str, tuple[str | None, ...], list[str]]


def extract(
    file: BinaryIO, keywords: Collection[str], comment_tags: object, options: Mapping[str, Any]
) -> Iterator[Found]:
    """Every call of a keyword: its line, its name, and its arguments that are plain texts.

    The calling convention is Babel's; babel.cfg names this function as an extractor.
    """
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and (name := _name(node)) in keywords:
            yield node.lineno, name, tuple(map(_text, node.args)), []


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _text(argument: ast.expr) -> str | None:
    match argument:
        case ast.Constant(value=str(text)) if text:
            return text
    return None
