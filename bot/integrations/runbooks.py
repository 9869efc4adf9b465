"""Runbooks from a folder of Markdown files: front matter in YAML, then the text people read.

    ---
    title: Card payments fail
    services: [cards]
    patterns: [card declin]
    severities: [SEV1, SEV2]
    owners: ["#team-payments"]
    ---
    What you see …

They are read once, at the start. Everything wrong is found at once, each with file and line.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bot.domain.runbook import Runbook
from bot.domain.service import ServiceName
from bot.domain.severity import SeverityName
from bot.policy.problem import Problem, suggest

_FENCE = "---"
_LISTS = ("services", "patterns", "severities", "owners")
_KEYS = ("title", *_LISTS)
#: Front matter starts below the opening fence, on the second line.
_FIRST = 2


class RunbookError(Exception):
    """Runbooks that cannot be used. It carries every problem found, by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(
            sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column))
        )
        super().__init__("\n".join(map(str, self.problems)))


def read_runbooks(folder: Path) -> tuple[Runbook, ...]:
    """Every ``*.md`` of the folder, by name. An empty folder is no error, a missing one is.

    Raises:
        RunbookError: with every problem found.
    """
    if not folder.is_dir():
        fix = "make the folder, or set another one"
        raise RunbookError([_problem(str(folder), 1, "there is no such runbooks folder", fix)])
    pages = [_page(path) for path in sorted(folder.glob("*.md"))]
    problems = [problem for page in pages for problem in page.problems]
    if problems:
        raise RunbookError(problems)
    return tuple(page.runbook() for page in pages)


@dataclass(slots=True)
class _Page:
    """One file while it is being read."""

    path: Path
    keys: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    body: str = ""
    problems: list[Problem] = field(default_factory=list)

    def complain(self, line: int, wrong: str, fix: str, column: int = 1) -> None:
        self.problems.append(_problem(str(self.path), line, wrong, fix, column))

    def runbook(self) -> Runbook:
        return Runbook(
            slug=self.path.stem,
            title=self.texts["title"],
            services=tuple(map(ServiceName, self.lists.get("services", ()))),
            patterns=self.lists.get("patterns", ()),
            severities=tuple(map(SeverityName, self.lists.get("severities", ()))),
            owners=self.lists.get("owners", ()),
            body=self.body,
        )


def _page(path: Path) -> _Page:
    page = _Page(path)
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError:
        page.complain(1, "the file is not UTF-8", "save it as UTF-8")
        return page
    if lines[0].rstrip() != _FENCE:
        page.complain(1, "there is no front matter", "start the file with a line of three dashes")
        return page
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() == _FENCE), None)
    if end is None:
        page.complain(1, "the front matter never ends", "close it with a line of three dashes")
        return page
    page.body = "\n".join(lines[end + 1 :]).strip()
    if not page.body:
        page.complain(end + 1, "the runbook is empty below its front matter", "say what to do")
    _front_matter(page, "\n".join(lines[1:end]))
    return page


def _front_matter(page: _Page, text: str) -> None:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + _FIRST, mark.column + 1) if mark else (_FIRST, 1)
        what = getattr(error, "problem", None) or getattr(error, "reason", "it cannot be read")
        page.complain(line, f"the front matter is not YAML, {what}", "mend it", column)
        return
    if root is not None and not isinstance(root, yaml.MappingNode):
        page.complain(_FIRST, "the front matter has no keys", "write lines like “title: …”")
        return
    for key, value in root.value if root else ():
        _entry(page, key, value)
    if "title" not in page.keys:
        page.complain(1, "the runbook has no title", "add “title: …”")
    if "owners" not in page.keys:
        page.complain(1, "nobody owns the runbook", "add “owners: […]”")
    if page.keys.isdisjoint({"services", "patterns"}):
        page.complain(1, "nothing can find the runbook", "add “services: […]” or “patterns: […]”")


def _entry(page: _Page, key: yaml.Node, value: yaml.Node) -> None:
    line, column = key.start_mark.line + _FIRST, key.start_mark.column + 1
    name = str(key.value)
    if name not in _KEYS:
        page.complain(line, f"“{name}” is not a key of runbooks", suggest(name, _KEYS), column)
    elif name in page.keys:
        page.complain(line, f"“{name}” is given twice", "keep one", column)
    elif name == "title":
        page.texts[name] = "".join(_texts(page, name, [value]))
    elif isinstance(value, yaml.SequenceNode) and value.value:
        page.lists[name] = tuple(_texts(page, name, value.value))
    else:
        page.complain(line, f"“{name}” is not a list", f"write “{name}: [one, another]”", column)
    page.keys.add(name)


def _texts(page: _Page, name: str, nodes: Iterable[yaml.Node]) -> Iterator[str]:
    for node in nodes:
        is_text = isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str"
        if is_text and node.value.strip():
            yield node.value.strip()
        else:
            mark = node.start_mark
            wrong, fix = f"“{name}” holds something that is not text", "put it in quotes"
            page.complain(mark.line + _FIRST, wrong, fix, mark.column + 1)


def _problem(file: str, line: int, wrong: str, fix: str, column: int = 1) -> Problem:
    return Problem(file=file, line=line, column=column, wrong=wrong, fix=fix)
