"""Client updates that have just been sent, to any readers, without the story before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.domain.change import Change
from bot.domain.client_update import ClientUpdate, Recipient
from bot.domain.ids import ClientUpdateId, IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.medium import Medium
from bot.domain.service import ClientName
from bot.domain.severity import ClientState, SeverityName
from bot.domain.update_delivery import DeliveryState, UpdateDelivery
from bot.store.work import Store

KYIV = ZoneInfo("Europe/Kyiv")
EN, UK = Language.EN, Language.UK
AUTHOR = PersonId("U0TARAS")


def reader(
    medium: Medium, address: str, *languages: Language, client: str | None = None
) -> Recipient:
    return Recipient(
        medium=medium,
        address=address,
        client=ClientName(client) if client else None,
        languages=languages or (EN,),
        zone=KYIV,
    )


def mail_to(*addresses: str) -> tuple[Recipient, ...]:
    return tuple(reader(Medium.MAIL, each, client="acme") for each in addresses)


def update(
    recipients: Sequence[Recipient],
    *,
    at: datetime,
    incident: int = 1,
    number: int = 1,
    headline: str = "Card payments fail",
    text: str = "Payments by card fail. We are working on it.",
) -> ClientUpdate:
    """Sent at this instant. The Ukrainian text is the English one behind a word."""
    spoken = {language for each in recipients for language in each.languages}
    words = {EN: text, UK: f"Українською. {text}", Language.RU: f"По-русски. {text}"}
    return ClientUpdate(
        id=ClientUpdateId(uuid4().hex),
        incident=IncidentId(incident),
        number=number,
        state=ClientState.IDENTIFIED,
        headline={EN: headline, UK: "Не працюють картки"} if headline else {},
        texts={(language, KYIV.key): words[language] for language in sorted(spoken)},
        recipients=tuple(recipients),
        drafted_by=AUTHOR,
        drafted_at=at,
        sent_by=AUTHOR,
        sent_at=at,
    )


async def incident(store: Store, id: int = 1, *, private: bool = False) -> Incident:
    made = Incident(
        id=IncidentId(id),
        title="Ledger of Acme is wrong",
        severity=SeverityName("SEV4"),
        impact="Card payments fail",
        private=private,
        declared_by=AUTHOR,
        declared_at=store.clock(),
    )
    async with store.begin() as work:
        await work.incidents.save(made)
    return made


async def send(store: Store, recipients: Sequence[Recipient], **said: str | int) -> ClientUpdate:
    """As the use case does it: the update, and with it everything that must leave."""
    async with store.begin() as work:
        made = update(recipients, at=work.now, **said)  # type: ignore[arg-type]
        await work.record(Change(made))
    return made


async def rows(store: Store, of: ClientUpdate) -> dict[str, UpdateDelivery]:
    """By address."""
    async with store.read() as work:
        return {each.address: each for each in await work.deliveries.of_update(of.id)}


async def states(store: Store, of: ClientUpdate) -> dict[str, DeliveryState]:
    return {address: row.state for address, row in (await rows(store, of)).items()}


async def story(store: Store, id: int = 1) -> list[str]:
    """The timeline as the names of its events."""
    async with store.read() as work:
        return [type(each.event).__name__ for each in await work.timeline.read(IncidentId(id))]


async def hide(store: Store, id: int = 1) -> None:
    async with store.begin() as work:
        now = await work.incidents.get(IncidentId(id))
        await work.incidents.save(replace(now, private=True))
