"""The question goes to those who may agree, is kept true, and its author hears how it went."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.domain import approval
from bot.domain.audience import keeps_seeing, may_see
from bot.domain.client_update import ClientUpdate
from bot.domain.effects import AskApproval, RefreshApprovals, TellAuthor
from bot.domain.events import ApprovalAsked
from bot.domain.ids import ClientUpdateId, EventId, IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.wording import Finding
from bot.i18n import Translator
from bot.slack import audiences
from bot.slack.approval import views
from bot.slack.desk import Desk, key
from bot.slack.kit import Block
from bot.slack.outcome import Posted, SlackError
from bot.store.cards import Card
from bot.store.outbox import Parcel
from bot.store.timeline import Entry
from bot.usecases import update as updates
from bot.usecases.deliver import After, Senders

_KIND = "approval"
#: The message was deleted, or its channel is gone: there is nothing to keep true.
_GONE = frozenset({"message_not_found", "channel_not_found", "cant_update_message"})


def senders(desk: Desk) -> Senders:
    asker = Asker(desk)
    return {
        AskApproval: asker.ask,
        RefreshApprovals: asker.refresh,
        TellAuthor: asker.tell_author,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An update and its incident as they stand, and all that happened."""

    update: ClientUpdate
    incident: Incident
    story: Sequence[Entry]
    members: Collection[PersonId]
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Asker:
    """Posts questions and edits them. Each remembers which asking it belongs to."""

    desk: Desk

    async def ask(self, effect: AskApproval, parcel: Parcel) -> After | None:
        """To one who may agree, or to the room; in silence when it needs no answer any more."""
        seen = await self._look(effect.incident, effect.update)
        update, whom = seen.update, effect.person or seen.incident.room
        asking = _last_asking(seen)
        if whom is None or asking is None or not _waits(update):
            return None
        if effect.person and not self._may_agree(seen, effect.person):
            return None
        t = await self._language(effect.person)
        text, blocks = views.question(t, self._question(seen, asking))
        posted = await self.desk.slack.post(whom, text, blocks, key=key(parcel))
        card = Card(
            kind=_KIND,
            ref=f"{update.id}:{asking}:{update.digest[:8]}:{effect.person or ''}",
            incident=effect.incident,
            channel=posted.channel,
            ts=posted.ts,
            person=effect.person,
        )
        return lambda work: work.cards.put(card)

    async def refresh(self, effect: RefreshApprovals, _parcel: Parcel) -> After | None:
        seen = await self._look(effect.incident, effect.update)
        async with self.desk.store.read() as work:
            cards = await work.cards.beginning(_KIND, effect.update)
        for card in cards:
            if not keeps_seeing(seen.incident, card.person, seen.members):
                continue
            _, asking, digest, _ = card.ref.split(":", maxsplit=3)
            asked = self._question(seen, EventId(asking))
            stale = not seen.update.digest.startswith(digest)
            t = await self._language(card.person)
            text, blocks = views.question(t, replace(asked, stale=stale))
            await self._edit(Posted(card.channel, card.ts), text, blocks)
        return None

    async def tell_author(self, effect: TellAuthor, parcel: Parcel) -> After | None:
        """Nothing to who has left a private room meanwhile."""
        seen = await self._look(effect.incident, effect.update)
        entry = next((one for one in seen.story if one.id == effect.event), None)
        profile = await self.desk.people.profile(effect.person)
        if entry is None or not may_see(
            seen.incident, effect.person, members=seen.members, guest=profile.guest
        ):
            return None
        t = await self.desk.language_of(effect.person)
        text, blocks = views.news(t, seen.incident, seen.update, entry.event)
        await self.desk.slack.post(effect.person, text, blocks, key=key(parcel))
        return None

    async def _look(self, incident: IncidentId, id: ClientUpdateId) -> Seen:
        async with self.desk.store.read() as work:
            update = await work.client_updates.get(id)
            about = await work.incidents.get(incident)
            story = await work.timeline.read(incident)
            members = await work.incidents.members(incident)
            found = await updates.findings(work, id)
        return Seen(update=update, incident=about, story=story, members=members,
                    findings=audiences.by_text(found))  # fmt: skip

    def _question(self, seen: Seen, asking: EventId) -> views.Question:
        """As it stands since that asking."""
        about = [one for one in seen.story if getattr(one.event, "update", "") == seen.update.id]
        place = next((n for n, one in enumerate(about) if one.id == asking), len(about))
        askings = [one.event for one in about[: place + 1] if isinstance(one.event, ApprovalAsked)]
        return views.Question(
            incident=seen.incident,
            policy=self.desk.store.policy,
            update=seen.update,
            findings=seen.findings,
            changed=_changed(askings),
            since=[one.event for one in about[place + 1 :]],
        )

    def _may_agree(self, seen: Seen, person: PersonId) -> bool:
        """Meanwhile others may have to: of what became private only they hear."""
        wanted = approval.rule(seen.incident, seen.update, self.desk.store.policy)
        return person in wanted.people

    async def _language(self, person: PersonId | None) -> Translator:
        return await self.desk.language_of(person) if person else self.desk.room_language()

    async def _edit(self, message: Posted, text: str, blocks: Sequence[Block]) -> None:
        try:
            await self.desk.slack.update(message, text, blocks)
        except SlackError as error:
            if error.code not in _GONE:
                raise


def _waits(update: ClientUpdate) -> bool:
    return update.pending and update.asked_at is not None and update.approval is None


def _last_asking(seen: Seen) -> EventId | None:
    ours = [
        one.id
        for one in seen.story
        if isinstance(one.event, ApprovalAsked) and one.event.update == seen.update.id
    ]
    return ours[-1] if ours else None


def _changed(askings: Sequence[ApprovalAsked]) -> tuple[str, ...]:
    """Which fields the last asking is about that were others in the one before it."""
    if len(askings) < 2 or not askings[-2].marks:  # noqa: PLR2004 - an asking and the one before
        return ()
    before, now = askings[-2].marks, askings[-1].marks
    return tuple(name for name, mark in now.items() if before.get(name) != mark)
