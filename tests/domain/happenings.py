"""One or more of every event, each as it can really happen."""

from dataclasses import replace
from typing import Any

from bot.domain.contact import SLACK, Outcome, Why
from bot.domain.events import (
    AckConfirmed,
    AckLapsed,
    AckQuestioned,
    Because,
    ClientUpdateSent,
    EntryCorrected,
    EntryRemoved,
    EscalationForced,
    EscalationStarted,
    EscalationStopped,
    EvidenceKept,
    Flaw,
    IncidentAbsorbed,
    IncidentCancelled,
    IncidentClosed,
    IncidentDeclared,
    IncidentMerged,
    IncidentReopened,
    IncidentResolved,
    LeadMissed,
    LevelSkipped,
    MadePrivate,
    NoteAdded,
    PageAcknowledged,
    PageDeclined,
    PagingMended,
    PersonCalled,
    PersonJoined,
    PersonLeft,
    PersonNotified,
    ResponderPaged,
    RoleTaken,
    RoomOpened,
    RunbookAsked,
    ServiceChanged,
    SeverityChanged,
    SkipAsked,
    Skipped,
    StatusChanged,
    StepFailed,
    StepRetried,
    TitleChanged,
    WebhookCalled,
)
from bot.domain.events.record import Attachment, NoteKind, Source
from bot.domain.events.record import Why as Changed
from bot.domain.ids import ClientUpdateId, EscalationId, EventId, EvidenceId, PersonId
from bot.domain.language import Language, Localised
from bot.domain.role import LEAD
from bot.domain.severity import ClientState
from tests.domain.sample import (
    AT,
    CARDS,
    INC_7,
    INC_8,
    IRYNA,
    MINUTE,
    OLENA,
    OTHER_ROOM,
    PAYOUTS,
    ROOM,
    SEV1,
    SEV2,
    TARAS,
)

E1 = EscalationId("e1")


def of(kind: type[Any], /, *, by: PersonId | None = OLENA, **fields: Any) -> Any:
    return kind(incident=INC_7, at=AT, by=by, **fields)


