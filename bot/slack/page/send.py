"""Pages going out, and page messages kept true: who answered, or that nobody need any more."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.domain.audience import announced, keeps_seeing
from bot.domain.contact import SLACK_LIMIT, Outcome, Why
from bot.domain.delivery import DeliveryError, Hopeless, Later, Refused
from bot.domain.effects import PagePerson, RefreshBundle, RefreshPages, TellTrial
from bot.domain.escalation import Escalation
from bot.domain.events import (
    PersonCalled,
    ResponderPaged,
)
from bot.domain.foresight import OnCall
from bot.domain.ids import IncidentId, PersonId, RoomId, label
from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.i18n import Translator
from bot.slack import bundled
from bot.slack.desk import Desk, key
from bot.slack.kit import Block
from bot.slack.outcome import Key, Posted, SlackError, SlackRefused
from bot.slack.page import views
from bot.slack.summons import Page, cause_of, event_of, told, with_outcome
from bot.store.cards import Card
from bot.store.outbox import Parcel
from bot.store.timeline import Entry
from bot.store.work import Work
from bot.usecases import reach
from bot.usecases.deliver import After, Senders
from bot.usecases.storm import Storm

_KIND = "page"
#: One row for each page of a message that holds several.
_BUNDLE = "bundle"
#: The message was deleted, or its channel is gone: there is nothing to keep true.
_GONE = frozenset({"message_not_found", "channel_not_found", "cant_update_message"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A page ready to be written, alone or among others."""

    key: str
    t: Translator
    incident: Incident
    run: Escalation
    page: Page

    @property
    def line(self) -> bundled.Paged:
        page = self.page
        return bundled.Paged(
            incident=self.incident, escalation=self.run.id, why=page.why, outcome=page.outcome
        )


def senders(desk: Desk) -> Senders:
    pager = Pager(desk, Storm(lambda: desk.store.clock(), partial(_post, desk)))  # noqa: PLW0108
    return {
        PagePerson: pager.page_person,
        RefreshPages: pager.refresh_pages,
        RefreshBundle: pager.refresh_bundle,
        TellTrial: pager.tell_trial,
    }


@dataclass(frozen=True, slots=True)
class Pager:
    """Sends pages and edits them. Those of one storm to one person share messages."""

    desk: Desk
    storm: Storm[PersonId, Letter, Posted]

    async def page_person(self, effect: PagePerson, parcel: Parcel) -> After | None:
        letter = await _letter(self.desk, effect, parcel.key)
        if letter is None:
            return None
        try:
            posted = await _send(self.desk, self.storm, effect, letter, key(parcel))
        except DeliveryError as error:
            await _leave_slack(self.desk, effect, parcel, error)
            raise
        return partial(_remember, effect, letter, posted)

    async def refresh_pages(self, effect: RefreshPages, parcel: Parcel) -> After | None:
        async with self.desk.store.read() as work:
            run = await work.escalations.get(effect.escalation)
            incident = await work.incidents.get(effect.incident)
            story = await work.timeline.read(effect.incident)
            cards = await work.cards.of(_KIND, effect.incident)
            bundles = await work.cards.of(_BUNDLE, effect.incident)
            on_call = await work.on_call()
            members = await work.incidents.members(effect.incident)
        for card in cards:
            escalation_id, _, cause = card.ref.partition(":")
            if escalation_id != run.id or not keeps_seeing(incident, card.person, members):
                continue
            t, policy = await _language(self.desk, card.person), self.desk.store.policy
            letter = _written(t, incident, run, card.person, policy, on_call, cause, story)
            message = Posted(card.channel, card.ts)
            await _edit(self.desk, message, *views.page(t, letter.page))
        return partial(_refresh_bundles, bundles, parcel.key) if bundles else None

    async def refresh_bundle(self, effect: RefreshBundle, _parcel: Parcel) -> After | None:
        t = await self.desk.language_of(effect.person)
        async with self.desk.store.read() as work:
            cards = await work.cards.beginning(_BUNDLE, effect.ts)
            ours = [card for card in cards if card.channel == effect.channel]
            again = [await _again(t, work, card) for card in ours]
        pages = [letter for letter in again if letter]
        if pages:
            text, blocks = bundled.bundle(t, [letter.line for letter in pages])
            await _edit(self.desk, Posted(effect.channel, effect.ts), text, blocks)
        return None

    async def tell_trial(self, effect: TellTrial, parcel: Parcel) -> After | None:
        t = await self.desk.language_of(effect.person)
        text, blocks = bundled.trial(t, effect.tried)
        await self.desk.slack.post(effect.person, text, blocks, key=key(parcel))
        return None


