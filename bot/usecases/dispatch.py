"""Write down what became of a client update on its way to one recipient; send it again."""

from collections.abc import Sequence

from bot.domain.change import Change
from bot.domain.delivery import DeliveryError, Hopeless, backoff
from bot.domain.events import (
    DeliveryFailed,
    DeliveryRetried,
    DeliverySettled,
    DeliveryUnknown,
    Event,
)
from bot.domain.ids import ClientUpdateId, IncidentId, PersonId
from bot.domain.refusal import Refusal
from bot.domain.snag import Snag
from bot.domain.update_delivery import DeliveryState, UpdateDelivery
from bot.store.parcel import Parcel
from bot.store.work import Work


def is_final(error: DeliveryError, parcel: Parcel) -> bool:
    """Whether this failure ends it: nothing was sent, and trying again by itself is over."""
    return isinstance(error, Hopeless) or backoff(parcel.attempt) is None


async def sent(work: Work, it: UpdateDelivery, ref: str) -> None:
    """It arrived. ``ref`` is what the other side knows it by."""
    now = await _waiting(work, it)
    if now is not None:
        await work.deliveries.save(now.sent(work.now, ref))


async def failed(work: Work, it: UpdateDelivery, snag: Snag, detail: str = "") -> None:
    """Give it up, with a reason that people understand."""
    incident = await work.incidents.get(it.incident, for_update=True)
    now = await _waiting(work, it)
    if now is None:
        return
    await work.deliveries.save(now.failed(snag, detail))
    fact = DeliveryFailed(
        incident=it.incident,
        at=work.now,
        update=it.update,
        to=(it.addressee,),
        snag=snag,
        detail=detail,
    )
    await work.record(Change(incident, (fact,)))


async def lost(work: Work, it: UpdateDelivery, snag: Snag, detail: str = "") -> None:
    """It was handed over, and nobody knows what came of it: people find out."""
    incident = await work.incidents.get(it.incident, for_update=True)
    now = await _waiting(work, it)
    if now is None:
        return
    await work.deliveries.save(now.lost(snag, detail))
    fact = DeliveryUnknown(
        incident=it.incident,
        at=work.now,
        update=it.update,
        to=it.addressee,
        snag=snag,
        detail=detail,
    )
    await work.record(Change(incident, (fact,)))


async def put_off(work: Work, it: UpdateDelivery, snag: Snag, detail: str = "") -> None:
    """A clear no for now: nothing was handed over, so it may be tried again."""
    now = await _waiting(work, it)
    if now is not None:
        await work.deliveries.save(now.put_off(snag, detail))


async def none_leaves(work: Work, it: UpdateDelivery, snag: Snag, detail: str = "") -> None:
    """A whole medium has no way out: give up all that waits for it, as one fact."""
    incident = await work.incidents.get(it.incident, for_update=True)
    given_up = await work.deliveries.fail_all(it.update, it.medium, snag, detail)
    if not given_up:
        return
    fact = DeliveryFailed(
        incident=it.incident,
        at=work.now,
        update=it.update,
        to=tuple(each.addressee for each in given_up),
        snag=snag,
        detail=detail,
    )
    await work.record(Change(incident, (fact,)))


async def retry(work: Work, id: ClientUpdateId, *, by: PersonId) -> Sequence[UpdateDelivery]:
    """Send an update again to everybody it did not reach. Pressed twice, it is sent once."""
    incident = await work.incidents.get(await _incident_of(work, id), for_update=True)
    found = await work.deliveries.of_update(id, for_update=True)
    again = [each for each in found if each.state is DeliveryState.FAILED]
    if not again:
        return ()
    for each in again:
        await work.deliveries.save(each.again(work.now))
    to = tuple(each.addressee for each in again)
    fact = DeliveryRetried(incident=incident.id, at=work.now, by=by, update=id, to=to)
    await work.record(Change(incident, (fact,)))
    return again


async def settle(
    work: Work, id: ClientUpdateId, recipient: str, *, arrived: bool, by: PersonId
) -> None:
    """A person knows what nobody else does: it arrived, or it is to be sent again.

    Whatever is not in doubt any more stays as it is.
    """
    incident = await work.incidents.get(await _incident_of(work, id), for_update=True)
    it = await work.deliveries.find(id, recipient, for_update=True)
    if it is None:
        raise Refusal("Nobody of that address was to get this update.")
    if it.state is not DeliveryState.UNKNOWN:
        return
    known = it.sent(it.handed_at or work.now, it.ref) if arrived else it.again(work.now)
    await work.deliveries.save(known)
    to, at = it.addressee, work.now
    fact: Event = DeliveryRetried(incident=incident.id, at=at, by=by, update=id, to=(to,))
    if arrived:
        fact = DeliverySettled(incident=incident.id, at=at, by=by, update=id, to=to)
    await work.record(Change(incident, (fact,)))


async def _incident_of(work: Work, id: ClientUpdateId) -> IncidentId:
    return (await work.client_updates.get(id)).incident


async def _waiting(work: Work, it: UpdateDelivery) -> UpdateDelivery | None:
    """As it stands, if nobody has written its end yet."""
    now = await work.deliveries.find(it.update, it.recipient, for_update=True)
    return now if now is not None and now.waits else None
