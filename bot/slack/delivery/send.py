"""The words leave: to each client channel as the preview showed them, and to our own support."""

from dataclasses import dataclass, replace
from functools import partial

from bot.domain.client_readers import may_reach
from bot.domain.client_update import DIRECT, ClientUpdate, Recipient
from bot.domain.delivery import DeliveryError, Hopeless, Later
from bot.domain.effects import SendClientUpdate
from bot.domain.ids import RoomId
from bot.domain.incident import Incident
from bot.domain.medium import Medium
from bot.domain.policy import Policy
from bot.domain.snag import Snag
from bot.domain.update_delivery import UpdateDelivery
from bot.i18n import Translator
from bot.slack.audiences import language_name
from bot.slack.client import MESSAGE_LIMIT
from bot.slack.desk import Desk, key
from bot.slack.kit import Mrkdwn, channel, escape, join, md, quote
from bot.slack.outcome import Key, SlackError, SlackRefused
from bot.slack.pieces import pieces
from bot.store.outbox import Parcel
from bot.store.outgoing import Leaving
from bot.store.work import Work
from bot.usecases import dispatch
from bot.usecases.deliver import After, Senders

#: What Slack answers where a person can help, by its code.
_SNAGS = {
    "not_in_channel": Snag.NOT_INVITED,
    "channel_not_found": Snag.NOT_INVITED,
    "is_archived": Snag.ARCHIVED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What one channel reads. ``row`` is None for an update from before rows were kept."""

    incident: Incident
    update: ClientUpdate
    recipient: Recipient
    row: UpdateDelivery | None
    policy: Policy


def senders(desk: Desk) -> Senders:
    async def client_update(effect: SendClientUpdate, parcel: Parcel) -> After | None:
        notice = _notice(desk, effect, await desk.outgoing.of(effect.update))
        row = notice.row
        if row is not None and not row.waits:
            return None
        if not may_reach(notice.update, notice.incident, notice.recipient):
            # People in the room believe that it was sent, so they must hear that it was not.
            if row is None:
                raise Hopeless("The incident became private before this left, so it was not sent.")
            return partial(dispatch.failed, it=row, snag=Snag.WITHHELD)
        parts = pieces(_text(desk, notice).text, MESSAGE_LIMIT)
        where = RoomId(notice.recipient.address)
        try:
            text = parts[effect.part - 1]
            posted = await desk.slack.post(where, text, key=_key(notice, effect.part, parcel))
        except DeliveryError as error:
            if row is None or isinstance(error, Later) or not dispatch.is_final(error, parcel):
                raise
            snag, detail = _snag(error)
            return partial(dispatch.failed, it=row, snag=snag, detail=detail)
        if effect.part < len(parts):
            return partial(_next_part, effect, parcel.key)
        return partial(dispatch.sent, it=row, ref=posted.ts) if row else None

    return {SendClientUpdate: client_update}


def _notice(desk: Desk, effect: SendClientUpdate, leaving: Leaving) -> Notice:
    recipient = _recipient(leaving.update, effect)
    return Notice(
        incident=leaving.incident,
        update=leaving.update,
        recipient=recipient,
        row=leaving.rows.get(recipient.key),
        policy=desk.store.policy,
    )


def _recipient(update: ClientUpdate, effect: SendClientUpdate) -> Recipient:
    if effect.recipient:
        return update.recipient(effect.recipient)
    return next(each for each in update.recipients if each.address == effect.channel)


def _key(notice: Notice, part: int, parcel: Parcel) -> Key:
    """The delivery's own, so that one sent again by hand is found too, where it did arrive."""
    row, first = notice.row, notice.update.sent_at
    if row is None or first is None:
        return key(parcel)
    again = row.queued_at != first
    return Key(value=f"{row.key}.{part}", uncertain=parcel.uncertain or again, since=first)


async def _next_part(effect: SendClientUpdate, because: str, work: Work) -> None:
    part = effect.part + 1
    origin = because.split("/", maxsplit=1)[0]
    work.appoint(replace(effect, part=part), key=f"{origin}/{part}", due_at=work.now)


def _snag(error: DeliveryError) -> tuple[Snag, str]:
    if isinstance(error, SlackError | SlackRefused):
        known = _SNAGS.get(error.code)
        return (known, "") if known else (Snag.REFUSED, error.code)
    return Snag.UNREACHABLE, ""


def _text(desk: Desk, notice: Notice) -> Mrkdwn:
    text = escape(notice.update.text_for(notice.recipient))
    if notice.recipient.medium is not Medium.SUPPORT:
        return text
    t = desk.room_language()
    who = join([_reader(t, notice, each) for each in _readers(notice.update)], ", ")
    return join((md(t, "Sent to clients: {who}", who=who), quote(text)))


def _readers(update: ClientUpdate) -> list[tuple[str, tuple[Recipient, ...]]]:
    """The clients' places, client by client; one that several share stands for itself."""
    found: dict[str, tuple[Recipient, ...]] = {}
    for each in update.recipients:
        if each.medium in DIRECT:
            name = each.client or each.address
            found[name] = (*found.get(name, ()), each)
    return list(found.items())


def _reader(t: Translator, notice: Notice, reader: tuple[str, tuple[Recipient, ...]]) -> Mrkdwn:
    """``Acme Marketplace (English)``."""
    _, places = reader
    first = places[0]
    known = notice.policy.clients.get(first.client) if first.client else None
    if known:
        name = escape(known.title)
    elif first.medium is Medium.CHANNEL:
        name = channel(RoomId(first.address))
    else:
        name = escape(first.client or first.address)
    spoken = dict.fromkeys(language for place in places for language in place.languages)
    languages = ", ".join(language_name(t, language) for language in spoken)
    return md(t, "{name} ({languages})", name=name, languages=languages)