async def _letter(desk: Desk, effect: PagePerson, key: str) -> Letter | None:
    """The page as it stands now; None, in silence, when nobody waits for its answer any more."""
    async with desk.store.read() as work:
        run = await work.escalations.get(effect.escalation)
        incident = await work.incidents.get(effect.incident)
        story = await work.timeline.read(effect.incident)
        on_call = await work.on_call()
    version = effect.version if effect.version >= 0 else None
    if not incident.status.open or not run.awaits(effect.person, version):
        return None
    t = await _language(desk, effect.person)
    return _written(t, incident, run, effect.person, desk.store.policy, on_call, key, story)


async def _again(t: Translator, work: Work, card: Card) -> Letter | None:
    """A page of a bundle as it stands now, if its reader may still see it.

    The reference ends in the page's key.
    """
    assert card.incident is not None
    key = card.ref.partition(":")[2]
    story = await work.timeline.read(card.incident)
    event = story[cause_of(key, story)].event
    assert isinstance(event, PersonCalled | ResponderPaged)
    run = await work.escalations.get(event.escalation)
    incident = await work.incidents.get(card.incident)
    if not keeps_seeing(incident, card.person, await work.incidents.members(incident.id)):
        return None
    return _written(t, incident, run, card.person, work.policy, await work.on_call(), key, story)


def _written(
    t: Translator,
    incident: Incident,
    run: Escalation,
    person: PersonId | None,
    policy: Policy,
    on_call: OnCall,
    key: str,
    story: Sequence[Entry],
) -> Letter:
    cause = cause_of(key, story)
    page = told(t, incident, run, policy, on_call, cause, story)
    shown = with_outcome(t, page, run, person, cause, story)
    return Letter(key=key, t=t, incident=incident, run=run, page=shown)


async def _send(
    desk: Desk,
    storm: Storm[PersonId, Letter, Posted],
    effect: PagePerson,
    letter: Letter,
    known: Key,
) -> Posted:
    """Alone to a channel; to a person perhaps among others. What may be there is looked for."""
    whom = _addressee(effect, letter.incident)
    if known.uncertain and (found := await desk.slack.find(whom, known)):
        return found
    if effect.person:
        return await storm.send(effect.person, letter)
    text, blocks = views.page(letter.t, letter.page)
    return await desk.slack.post(whom, text, blocks, key=replace(known, uncertain=False))


async def _post(desk: Desk, person: PersonId, letters: Sequence[Letter]) -> Posted:
    first = letters[0]
    alone = len(letters) == 1
    text, blocks = (
        views.page(first.t, first.page)
        if alone
        else bundled.bundle(first.t, [letter.line for letter in letters])
    )
    keys = () if alone else tuple(letter.key for letter in letters)
    own = Key(value=first.key, uncertain=False, since=desk.store.clock())
    return await desk.slack.post(person, text, blocks, key=own, shared=keys)


async def _leave_slack(
    desk: Desk, effect: PagePerson, parcel: Parcel, error: DeliveryError
) -> None:
    """Slack did not take the page: whatever else the person has is due at once."""
    if effect.person is None:
        return
    if isinstance(error, Later) and error.at - parcel.created_at <= SLACK_LIMIT:
        return
    async with desk.store.begin() as work:
        await reach.slack_failed(work, _reached(effect, effect.person, parcel.key), _report(error))


