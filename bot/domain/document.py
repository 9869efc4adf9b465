"""A report made of facts that cite the events they come from, and prompts for people.

It has no language and no medium yet: `markdown` writes it in one, a web page in another.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, TypeAlias

from bot.domain.events import Event
from bot.domain.ids import EventId, EvidenceId
from bot.domain.language import Localised
from bot.domain.phrase import Phrase, Slot

#: What a fact may state; the policy's own words come in several languages.
Value: TypeAlias = Slot | Localised
#: Writes a value in one language for one medium.
Say: TypeAlias = Callable[[Value], str]


class Recorded(Protocol):
    """One event as the timeline keeps it."""

    @property
    def id(self) -> EventId: ...
    @property
    def event(self) -> Event: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """``label: value``. A value nobody recorded is `UNKNOWN` and cites nothing."""

    label: Phrase
    value: Value
    cites: tuple[EventId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence of its own."""

    text: Phrase
    cites: tuple[EventId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a person wrote, as they wrote it."""

    text: str
    cites: tuple[EventId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One row of the timeline; others cite it by its number.

    ``at`` is UTC. ``kind`` is the event's own, so that a page can tell kinds apart. ``marks`` say
    what was changed about it since, ``struck`` that it does not count any more; ``link`` leads to
    the message it was made of, ``evidence`` to a file that is kept.
    """

    number: int
    kind: str
    id: EventId
    at: datetime
    text: Phrase
    marks: tuple[Phrase, ...] = ()
    struck: bool = False
    link: str = ""
    evidence: EvidenceId | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """What only people can answer."""

    text: Phrase


Item: TypeAlias = Fact | Line | Words | Moment | Prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    name: str
    title: Phrase
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """``title`` is ``INC-12 Card payments fail``; ``head`` the facts that stand above all."""

    title: str
    head: tuple[Fact, ...]
    sections: tuple[Section, ...]

    @property
    def numbers(self) -> dict[EventId, int]:
        """The timeline's numbers, by which facts are cited."""
        return {
            item.id: item.number
            for section in self.sections
            for item in section.items
            if isinstance(item, Moment)
        }


def markdown(document: Document, say: Say) -> str:
    """The document as CommonMark; ``[3]`` cites row 3 of its timeline."""
    cite = _citer(document)
    lines = [f"# {escaped(document.title)}", ""]
    lines += [_fact(fact, say, cite) for fact in document.head]
    for section in document.sections:
        lines += ["", f"## {say(section.title)}", ""]
        for item in section.items:
            lines += _item(item, say, cite)
    return "\n".join(lines).rstrip() + "\n"


def escaped(text: str) -> str:
    """Typed text on one line, with nothing in it that Markdown would obey."""
    flat = " ".join(text.split())
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", flat)


def _item(item: Item, say: Say, cite: Callable[[Sequence[EventId]], str]) -> list[str]:
    match item:
        case Fact():
            return [_fact(item, say, cite)]
        case Line():
            return [f"- {say(item.text)}{cite(item.cites)}"]
        case Words():
            quoted = [f"> {escaped(line)}".rstrip() for line in item.text.split("\n")]
            quoted[-1] += cite(item.cites)
            return [*quoted, ""]
        case Moment():
            when = item.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
            marks = "".join(f" ({say(mark)})" for mark in item.marks)
            return [f"{item.number}. {when} — {say(item.text)}{marks} `{item.id}`"]
        case Prompt():
            return [f"*{say(item.text)}*", ""]


def _fact(fact: Fact, say: Say, cite: Callable[[Sequence[EventId]], str]) -> str:
    return f"- **{say(fact.label)}:** {say(fact.value)}{cite(fact.cites)}"


def _citer(document: Document) -> Callable[[Sequence[EventId]], str]:
    numbers = document.numbers

    def cite(ids: Sequence[EventId]) -> str:
        return "".join(f" [{numbers[id]}]" for id in ids)

    return cite
