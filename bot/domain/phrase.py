"""A sentence before it has a language: a catalogue key and what goes into its slots.

The domain says *what* to tell; the edge knows to whom, in which language and in which
medium (Slack marks people as mentions, a web page by name). Slots hold values, so nothing
is escaped or formatted too early.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.domain.ids import PersonId, RoomId
from bot.domain.language import Localised


@dataclass(frozen=True, slots=True)
class Who:
    """A person, to be named by the medium."""

    id: PersonId


@dataclass(frozen=True, slots=True)
class Where:
    """A channel, to be named by the medium."""

    id: RoomId


@dataclass(frozen=True, slots=True)
class Phrase:
    """One catalogue sentence. ``plural`` and ``count`` choose among plural forms."""

    msgid: str
    slots: Mapping[str, "Slot"] = field(default_factory=dict)
    plural: str | None = None
    count: int = 0


Slot: TypeAlias = str | int | datetime | timedelta | Who | Where | Localised | Phrase


def phrase(msgid: str, /, **slots: Slot) -> Phrase:
    """A sentence with ``{named}`` slots. The English text is the catalogue key."""
    return Phrase(msgid, slots)


def phrases(one: str, many: str, count: int, /, **slots: Slot) -> Phrase:
    """A sentence that changes with a number, itself available as ``{count}``."""
    return Phrase(one, {**slots, "count": count}, many, count)
