"""What people put on the timeline, and what became of it afterwards.

Nothing here is ever taken away: a correction keeps what stood there before, and what was struck
out stays readable with who did it and when.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from bot.domain.events.fact import Fact
from bot.domain.ids import EventId, EvidenceId, PersonId, RoomId


class NoteKind(StrEnum):
    """What a note is besides a note."""

    DECISION = "decision"
    FINDING = "finding"
    ACTION = "action"
    #: What clients feel of it.
    IMPACT = "impact"


class Why(StrEnum):
    """What made an entry change."""

    #: A person corrected it.
    HAND = "hand"
    #: Its author edited the message in Slack.
    EDITED = "edited"
    #: The message was deleted in Slack; its words are kept.
    DELETED = "deleted"
    #: Who picked the message took that back.
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The message that an entry was made of. ``ts`` is Slack's own name and time for it."""

    channel: RoomId
    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of a message: Slack's id of it, and what it is called."""

    file: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded(Fact):
    """``author`` said it, ``by`` put it on the timeline; ``said_at`` is when it was said."""

    text: str
    author: PersonId
    said_at: datetime
    permalink: str = ""
    kind: NoteKind | None = None
    source: Source | None = None
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCorrected(Fact):
    """``entry`` reads otherwise from now on. None leaves a part as it was.

    For a deleted message nothing is new: ``old_text`` is what is kept. ``by`` is None where
    Slack does not say who deleted it.
    """

    entry: EventId
    why: Why
    text: str | None = None
    old_text: str | None = None
    moment: datetime | None = None
    old_moment: datetime | None = None
    kind: NoteKind | None = None
    old_kind: NoteKind | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRemoved(Fact):
    """``entry`` is struck out. ``text`` is what it said."""

    entry: EventId
    why: Why
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceKept(Fact):
    """A file of ``entry``, kept with the incident; too large a one stays where ``link`` leads.

    ``evidence`` and ``sha256`` are empty for what is only a link. ``size`` is in bytes.
    """

    entry: EventId
    file: str
    name: str
    mimetype: str
    size: int
    evidence: EvidenceId | None = None
    sha256: str = ""
    link: str = ""


Recording: TypeAlias = NoteAdded | EntryCorrected | EntryRemoved | EvidenceKept
