"""Levels told to webhooks: one signed POST each, beside the pages and never before them.

Signed as the Standard Webhooks specification says (https://www.standardwebhooks.com): the
headers ``webhook-id``, ``webhook-timestamp`` and ``webhook-signature``. The id is the same for
every repeat, so a receiver can tell one from a second call.
"""

import base64
import hashlib
import hmac
import json
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.domain.audience import announced
from bot.domain.delivery import Hopeless, Refused, Unknown
from bot.domain.effects import CallWebhook
from bot.domain.escalation import Escalation
from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.store.outbox import Parcel
from bot.store.work import Store
from bot.usecases.deliver import After, Senders

#: Shorter than a lease, so that a slow receiver never outlives its claim.
SECONDS = 5
_AGAIN = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}


def senders(store: Store, session: aiohttp.ClientSession, secret: bytes | None) -> Senders:
    async def call_webhook(effect: CallWebhook, parcel: Parcel) -> After | None:
        async with store.read() as work:
            run = await work.escalations.get(effect.escalation)
            incident = await work.incidents.get(effect.incident)
            now = work.now
        if not (incident.status.open and announced(incident)):
            return None
        if secret is None:
            raise Hopeless("WEBHOOK_SECRET is not set, so no webhook can be signed and called.")
        body = json.dumps(payload(effect, run, incident, now), ensure_ascii=False).encode()
        signed = sign(secret, parcel.key, now, body)
        await post(session, effect.url, body, signed)
        return None

    return {CallWebhook: call_webhook}


def payload(
    effect: CallWebhook, run: Escalation, incident: Incident, now: datetime
) -> dict[str, Any]:
    """What a receiver learns. Times are UTC, ISO 8601."""
    return {
        "type": "escalation.level",
        "timestamp": now.isoformat(),
        "data": {
            "incident": label(incident.id),
            "title": incident.title,
            "severity": incident.severity,
            "status": incident.status,
            "service": incident.service,
            "drill": incident.drill,
            "declared_at": incident.declared_at.isoformat(),
            "path": run.path.name,
            "level": effect.level,
            "round": effect.round,
        },
    }


def sign(secret: bytes, id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers. The signature covers the id, the time in seconds and the body."""
    seconds = str(int(at.timestamp()))
    said = b".".join((id.encode(), seconds.encode(), body))
    digest = base64.b64encode(hmac.new(secret, said, hashlib.sha256).digest()).decode()
    return {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{digest}",
    }


async def post(
    session: aiohttp.ClientSession, url: str, body: bytes, headers: dict[str, str]
) -> None:
    """The address may hold a secret, so what is said of a failure names only its host."""
    host = urlsplit(url).hostname or "the webhook"
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with session.post(
            url, data=body, headers=headers, timeout=timeout, allow_redirects=False
        ) as answer:
            status = answer.status
    except aiohttp.ClientConnectorError as error:
        raise Refused(f"{host} cannot be reached.") from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Unknown(f"{host} did not answer.") from error
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    said = f"{host} answered {status}."
    if status in _AGAIN or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Unknown(said)
    raise Hopeless(said)
