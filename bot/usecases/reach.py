"""Reach a person who is paged, by Slack and by every other method they have, and write down how.

Each method is an effect of its own with its own due time, so that a slow service delays no other
and a crash leaves one method in doubt, not all. An attempt in doubt is never repeated: the next
method is due at once instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.change import Change
from bot.domain.contact import AGAIN, SLACK, SLACK_LIMIT, Outcome, Ring, Why, rings
from bot.domain.effects import HurryContacts, NotifyPerson
from bot.domain.escalation_run import Escalation
from bot.domain.events import PersonNotified
from bot.domain.ids import EscalationId, EventId, PersonId
from bot.domain.incident import Incident
from bot.domain.person import Member
from bot.domain.policy import Policy
from bot.store.timeline import Entry
from bot.store.work import Work

_EVER = datetime.fromtimestamp(0, UTC)
#: Only a clear no is worth another try by the same method.
_TRANSIENT = frozenset({Why.REFUSED, Why.UNREACHABLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of one attempt. ``detail`` never holds a secret. ``seconds`` it took."""

    outcome: Outcome
    why: Why = Why.NONE
    detail: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page to one person: ``event`` is the one that paged them."""

    escalation: EscalationId
    person: PersonId
    event: EventId

    def key(self, place: int, attempt: int = 1) -> str:
        """Of the effect that uses the method at this place: the same at every ordering."""
        return f"{self.event}.contact{place}.{attempt}"

    def morning_key(self, ring: Ring) -> str:
        """Of one that quiet hours moved: a night of repeated pages ends in one message."""
        return f"{self.escalation[:16]}.{self.person}.{ring.place}.{ring.at:%y%m%d%H%M}"


def wanted(effect: NotifyPerson, run: Escalation, incident: Incident) -> bool:
    """Nothing leaves after an answer, nor for an escalation that has moved on."""
    if not incident.status.open:
        return False
    if effect.deferred:
        asked = run.awaits(effect.person, run.version) and effect.person in run.paged
        return asked or run.awaits(effect.person, None)
    return run.awaits(effect.person, effect.version if effect.version >= 0 else None)


async def walk(work: Work, effect: NotifyPerson) -> None:
    """Order one effect for each method of the person, each due when its turn comes.

    Delays count from now: after an outage, methods do not leave all in one burst.
    """
    page = Page(escalation=effect.escalation, person=effect.person, event=effect.page)
    run = await work.escalations.get(effect.escalation, for_update=True)
    incident = await work.incidents.get(effect.incident)
    if not wanted(effect, run, incident):
        return
    told = _of(page, await work.timeline.read(effect.incident))
    in_trouble = any(one.by_slack and one.outcome is not Outcome.DELIVERED for one in told)
    due = await _rings(work, page, incident, at_once=in_trouble)
    for ring in due:
        order = replace(effect, contact=ring.contact.name, place=ring.place, deferred=ring.deferred)
        key = page.morning_key(ring) if ring.deferred else page.key(ring.place)
        work.appoint(order, key=key, due_at=ring.at)
    limit = work.now + SLACK_LIMIT
    if any(ring.at > limit for ring in due):
        look = HurryContacts(
            incident=effect.incident,
            escalation=effect.escalation,
            person=effect.person,
            page=effect.page,
        )
        work.appoint(look, key=f"{page.event}.hurry", due_at=limit)


async def tried(work: Work, effect: NotifyPerson, report: Report) -> None:
    """Write down an attempt. Unless it succeeded, the next method is due at once."""
    page = Page(escalation=effect.escalation, person=effect.person, event=effect.page)
    run = await work.escalations.get(effect.escalation, for_update=True)
    await _note(work, run, page, effect.contact, report, attempt=effect.attempt)
    if report.outcome is Outcome.DELIVERED:
        return
    incident = await work.incidents.get(effect.incident)
    told = _of(page, await work.timeline.read(effect.incident))
    attempted = {effect.contact, *(one.means for one in told)}
    at_once = await _rings(work, page, incident, at_once=True)
    following = [ring for ring in at_once if ring.contact.name not in attempted]
    if following:
        await work.outbox.hasten([page.key(following[0].place)], following[0].at)
    if (
        report.outcome is Outcome.FAILED
        and report.why in _TRANSIENT
        and effect.attempt <= len(AGAIN)
    ):
        again = replace(effect, attempt=effect.attempt + 1)
        due_at = work.now + AGAIN[effect.attempt - 1]
        work.appoint(again, key=page.key(effect.place, again.attempt), due_at=due_at)


async def slack_failed(work: Work, page: Page, report: Report) -> None:
    """Slack did not take the page: every other method is due at once. Written down once."""
    run = await work.escalations.get(page.escalation, for_update=True)
    told = _of(page, await work.timeline.read(run.incident))
    if any(one.by_slack for one in told):
        return
    await _note(work, run, page, SLACK, report)
    incident = await work.incidents.get(run.incident)
    for ring in await _rings(work, page, incident, at_once=True):
        await work.outbox.hasten([page.key(ring.place)], ring.at)


async def slack_delivered(work: Work, page: Page) -> None:
    run = await work.escalations.get(page.escalation, for_update=True)
    await _note(work, run, page, SLACK, Report(outcome=Outcome.DELIVERED))


def by_slack(page: Page, story: Sequence[Entry]) -> bool:
    """Whether it is known already what Slack did with this page."""
    return any(one.by_slack for one in _of(page, story))


async def _note(
    work: Work, run: Escalation, page: Page, means: str, report: Report, *, attempt: int = 1
) -> None:
    fact = PersonNotified(
        incident=run.incident,
        at=work.now,
        escalation=page.escalation,
        person=page.person,
        page=page.event,
        means=means,
        outcome=report.outcome,
        why=report.why,
        detail=report.detail,
        attempt=attempt,
    )
    await work.record(Change(run, (fact,)))


async def _rings(work: Work, page: Page, incident: Incident, *, at_once: bool) -> tuple[Ring, ...]:
    """The person's methods from now on."""
    member = work.policy.people.get(page.person)
    if member is None or not member.contacts:
        return ()
    return rings(
        member.contacts,
        member.quiet,
        await _zone(work, member),
        urgent=urgent(work.policy, incident),
        at=work.now,
        at_once=at_once,
    )


def urgent(policy: Policy, incident: Incident) -> bool:
    """Whether its pages break quiet hours. A severity that the policy lost is urgent."""
    for severity in policy.severities:
        if severity.name == incident.severity:
            return severity.pages if severity.urgent is None else severity.urgent
    return True


async def _zone(work: Work, member: Member) -> ZoneInfo:
    if member.zone is not None:
        return member.zone
    profile = await work.profiles.get(member.id, fresh_since=_EVER)
    return profile.zone if profile and profile.zone else work.policy.workspace.zone


def _of(page: Page, story: Sequence[Entry]) -> list[PersonNotified]:
    return [
        entry.event
        for entry in story
        if isinstance(entry.event, PersonNotified)
        and (entry.event.page, entry.event.person) == (page.event, page.person)
    ]
