"""YAML as plain values that remember their lines.

A small, safe part of YAML: mappings with text keys, lists, texts, numbers, true and false,
anchors and merge keys. ``yes`` and ``5:30`` stay texts, as in YAML 1.2; a key given twice is
refused, because PyYAML would silently keep the last one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from bot.policy.problem import Path, PolicyError, Problem

#: Line and column, counted from 1.
Place: TypeAlias = tuple[int, int]

#: Aliases can multiply a small file into a huge one; no honest policy comes near this.
MOST_VALUES = 50_000

_TAG = "tag:yaml.org,2002:"
_KINDS = {"map", "seq", "str", "null", "bool", "int", "float"}
_MERGE = "<<"


class _Loader(yaml.SafeLoader):
    """PyYAML's composer with the plain types of YAML 1.2's core schema."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own attribute


class _Fast(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same on libyaml, six times as fast. What it says of an error is not for people."""

    yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers


for _kind, _pattern, _first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?[0-9]+$", list("-+0123456789")),
    ("float", r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)$", list("-+.0123456789")),
):
    _Loader.add_implicit_resolver(_TAG + _kind, re.compile(_pattern), _first)


@dataclass(slots=True)
class Document:
    """A policy file read as values. Keys without a value count as absent."""

    file: str
    data: dict[str, Any] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, path: Path, wrong: str, fix: str) -> Problem:
        """A problem at this path, or at its nearest parent that the file has."""
        line, column = self._place(path)
        return Problem(file=self.file, line=line, column=column, path=path, wrong=wrong, fix=fix)

    def empty(self, section: str) -> list[str]:
        """The section's keys that have no value."""
        written = [path[1] for path in self.keys if len(path) == 2 and path[0] == section]  # noqa: PLR2004 - section, key
        return [str(key) for key in written if key not in self.data[section]]

    def _place(self, path: Path) -> Place:
        """A text's own place; for a list or mapping, the line that names it."""
        for end in range(len(path), -1, -1):
            place = self.values.get(path[:end]) or self.keys.get(path[:end])
            if place:
                return place
        return 1, 1


def read(text: str, *, file: str) -> Document:
    """The values of one YAML document.

    Raises:
        PolicyError: the text is not YAML, or not a mapping.
    """
    document = Document(file)
    try:
        root = _compose(text)
    except yaml.YAMLError as error:
        raise PolicyError([_syntax(error, text, file)]) from None
    except RecursionError:
        wrong, fix = "the file is nested too deeply", "a policy needs no more than six levels"
        raise PolicyError([document.problem((), wrong, fix)]) from None
    if root is None:
        wrong, fix = "the policy is empty", "start from examples/small.yaml"
        raise PolicyError([document.problem((), wrong, fix)])
    if not isinstance(root, yaml.MappingNode):
        wrong = "the policy is not a mapping"
        fix = "start with keys such as “workspace:” and “severities:”"
        raise PolicyError([document.problem((), wrong, fix)])
    reader = _Reader(document)
    document.data = reader.value(root, ())
    if reader.strange:
        raise PolicyError(reader.strange)
    return document


def _compose(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, _Fast)
    except (yaml.YAMLError, RecursionError):
        return yaml.compose(text, _Loader)


class _Reader:
    """Turns nodes into values, noting where each stands."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._open: list[yaml.Node] = []
        self._count = 0
        #: What has no value at all, so that nothing sensible can be said of the rest.
        self.strange: list[Problem] = []

    def value(self, node: yaml.Node, path: Path) -> Any:
        self._count += 1
        if isinstance(node, yaml.ScalarNode) or path not in self._document.keys:
            self._document.values[path] = _place(node)
        if node in self._open:
            self._complain(path, "an alias contains itself", "write the values out")
            return None
        if self._count > MOST_VALUES:
            wrong = f"the file grows past {MOST_VALUES} values through its aliases"
            raise PolicyError([self._document.problem((), wrong, "use fewer aliases")])
        self._open.append(node)
        try:
            return self._plain(node, path)
        finally:
            self._open.pop()

    def _plain(self, node: yaml.Node, path: Path) -> Any:
        kind = node.tag.removeprefix(_TAG)
        if kind not in _KINDS:
            self._complain(path, f"the tag “{node.tag}” is not allowed", "write a plain value")
            return None
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, path))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        if kind == "null":
            return None
        if kind == "bool":
            return node.value.lower() == "true"
        if kind in {"int", "float"}:
            return int(node.value) if kind == "int" else float(node.value)
        return node.value

    def _pairs(self, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, Any]]:
        seen: dict[str, int] = {}
        for key, item in self._own_then_merged(node, path):
            here = (*path, key.value)
            line, column = _place(key)
            if key.value in seen:
                self._document.problems.append(
                    Problem(
                        file=self._document.file, line=line, column=column, path=here,
                        wrong=f"the key “{key.value}” is given twice, first in line "
                        f"{seen[key.value]}",
                        fix="keep one of them",
                    )
                )  # fmt: skip
                continue
            seen[key.value] = line
            self._document.keys[here] = (line, column)
            value = self.value(item, here)
            if value is not None:
                yield key.value, value

    def _own_then_merged(
        self, node: yaml.MappingNode, path: Path
    ) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
        """The mapping's own pairs, then those merged by ``<<`` that it does not override."""
        merged: list[yaml.Node] = []
        own = set()
        for key, item in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._complain(path, "a key is a list or a mapping", "use a text as the key")
            elif key.value == _MERGE:
                merged += item.value if isinstance(item, yaml.SequenceNode) else [item]
            else:
                own.add(key.value)
                yield key, item
        for source in merged:
            if not isinstance(source, yaml.MappingNode) or source in self._open:
                self._complain(path, "“<<” merges something else than a mapping", "use an alias")
                continue
            for key, item in self._own_then_merged(source, path):
                if key.value not in own:
                    own.add(key.value)
                    yield key, item

    def _complain(self, path: Path, wrong: str, fix: str) -> None:
        self.strange.append(self._document.problem(path, wrong, fix))


def _place(node: yaml.Node) -> Place:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _syntax(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """PyYAML's complaint, with the fix for the mistakes people really make."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        mark, said = error.problem_mark, error.problem or "unreadable"
        line, column = mark.line + 1, mark.column + 1
    else:
        position = int(getattr(error, "position", 0))
        line, column = text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
        said = "it holds a control character"
    fix = next(
        (fix for sign, fix in _FIXES if sign in said), "check the indentation and the quotes here"
    )
    return Problem(
        file=file, line=line, column=column, wrong=f"this is not valid YAML ({said})", fix=fix
    )


_FIXES = (
    (r"'\t'", "indent with spaces, not tabs"),
    ("cannot start any token", "put the text in quotes"),
    ("mapping values are not allowed", "put a text that contains a colon in quotes"),
    ("but found another document", "keep one policy in one file, without “---” inside"),
    ("undefined alias", "define the anchor with “&” above it"),
    ("control character", "delete it"),
)
