"""One level at one instant: who stands behind it, and whether it is asked at all."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import chain

from bot.domain.escalation_path import Level, Resolve, Target, ToChannel, ToWebhook
from bot.domain.escalation_run import LAST_RESORT, LAST_RESORT_WAIT, Escalation
from bot.domain.events import Because, ResponderPaged, Skipped, WebhookCalled
from bot.domain.ids import PersonId, RoomId
from bot.domain.severity import SeverityName

#: A step fired later than this carries its lateness onto the timeline.
LATE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Everybody and everything behind a level's targets, each once, in the path's order."""

    people: tuple[PersonId, ...] = ()
    rooms: tuple[RoomId, ...] = ()
    webhooks: tuple[str, ...] = ()

    @property
    def answers(self) -> bool:
        """Whether anybody there can answer. A webhook cannot."""
        return bool(self.people or self.rooms)

    def without(self, people: Collection[PersonId]) -> "Found":
        if not people:
            return self
        rest = tuple(person for person in self.people if person not in people)
        return Found(people=rest, rooms=self.rooms, webhooks=self.webhooks)


def behind(targets: Iterable[Target], resolve: Resolve) -> Found:
    people: dict[PersonId, None] = {}
    rooms: dict[RoomId, None] = {}
    webhooks: dict[str, None] = {}
    for target in targets:
        if isinstance(target, ToWebhook):
            webhooks[target.webhook] = None
        elif isinstance(target, ToChannel):
            rooms |= dict.fromkeys(RoomId(room) for room in resolve(target))
        else:
            people |= dict.fromkeys(PersonId(person) for person in resolve(target))
    return Found(people=tuple(people), rooms=tuple(rooms), webhooks=tuple(webhooks))


def barred(
    level: Level,
    number: int,
    *,
    severity: SeverityName | None,
    skipped: Collection[int],
    at: datetime,
) -> Skipped | None:
    """Why this level is not asked at this instant, whoever stands behind it; None when it is."""
    if number in skipped:
        return Skipped.WISH
    if not level.when.fits(severity):
        return Skipped.SEVERITY
    return None if level.when.covers(at) else Skipped.HOURS


def upcoming(run: Escalation) -> Level | None:
    """The level that will be asked when the step is due, if it has somebody; None: last resort.

    Levels that will be passed over at that time are left out.
    """
    at = run.next_step_at
    if at is None:
        return None
    levels = run.path.levels
    this_round = range(run.position, len(levels))
    later = range(len(levels)) if run.round < run.path.rounds else range(0)
    for place in chain(this_round, later):
        level = levels[place]
        if not barred(level, place + 1, severity=run.severity, skipped=run.skipped, at=at):
            return level
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What made a step fire, as every page of it says."""

    because: Because
    #: The bot's own delay.
    late_seconds: int = 0
    #: After silence: the level that was asked before, and for how long.
    after_level: int | None = None
    waited_seconds: int = 0

    @classmethod
    def of(cls, run: Escalation, because: Because, at: datetime) -> "Cause":
        delay = at - (run.next_step_at or at)
        late = int(delay.total_seconds()) if delay >= LATE else 0
        if because is not Because.SILENCE:
            return cls(because=because, late_seconds=late)
        if run.level is None:
            return cls(because=Because.START, late_seconds=late)
        if run.acks:
            return cls(because=Because.MISSING, late_seconds=late)
        asked = run.level
        wait = LAST_RESORT_WAIT if asked == LAST_RESORT else run.path.levels[asked - 1].wait
        waited = int((wait + delay).total_seconds())
        return cls(because=because, late_seconds=late, after_level=asked, waited_seconds=waited)


def ask(
    run: Escalation, found: Found, level: int, cause: Cause, at: datetime
) -> list[ResponderPaged]:
    """A page for each person and room."""
    page = partial(
        ResponderPaged,
        incident=run.incident,
        at=at,
        escalation=run.id,
        level=level,
        round=run.round,
        version=run.version,
        because=cause.because,
        late_seconds=cause.late_seconds,
        after_level=cause.after_level,
        waited_seconds=cause.waited_seconds,
    )
    people = [page(person=person) for person in found.people]
    return [*people, *(page(channel=room) for room in found.rooms)]


def tell(run: Escalation, found: Found, level: int, at: datetime) -> list[WebhookCalled]:
    """Webhooks hear that their level is asked, even where nobody stands beside them."""
    return [
        WebhookCalled(
            incident=run.incident,
            at=at,
            escalation=run.id,
            level=level,
            round=run.round,
            url=url,
            version=run.version,
        )
        for url in found.webhooks
    ]
