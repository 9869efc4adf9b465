"""Client updates told to webhooks: one signed POST each, with the delivery's key as its id."""

import json
from datetime import datetime
from functools import partial
from typing import Any

import aiohttp

from bot.domain.client_readers import may_reach
from bot.domain.client_update import ClientUpdate
from bot.domain.delivery import DeliveryError, Hopeless, Unknown
from bot.domain.effects import CallUpdateHook
from bot.domain.snag import Snag
from bot.integrations.webhook import post, sign
from bot.store.outbox import Parcel
from bot.store.work import Store
from bot.usecases import dispatch
from bot.usecases.deliver import After, Senders


def senders(store: Store, session: aiohttp.ClientSession, secret: bytes | None) -> Senders:
    async def call(effect: CallUpdateHook, parcel: Parcel) -> After | None:
        async with store.read() as work:
            it = await work.deliveries.find(effect.update, effect.recipient)
            if it is None or not it.waits:
                return None
            update = await work.client_updates.get(effect.update)
            incident = await work.incidents.get(effect.incident)
            now = work.now
        if not may_reach(update, incident, update.recipient(it.recipient)):
            return partial(dispatch.failed, it=it, snag=Snag.WITHHELD)
        if secret is None:
            return partial(dispatch.none_leaves, it=it, snag=Snag.NO_SECRET)
        body = json.dumps(payload(update, now), ensure_ascii=False).encode()
        try:
            await post(session, it.address, body, sign(secret, it.key, now, body))
        except DeliveryError as error:
            if not dispatch.is_final(error, parcel):
                raise
            return partial(dispatch.failed, it=it, snag=_snag(error), detail=str(error))
        return partial(dispatch.sent, it=it, ref=it.key)

    return {CallUpdateHook: call}


def payload(update: ClientUpdate, now: datetime) -> dict[str, Any]:
    """What a receiver learns: what clients read, and no word of the incident besides.

    Times are UTC, ISO 8601.
    """
    assert update.sent_at is not None
    return {
        "type": "client_update.sent",
        "timestamp": now.isoformat(),
        "data": {
            "id": update.id,
            "number": update.number,
            "state": update.state,
            "headlines": dict(update.headline),
            "texts": {language: update.text_in(language) for language in update.languages},
            "services": list(update.services),
            "health": update.health,
            "sent_at": update.sent_at.isoformat(),
            "next_by": update.next_by.isoformat() if update.next_by else None,
            "corrects": update.corrects,
        },
    }


def _snag(error: DeliveryError) -> Snag:
    if isinstance(error, Hopeless):
        return Snag.REFUSED
    return Snag.NO_ANSWER if isinstance(error, Unknown) else Snag.UNREACHABLE
