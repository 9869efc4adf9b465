"""Escalation paths for tests, and their story in short."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.domain import escalation
from bot.domain.escalation import Escalation, Resolve
from bot.domain.escalation_path import (
    Condition,
    EscalationPath,
    Level,
    Target,
    ToChannel,
    ToGroup,
    ToPerson,
    ToRotation,
)
from bot.domain.events import Event, LevelSkipped, ResponderPaged, WebhookCalled
from bot.domain.ids import EscalationId, PersonId, RoomId
from bot.domain.language import Localised
from bot.domain.person import GroupName
from bot.domain.service import PathName, RotationName
from bot.domain.severity import Severity
from tests.domain.sample import AT, INC_7, IRYNA, MINUTE, OLENA, SEV2, TARAS

ANNA, BOSS = PersonId("U0ANNA"), PersonId("U0BOSS")
ID = EscalationId("e1")
#: Nobody is ever on call in it.
EMPTY = ToRotation(RotationName("empty"))
BOTH = ToGroup(GroupName("both"))


def level(*targets: Target, wait: timedelta = 5 * MINUTE, when: Condition | None = None) -> Level:
    return Level(name=Localised("Support"), targets=targets, wait=wait, when=when or Condition())


def path(*levels: Level, rounds: int = 1) -> EscalationPath:
    return EscalationPath(
        name=PathName("payments"), levels=levels, rounds=rounds, last_resort=ToPerson(BOSS)
    )


THREE = path(
    level(ToPerson(OLENA)), level(ToPerson(TARAS), wait=10 * MINUTE), level(ToPerson(IRYNA))
)


def resolve(target: Target) -> tuple[PersonId | RoomId, ...]:
    """People and channels are themselves; Olena and Taras are both; nobody is on call."""
    match target:
        case ToPerson(person=person):
            return (person,)
        case ToChannel(channel=channel):
            return (channel,)
        case ToGroup():
            return (OLENA, TARAS)
        case _:
            return ()


FIND: Resolve = resolve


def begun(way: EscalationPath = THREE, *, severity: Severity = SEV2) -> Escalation:
    """Started, and the first level paged, at `AT`."""
    return escalation.begin(ID, INC_7, way, FIND, severity=severity, by=None, at=AT).state


def ticked(run: Escalation, minute: float) -> Escalation:
    return escalation.advance(run, FIND, at=AT + minute * MINUTE).state


def minutes(at: datetime) -> int:
    return int((at - AT) / MINUTE)


def brief(event: Event) -> object:
    """A page in short: minute, round, level and whom; a skip: minute, round, level and why."""
    match event:
        case ResponderPaged():
            return minutes(event.at), event.round, event.level, event.person or event.channel
        case LevelSkipped():
            return minutes(event.at), event.round, event.level, event.why.value
        case WebhookCalled():
            return minutes(event.at), event.round, event.level, event.url
        case _:
            return type(event).__name__


def silence(way: EscalationPath, until: int, **begins: Any) -> list[object]:
    """What happens when nobody answers and the clock ticks every minute."""
    settings: Mapping[str, Any] = {"severity": SEV2, **begins}
    change = escalation.start(ID, INC_7, way, by=None, at=AT, **settings)
    told: list[object] = []
    for minute in range(until + 1):
        change = escalation.advance(change.state, FIND, at=AT + minute * MINUTE)
        told += map(brief, change.events)
    return told
