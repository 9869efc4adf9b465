"""What somebody needs to know who joins at minute fifty, or comes back: in ten lines.

How it stands now, what is new to them, and what is awaited next. The most important comes first,
and what does not fit is left to the page.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.catchup_news import news
from bot.domain.document import Recorded
from bot.domain.escalation_run import Escalation
from bot.domain.events import (
    ApprovalAsked,
    ApprovalGiven,
    ApprovalRefused,
    ClientUpdateSent,
    UpdateWithdrawn,
)
from bot.domain.ids import ClientUpdateId, PersonId
from bot.domain.incident import Incident
from bot.domain.naming import state_name, status_name
from bot.domain.phrase import Phrase, Slot, Where, Who, phrase, phrases
from bot.domain.record import Told, told
from bot.domain.roll_call import Answer, Call, roll_call
from bot.domain.text import clip

#: The last one is the link to the page.
LINES = 10
_IMPACT = 160
#: More names than these are a list to read.
_NAMED = 4
_WAITING = frozenset({Answer.WAITING, Answer.SILENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Catchup:
    state: tuple[Phrase, ...]
    since: Phrase
    news: tuple[Phrase, ...]
    awaited: Phrase | None

    @property
    def lines(self) -> tuple[Phrase, ...]:
        """Nine at most, the most important first."""
        last = (self.awaited,) if self.awaited else ()
        return (*self.state, self.since, *self.news, *last)


def catch_up(
    incident: Incident,
    entries: Sequence[Recorded],
    runs: Sequence[Escalation],
    *,
    reader: PersonId,
    since: datetime | None,
    now: datetime,
) -> Catchup:
    """``since`` is when they last looked, UTC; None for never. What they did is no news to them."""
    log = told(entries)
    calls = roll_call(one.event for one in log)
    new = tuple(_new(log, reader, since))
    state = tuple(_state(incident, calls, now))
    awaited = _awaited(incident, log, runs, now)
    room = LINES - 1 - len(state) - 1 - (awaited is not None)
    return Catchup(
        state=state,
        since=_since(since, len(new), now),
        news=news(new)[:room],
        awaited=awaited,
    )


def _new(log: Sequence[Told], reader: PersonId, since: datetime | None) -> Iterator[Told]:
    for one in log:
        if since is None or (one.event.at > since and one.event.by != reader):
            yield one


def _since(since: datetime | None, count: int, now: datetime) -> Phrase:
    if since is None:
        return phrases(
            "From the beginning ({count} entry):", "From the beginning ({count} entries):", count
        )
    ago = _minutes(now - since)
    if not count:
        return phrase("Nothing is new since you looked {ago} ago.", ago=ago)
    return phrases(
        "Since you looked {ago} ago ({count} entry):",
        "Since you looked {ago} ago ({count} entries):",
        count,
        ago=ago,
    )


def _state(incident: Incident, calls: Sequence[Call], now: datetime) -> Iterator[Phrase]:
    lead: Slot = Who(incident.lead) if incident.lead else phrase("nobody")
    yield phrase(
        "{severity}, {status}, {age} since declare. Lead: {lead}",
        severity=incident.severity,
        status=status_name(incident.status),
        age=_minutes((incident.resolved_at or now) - incident.declared_at),
        lead=lead,
    )
    seen = clip(" ".join(incident.impact.split()), _IMPACT)
    if incident.client_state is None:
        yield phrase("Clients see: {impact}", impact=seen)
    else:
        state = state_name(incident.client_state)
        yield phrase("Clients see: {impact} (told: {state})", impact=seen, state=state)
    asked = _asked(calls)
    if asked is not None:
        yield asked


def _asked(calls: Sequence[Call]) -> Phrase | None:
    """Who has it, and who is asked; None where nobody was."""
    answered = _whom(calls, lambda call: call.answer is Answer.ACKNOWLEDGED)
    asked = _whom(calls, lambda call: call.answer in _WAITING)
    waiting = [whom for whom in asked if whom not in answered]
    if answered and waiting:
        return phrase(
            "Answered: {people}; not yet: {others}",
            people=_listed(answered),
            others=_listed(waiting),
        )
    if answered:
        return phrase("Answered: {people}", people=_listed(answered))
    if waiting:
        return phrase("Paged, no answer yet: {people}", people=_listed(waiting))
    return phrase("Nobody has answered") if calls else None


def _whom(calls: Sequence[Call], fits: Callable[[Call], bool]) -> list[Who | Where]:
    return list(dict.fromkeys(call.whom for call in calls if call.whom and fits(call)))


def _awaited(
    incident: Incident, log: Sequence[Told], runs: Sequence[Escalation], now: datetime
) -> Phrase | None:
    report = tuple(_report(incident, now))
    if not incident.status.open:
        if incident.clients_wait:
            return phrase("Awaited: the last word to clients")
        return phrase("Awaited: {what}", what=_joined(report)) if report else None
    parts = [
        *report,
        *_next_update(incident, now),
        *_approval(log),
        *(
            phrase("an answer to the page by {time}", time=run.next_step_at)
            for run in runs
            if run.answerable and run.next_step_at is not None
        ),
        *(() if incident.lead else (phrase("a lead"),)),
    ]
    return phrase("Awaited: {what}", what=_joined(parts)) if parts else None


def _report(incident: Incident, now: datetime) -> Iterator[Phrase]:
    """The nearest deadline of the law, which goes on after the end."""
    if incident.clock is None:
        return
    due = incident.clock.due_at
    if due < now:
        yield phrase("a report to an authority, overdue since {time}", time=due)
    else:
        yield phrase("a report to an authority by {time}", time=due)


def _next_update(incident: Incident, now: datetime) -> Iterator[Phrase]:
    due = incident.update_due_at
    if due is None:
        return
    if due < now:
        yield phrase("a client update, overdue since {time}", time=due)
    else:
        yield phrase("a client update by {time}", time=due)


def _approval(log: Sequence[Told]) -> Iterator[Phrase]:
    waiting: set[ClientUpdateId] = set()
    for one in log:
        match one.event:
            case ApprovalAsked(update=update):
                waiting.add(update)
            case (
                ApprovalGiven(update=update)
                | ApprovalRefused(update=update)
                | UpdateWithdrawn(update=update)
                | ClientUpdateSent(update=update)
            ):
                waiting.discard(update)
            case _:
                continue
    if waiting:
        yield phrase("an approval of a client update")


def _listed(people: Sequence[Who | Where]) -> Slot:
    named: Slot = people[0]
    for person in people[1:_NAMED]:
        named = phrase("{people}, {person}", people=named, person=person)
    more = len(people) - _NAMED
    if more > 0:
        return phrase("{people} and {count} more", people=named, count=more)
    return named


def _joined(parts: Sequence[Phrase]) -> Phrase:
    said = parts[0]
    for part in parts[1:]:
        said = phrase("{one}; {two}", one=said, two=part)
    return said


def _minutes(length: timedelta) -> timedelta:
    """Nobody who catches up counts seconds."""
    return max(timedelta(minutes=1), length - length % timedelta(minutes=1))
