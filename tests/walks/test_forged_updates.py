"""A form or button about one's own incident, with another incident's update put into it.

Rights are judged by the incident, so an update that is not of it is answered like one that is gone.
"""

import pytest

from bot.domain.client_update import ClientUpdate
from bot.domain.ids import IncidentId
from bot.slack import ids
from tests.support.stories import declared
from tests.support.unchanged import no_errors
from tests.support.updating import draft, press_in_modal, sent, written
from tests.support.world import GENERAL, JAMES, KATE, World, text_of

GONE = "That draft is gone."
SECRET = "frobnitz"


@pytest.fixture
async def secret(here: World) -> ClientUpdate:
    """Kate's draft about a private incident. INC-2 is public, and James writes for it."""
    await here.command(KATE, GENERAL, "")
    told = {"impact": "Tokens are for sale", "severity": "SEV2", "declare_service": "cards"}
    assert (await here.submit(KATE, told | {"flags": ["security"]})).ok
    await here.slack.acts.close(KATE, here.modal(KATE).id)
    room = (await here.incident()).room
    assert room is not None
    await here.command(KATE, room, f"role lead <@{KATE}>")
    await draft(here, KATE, room, written(impact_en=f"Sign-in of {SECRET} users is limited"))
    await here.slack.acts.close(KATE, here.modal(KATE).id)
    async with here.bot.store.read() as work:
        [made] = await work.client_updates.of_incident(IncidentId(1))
    own = await declared(here, "Card payments end in an error", severity="SEV4")
    await here.slack.acts.join(JAMES, own)
    await here.command(JAMES, own, f"role comms <@{JAMES}>")
    return made


async def untouched(here: World, secret: ClientUpdate) -> None:
    assert not any(SECRET in text for texts in sent(here).values() for text in texts)
    async with here.bot.store.read() as work:
        assert await work.client_updates.get(secret.id) == secret


@pytest.mark.parametrize("next", ["send", "ask"])
async def test_a_preview_sends_nothing_of_another_incident(
    here: World, secret: ClientUpdate, next: str
) -> None:
    with no_errors():
        own = (await here.incident(2)).room
        assert own is not None
        await draft(here, JAMES, own)
        view = here.modal(JAMES)
        view.private_metadata = f"2:{secret.id}:{secret.digest}:{next}"
        done = await here.submit(JAMES)
        assert GONE in text_of(done.body) + text_of(here.modal(JAMES).blocks)
        assert SECRET not in str(done.body) + str(here.modal(JAMES).blocks)
    await untouched(here, secret)


@pytest.mark.parametrize("corrects", [False, True])
async def test_a_form_reads_nothing_of_another_incident(
    here: World, secret: ClientUpdate, corrects: bool
) -> None:
    with no_errors():
        own = (await here.incident(2)).room
        assert own is not None
        await here.command(JAMES, own, "update")
        here.modal(JAMES).private_metadata = f"2:new:{secret.id}" if corrects else f"2:{secret.id}:"
        done = await here.submit(JAMES, {"impact_en": "Payments fail", "doing_en": "We look"})
        assert GONE in text_of(done.body) + str(done.errors)
    await untouched(here, secret)


@pytest.mark.parametrize(
    "action", [ids.EDIT_UPDATE, ids.CORRECT_UPDATE, ids.COPY_UPDATE, ids.UPDATE_STATE]
)
async def test_no_button_opens_one_of_another_incident(
    here: World, secret: ClientUpdate, action: str
) -> None:
    with no_errors():
        own = (await here.incident(2)).room
        assert own is not None
        await draft(here, JAMES, own)
        if action != ids.EDIT_UPDATE:
            assert (await here.submit(JAMES)).ok
        else:
            await here.slack.acts.close(JAMES, here.modal(JAMES).id)
        await here.command(JAMES, own, "updates")
        [button] = [each for each in pressable(here) if each["action_id"].startswith(action)]
        button["value"] = f"2:{secret.id}:{secret.digest}:"
        await press_in_modal(here, JAMES, button["action_id"])
        assert SECRET not in str(here.modal(JAMES).blocks)
    await untouched(here, secret)


def pressable(here: World) -> list[dict[str, str]]:
    return [
        element
        for block in here.modal(JAMES).blocks
        for element in (*block.get("elements", ()), block.get("accessory") or {})
        if element.get("type") == "button"
    ]
