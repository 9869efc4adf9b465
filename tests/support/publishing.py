"""Client updates on the status page, as if they had been drafted, approved and sent."""

from dataclasses import replace
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from bot.domain.change import Change
from bot.domain.client_update import ClientUpdate, Recipient
from bot.domain.component import Health
from bot.domain.ids import ClientUpdateId, IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.lifecycle import make_private
from bot.domain.medium import Medium
from bot.domain.service import ServiceName
from bot.domain.severity import ClientState, SeverityName
from bot.store.work import Store

OLENA = PersonId("U0OLENA")
KYIV = ZoneInfo("Europe/Kyiv")


def update_id(incident: int, number: int) -> ClientUpdateId:
    return ClientUpdateId(uuid5(NAMESPACE_URL, f"{incident}/{number}").hex)


def sent(
    incident: int,
    number: int,
    at: datetime,
    said: str,
    *,
    services: tuple[str, ...] = ("cards",),
    headline: dict[Language, str] | None = None,
    texts: dict[Language, str] | None = None,
    corrects: int = 0,
    medium: Medium = Medium.PAGE,
    next_by: datetime | None = None,
) -> ClientUpdate:
    """``said`` is the state, and the health where it is not the usual: ``identified degraded``."""
    state, _, health = said.partition(" ")
    words = texts or {Language.EN: f"Update {number} of INC-{incident}"}
    page = Recipient(medium=medium, address="", languages=tuple(words), zone=KYIV)
    over = state == ClientState.RESOLVED
    return ClientUpdate(
        id=update_id(incident, number),
        incident=IncidentId(incident),
        number=number,
        state=ClientState(state),
        headline=headline or {},
        next_by=next_by,
        services=tuple(ServiceName(name) for name in services),
        health=Health(health) if health else Health.OPERATIONAL if over else Health.DEGRADED,
        texts={(language, KYIV.key): text for language, text in words.items()},
        recipients=(page,),
        corrects=update_id(incident, corrects) if corrects else None,
        drafted_by=OLENA,
        drafted_at=at,
        sent_at=at,
    )


async def publish(store: Store, *updates: ClientUpdate, drill: bool = False) -> None:
    """Keep them, each with its incident, the way that a send does."""
    async with store.begin() as work:
        for update in updates:
            known = await work.incidents.find(update.incident)
            incident = known or Incident(
                id=update.incident,
                title="quuxley is never told",
                severity=SeverityName("SEV4"),
                impact="zorbly is never told",
                drill=drill,
                declared_by=OLENA,
                declared_at=update.drafted_at,
            )
            await work.record(Change(replace(incident, client_state=update.state)))
            await work.record(Change(update))


async def hide(store: Store, incident: int) -> None:
    """Make it private."""
    async with store.begin() as work:
        found = await work.incidents.get(IncidentId(incident))
        await work.record(make_private(found, by=OLENA, at=work.now))
