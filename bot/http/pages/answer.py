"""Where a page that left Slack is answered: reading shows, and only a press of a button acts.

Mail programs and messengers read links before people do, so GET and HEAD change nothing. The
link answers once: after that the page says who has it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.domain.escalation_run import Escalation, State
from bot.domain.events import PageDeclined
from bot.domain.ids import PersonId, label
from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.http.pages.template import html
from bot.i18n import Translator, translator
from bot.links import Answer, Links
from bot.store.timeline import Entry
from bot.store.work import Store, Work
from bot.usecases import page
from bot.usecases.review import names

_EVER = datetime.fromtimestamp(0, UTC)
#: As for every page of ours, but that this one has a form.
POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whoever holds the link: their language, the clock on their wall, and the names they know."""

    id: PersonId
    t: Translator
    zone: ZoneInfo
    names: Mapping[PersonId, str]
    #: When it is read.
    now: datetime

    def clock(self, at: datetime) -> str:
        """The time of day; with the date, when that is another one than the reader's."""
        local, today = at.astimezone(self.zone), self.now.astimezone(self.zone)
        return f"{local:%H:%M}" if local.date() == today.date() else self.t.when(at, self.zone)

    def name(self, person: PersonId) -> str:
        return self.names.get(person, person)


class AnswerPages:
    def __init__(self, store: Store, links: Links) -> None:
        self._store = store
        self._links = links

    def routes(self) -> Sequence[web.RouteDef]:
        return (web.get("/page", self.show), web.post("/page", self.act))

    async def show(self, request: web.Request) -> web.Response:
        granted = self._granted(request)
        async with self._store.read() as work:
            reader = await reader_of(work, granted.person)
            run = await work.escalations.get(granted.escalation)
            incident = await work.incidents.get(granted.incident)
            story = await work.timeline.read(granted.incident)
            policy = work.policy
        facts = shown(reader, incident, run, policy, story)
        response = html("answer.html", reader.t, **facts)
        response.headers["Content-Security-Policy"] = POLICY
        return response

    async def act(self, request: web.Request) -> web.Response:
        """Acknowledge or decline, then show what came of it, so that reloading repeats nothing."""
        granted = self._granted(request)
        filled = await request.post()
        answer, reason = str(filled.get("answer", "")), str(filled.get("reason", ""))
        async with self._store.begin() as work:
            if answer == "acknowledge":
                await page.acknowledge(work, granted.escalation, by=granted.person)
            elif answer == "decline":
                await page.decline(work, granted.escalation, by=granted.person, reason=reason)
            else:
                raise web.HTTPBadRequest
        raise web.HTTPSeeOther(f"?{request.query_string}")

    def _granted(self, request: web.Request) -> Answer:
        token = request.query.get("pass", "")
        if not token:
            raise Refusal("This link is not valid. Answer the page in Slack.")
        return self._links.answered(token, now=self._store.clock())


async def reader_of(work: Work, person: PersonId) -> Reader:
    profile = await work.profiles.get(person, fresh_since=_EVER)
    member = work.policy.people.get(person)
    zone = (member.zone if member else None) or (profile.zone if profile else None)
    language = work.policy.language_of(person, profile.locale if profile else "")
    return Reader(
        id=person,
        t=translator(language),
        zone=zone or work.policy.workspace.zone,
        names=await names(work),
        now=work.now,
    )


def shown(
    reader: Reader, incident: Incident, run: Escalation, policy: Policy, story: Sequence[Entry]
) -> dict[str, Any]:
    """The page's facts. A private incident is told in Slack only, whoever holds the link."""
    t = reader.t
    over = run.state is State.STOPPED or not incident.status.open
    may_take = not over and (
        (run.answerable and reader.id not in run.holders) or reader.id in run.called
    )
    state, done = _state(reader, incident, run, story, over=over)
    private = incident.private
    return {
        "severity": incident.severity,
        "name": "" if private else label(incident.id),
        "title": t("You are paged. Open Slack.") if private else incident.title,
        "seen": "" if private or incident.impact == incident.title else incident.impact,
        "drill": incident.drill,
        "facts": () if private or over else _facts(reader, incident, run, policy),
        "state": state,
        "done": done,
        "open": not over,
        "may_take": may_take,
        "may_decline": may_take and reader.id in run.paged,
    }


def _facts(reader: Reader, incident: Incident, run: Escalation, policy: Policy) -> list[str]:
    t, service = reader.t, policy.services.get(incident.service) if incident.service else None
    facts = [t("Service: {service}", service=service.title.to(t.language))] if service else []
    if run.answerable and run.next_step_at is not None:
        facts.append(t("Answer by {time}.", time=reader.clock(run.next_step_at)))
    return facts


def _state(
    reader: Reader, incident: Incident, run: Escalation, story: Sequence[Entry], *, over: bool
) -> tuple[str, bool]:
    """What has become of the page, and whether the reader may rest; empty while it waits."""
    t = reader.t
    for ack in run.acks:
        if ack.person == reader.id:
            said = t("You have it since {time}.", time=reader.clock(ack.at))
            room = f" {t('War room: {room}', room=f'#{incident.room_name}')}"
            return (said if incident.private or not incident.room_name else said + room), True
    if over:
        return t("The incident has ended. Nobody needs to answer any more."), True
    if run.acks:
        who = ", ".join(reader.name(person) for person in run.holders)
        since = reader.clock(run.acks[0].at)
        said = t("Already acknowledged: {person} has it since {time}.", person=who, time=since)
        if run.answerable:
            return f"{said} {t('One more is needed.')}", False
        return said, True
    for entry in reversed(story):
        told = entry.event
        if isinstance(told, PageDeclined) and (told.escalation, told.by) == (run.id, reader.id):
            return t("You could not take it at {time}", time=reader.clock(told.at)), False
    return "", False
