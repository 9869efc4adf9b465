"""The tables of texts, and what is found in each.

A text stands on one line. ``{rule|words}`` says that the rule objects to the words, as advice;
``{rule!|words}`` that this is grave, ``{rule~|words}`` that it is only told. Marks may stand inside
one another. ``[uk monitoring security]`` sets the language, what clients are told, the flags and,
with ``sms=2``, the limit for all texts below it. ``\\n`` and ``\\u200b`` stand for the characters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.domain.ids import EventId
from bot.domain.incident import Flag
from bot.domain.language import Language
from bot.domain.severity import ClientState
from bot.domain.wording import Context, Entry, Gravity, Rule

TABLE = Path(__file__).parent / "table"
KOBZA = Context(
    state=ClientState.INVESTIGATING,
    client=("Acme Marketplace",),
    others=("Zoria Bank", "Altyn Travel", "Northwind Retail", "Nova Poshta"),
    public=("Payments API", "Merchant portal", "Webhooks", "kobzapay.example", "203.0.113.10"),
)
GRAVITIES = {"": Gravity.ADVICE, "!": Gravity.GRAVE, "~": Gravity.NOTE}
_MARK = re.compile(r"\{(?P<rule>[a-z_]+)(?P<gravity>[!~]?)\||\}")
_ESCAPE = re.compile(r"\\(?:n|u([0-9a-f]{4}))")


@dataclass(frozen=True, slots=True)
class Expected:
    rule: Rule
    gravity: Gravity
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Case:
    place: str
    language: Language
    context: Context
    text: str
    expected: tuple[Expected, ...]


def cases(name: str) -> list[Case]:
    """Every text of one table."""
    return list(_cases(name))


def _cases(name: str) -> Iterator[Case]:
    language, context = Language.EN, KOBZA
    lines = (TABLE / name).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if line.startswith("["):
            language, context = _heading(line.strip("[]").split())
        elif line.startswith("="):
            entries = (*context.entries, Entry(EventId(f"e{number}"), line[1:].strip()))
            context = replace(context, entries=entries)
        elif line.strip() and not line.startswith("--"):
            text, expected = _read(_ESCAPE.sub(_character, line))
            yield Case(f"{name}:{number}", language, context, text, expected)


def _heading(words: list[str]) -> tuple[Language, Context]:
    """Language, state, flags and limit; entries on lines with ``=`` follow."""
    limit = next((int(word[4:]) for word in words if word.startswith("sms=")), None)
    flags = frozenset(Flag(word) for word in words[2:] if not word.startswith("sms="))
    context = replace(KOBZA, state=ClientState(words[1]), flags=flags, messages=limit)
    return Language(words[0]), context


def _character(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16)) if escape[1] else "\n"


def _read(line: str) -> tuple[str, tuple[Expected, ...]]:
    text, open_marks, expected, done = "", [], [], 0
    for found in _MARK.finditer(line):
        text += line[done : found.start()]
        done = found.end()
        if found["rule"]:
            open_marks.append((Rule(found["rule"]), GRAVITIES[found["gravity"]], len(text)))
        else:
            rule, gravity, start = open_marks.pop()
            expected.append(Expected(rule, gravity, start, len(text)))
    assert not open_marks, line
    return text + line[done:], tuple(sorted(expected, key=lambda e: (e.start, e.end, e.rule)))
