"""A small organisation and one open incident, for tests to change one thing of."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

from bot.domain.events import Event
from bot.domain.ids import IncidentId, PersonId, RoomId
from bot.domain.incident import Incident
from bot.domain.language import Language, Localised
from bot.domain.person import Member
from bot.domain.policy import Policy, Workspace
from bot.domain.role import COMMS, LEAD, Role
from bot.domain.service import Client, ClientName, PathName, Service, ServiceName
from bot.domain.severity import ClientState, Postmortem, Severity, SeverityName

AT = datetime(2026, 3, 14, 1, 2, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

OLENA, TARAS, IRYNA = PersonId("U0OLENA"), PersonId("U0TARAS"), PersonId("U0IRYNA")
GUEST = PersonId("U0GUEST")
ROOM, OTHER_ROOM = RoomId("C1ROOM"), RoomId("C2ROOM")
CARDS, PAYOUTS = ServiceName("cards"), ServiceName("payouts")
ACME, ZORIA = ClientName("acme"), ClientName("zoria")
INC_7, INC_8 = IncidentId(7), IncidentId(8)

SEV1 = Severity(
    name=SeverityName("SEV1"),
    rank=1,
    criteria=Localised("Nobody can pay"),
    pages=True,
    first_update=15 * MINUTE,
    cadence={ClientState.INVESTIGATING: 15 * MINUTE, ClientState.MONITORING: 30 * MINUTE},
    postmortem=Postmortem.REQUIRED,
)
SEV2 = Severity(
    name=SeverityName("SEV2"),
    rank=2,
    criteria=Localised("Many cannot pay"),
    pages=True,
    first_update=30 * MINUTE,
    cadence={ClientState.INVESTIGATING: 60 * MINUTE},
)
SEV3 = Severity(name=SeverityName("SEV3"), rank=3, criteria=Localised("Some cannot pay"))

POLICY = Policy(
    workspace=Workspace(
        name="Kobza Pay",
        language=Language.UK,
        zone=ZoneInfo("Europe/Kyiv"),
        lead_within=5 * MINUTE,
    ),
    severities=(SEV1, SEV2, SEV3),
    roles=tuple(
        Role(name=name, title=Localised(name), duties=Localised("Do it")) for name in (LEAD, COMMS)
    ),
    people={IRYNA: Member(id=IRYNA, languages=(Language.RU, Language.UK))},
    services={
        CARDS: Service(
            name=CARDS, title=Localised("Cards"), path=PathName("payments"), clients=(ACME, ZORIA)
        ),
        PAYOUTS: Service(name=PAYOUTS, title=Localised("Payouts"), path=PathName("nobody")),
    },
    clients={ACME: Client(name=ACME, title="Acme", languages=(Language.EN,))},
)


def incident(**changes: Any) -> Incident:
    """INC-7, open since `AT`; ``changes`` replace its fields."""
    fields: dict[str, Any] = {
        "id": INC_7,
        "title": "Card payments fail",
        "severity": SEV2.name,
        "impact": "Card payments fail",
        "service": CARDS,
        "declared_by": OLENA,
        "declared_at": AT,
        "room": ROOM,
        "room_name": "inc-7-cards",
        "room_count": 1,
        "lead_due_at": AT + 5 * MINUTE,
        "update_due_at": AT + 30 * MINUTE,
    }
    return Incident(**{**fields, **changes})


#: Every kind of event there is.
KINDS: tuple[type[Any], ...] = get_args(Event)
