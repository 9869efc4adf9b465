"""A company that writes to its clients, an update of it, and what can be changed of both."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.client_readers import recipients
from bot.domain.client_update import Approval, ClientUpdate, Draft, Recipient
from bot.domain.component import Health
from bot.domain.ids import ClientUpdateId, PersonId, RoomId
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.person import GroupName
from bot.domain.policy import Policy
from bot.domain.service import Client, ClientName
from bot.domain.severity import Approval as Asks
from bot.domain.severity import ClientState
from bot.domain.update_rules import UpdateRules
from tests.domain.sample import ACME, AT, CARDS, INC_7, MINUTE, OLENA, SEV1, SEV2, SEV3, ZORIA
from tests.domain.sample import POLICY as SMALL

EN, UK, RU = Language.EN, Language.UK, Language.RU
NATALIA, OLEH, KATE = PersonId("U0NATALIA"), PersonId("U0OLEH"), PersonId("U0KATE")
ALTYN = ClientName("altyn")
MANAGERS, PROTECTION = GroupName("managers"), GroupName("data-protection")
KYIV, ALMATY = ZoneInfo("Europe/Kyiv"), ZoneInfo("Asia/Almaty")

#: SEV1 a group agrees, SEV2 the lead, SEV3 nobody.
POLICY = replace(
    SMALL,
    severities=(
        replace(SEV1, approval=Asks.GROUP, approvers=MANAGERS),
        replace(SEV2, approval=Asks.LEAD),
        SEV3,
    ),
    groups={MANAGERS: (NATALIA, OLEH), PROTECTION: (KATE,)},
    clients={
        ACME: Client(
            name=ACME,
            title="Acme Marketplace",
            languages=(EN,),
            channels=(RoomId("C0ACME"),),
            emails=("ops@acme.example",),
        ),
        ZORIA: Client(
            name=ZORIA, title="Zoria Bank", languages=(UK,), channels=(RoomId("C0ZORIA"),)
        ),
        ALTYN: Client(
            name=ALTYN,
            title="Altyn Travel",
            languages=(RU, EN),
            channels=(RoomId("C0ALTYN"),),
            zone=ALMATY,
            key=True,
        ),
    },
    client_updates=UpdateRules(
        approvers={"security": MANAGERS, "money": MANAGERS, "personal_data": PROTECTION},
        support_channel=RoomId("C0SUPPORT"),
    ),
)
SAID = Draft(
    state=ClientState.INVESTIGATING,
    headline={EN: "Card payments fail", UK: "Оплата карткою не проходить"},
    impact={EN: "Some cards are declined", UK: "Частину карток відхилено"},
    doing={EN: "We are checking the link", UK: "Перевіряємо зв’язок"},
)


def to(
    medium: Any, address: str, *languages: Language, client: ClientName | None = None
) -> Recipient:
    """A recipient on Kyiv's clock."""
    return Recipient(medium=medium, address=address, client=client, languages=languages, zone=KYIV)


def update(incident: Incident, policy: Policy = POLICY, **changes: Any) -> ClientUpdate:
    """Drafted by Olena, to all who would read it; ``changes`` replace its fields."""
    readers = recipients(incident, policy)
    made = ClientUpdate(
        id=ClientUpdateId("u1"),
        incident=INC_7,
        number=1,
        state=SAID.state,
        headline=SAID.headline,
        impact=SAID.impact,
        doing=SAID.doing,
        services=(CARDS,),
        health=Health.PARTIAL_OUTAGE,
        clients=incident.clients,
        texts={
            (language, each.zone.key): f"{SAID.impact.get(language, '?')}."
            for each in readers
            for language in each.languages
        },
        recipients=readers,
        drafted_by=OLENA,
        drafted_at=AT,
    )
    return replace(made, **changes)


def approved(
    update: ClientUpdate, incident: Incident, by: PersonId, **changes: Any
) -> ClientUpdate:
    """The same, agreed to at `AT` as the incident stood; ``changes`` replace parts of that."""
    given = Approval(
        by=by,
        at=AT,
        digest=update.digest,
        severity=incident.severity,
        client_state=incident.client_state,
        ends_at=AT + 15 * MINUTE,
    )
    return replace(update, approval=replace(given, **changes))


LATER = AT + timedelta(minutes=1)
