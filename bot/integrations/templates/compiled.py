"""A template as it is used: its file, the ones it builds upon, and the text that comes of them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import (
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
    nodes,
    pass_context,
)
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.domain.language import Language
from bot.domain.severity import ClientState
from bot.integrations.templates import grammar, slots
from bot.integrations.templates.bad_template import BadTemplate
from bot.policy.problem import Problem

#: What a template in an organisation's folder calls the one that comes with Tocsin.
BUILT_IN = "builtin/"
#: A file and those it builds upon, at most.
_CHAIN = 4
_FILE_BYTES = 32_000
#: Longer than any medium takes.
_TEXT = 20_000
_NAME = re.compile(r"[\w.-]+\.j2")
_BLANK = re.compile(r"\n{3,}")
#: Every severity from here on reads alike.
_RANKS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file as it was when it was read; ``mark`` is None when it was not there."""

    path: Path
    mark: tuple[int, int, int] | None

    @classmethod
    def of(cls, path: Path) -> "Stamp":
        try:
            known = path.stat()
        except OSError:
            return cls(path, None)
        return cls(path, (known.st_mtime_ns, known.st_size, known.st_ino))

    @property
    def fresh(self) -> bool:
        return Stamp.of(self.path) == self


@dataclass(frozen=True, slots=True)
class Compiled:
    """A template that has proved itself: it was written once with all facts, and once with few."""

    path: Path
    #: The file's own, then the ones it builds upon.
    templates: tuple[Template, ...]

    def write(self, block: str, facts: Mapping[str, Any]) -> str:
        """The text of one block; more than one blank line is never left in it.

        Raises:
            BadTemplate: when these facts do not suit it.
        """
        own, *parents = self.templates
        context = own.new_context(dict(facts))
        for parent in parents:
            for name, part in parent.blocks.items():
                context.blocks.setdefault(name, []).append(part)
        context.blocks = {
            name: [_Trimmed(part) for part in parts] for name, parts in context.blocks.items()
        }
        if block not in context.blocks:
            known = ", ".join(sorted(context.blocks)) or "none"
            raise _bad(self.path, 1, f"there is no block “{block}”", f"add it beside: {known}")
        try:
            text = "".join(context.blocks[block][0](context))
        except RecursionError:
            raise _bad(self.path, 1, "its blocks go round in a circle", "break it") from None
        except (TemplateError, ValueError, TypeError, ArithmeticError, LookupError) as error:
            place = _place(error.__traceback__, self.path)
            fix = "mend it, and ask “if” where a slot may be empty"
            raise _bad(*place, _clause(str(error)), fix) from error
        if len(text) > _TEXT:
            wrong = f"the block “{block}” gets longer than {_TEXT:,} characters"
            raise _bad(self.path, 1, wrong, "shorten it")
        return _BLANK.sub("\n\n", text).strip()


class _Trimmed:
    """A block without the line breaks at its ends, so that a file may be laid out either way."""

    def __init__(self, block: Callable[[Context], Iterator[str]]) -> None:
        self._block = block

    def __call__(self, context: Context) -> Iterator[str]:
        yield "".join(self._block(context)).strip("\n")

    def __eq__(self, other: object) -> bool:
        # `super()` looks for the block it stands in, which is the one without us.
        return other is self._block

    __hash__ = None  # type: ignore[assignment]


