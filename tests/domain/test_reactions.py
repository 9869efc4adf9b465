"""When this happens, that goes out: the bot's behaviour as a table."""

from dataclasses import fields
from typing import Any, get_args

import pytest

from bot.domain import effects
from bot.domain.effects import (
    PAGE,
    AddBookmark,
    AskApproval,
    AskIfStill,
    CallWebhook,
    Effect,
    HurryContacts,
    InvitePeople,
    KeepEvidence,
    NotifyPerson,
    PagePerson,
    PostRunbook,
    RefreshPages,
    RetireRoom,
    SharePostmortem,
    TellDeclarer,
    TellDuties,
    TellRoom,
)
from bot.domain.events import Event, IncidentResolved, RoomOpened
from bot.domain.ids import ClientUpdateId, EscalationId, EventId
from bot.domain.reactions import react
from bot.domain.role import LEAD
from tests.domain import happenings as it
from tests.domain import (
    happenings_clocks,
    happenings_delivery,
    happenings_reporting,
    happenings_updates,
)
from tests.domain.sample import INC_7, IRYNA, KINDS, OLENA, OTHER_ROOM, ROOM, TARAS

EVENT = EventId("v1")
E1, U1 = EscalationId("e1"), ClientUpdateId("u1")

#: Everybody who looks at the incident from outside sees the change.
SHOWN = ["RefreshCard", "SetTopic", "Announce", "TellRoom"]
REACTIONS: list[tuple[Event, list[str]]] = [
    (it.DECLARED, ["OpenRoom"]),
    (
        it.ROOM_OPENED,
        [
            "InvitePeople",
            "PostCard",
            "SetTopic",
            "AddBookmark",
            "AddBookmark",
            "Announce",
            "PostRunbook",
            "PostRunbook",
            "TellDeclarer",
        ],
    ),
    (it.NOTE, []),
    (it.DECIDED, ["KeepEvidence", "KeepEvidence"]),
    (it.CORRECTED, []),
    (it.DELETED, []),
    (it.TAKEN_BACK, []),
    (it.EVIDENCE, []),
    (it.JOINED, []),
    (it.LEFT, []),
    (it.WORSE, SHOWN),
    (it.BETTER, SHOWN),
    (it.STATUS, SHOWN),
    (it.ROLE, [*SHOWN, "InvitePeople", "TellDuties"]),
    (it.HANDED_OVER, [*SHOWN, "InvitePeople", "TellDuties"]),
    (it.LEAD_MISSED, ["AskForLead", "RefreshCard"]),
    (it.RETITLED, SHOWN),
    (it.SERVICE, SHOWN),
    (it.NO_SERVICE, SHOWN),
    (it.PRIVATE, ["OpenRoom", "Announce", "RetireRoom"]),
    (it.PRIVATE_AT_ONCE, ["OpenRoom", "Announce"]),
    (it.STARTED, []),
    (it.PAGED, ["PagePerson", "NotifyPerson", "RefreshCard"]),
    (it.PAGED_AFTER_SILENCE, ["PagePerson", "NotifyPerson", "RefreshCard"]),
    # To a channel: nobody in particular is reached outside Slack.
    (it.PAGED_LATE, ["PagePerson", "RefreshCard"]),
    (it.LAST_RESORT, ["PagePerson", "NotifyPerson", "RefreshCard"]),
    (it.HOOKED, ["CallWebhook"]),
    (it.SKIPPED, ["RefreshCard", "TellRoom"]),
    (it.SKIP_ASKED, ["RefreshCard", "RefreshPages", "TellRoom"]),
    (it.ONE_OF_TWO, ["RefreshPages", "RefreshCard", "TellRoom", "InvitePeople"]),
    (it.QUESTIONED, ["AskIfStill", "AskIfStill", "RefreshCard"]),
    (it.CONFIRMED, ["RefreshCard", "RefreshPages"]),
    (it.LAPSED, ["RefreshCard", "RefreshPages", "TellRoom"]),
    (it.ACKNOWLEDGED, ["RefreshPages", "RefreshCard", "TellRoom", "InvitePeople"]),
    (it.DECLINED, ["RefreshCard", "RefreshPages"]),
    (it.FORCED, ["RefreshCard", "RefreshPages"]),
    (it.NOTIFIED, []),
    (it.NOT_NOTIFIED, []),
    (it.STOPPED, ["RefreshPages", "RefreshCard"]),
    (it.CALLED, ["PagePerson", "NotifyPerson", "InvitePeople", "RefreshCard", "TellRoom"]),
    (
        it.HANDED_ON,
        ["PagePerson", "NotifyPerson", "InvitePeople", "RefreshCard", "TellRoom", "RefreshPages"],
    ),
    (it.UPDATED, ["RefreshApprovals", "RefreshCard", "TellRoom"]),
    (it.RESOLVED, SHOWN),
    (it.RESOLVED_OWING, [*SHOWN, "SharePostmortem", "UploadPostmortem"]),
    (it.REOPENED, SHOWN),
    (it.CLOSED, SHOWN),
    (it.CANCELLED, SHOWN),
    (it.MERGED, SHOWN),
    (it.ABSORBED, ["RefreshCard", "TellRoom"]),
    (it.FAILED, ["RefreshCard"]),
    (it.RETRIED, ["RefreshCard"]),
    (it.RUNBOOK_ASKED, ["PostRunbook"]),
    (it.NEVER_BEGAN, ["RefreshCard", "TellRoom"]),
    (it.OUTLIVED, ["RefreshCard", "TellRoom"]),
    (it.FAR_OFF, ["RefreshCard", "TellRoom"]),
    *happenings_clocks.REACTIONS,
    *happenings_updates.REACTIONS,
    *happenings_reporting.REACTIONS,
    *happenings_delivery.REACTIONS,
]


