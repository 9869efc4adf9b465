"""A guest can do nothing here, and is told so in one sentence."""

import pytest

from bot.slack.slices import ROUTES
from tests.support.world import ANNA, GUEST, World
from tests.walks.bad_input.answers import GUESTS, room_of, there_is_no

pytestmark = pytest.mark.asyncio(loop_scope="module")
#: Every verb with words that would act, were they not a guest's. Reading help is open to all.
BY_GUEST = {
    "declare": "SEV1 Card payments fail",
    "severity": "SEV1",
    "status": "identified",
    "role": "lead",
    "lead": "",
    "title": "Another",
    "service": "cards",
    "merge": "INC-2",
    "cancel": "nothing",
    "private": "",
    "flag": "security",
    "clocks": "",
    "reopen": "again",
    "close": "",
    "note": "hi",
    "correct": "",
    "milestone": "detected 10:05",
    "report": "tactical",
    "catchup": "",
    "escalate": "now",
    "ack": "",
    "page": f"<@{ANNA}> now",
    "reassign": f"<@{ANNA}> now",
    "update": "x",
    "updates": "",
    "clients": "acme",
    "resolve": "fixed",
    "runbook": "card-payments-failing",
    "timeline": "",
    "postmortem": "",
    "list": "",
    "mine": "",
    "oncall": "me",
}


async def test_the_table_of_guests_has_every_verb() -> None:
    """`show` and the panel open in a room they were let into; its buttons refuse them."""
    verbs = {verb.name for routes in ROUTES for verb in routes.verbs}
    assert verbs - {"", "show", "help"} == set(BY_GUEST)


@pytest.mark.parametrize("verb", BY_GUEST)
async def test_a_guest(busy: World, verb: str) -> None:
    room = await room_of(busy)
    for words in {f"{verb} {BY_GUEST[verb]}", verb}:
        done = await busy.command(GUEST, room, words)
        assert done.body == {"text": GUESTS, "response_type": "ephemeral"}
    assert not busy.slack.interaction.views.stacks.get(GUEST)


async def test_a_guest_sees_only_the_rooms_they_are_in(busy: World) -> None:
    done = await busy.command(GUEST, "C0ACME", "show INC-2")
    assert done.body["text"] == there_is_no("INC-2")
