"""Writing to clients, as a person does it: page by page, in every language that is asked for."""

from collections.abc import Mapping
from typing import Any

from sandbox.acts import Outcome
from sandbox.messages import Message
from sandbox.views import View
from tests.support.world import World, text_of, words

IMPACT = {
    "en": "Card payments may be declined",
    "uk": "Оплата карткою може не проходити",
    "ru": "Оплата картой может не проходить",
}
DOING = {
    "en": "We are checking the link to the bank",
    "uk": "Ми перевіряємо зв’язок із банком",
    "ru": "Мы проверяем связь с банком",
}
CLIENT_CHANNELS = ("C0ACME", "C0ZORIA", "C0ALTYN", "C0NORTHWIND")


def written(**more: Any) -> dict[str, Any]:
    """Plain words for both required fields in all languages; ``more`` goes before them."""
    said = {f"impact_{language}": text for language, text in IMPACT.items()}
    said |= {f"doing_{language}": text for language, text in DOING.items()}
    return said | more


def fields(view: View) -> dict[str, Mapping[str, Any]]:
    """The inputs of a modal by the name of their field, without what makes it unique."""
    return {
        block["block_id"].split(":")[0]: block for block in view.blocks if block["type"] == "input"
    }


def under_fields(done: Outcome) -> dict[str, str]:
    """What stands under which field of a page that was sent back."""
    return {block.split(":")[0]: said for block, said in done.errors.items()}


async def fill(world: World, person: str, said: Mapping[str, Any]) -> Outcome:
    """Send the page this person sees, with as much of ``said`` as it asks for."""
    asked = {block["element"]["action_id"] for block in fields(world.modal(person)).values()}
    return await world.submit(person, {name: said[name] for name in asked & said.keys()})


async def preview(world: World, person: str, said: Mapping[str, Any] | None = None) -> str:
    """Fill in page after page until every word can be read; all that the preview says."""
    told = written() if said is None else said
    while world.modal(person).callback_id != "client_update_send":
        done = await fill(world, person, told)
        assert done.ok, done
    return text_of(world.modal(person).blocks)


async def draft(
    world: World, person: str, where: str, said: Mapping[str, Any] | None = None
) -> str:
    """`/incident update` up to the preview."""
    asked = await world.command(person, where, "update")
    assert asked.acked, asked
    return await preview(world, person, said)


async def choose_state(world: World, person: str, state: str) -> None:
    view = world.modal(person).id
    await world.slack.acts.click(person, action_id="update_state", view_id=view, selected=state)
    await world.settle()


async def press(world: World, person: str, message: Message, action: str) -> Outcome:
    return await world.click(person, message, message.channel, action)


async def press_in_modal(world: World, person: str, action: str) -> Outcome:
    view = world.modal(person).id
    done = await world.slack.acts.click(person, action_id=action, view_id=view)
    await world.settle()
    return done


def buttons(message: Message) -> list[str]:
    """What can be pressed below a message, by action id without what makes it unique."""
    return [
        element["action_id"].split(":")[0]
        for block in message.blocks or []
        for element in (*block.get("elements", ()), block.get("accessory") or {})
        if element.get("type") == "button"
    ]


def sent(world: World) -> dict[str, list[str]]:
    """What stands in each client's channel from us."""
    return {
        channel: [m.text for m in world.messages(channel) if m.metadata]
        for channel in CLIENT_CHANNELS
    }


def nothing() -> dict[str, list[str]]:
    return {channel: [] for channel in CLIENT_CHANNELS}


def last_in(world: World, channel: str) -> str:
    """All that the newest message in a channel says."""
    return words(world.messages(channel)[-1])