class Reader:
    """Reads one template with all it builds upon; ``stamps`` are the files it looked at."""

    def __init__(self, built_in: Path) -> None:
        self._built_in = built_in
        self.stamps: list[Stamp] = []

    def read(
        self, path: Path, language: Language, state: ClientState, blocks: Sequence[str]
    ) -> Compiled:
        """The template, tried out. ``blocks`` are those it must have.

        Raises:
            BadTemplate: with every problem that can be found at once.
        """
        parsed = self._parsed(path)
        known: set[str] = set()
        problems: list[Problem] = []
        for each, tree in reversed(parsed):
            try:
                problems = [*grammar.objections(tree, str(each), known), *problems]
            except RecursionError as error:
                raise _bad(each, 1, "it is nested too deep", "write it plainly") from error
            known |= {block.name for block in tree.find_all(nodes.Block)}
        if problems:
            raise BadTemplate(problems)
        made = Compiled(path, tuple(_compiled(each, tree) for each, tree in parsed))
        for rank in _RANKS:
            for bare in (False, True):
                facts = slots.sample(language, state, bare=bare, rank=rank)
                for block in blocks:
                    made.write(block, facts)
        return made

    def _parsed(self, path: Path) -> list[tuple[Path, nodes.Template]]:
        """The file itself first, then what it extends."""
        found: list[tuple[Path, nodes.Template]] = []
        while True:
            tree = self._tree(path)
            found.append((path, tree))
            line = grammar.extended(tree)
            if line is None:
                return found
            above = self._above(path, line)
            if above in [each for each, _ in found] or len(found) == _CHAIN:
                wrong = f"it goes on and on to “{grammar.parent(line)}”"
                fix = f"extend at most {_CHAIN - 1} files, none of them twice"
                raise _bad(path, line.lineno, wrong, fix)
            path = above

    def _above(self, path: Path, line: nodes.Extends) -> Path:
        named = grammar.parent(line)
        name = named.removeprefix(BUILT_IN)
        folder = path.parent if name == named else self._built_in
        if not _NAME.fullmatch(name) or not (folder / name).is_file():
            wrong = f"it extends “{named}”, which is not there" if named else "it extends no file"
            fix = f"name a file beside it, or “{BUILT_IN}{path.name}”"
            raise _bad(path, line.lineno, wrong, fix)
        return folder / name

    def _tree(self, path: Path) -> nodes.Template:
        self.stamps.append(Stamp.of(path))
        try:
            data = path.read_bytes()
            if len(data) > _FILE_BYTES:
                raise _bad(path, 1, f"it has more than {_FILE_BYTES:,} bytes", "shorten it")
            return environment().parse(data.decode("utf-8-sig"), path.name, str(path))
        except OSError as error:
            raise _bad(path, 1, f"it cannot be read ({error.strerror})", "mend that") from error
        except UnicodeDecodeError as error:
            raise _bad(path, 1, "it is not UTF-8 text", "save it as UTF-8") from error
        except TemplateSyntaxError as error:
            wrong, fix = _clause(error.message or ""), "see that all brackets have their pairs"
            raise _bad(path, error.lineno, wrong, fix) from error
        except RecursionError as error:
            raise _bad(path, 1, "it is nested too deep", "write it plainly") from error
        except ValueError as error:  # Python reads no number of so many digits.
            raise _bad(path, 1, "it has an endless number", "shorten it") from error


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """Plain text: the sender escapes it for the medium it leaves by."""
    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        # Nothing is HTML here; the pages that show a text escape it.
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.clear()
    made.filters = {name: each for name, each in made.filters.items() if name in grammar.FILTERS}
    made.filters["plural"] = pass_context(_plural)
    return made


def _plural(context: Context, n: object, *forms: str) -> str:
    return slots.counted(Language(context["language"]), n, *forms)


def _compiled(path: Path, tree: nodes.Template) -> Template:
    made = environment()
    try:
        code = made.compile(tree, path.name, str(path))
    except TemplateSyntaxError as error:
        wrong = _clause(error.message or "")
        raise _bad(path, error.lineno, wrong, "write it otherwise") from error
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise _bad(path, 1, "it is nested too deep", "write it plainly") from error
    return Template.from_code(made, code, made.make_globals(None))


def _bad(path: Path, line: int, wrong: str, fix: str) -> BadTemplate:
    return BadTemplate([grammar.problem(str(path), line, wrong, fix)])


def _clause(sentence: str) -> str:
    """Another's sentence as a part of ours."""
    first, rest = sentence[:1], sentence[1:].rstrip(".")
    return f"{first.lower()}{rest}"


def _place(trace: TracebackType | None, path: Path) -> tuple[Path, int]:
    """The file and line of the innermost template in a traceback."""
    place = path, 1
    while trace is not None:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template):
            place = (
                Path(template.filename or path),
                template.get_corresponding_lineno(trace.tb_lineno),
            )
        trace = trace.tb_next
    return place