def _report(error: DeliveryError) -> reach.Report:
    match error:
        case SlackError(code=code) | SlackRefused(code=code):
            return reach.Report(outcome=Outcome.FAILED, why=Why.REFUSED, detail=code)
        case Later():
            return reach.Report(outcome=Outcome.FAILED, why=Why.REFUSED, detail="ratelimited")
        case Refused() | Hopeless():
            return reach.Report(outcome=Outcome.FAILED, why=Why.UNREACHABLE)
    return reach.Report(outcome=Outcome.UNKNOWN, why=Why.NO_ANSWER)


def _reached(effect: PagePerson, person: PersonId, key: str) -> reach.Page:
    return reach.Page(escalation=effect.escalation, person=person, event=event_of(key))


def _addressee(effect: PagePerson, incident: Incident) -> PersonId | RoomId:
    whom = effect.person or effect.channel
    if whom is None:
        raise Hopeless("A page names neither a person nor a channel.")
    if effect.channel and not announced(incident):
        raise Hopeless(
            f"{label(incident.id)} is private, so it pages people only, never a channel."
        )
    return whom


async def _language(desk: Desk, person: PersonId | None) -> Translator:
    return await desk.language_of(person) if person else desk.room_language()


async def _edit(desk: Desk, message: Posted, text: str, blocks: Sequence[Block]) -> None:
    try:
        await desk.slack.update(message, text, blocks)
    except SlackError as error:
        if error.code not in _GONE:
            raise


async def _remember(effect: PagePerson, letter: Letter, posted: Posted, work: Work) -> None:
    """Keep where the message is. Whoever is paged about a private incident may see it.

    The reference names the event that caused the page: the last resort is asked again with
    the same level and round. If somebody answered, or the room opened, while the message was
    on its way, it is out of date already.
    """
    if effect.person:
        await work.incidents.add_members(effect.incident, (effect.person,), work.now)
        await reach.slack_delivered(work, _reached(effect, effect.person, letter.key))
    if posted.keys:
        await _keep_bundle(work, posted, effect.person)
    else:
        ref = f"{effect.escalation}:{letter.key}"
        await work.cards.put(_card(_KIND, ref, effect.incident, posted, effect.person))
    now = await work.escalations.get(effect.escalation)
    stands = await work.incidents.get(effect.incident)
    if (now.version, stands.room) != (letter.run.version, letter.incident.room):
        refresh = RefreshPages(incident=effect.incident, escalation=effect.escalation)
        work.also(refresh, because=letter.key)


async def _keep_bundle(work: Work, posted: Posted, person: PersonId | None) -> None:
    """All pages of the message at once, whichever is booked first: an edit must find them all."""
    known = {card.ref for card in await work.cards.beginning(_BUNDLE, posted.ts)}
    for each in posted.keys:
        ref = f"{posted.ts}:{each}"
        entry = None if ref in known else await work.timeline.get(event_of(each))
        if entry is not None:
            await work.cards.put(_card(_BUNDLE, ref, entry.event.incident, posted, person))


def _card(
    kind: str, ref: str, incident: IncidentId, posted: Posted, person: PersonId | None
) -> Card:
    return Card(
        kind=kind, ref=ref, incident=incident, channel=posted.channel, ts=posted.ts, person=person
    )


async def _refresh_bundles(cards: Sequence[Card], because: str, work: Work) -> None:
    """Messages with several pages are edited one at a time, each in its own lane."""
    for channel, ts, person in dict.fromkeys((c.channel, c.ts, c.person) for c in cards):
        if person is not None:
            bundle = RefreshBundle(channel=channel, ts=ts, person=person)
            work.also(bundle, because=f"{because}+{ts[-9:]}")
