"""A message somebody picked for an incident's timeline, and by whom it is held there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.events.record import NoteKind, Source
from bot.domain.ids import EventId, IncidentId, PersonId

PUSHPIN = "pushpin"
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Picking:
    """The policy of it. ``emoji`` are reactions by name, each with the kind of note it makes."""

    emoji: Mapping[str, NoteKind | None] = field(default_factory=lambda: {PUSHPIN: None})
    #: The largest file that is kept, in megabytes; a larger one stays in Slack and is linked.
    evidence_limit: int = 20

    @property
    def most(self) -> int:
        """The same in bytes."""
        return self.evidence_limit * MEGABYTE


class How(StrEnum):
    """By what a person picked. Only reactions and pins can be taken back by the same way."""

    REACTION = "reaction"
    PIN = "pin"
    SHORTCUT = "shortcut"
    #: A mention under the message: the message above it is meant.
    MENTION = "mention"
    #: The message is itself a note to us: `@tocsin note …`.
    SAID = "said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """One person's hold. ``emoji`` is the reaction's name; empty for the other ways."""

    person: PersonId
    how: How
    emoji: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """``entry`` is None until the message has been read. ``picked_at`` is UTC."""

    incident: IncidentId
    source: Source
    hands: tuple[Hand, ...]
    kind: NoteKind | None = None
    entry: EventId | None = None
    picked_at: datetime

    @property
    def held(self) -> bool:
        return bool(self.hands)

    @property
    def first(self) -> PersonId:
        """Who put it on the timeline. Expects somebody to hold it."""
        return self.hands[0].person

    def taken(self, hand: Hand, kind: NoteKind | None) -> "Pick":
        """With one more who holds it. The first kind that anybody gave it stays."""
        if hand in self.hands:
            return self
        return replace(self, hands=(*self.hands, hand), kind=self.kind or kind)

    def let_go(self, hand: Hand) -> "Pick":
        return replace(self, hands=tuple(each for each in self.hands if each != hand))
