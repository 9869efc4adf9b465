"""When this happens, do that. The bot's behaviour, on one page."""

from functools import partial
from typing import assert_never

from bot.domain.effects import (
    AddBookmark,
    Announce,
    AskForLead,
    AskIfStill,
    CallWebhook,
    Effect,
    InvitePeople,
    NotifyPerson,
    OpenRoom,
    PagePerson,
    PostCard,
    PostRunbook,
    RefreshCard,
    RefreshPages,
    RetireRoom,
    SetTopic,
    SharePostmortem,
    TellDeclarer,
    TellDuties,
    TellRoom,
    UploadPostmortem,
)
from bot.domain.events import (
    AckConfirmed,
    AckLapsed,
    AckQuestioned,
    Course,
    Delivering,
    EscalationForced,
    EscalationStarted,
    EscalationStopped,
    Event,
    FlagsChanged,
    Happening,
    IncidentAbsorbed,
    IncidentDeclared,
    IncidentResolved,
    LeadMissed,
    LevelSkipped,
    MadePrivate,
    PageAcknowledged,
    PageDeclined,
    Paging,
    PagingMended,
    PersonCalled,
    PersonJoined,
    PersonLeft,
    PersonNotified,
    Recording,
    Reporting,
    ResponderPaged,
    RoleTaken,
    RoomOpened,
    RunbookAsked,
    SkipAsked,
    StepFailed,
    StepRetried,
    Ticking,
    Updating,
    WebhookCalled,
)
from bot.domain.ids import EventId, IncidentId, PersonId
from bot.domain.reactions_clocks import react_to_clocks
from bot.domain.reactions_delivery import react_to_delivery
from bot.domain.reactions_record import react_to_record
from bot.domain.reactions_reporting import react_to_reporting
from bot.domain.reactions_updates import react_to_update


def react(event: Event, id: EventId) -> tuple[Effect, ...]:
    """What goes out because of this event; ``id`` is the event's own, for effects that cite it."""
    incident = event.incident
    card = RefreshCard(incident=incident)
    tell = TellRoom(incident=incident, event=id)
    if isinstance(event, Paging):
        return _paging(event, id, card, tell)
    if isinstance(event, Course):
        return _course(event, card, tell)
    if isinstance(event, Ticking):
        return react_to_clocks(event, id)
    if isinstance(event, Recording):
        return react_to_record(event, id)
    if isinstance(event, Reporting):
        return react_to_reporting(event, id, card, tell)
    if isinstance(event, Delivering):
        return react_to_delivery(event, card, tell)
    if isinstance(event, Updating):
        return react_to_update(event, id, card, tell)
    return _incident(event, card, tell)


def _incident(event: Happening, card: RefreshCard, tell: TellRoom) -> tuple[Effect, ...]:
    incident = event.incident
    match event:
        case IncidentDeclared():
            return (OpenRoom(incident=incident),)
        case RoomOpened():
            return _furnish(event)
        case PersonJoined() | PersonLeft() | PersonNotified():
            return ()
        case RoleTaken(role=role, person=person):
            duties = TellDuties(incident=incident, role=role, person=person)
            invite = InvitePeople(incident=incident, people=(person,))
            return (*_everywhere(incident, card, tell), invite, duties)
        case LeadMissed():
            return (AskForLead(incident=incident), card)
        case StepFailed(step=step):
            # A card that cannot be edited cannot show it either; trying again would never end.
            return () if step == "RefreshCard" else (card,)
        case StepRetried():
            return (card,)
        case PagingMended():
            return (card, tell)
        case RunbookAsked(slug=slug):
            return (PostRunbook(incident=incident, slug=slug),)
    assert_never(event)


def _everywhere(incident: IncidentId, card: RefreshCard, tell: TellRoom) -> tuple[Effect, ...]:
    """Wherever the incident is shown, and said aloud in its room."""
    return (card, SetTopic(incident=incident), Announce(incident=incident), tell)


def _furnish(event: RoomOpened) -> tuple[Effect, ...]:
    """A new room: everything depends on the channel alone, so all of it leaves side by side."""
    incident, declarer = event.incident, event.declarer
    bookmarks = ("page", *event.runbooks[:1])
    return (
        InvitePeople(incident=incident),
        PostCard(incident=incident),
        SetTopic(incident=incident),
        *(AddBookmark(incident=incident, what=what) for what in bookmarks),
        Announce(incident=incident),
        *(PostRunbook(incident=incident, slug=slug) for slug in event.runbooks),
        *((TellDeclarer(incident=incident, person=declarer),) if declarer else ()),
    )


def _course(event: Course, card: RefreshCard, tell: TellRoom) -> tuple[Effect, ...]:
    incident = event.incident
    match event:
        case MadePrivate(old_room=room):
            retire = (RetireRoom(incident=incident, room=room),) if room else ()
            return (OpenRoom(incident=incident), Announce(incident=incident), *retire)
        case IncidentResolved(by=by, needs_postmortem=True):
            share = (SharePostmortem(incident=incident, person=by),) if by else ()
            upload = UploadPostmortem(incident=incident)
            return (*_everywhere(incident, card, tell), *share, upload)
        case IncidentAbsorbed() | FlagsChanged():
            # Neither its topic nor its announcement says anything else now.
            return (card, tell)
        case _:
            return _everywhere(incident, card, tell)


def _paged(event: ResponderPaged, id: EventId, card: RefreshCard) -> tuple[Effect, ...]:
    sent = PagePerson(
        incident=event.incident,
        escalation=event.escalation,
        version=event.version,
        level=event.level,
        round=event.round,
        person=event.person,
        channel=event.channel,
    )
    return (sent, _beside(sent, event.person, id), card) if event.person else (sent, card)


def _beside(sent: PagePerson, person: PersonId, id: EventId) -> NotifyPerson:
    """The same page outside Slack."""
    return NotifyPerson(
        incident=sent.incident,
        escalation=sent.escalation,
        version=sent.version,
        level=sent.level,
        round=sent.round,
        person=person,
        page=id,
    )


def _paging(event: Paging, id: EventId, card: RefreshCard, tell: TellRoom) -> tuple[Effect, ...]:
    incident, escalation = event.incident, event.escalation
    pages = RefreshPages(incident=incident, escalation=escalation)
    match event:
        case EscalationStarted():
            return ()
        case ResponderPaged():
            return _paged(event, id, card)
        case PersonCalled(person=person, handed=handed):
            by_name = partial(PagePerson, version=-1, level=-1, round=0)
            sent = by_name(incident=incident, escalation=escalation, person=person)
            beside = _beside(sent, person, id)
            invite = InvitePeople(incident=incident, people=(person,))
            return (sent, beside, invite, card, tell, *((pages,) if handed else ()))
        case WebhookCalled(level=level, url=url, version=version):
            hook = partial(CallWebhook, incident=incident, escalation=escalation)
            return (hook(version=version, level=level, round=event.round, url=url),)
        case AckQuestioned(people=people, version=version):
            still = partial(AskIfStill, incident=incident, escalation=escalation, version=version)
            return (*(still(person=person) for person in people), card)
        case PageAcknowledged(by=by):
            people = (by,) if by else ()
            return (pages, card, tell, InvitePeople(incident=incident, people=people))
        case LevelSkipped():
            return (card, tell)
        case SkipAsked() | AckLapsed():
            return (card, pages, tell)
        case EscalationForced() | PageDeclined() | AckConfirmed():
            return (card, pages)
        case EscalationStopped():
            return (pages, card)
    assert_never(event)