@pytest.mark.parametrize(("event", "names"), REACTIONS)
def test_each_event_and_what_goes_out(event: Event, names: list[str]) -> None:
    out = react(event, EVENT)
    assert [type(effect).__name__ for effect in out] == names
    assert {effect.incident for effect in out} <= {INC_7}
    assert {effect.event for effect in out if isinstance(effect, TellRoom)} <= {EVENT}


def test_every_kind_of_event_is_in_the_table() -> None:
    assert {type(event) for event, _ in REACTIONS} == set(KINDS)


def test_nothing_goes_out_twice_because_of_one_event() -> None:
    for event, _ in REACTIONS:
        out = react(event, EVENT)
        assert len(set(out)) == len(out), event


#: What the effects carry, where it is more than the incident.
CARRIED: list[tuple[Event, list[Effect]]] = [
    (
        it.ROOM_OPENED,
        [
            InvitePeople(incident=INC_7),
            AddBookmark(incident=INC_7, what="page"),
            AddBookmark(incident=INC_7, what="cards"),
            PostRunbook(incident=INC_7, slug="cards"),
            PostRunbook(incident=INC_7, slug="webhooks"),
            TellDeclarer(incident=INC_7, person=OLENA),
        ],
    ),
    (
        it.DECIDED,
        [
            KeepEvidence(incident=INC_7, entry=EVENT, file="F1", name="graph.png", by=OLENA),
            KeepEvidence(incident=INC_7, entry=EVENT, file="F2", name="log.txt", by=OLENA),
        ],
    ),
    (
        it.ROLE,
        [
            InvitePeople(incident=INC_7, people=(TARAS,)),
            TellDuties(incident=INC_7, role=LEAD, person=TARAS),
        ],
    ),
    (it.PRIVATE, [RetireRoom(incident=INC_7, room=ROOM)]),
    (
        it.PAGED,
        [
            PagePerson(incident=INC_7, escalation=E1, version=3, level=2, round=1, person=TARAS),
            NotifyPerson(
                incident=INC_7,
                escalation=E1,
                version=3,
                level=2,
                round=1,
                person=TARAS,
                page=EVENT,
            ),
        ],
    ),
    (
        it.PAGED_LATE,
        [
            PagePerson(
                incident=INC_7, escalation=E1, version=0, level=1, round=2, channel=OTHER_ROOM
            )
        ],
    ),
    (
        it.HOOKED,
        [CallWebhook(incident=INC_7, escalation=E1, version=3, level=2, round=1, url=it.HOOK)],
    ),
    (
        it.QUESTIONED,
        [
            AskIfStill(incident=INC_7, escalation=E1, version=3, person=OLENA),
            AskIfStill(incident=INC_7, escalation=E1, version=3, person=TARAS),
        ],
    ),
    # Outside the path: no answer makes it stale.
    (
        it.CALLED,
        [PagePerson(incident=INC_7, escalation=E1, version=-1, level=-1, round=0, person=TARAS)],
    ),
    (
        it.ACKNOWLEDGED,
        [
            RefreshPages(incident=INC_7, escalation=E1),
            InvitePeople(incident=INC_7, people=(OLENA,)),
        ],
    ),
    (
        happenings_updates.TOLD[8][0],
        [
            InvitePeople(incident=INC_7, people=(IRYNA,)),
            AskApproval(incident=INC_7, update=U1, person=IRYNA),
            AskApproval(incident=INC_7, update=U1),
        ],
    ),
    (it.RESOLVED_OWING, [SharePostmortem(incident=INC_7, person=OLENA)]),
]


