"""One thing a person did in Slack, with all a handler needs to answer it, and the answer."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeAlias

from bot.domain.audience import may_see
from bot.domain.ids import IncidentId, PersonId, RoomId, label
from bot.domain.incident import Incident
from bot.domain.letters import Letters
from bot.domain.permission import Action
from bot.domain.phrase import Phrase
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.runbook import Runbook
from bot.i18n import Translator
from bot.links import Links
from bot.slack.client import Slack
from bot.slack.kit import Block, Mrkdwn, View
from bot.slack.people import Actor, People
from bot.store.work import Store, Work
from bot.usecases.page import show_life

#: What every database holds in an integer.
_DIGITS = 9


class Seen(Exception):
    """The same request was handled before: a retry, a double click, another replica."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the person sees. In a modal, ``errors`` stand under their fields.

    ``opens`` needs Slack and so is called after the ack. ``then`` is what else may wait.
    """

    text: Mrkdwn | None = None
    blocks: Sequence[Block] = ()
    #: Everyone in the channel sees it, not only the person.
    aloud: bool = False
    opens: View | None = None
    #: The next view of a modal, in place of this one or on top of it.
    shows: View | None = None
    stacks: View | None = None
    closes: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    #: Options of a type-ahead.
    options: Sequence[Block] | None = None
    #: The message whose button was pressed gives way to this.
    replaces: bool = False
    then: Callable[[], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """``key`` is the same for every repeat of the same request.

    ``words`` is what follows the verb, ``value`` what a pressed button carries, ``named`` an
    incident named in words (`/incident severity INC-12 SEV1`).
    """

    body: Mapping[str, Any]
    key: str
    actor: Actor
    store: Store
    slack: Slack
    people: People
    links: Links
    #: Writes client updates from the organisation's templates.
    letters: Letters
    #: By slug.
    runbooks: Mapping[str, Runbook]
    #: The channel the person is in; None in the App Home and in modals.
    channel: RoomId | None = None
    thread: str = ""
    trigger: str = ""
    words: str = ""
    value: str = ""
    named: IncidentId | None = None

    @property
    def t(self) -> Translator:
        return self.actor.t

    @property
    def policy(self) -> Policy:
        return self.store.policy

    @property
    def by(self) -> PersonId:
        return self.actor.id

    @property
    def by_the_bot(self) -> bool:
        """Slack names, with each event, the bot user it is delivered to."""
        told = self.body.get("authorizations") or ()
        return not self.by or any(one.get("user_id") == self.by for one in told)

    def with_words(self, words: str, named: IncidentId | None = None) -> "Request":
        return replace(self, words=words, named=self.named if named is None else named)

    def read(self) -> AbstractAsyncContextManager[Work]:
        return self.store.read()

    @asynccontextmanager
    async def begin(self) -> AsyncGenerator[Work]:
        """A transaction that happens once for this request, however often it is delivered."""
        async with self.store.begin() as work:
            if not await work.inbox.claim(self.key, work.now):
                raise Seen
            yield work
            # Whatever somebody does shows that they still have what they acknowledged.
            await show_life(work, work.touched_by(self.by), by=self.by)

    async def incident(self, work: Work) -> Incident:
        """The incident this request is about: named, or the one whose room this is."""
        incident = None
        if self.named is not None:
            incident = await work.incidents.get(self.named)
        elif self.channel is not None:
            incident = await work.incidents.in_room(self.channel)
        if incident is None:
            raise Refusal(
                "This channel is not a war room. Go to the incident's room, or name it: "
                "`/incident show INC-12`. `/incident list` shows the open ones."
            )
        await self.must_see(work, incident)
        return incident

    async def about(self, work: Work) -> Incident:
        """The incident a button or form carries, else the one named or whose room this is."""
        if not self.value:
            return await self.incident(work)
        incident = await work.incidents.get(IncidentId(number(self.value)))
        await self.must_see(work, incident)
        return incident

    async def must_see(self, work: Work, incident: Incident) -> None:
        """A private incident is unknown to those outside it, in the same words as a missing one."""
        members = await work.incidents.members(incident.id)
        if not may_see(incident, self.by, members=members, guest=self.actor.guest):
            raise Refusal(
                "There is no {incident}. `/incident list` shows the open ones.",
                incident=label(incident.id),
            )

    def must_belong(self) -> None:
        """Refuse guests what everybody else may read: lists, help with an incident's words."""
        if not self.actor.guest or self.by in self.policy.permissions.guests:
            return
        if self.actor.stranger:
            raise Refusal(
                "Slack does not tell me who you are right now, so I cannot do this for you. "
                "Try again in a minute."
            )
        raise Refusal("Guests cannot do this here. Ask somebody from the team to do it for you.")

    def must(self, action: Action, incident: Incident | None = None) -> None:
        """Refuse what the policy does not allow this person."""
        if self.may(action, incident):
            return
        self.must_belong()
        if incident is None and action is Action.OVERRIDE:
            raise Refusal(
                "Your organisation's policy does not let you change who is on call. "
                "`/oncall cover me` asks others to take a shift of yours."
            )
        raise Refusal(
            "Your organisation's policy does not let you do this. Ask the incident's lead."
        )

    def may(self, action: Action, incident: Incident | None = None) -> bool:
        """Whether the policy allows this person."""
        roles = [role for role, who in incident.roles.items() if who == self.by] if incident else []
        return self.policy.permissions.allow(action, self.by, guest=self.actor.guest, roles=roles)

    def aside(self, incident: Incident, text: Mrkdwn, blocks: Sequence[Block] = ()) -> Reply:
        """Tell only this person. A form cannot speak when it closes, so the room does."""
        if self.channel is not None:
            return Reply(text=text, blocks=blocks)
        if incident.room is None:
            return Reply(closes=True)
        whisper = partial(self.slack.whisper, incident.room, self.by, str(text), blocks)
        return Reply(closes=True, then=whisper)


def number(value: str) -> int:
    """The number that a button or form carries first. A Refusal for what we never wrote there."""
    first = value.split(":", maxsplit=1)[0]
    if not (first.isascii() and first.isdigit() and len(first) <= _DIGITS):
        raise Refusal(
            "This button or form is out of date. `/incident list` shows the open incidents."
        )
    return int(first)


Handler: TypeAlias = Callable[[Request], Awaitable[Reply | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A word after `/incident`: ``/incident <name> <usage>`` does ``what``, says the help."""

    name: str
    handler: Handler
    what: Phrase
    usage: Phrase | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Routes:
    """What a slice listens to. Ids are exact; an action id with ``:`` routes by its first part."""

    verbs: Sequence[Verb] = ()
    actions: Mapping[str, Handler] = field(default_factory=dict)
    views: Mapping[str, Handler] = field(default_factory=dict)
    options: Mapping[str, Handler] = field(default_factory=dict)
    shortcuts: Mapping[str, Handler] = field(default_factory=dict)
    events: Mapping[str, Handler] = field(default_factory=dict)
