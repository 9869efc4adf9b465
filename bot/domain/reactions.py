"""When this happens, do that. The bot's behaviour, on one page."""

from typing import assert_never

from bot.domain.effects import (
    AddBookmark,
    Announce,
    AskForLead,
    Effect,
    InvitePeople,
    OpenRoom,
    PagePerson,
    PostCard,
    PostRunbook,
    RefreshCard,
    RefreshPages,
    RetireRoom,
    SendClientUpdate,
    SetTopic,
    SharePostmortem,
    TellDeclarer,
    TellDuties,
    TellRoom,
    UploadPostmortem,
)
from bot.domain.events import (
    ClientUpdateSent,
    EscalationForced,
    EscalationStarted,
    EscalationStopped,
    Event,
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
    PersonCalled,
    PersonJoined,
    PersonLeft,
    ResponderPaged,
    RoleTaken,
    RoomOpened,
    ServiceChanged,
    SeverityChanged,
    StatusChanged,
    StepFailed,
    StepRetried,
    TitleChanged,
)
from bot.domain.ids import EventId


def react(event: Event, id: EventId) -> tuple[Effect, ...]:
    """What goes out because of this event; ``id`` is the event's own, for effects that cite it."""
    incident = event.incident
    card = RefreshCard(incident=incident)
    topic = SetTopic(incident=incident)
    announce = Announce(incident=incident)
    tell = TellRoom(incident=incident, event=id)
    match event:
        case IncidentDeclared():
            return (OpenRoom(incident=incident),)
        case RoomOpened(declarer=declarer, runbooks=runbooks):
            marks = ("page", *runbooks[:1])
            return (
                InvitePeople(incident=incident),
                PostCard(incident=incident),
                topic,
                *(AddBookmark(incident=incident, what=what) for what in marks),
                announce,
                *(PostRunbook(incident=incident, slug=slug) for slug in runbooks),
                *((TellDeclarer(incident=incident, person=declarer),) if declarer else ()),
            )
        case NoteAdded() | PersonJoined() | PersonLeft():
            return ()
        case SeverityChanged() | StatusChanged() | IncidentReopened():
            return (card, topic, announce, tell)
        case TitleChanged() | ServiceChanged():
            return (card, topic, announce, tell)
        case RoleTaken(role=role, person=person):
            duties = TellDuties(incident=incident, role=role, person=person)
            invite = InvitePeople(incident=incident, people=(person,))
            return (card, topic, announce, tell, invite, duties)
        case LeadMissed():
            return (AskForLead(incident=incident), card)
        case MadePrivate(old_room=room):
            retire = (RetireRoom(incident=incident, room=room),) if room else ()
            return (OpenRoom(incident=incident), announce, *retire)
        case EscalationStarted():
            return ()
        case EscalationForced() | PageDeclined():
            escalation = event.escalation
            return (card, RefreshPages(incident=incident, escalation=escalation))
        case ResponderPaged(person=person):
            page = PagePerson(
                incident=incident,
                escalation=event.escalation,
                version=event.version,
                level=event.level,
                round=event.round,
                person=person,
                channel=event.channel,
            )
            return (page, card)
        case PersonCalled(person=person):
            page = PagePerson(
                incident=incident,
                escalation=event.escalation,
                version=-1,
                level=-1,
                round=0,
                person=person,
            )
            return (page, InvitePeople(incident=incident, people=(person,)), card, tell)
        case LevelSkipped():
            return (card, tell)
        case PageAcknowledged(by=by):
            people = (by,) if by else ()
            pages = RefreshPages(incident=incident, escalation=event.escalation)
            return (pages, card, tell, InvitePeople(incident=incident, people=people))
        case EscalationStopped():
            return (RefreshPages(incident=incident, escalation=event.escalation), card)
        case ClientUpdateSent(update=update, channels=channels):
            sends = (
                SendClientUpdate(incident=incident, update=update, channel=c) for c in channels
            )
            return (*sends, card, tell)
        case IncidentResolved(by=by, needs_postmortem=needs):
            share = (SharePostmortem(incident=incident, person=by),) if by and needs else ()
            upload = (UploadPostmortem(incident=incident),) if needs else ()
            return (card, topic, announce, tell, *share, *upload)
        case IncidentClosed() | IncidentCancelled() | IncidentMerged() | IncidentAbsorbed():
            return (card, topic, announce, tell)
        case StepFailed(step=step):
            # A card that cannot be edited cannot show it either; trying again would never end.
            return () if step == "RefreshCard" else (card,)
        case StepRetried():
            return (card,)
    assert_never(event)
