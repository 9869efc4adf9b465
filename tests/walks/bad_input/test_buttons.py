"""Buttons with values that Tocsin never wrote, from another release or another hand."""

import pytest

from bot.slack import ids
from bot.slack.slices import ROUTES
from tests.support.world import MARKO, World
from tests.walks.bad_input.answers import OUT_OF_DATE, room_of, there_is_no, whispered

pytestmark = pytest.mark.asyncio(loop_scope="module")
#: These carry no incident, or nothing that is read.
CARRY_NOTHING = {ids.DECLARE, ids.LINK, ids.REFRESH_HOME}
#: These carry no incident but a thing of the roster, and the answer names it.
NO_REQUEST = "That request is no longer known. `/oncall` shows who is on call."
ROSTER = {
    ids.TAKE_COVER: NO_REQUEST,
    ids.DECLINE_COVER: NO_REQUEST,
    ids.WITHDRAW_COVER: NO_REQUEST,
    ids.UNDO_OVERRIDE: "That override is no longer there. `/oncall` shows who is on call.",
    ids.UNDO_COVER: "That cover is no longer there. `/oncall` shows who is on call.",
    ids.UNDO_SWAP: "That swap is no longer there. `/oncall` shows who is on call.",
}
#: These carry an update alone.
NO_DRAFT = "That draft is gone. Write the update again with `/incident update`."
DELIVERIES = dict.fromkeys(
    (ids.RETRY_DELIVERY, ids.DELIVERY_ARRIVED, ids.DELIVERY_MISSING), NO_DRAFT
)
CARRYING = sorted({name for routes in ROUTES for name in routes.actions} - CARRY_NOTHING)


@pytest.mark.parametrize("value", ["banana", "99999999999", "٣", "-1", "1;drop"])
@pytest.mark.parametrize("action", CARRYING)
async def test_a_button_with_a_value_we_never_wrote(busy: World, action: str, value: str) -> None:
    await press(busy, action, f"{value}:card-payments-failing")
    assert whispered(busy) == (MARKO, {**ROSTER, **DELIVERIES}.get(action, OUT_OF_DATE))


async def test_a_button_of_an_incident_that_never_was(busy: World) -> None:
    await press(busy, ids.NOTE, "999")
    assert whispered(busy) == (MARKO, there_is_no("INC-999"))


async def test_a_button_of_a_page_that_never_was(busy: World) -> None:
    await press(busy, ids.ACKNOWLEDGE, "1:gone")
    told = "That page is no longer known. Open the incident with `/incident list`."
    assert whispered(busy) == (MARKO, told)


async def press(made: World, action: str, value: str) -> None:
    """As Slack would deliver it, were there such a button on the card."""
    acts, room = made.slack.acts, await room_of(made)
    [card] = made.channel(room).pins
    button = {"type": "button", "block_id": "b", "action_id": action, "value": value}
    payload = {
        **acts._heading("block_actions", MARKO),
        "trigger_id": acts.triggers.issue(MARKO),
        "container": {"type": "message", "message_ts": card, "channel_id": room},
        "channel": {"id": room, "name": "room"},
        "message": {"ts": card, "text": ""},
        "response_url": acts.response_urls.issue("actions", MARKO, room, original=card),
        "actions": [{**button, "action_ts": made.slack.workspace.next_ts()}],
    }
    reply = await acts._deliver("interactive", payload)
    assert reply.acked
    await made.settle()
