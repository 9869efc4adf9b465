"""What clients were told, as the incident's page shows it: by whom, agreed to by whom, on time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.document import Recorded
from bot.domain.durations import of
from bot.domain.events import ClientUpdateSent
from bot.domain.ids import EventId
from bot.domain.naming import state_name
from bot.domain.phrase import Phrase, Who, phrase
from bot.http.pages.show import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One update that went out. ``id`` is its entry on the timeline."""

    id: EventId
    title: str
    at: str
    iso: str
    facts: tuple[str, ...]
    text: str


def updates(log: Sequence[Recorded], writer: Writer) -> tuple[Update, ...]:
    """The newest first."""
    return tuple(_shown(id, event, writer) for id, event in reversed(of(log, ClientUpdateSent)))


def _shown(id: EventId, event: ClientUpdateSent, writer: Writer) -> Update:
    state = state_name(event.state)
    named = phrase("{number}. {state}", number=event.number, state=state) if event.number else state
    return Update(
        id=id,
        title=writer.say(named),
        at=writer.clock(event.at),
        iso=event.at.isoformat(),
        facts=tuple(writer.say(fact) for fact in _facts(event)),
        text=event.text,
    )


def _facts(event: ClientUpdateSent) -> Iterator[Phrase]:
    if event.drafted_by is not None and event.drafted_by != event.by:
        yield phrase("drafted by {person}", person=Who(event.drafted_by))
    if event.approved_by is not None:
        yield phrase("approved by {person}", person=Who(event.approved_by))
    if event.by is not None:
        yield phrase("sent by {person}", person=Who(event.by))
    if event.due_at is not None and event.at > event.due_at:
        yield phrase("{late} late", late=event.at - event.due_at)
    elif event.due_at is not None:
        yield phrase("on time")
    if event.corrects_number:
        yield phrase("corrects {number}", number=event.corrects_number)
    if event.next_by is not None:
        yield phrase("next one promised by {time}", time=event.next_by)