@pytest.mark.parametrize(("event", "carried"), CARRIED)
def test_what_the_effects_carry(event: Event, carried: list[Effect]) -> None:
    kinds = {type(effect) for effect in carried}
    assert [effect for effect in react(event, EVENT) if type(effect) in kinds] == carried


def test_without_a_person_there_is_nobody_to_write_to() -> None:
    nameless = it.of(RoomOpened, by=None, room=ROOM, name="inc-7")
    assert [type(effect).__name__ for effect in react(nameless, EVENT)] == [
        "InvitePeople",
        "PostCard",
        "SetTopic",
        "AddBookmark",
        "Announce",
    ]
    owing = it.of(IncidentResolved, by=None, summary="So", needs_postmortem=True)
    assert "SharePostmortem" not in [type(effect).__name__ for effect in react(owing, EVENT)]


def test_pages_leave_before_everything_else() -> None:
    pages = {PagePerson, NotifyPerson, HurryContacts}
    assert {kind for kind in get_args(Effect) if kind.priority == PAGE} == pages
    assert min(kind.priority for kind in get_args(Effect)) == PAGE


def made(kind: type[Any]) -> Any:
    """An effect with something in each field, to look at its lane."""
    values: dict[str, Any] = {"incident": INC_7, "people": (), "round": 1, "seconds": 1}
    return kind(**{field.name: values.get(field.name, "x") for field in fields(kind)})


def test_effects_that_edit_one_thing_share_a_lane() -> None:
    lanes = {kind.__name__: made(kind).lane for kind in get_args(Effect)}
    assert {name: lane for name, lane in lanes.items() if lane} == {
        "PostCard": "card:7",
        "RefreshCard": "card:7",
        "SetTopic": "topic:7",
        "Announce": "announcement:7",
        "TellRoom": "room:7",
        "RefreshPages": "pages:x",
        "RefreshBundle": "bundle:x:x",
        "RefreshCoverAsks": "cover:x",
        "ShowClocks": "clocks:7",
        "KeepMessage": "pick:x:x",
        "SyncUserGroup": "usergroup:x",
        "SendClientUpdate": "client:x",
        "MailClientUpdate": "client:x",
        "CallUpdateHook": "client:x",
        "AskApproval": "approval:x",
        "RefreshApprovals": "approval:x",
    }


def test_only_what_reads_the_state_when_sent_may_coalesce() -> None:
    coalescing = {kind.__name__ for kind in get_args(Effect) if kind.coalesces}
    assert coalescing == {
        "RefreshCard",
        "SetTopic",
        "Announce",
        "RefreshPages",
        "RefreshBundle",
        "RefreshCoverAsks",
        "ShowClocks",
        "SyncUserGroup",
        "RefreshApprovals",
    }
    assert not effects.Order.coalesces
