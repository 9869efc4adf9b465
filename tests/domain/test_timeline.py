"""What each event is called, word for word."""

from typing import get_args

import pytest

from bot.domain.effects import Effect
from bot.domain.events import Event, StatusChanged
from bot.domain.incident import Flag, Status
from bot.domain.language import Language, Localised
from bot.domain.naming import flag_name, state_name, status_name, step_name
from bot.domain.phrase import Phrase, Slot, Where, Who
from bot.domain.severity import ClientState
from bot.domain.timeline import sentence
from tests.domain import happenings as it
from tests.domain import (
    happenings_clocks,
    happenings_delivery,
    happenings_reporting,
    happenings_updates,
)
from tests.domain.sample import KINDS


def english(said: Phrase) -> str:
    """As the catalogue's key reads, with people as @id, channels as #id."""
    return said.msgid.format(**{name: shown(slot) for name, slot in said.slots.items()})


def shown(slot: Slot) -> str:
    match slot:
        case Phrase():
            return english(slot)
        case Who(id):
            return f"@{id}"
        case Where(id):
            return f"#{id}"
        case Localised():
            return slot.to(Language.EN)
        case _:
            return str(slot)


SENTENCES: list[tuple[Event, str]] = [
    *happenings_clocks.SENTENCES,
    *happenings_updates.SENTENCES,
    *happenings_reporting.SENTENCES,
    *happenings_delivery.SENTENCES,
    (it.DECLARED, "@U0OLENA declared SEV2: Cards fail"),
    (it.ROOM_OPENED, "War room opened: #C1ROOM"),
    (it.NOTE, "@U0IRYNA: Rolled back {2.14}"),
    (it.DECIDED, "@U0IRYNA (decision): We roll back"),
    (it.CORRECTED, "@U0OLENA corrected an entry: “2.14” is now “2.15”: a slip"),
    (
        it.MOVED_BACK,
        (
            "@U0OLENA corrected the time of an entry from 2026-03-14 01:02:03+00:00 "
            "to 2026-03-14 01:01:03+00:00"
        ),
    ),
    (it.MARKED, "@U0OLENA marked an entry as finding"),
    (it.EDITED, "@U0OLENA edited a message: “2.14” is now “2.15”"),
    (it.DELETED, "A message was deleted in Slack, its words are kept: “2.14”"),
    (it.STRUCK, "@U0OLENA struck out an entry: “2.14”: not ours"),
    (it.TAKEN_BACK, "@U0OLENA took back what they had picked: “2.14”"),
    (it.EVIDENCE, "Kept as evidence: graph.png"),
    (it.TOO_LARGE, "Too large to keep (90.0 MB), it stays in Slack: heap.bin"),
    (it.OUTSIDE, "Not ours to keep, it stays where it is: Plan"),
    (it.JOINED, "@U0OLENA joined"),
    (it.LEFT, "@U0OLENA left"),
    (it.WORSE, "@U0OLENA changed the severity from SEV2 to SEV1: all banks"),
    (it.BETTER, "@U0OLENA changed the severity from SEV1 to SEV2"),
    (it.STATUS, "@U0OLENA changed the status from Investigating to Monitoring"),
    (it.ROLE, "@U0TARAS is now incident lead"),
    (it.HANDED_OVER, "@U0TARAS is now incident lead, taking over from @U0OLENA"),
    (it.LEAD_MISSED, "Nobody took the lead within 5 min"),
    (it.RETITLED, "@U0OLENA changed the title from “Cards” to “Cards fail”"),
    (it.SERVICE, "@U0OLENA set the service to Payouts"),
    # From before titles were kept.
    (it.OLD_SERVICE, "@U0OLENA set the service to payouts"),
    (it.NO_SERVICE, "@U0OLENA set the service to unknown"),
    (it.PRIVATE, "@U0OLENA made the incident private"),
    (it.PRIVATE_AT_ONCE, "@U0OLENA made the incident private"),
    (it.STARTED, "Paging began by the escalation path payments"),
    (it.PAGED, "Paged @U0TARAS (level 2)"),
    (it.PAGED_LATE, "Paged #C2ROOM (level 1), 0:01:30 late"),
    (it.LAST_RESORT, "Paged @U0TARAS (last resort)"),
    (it.PAGED_AFTER_SILENCE, "Paged @U0TARAS (level 2): no answer from level 1 for 0:05:00"),
    (it.PAGED_FOR_MORE, "Paged @U0TARAS (level 2): more people must answer"),
    (it.HOOKED, "Told hooks.kobzapay.example (level 2)"),
    (it.SKIPPED, "Level 2: nobody is on call, so the next level was asked at once"),
    (
        it.WORSE_SKIPPED,
        "Level 3: it is not for this severity, so the next level was asked at once",
    ),
    (it.AFTER_HOURS, "Level 3: it is outside its hours, so the next level was asked at once"),
    (it.UNWANTED, "Level 3: somebody asked to skip it, so the next level was asked at once"),
    (it.ANSWERED, "Level 3: everybody there has answered, so the next level was asked at once"),
    (it.ACKNOWLEDGED, "@U0OLENA acknowledged the page after 0:01:35"),
    (it.ONE_OF_TWO, "@U0OLENA acknowledged the page after 0:00:40 (1 of 2)"),
    (
        it.QUESTIONED,
        "No sign of @U0OLENA, @U0TARAS for 0:30:00: asked whether they still have it",
    ),
    (it.CONFIRMED, "@U0OLENA still has it"),
    (it.LAPSED, "@U0OLENA did not say that they still have it, so the path goes on"),
    (it.SKIP_ASKED, "@U0OLENA asked to skip level 2: on holiday"),
    (it.FORCED_TO, "@U0OLENA asked for level 3: the bank"),
    (it.FORCED_LAST, "@U0OLENA asked for the last resort"),
    (it.CALLED_ON_CALL, "@U0OLENA paged @U0TARAS, on call in payments-dev"),
    (it.HANDED_ON, "@U0OLENA handed the page to @U0TARAS: his code"),
    (it.DECLINED, "@U0OLENA could not take the page: on a plane"),
    (it.FORCED, "@U0OLENA asked for the next level"),
    (it.NOTIFIED, "The page to @U0TARAS went out by SMS"),
    (it.NOTIFIED_BY_SLACK, "The page to @U0TARAS went out by Slack"),
    (it.NOT_NOTIFIED, "SMS did not reach @U0TARAS: the service refused it (503)"),
    (
        it.PERHAPS_NOTIFIED,
        "Whether work phone reached @U0TARAS is not known: the service did not answer in time",
    ),
    (it.STOPPED, "Paging stopped: the incident ended before anybody answered"),
    (it.CALLED, "@U0OLENA paged @U0TARAS: knows it"),
    (it.UPDATED, "@U0OLENA sent a client update (Identified): We know the cause."),
    (it.RESOLVED, "@U0OLENA resolved the incident: Rolled back."),
    (it.RESOLVED_OWING, "@U0OLENA resolved the incident: Rolled back."),
    (it.REOPENED, "@U0OLENA reopened the incident: again"),
    (it.CLOSED, "@U0OLENA closed the incident"),
    (it.CANCELLED, "@U0OLENA cancelled the incident: a test"),
    (it.MERGED, "@U0OLENA merged this incident into INC-8"),
    (it.ABSORBED, "@U0OLENA merged INC-8 into this incident"),
    (it.FAILED, "A step failed and was given up: post the card"),
    (it.RETRIED, "@U0OLENA retried a failed step: post the card"),
    (it.RUNBOOK_ASKED, "@U0OLENA asked for the runbook “Cards fail”"),
    (
        it.NEVER_BEGAN,
        "The auditor found that nobody had been paged, and began paging",
    ),
    (
        it.OUTLIVED,
        "The auditor found paging going on after the end, and stopped it",
    ),
    (
        it.FAR_OFF,
        "The auditor found the next page too far away, and moved it up",
    ),
]


@pytest.mark.parametrize(("event", "said"), SENTENCES)
def test_each_event_in_words(event: Event, said: str) -> None:
    assert english(sentence(event)) == said


def test_every_kind_of_event_is_in_the_table() -> None:
    assert {type(event) for event, _ in SENTENCES} == set(KINDS)


def test_the_bot_is_named_when_nobody_acted() -> None:
    assert english(sentence(it.of(StatusChanged, by=None, old="resolved", new="closed"))) == (
        "Tocsin changed the status from Resolved to Closed"
    )


def test_every_status_state_flag_and_step_has_a_name() -> None:
    """A word without a name falls through as it is; a step's would be a class."""
    steps = [effect.__name__ for effect in get_args(Effect)]
    named = [
        *(status_name(status) for status in Status),
        *(state_name(state) for state in ClientState),
        *(flag_name(flag) for flag in Flag),
        *map(step_name, steps),
    ]
    assert len(steps) > 0
    assert [said for said in named if said.msgid == "{word}"] == []


def test_an_unknown_word_is_said_as_it_is() -> None:
    assert english(status_name("paused")) == "paused"
    assert english(flag_name("fraud")) == "fraud"
    assert english(step_name("Sing")) == "Sing"