DECLARED = of(IncidentDeclared, title="Cards fail", severity=SEV2.name, impact="Cards fail")
ROOM_OPENED = of(
    RoomOpened, by=None, room=ROOM, name="inc-7", declarer=OLENA, runbooks=("cards", "webhooks")
)
NOTE = of(NoteAdded, text="Rolled back {2.14}", author=IRYNA, said_at=AT)
DECIDED = of(
    NoteAdded,
    text="We roll back",
    author=IRYNA,
    said_at=AT,
    kind=NoteKind.DECISION,
    source=Source(channel=ROOM, ts="1.2"),
    files=(Attachment(file="F1", name="graph.png"), Attachment(file="F2", name="log.txt")),
)
ENTRY = EventId("n1")
CORRECTED = of(
    EntryCorrected, entry=ENTRY, why=Changed.HAND, text="2.15", old_text="2.14", reason="a slip"
)
MOVED_BACK = of(EntryCorrected, entry=ENTRY, why=Changed.HAND, moment=AT - MINUTE, old_moment=AT)
MARKED = of(EntryCorrected, entry=ENTRY, why=Changed.HAND, kind=NoteKind.FINDING)
EDITED = of(EntryCorrected, entry=ENTRY, why=Changed.EDITED, text="2.15", old_text="2.14")
DELETED = of(EntryCorrected, by=None, entry=ENTRY, why=Changed.DELETED, old_text="2.14")
STRUCK = of(EntryRemoved, entry=ENTRY, why=Changed.HAND, text="2.14", reason="not ours")
TAKEN_BACK = of(EntryRemoved, entry=ENTRY, why=Changed.TAKEN_BACK, text="2.14")
EVIDENCE = of(
    EvidenceKept,
    entry=ENTRY,
    file="F1",
    name="graph.png",
    mimetype="image/png",
    size=48_211,
    evidence=EvidenceId("v1"),
    sha256="9f86d081",
)
TOO_LARGE = replace(
    EVIDENCE, name="heap.bin", size=90_000_000, evidence=None, sha256="", link="https://s/F1"
)
OUTSIDE = replace(TOO_LARGE, name="Plan", size=0)
JOINED = of(PersonJoined, person=OLENA)
LEFT = of(PersonLeft, person=OLENA)
WORSE = of(SeverityChanged, old=SEV2.name, new=SEV1.name, worse=True, reason="all banks")
BETTER = of(SeverityChanged, old=SEV1.name, new=SEV2.name, worse=False)
STATUS = of(StatusChanged, old="investigating", new="monitoring")
ROLE = of(RoleTaken, role=LEAD, person=TARAS)
HANDED_OVER = of(RoleTaken, role=LEAD, person=TARAS, previous=OLENA)
LEAD_MISSED = of(LeadMissed, by=None, after_seconds=330)
RETITLED = of(TitleChanged, old="Cards", new="Cards fail")
SERVICE = of(
    ServiceChanged, old=CARDS, new=PAYOUTS, title=Localised("Виплати", {Language.EN: "Payouts"})
)
OLD_SERVICE = of(ServiceChanged, old=CARDS, new=PAYOUTS)
NO_SERVICE = of(ServiceChanged, old=CARDS, new=None)
PRIVATE = of(MadePrivate, old_room=ROOM)
PRIVATE_AT_ONCE = of(MadePrivate, old_room=None)
STARTED = of(EscalationStarted, by=None, escalation=E1, path="payments", levels=3)
PAGED = of(ResponderPaged, by=None, escalation=E1, level=2, round=1, person=TARAS, version=3)
PAGED_LATE = of(
    ResponderPaged, by=None, escalation=E1, level=1, round=2, channel=OTHER_ROOM, late_seconds=90
)
LAST_RESORT = of(ResponderPaged, by=None, escalation=E1, level=0, round=1, person=TARAS)
SKIPPED = of(LevelSkipped, by=None, escalation=E1, level=2, round=1)
NOTIFIED = of(
    PersonNotified,
    by=None,
    escalation=E1,
    person=TARAS,
    page=EventId("v1"),
    means="sms",
    outcome=Outcome.DELIVERED,
)
NOT_NOTIFIED = replace(NOTIFIED, outcome=Outcome.FAILED, why=Why.REFUSED, detail="503")
PERHAPS_NOTIFIED = replace(NOTIFIED, means="work phone", outcome=Outcome.UNKNOWN, why=Why.NO_ANSWER)
NOTIFIED_BY_SLACK = replace(NOTIFIED, means=SLACK)
ACKNOWLEDGED = of(PageAcknowledged, escalation=E1, seconds=95)
DECLINED = of(PageDeclined, escalation=E1, reason="on a plane")
FORCED = of(EscalationForced, escalation=E1)
WORSE_SKIPPED = of(LevelSkipped, by=None, escalation=E1, level=3, round=1, why=Skipped.SEVERITY)
AFTER_HOURS = of(LevelSkipped, by=None, escalation=E1, level=3, round=1, why=Skipped.HOURS)
UNWANTED = of(LevelSkipped, by=None, escalation=E1, level=3, round=1, why=Skipped.WISH)
ANSWERED = of(LevelSkipped, by=None, escalation=E1, level=3, round=1, why=Skipped.ANSWERED)
PAGED_AFTER_SILENCE = of(
    ResponderPaged,
    by=None,
    escalation=E1,
    level=2,
    round=1,
    person=TARAS,
    because=Because.SILENCE,
    after_level=1,
    waited_seconds=300,
)
PAGED_FOR_MORE = of(
    ResponderPaged,
    by=None,
    escalation=E1,
    level=2,
    round=1,
    person=TARAS,
    because=Because.MISSING,
)
HOOK = "https://hooks.kobzapay.example/in?key=secret"
HOOKED = of(WebhookCalled, by=None, escalation=E1, level=2, round=1, url=HOOK, version=3)
ONE_OF_TWO = of(PageAcknowledged, escalation=E1, seconds=40, count=1, needed=2)
QUESTIONED = of(
    AckQuestioned,
    by=None,
    escalation=E1,
    people=(OLENA, TARAS),
    silent_seconds=1800,
    version=3,
)
CONFIRMED = of(AckConfirmed, escalation=E1)
LAPSED = of(AckLapsed, by=None, escalation=E1, people=(OLENA,))
SKIP_ASKED = of(SkipAsked, escalation=E1, level=2, reason="on holiday")
FORCED_TO = of(EscalationForced, escalation=E1, level=3, reason="the bank")
FORCED_LAST = of(EscalationForced, escalation=E1, level=0)
CALLED_ON_CALL = of(PersonCalled, escalation=E1, person=TARAS, rotation="payments-dev")
HANDED_ON = of(PersonCalled, escalation=E1, person=TARAS, reason="his code", handed=True)
STOPPED = of(EscalationStopped, by=None, escalation=E1)
CALLED = of(PersonCalled, escalation=E1, person=TARAS, reason="knows it")
UPDATED = of(
    ClientUpdateSent,
    update=ClientUpdateId("u1"),
    state=ClientState.IDENTIFIED,
    languages=(Language.UK, Language.EN),
    channels=(ROOM, OTHER_ROOM),
    text="We know the cause.",
)
RESOLVED = of(IncidentResolved, summary="Rolled back.", needs_postmortem=False)
RESOLVED_OWING = of(IncidentResolved, summary="Rolled back.", needs_postmortem=True)
REOPENED = of(IncidentReopened, reason="again")
CLOSED = of(IncidentClosed)
CANCELLED = of(IncidentCancelled, reason="a test")
MERGED = of(IncidentMerged, into=INC_8)
ABSORBED = of(IncidentAbsorbed, other=INC_8)
FAILED = of(StepFailed, by=None, step="PostCard", error="channel_not_found", outbox=4)
RETRIED = of(StepRetried, step="PostCard")
RUNBOOK_ASKED = of(RunbookAsked, slug="cards", title="Cards fail")
NEVER_BEGAN, OUTLIVED, FAR_OFF = (
    of(PagingMended, by=None, escalation=E1, flaw=flaw) for flaw in Flaw
)
