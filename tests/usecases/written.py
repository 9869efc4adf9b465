"""What the tests of client updates write, and the flows they share."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.client_update import ClientUpdate, Draft
from bot.domain.ids import IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.policy import Policy
from bot.domain.severity import ClientState
from bot.store.work import Store
from bot.usecases import update

ONE = IncidentId(1)
OLENA, TARAS, OLEH = PersonId("U0OLENA"), PersonId("U0TARAS"), PersonId("U0OLEH")
NATALIA, KATE = PersonId("U0NATALIA"), PersonId("U0KATE")
EN, UK, RU = Language.EN, Language.UK, Language.RU
SAID = Draft(
    state=ClientState.IDENTIFIED,
    headline={EN: "Card payments", UK: "Оплата карткою"},
    impact={EN: "Card payments fail", UK: "Картки не працюють"},
    doing={EN: "We are rolling back", UK: "Повертаємо версію"},
)


def render(
    incident: Incident, said: Draft, _policy: Policy, language: Language, zone: ZoneInfo
) -> str:
    """Every fact of a draft, plainly."""
    parts = [said.impact[language], said.doing[language]]
    if said.next_by:
        parts.append(f"{said.next_by.astimezone(zone):%H:%M}")
    if said.corrects:
        parts.insert(0, f"Corrects {said.corrects.number} of {said.corrects.sent_at:%H:%M}")
    if said.unchanged:
        parts.insert(0, "No change")
    return f"INC-{incident.id} {'. '.join(parts)}."


async def drafted(store: Store, *, by: PersonId = OLENA, **changes: Any) -> ClientUpdate:
    async with store.begin() as work:
        said = replace(SAID, **changes)
        return await update.draft(work, ONE, said, by=by, render=render)


async def sent(store: Store, *, by: PersonId = OLENA, **changes: Any) -> ClientUpdate:
    """Drafted and sent, where nobody needs to agree."""
    kept = await drafted(store, by=by, **changes)
    async with store.begin() as work:
        return (await update.send(work, kept.id, by=by, seen=kept.digest))[0]
