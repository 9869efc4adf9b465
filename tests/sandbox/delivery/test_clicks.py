"""block_actions and block_suggestion, from messages, ephemerals, modals and Home."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck

from sandbox.acts.outcome import TROUBLE
from sandbox.elements import rich_text
from tests.sandbox.delivery.modal_forms import USER, field, modal, opened, plain, top
from tests.sandbox.delivery.world import World

ROOM = "C0SUPPORT"
OPTIONS = [{"text": plain(name), "value": name.lower()} for name in ("Low", "High", "Top")]


def kept(*values: str) -> list[dict[str, Any]]:
    """These options as Slack gives them back."""
    return [
        {"text": each["text"] | {"emoji": True}, "value": each["value"]}
        for each in OPTIONS
        if each["value"] in values
    ]


def actions(*elements: dict[str, Any], block_id: str = "row") -> dict[str, Any]:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def button(action_id: str, value: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "value": value, "text": plain(value), **more}


def listen(world: World, action_id: str) -> list[dict[str, Any]]:
    heard: list[dict[str, Any]] = []

    async def receive(ack: AsyncAck, body: dict[str, Any]) -> None:
        heard.append(body)
        await ack()

    world.app.action(action_id)(receive)
    return heard


async def posted(world: World, *blocks: dict[str, Any], **more: Any) -> tuple[str, str]:
    answer = await world.app.client.chat_postMessage(
        channel=ROOM, text="card", blocks=list(blocks), **more
    )
    return ROOM, str(answer["ts"])


async def test_a_button_on_a_message(world: World) -> None:
    heard = listen(world, "ack_page")
    select = {"type": "static_select", "action_id": "sev", "options": OPTIONS}
    card = await posted(
        world,
        actions(button("ack_page", "INC-1"), button("ack_page2", "INC-2")),
        actions(select, block_id="form"),
    )
    done = await world.acts.click(USER, action_id="ack_page", message=card)
    assert done.ok
    [body] = heard
    [action] = body["actions"]
    assert (action["type"], action["action_id"], action["block_id"]) == (
        "button",
        "ack_page",
        "row",
    )
    assert (action["value"], action["text"]["text"]) == ("INC-1", "INC-1")
    assert body["user"]["id"] == USER
    assert body["team"] == {"id": "T0KOBZA", "domain": "kobzapay"}
    assert body["channel"] == {"id": ROOM, "name": "support"}
    assert body["container"] == {
        "type": "message",
        "message_ts": card[1],
        "channel_id": ROOM,
        "is_ephemeral": False,
    }
    assert body["message"]["ts"] == card[1]
    assert body["message"]["blocks"][0]["block_id"] == "row"
    assert body["message"]["bot_id"] == "B0TOCSIN"
    assert body["state"]["values"] == {
        "form": {"sev": {"type": "static_select", "selected_option": None}}
    }
    assert body["response_url"].startswith(f"{world.base}/actions/T0KOBZA/")


async def test_twin_buttons_are_told_apart_by_value(http_world: World) -> None:
    heard = listen(http_world, "take")
    card = await posted(
        http_world,
        actions(button("take", "lead"), block_id="one"),
        actions(button("take", "scribe"), block_id="two"),
    )
    await http_world.acts.click(USER, action_id="take", value="scribe", message=card)
    await http_world.acts.click(USER, action_id="take", block_id="one", message=card)
    assert [body["actions"][0]["value"] for body in heard] == ["scribe", "lead"]
    with pytest.raises(LookupError):
        await http_world.acts.click(USER, action_id="take", value="comms", message=card)


async def test_what_was_chosen_in_a_message_is_in_the_next_state(http_world: World) -> None:
    chosen = listen(http_world, "sev")
    pressed = listen(http_world, "go")
    select = {"type": "static_select", "action_id": "sev", "options": OPTIONS}
    card = await posted(http_world, actions(select, button("go", "1")))
    await http_world.acts.click(USER, action_id="sev", selected="high", message=card)
    await http_world.acts.click(USER, action_id="go", message=card)
    await http_world.acts.click("U0TARAS", action_id="go", message=card)
    assert chosen[0]["actions"][0]["selected_option"] == kept("high")[0]
    states = [body["state"]["values"]["row"]["sev"]["selected_option"] for body in pressed]
    assert states == [kept("high")[0], None]  # each person has their own


ELEMENTS: list[tuple[dict[str, Any], Any, dict[str, Any]]] = [
    ({"type": "static_select", "options": OPTIONS}, "high", {"selected_option": kept("high")[0]}),
    ({"type": "static_select", "options": OPTIONS}, "Top", {"selected_option": kept("top")[0]}),
    (
        {"type": "static_select", "option_groups": [{"label": plain("g"), "options": OPTIONS}]},
        "low",
        {"selected_option": kept("low")[0]},
    ),
    (
        {"type": "multi_static_select", "options": OPTIONS},
        ["low", "top"],
        {"selected_options": kept("low", "top")},
    ),
    ({"type": "checkboxes", "options": OPTIONS}, ["low"], {"selected_options": kept("low")}),
    ({"type": "radio_buttons", "options": OPTIONS}, "top", {"selected_option": kept("top")[0]}),
    ({"type": "overflow", "options": OPTIONS}, "low", {"selected_option": kept("low")[0]}),
    ({"type": "users_select"}, "U0ANNA", {"selected_user": "U0ANNA"}),
    ({"type": "multi_users_select"}, ["U0ANNA"], {"selected_users": ["U0ANNA"]}),
    ({"type": "conversations_select"}, "C0ACME", {"selected_conversation": "C0ACME"}),
    ({"type": "multi_conversations_select"}, ["C0ACME"], {"selected_conversations": ["C0ACME"]}),
    ({"type": "channels_select"}, "C0ACME", {"selected_channel": "C0ACME"}),
    ({"type": "multi_channels_select"}, ["C0ACME"], {"selected_channels": ["C0ACME"]}),
    ({"type": "datepicker"}, date(2026, 3, 29), {"selected_date": "2026-03-29"}),
    ({"type": "timepicker"}, time(9, 5), {"selected_time": "09:05"}),
    (
        {"type": "datetimepicker"},
        datetime(2026, 3, 29, 9, 5, tzinfo=UTC),
        {"selected_date_time": 1774775100},
    ),
    ({"type": "plain_text_input"}, "Cards fail", {"value": "Cards fail"}),
]


@pytest.mark.parametrize(("element", "selected", "reported"), ELEMENTS)
async def test_every_element_reports_its_choice(
    http_world: World, element: dict[str, Any], selected: Any, reported: dict[str, Any]
) -> None:
    heard = listen(http_world, "it")
    element = element | {"action_id": "it"}
    if element["type"] == "plain_text_input":
        block: dict[str, Any] = field("row", **element) | {"dispatch_action": True}
    else:
        block = {
            "type": "section",
            "block_id": "row",
            "text": plain("Choose"),
            "accessory": element,
        }
    view = await opened(http_world, modal(block))
    assert (
        await http_world.acts.click(USER, action_id="it", selected=selected, view_id=view.id)
    ).ok
    [body] = heard
    [action] = body["actions"]
    assert {key: action[key] for key in reported} == reported
    assert action["type"] == element["type"]
    assert body["container"] == {"type": "view", "view_id": view.id}
    assert body["view"]["id"] == view.id
    assert "message" not in body
    if element["type"] != "overflow":
        state = body["view"]["state"]["values"]["row"]["it"]
        assert state == {"type": element["type"], **reported}


@pytest.mark.parametrize(
    ("element", "state"),
    [
        ({"type": "plain_text_input", "initial_value": "x"}, {"value": "x"}),
        ({"type": "plain_text_input"}, {"value": None}),
        (
            {"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[1]},
            {"selected_option": kept("high")[0]},
        ),
        (
            {"type": "checkboxes", "options": OPTIONS, "initial_options": OPTIONS[:1]},
            {"selected_options": kept("low")},
        ),
        ({"type": "multi_users_select"}, {"selected_users": []}),
        ({"type": "users_select", "initial_user": "U0ANNA"}, {"selected_user": "U0ANNA"}),
        (
            {"type": "conversations_select", "initial_conversation": ROOM},
            {"selected_conversation": ROOM},
        ),
        ({"type": "datepicker", "initial_date": "2026-03-29"}, {"selected_date": "2026-03-29"}),
        ({"type": "timepicker", "initial_time": "09:05"}, {"selected_time": "09:05"}),
        (
            {"type": "datetimepicker", "initial_date_time": 1774775100},
            {"selected_date_time": 1774775100},
        ),
        (
            {"type": "rich_text_input", "initial_value": rich_text("x")},
            {"rich_text_value": rich_text("x")},
        ),
    ],
)
async def test_what_a_form_starts_with(
    http_world: World, element: dict[str, Any], state: dict[str, Any]
) -> None:
    view = await opened(http_world, modal(field("row", **element)))
    assert view.values == {"row": {"row_in": {"type": element["type"], **state}}}


async def test_an_input_that_does_not_dispatch_is_only_filled_in(http_world: World) -> None:
    view = await opened(http_world, modal(field("what")))
    done = await http_world.acts.click(USER, action_id="what_in", selected="x", view_id=view.id)
    assert done.attempts == 0
    assert top(http_world).values["what"]["what_in"]["value"] == "x"


async def test_a_click_in_a_modal_opens_another_on_top(world: World) -> None:
    @world.app.action("more")
    async def receive(ack: AsyncAck, body: dict[str, Any]) -> None:
        await world.app.client.views_push(
            trigger_id=body["trigger_id"], view=modal(callback_id="upper")
        )
        await ack()

    view = await opened(world, modal(field("what"), actions(button("more", "1"))))
    await world.acts.click(USER, action_id="more", view_id=view.id)
    assert (top(world).callback_id, top(world).previous_id) == ("upper", view.id)


async def test_a_click_in_an_ephemeral(world: World) -> None:
    heard = listen(world, "go")
    answer = await world.app.client.chat_postEphemeral(
        channel=ROOM, user=USER, text="psst", blocks=[actions(button("go", "1"))]
    )
    shown = ROOM, answer["message_ts"]
    assert (await world.acts.click(USER, action_id="go", message=shown)).ok
    assert heard[0]["container"]["is_ephemeral"] is True
    assert "message" not in heard[0]
    with pytest.raises(LookupError):
        await world.acts.click("U0TARAS", action_id="go", message=shown)


async def test_a_click_in_a_thread_and_in_home(world: World) -> None:
    heard = listen(world, "go")
    parent = await world.acts.say(USER, ROOM, "Look")
    card = await posted(world, actions(button("go", "1")), thread_ts=parent)
    await world.acts.click(USER, action_id="go", message=card)
    home = {"type": "home", "blocks": [actions(button("go", "2"))]}
    published = await world.app.client.views_publish(user_id=USER, view=home)
    await world.acts.click(USER, action_id="go", view_id=published["view"]["id"])
    assert heard[0]["container"]["thread_ts"] == parent
    assert heard[0]["message"]["thread_ts"] == parent
    assert (heard[1]["view"]["type"], heard[1]["actions"][0]["value"]) == ("home", "2")


async def test_a_click_nobody_acknowledges(world: World) -> None:
    world.sandbox.interaction.courier.ack_limit = 0.05
    card = await posted(world, actions(button("go", "1")))
    done = await world.acts.click(USER, action_id="go", message=card)
    assert (done.acked, done.error) == (False, TROUBLE)


async def test_without_interactivity_no_click_leaves_slack(http_world: World) -> None:
    workspace = http_world.sandbox.workspace
    workspace.app = replace(workspace.app, interactive=False)
    card = await posted(http_world, actions(button("go", "1")))
    done = await http_world.acts.click(USER, action_id="go", message=card)
    assert (done.acked, done.error) == (False, TROUBLE)
    assert http_world.sandbox.traffic.deliveries("interactive") == []


async def test_what_was_sent_does_not_change_afterwards(http_world: World) -> None:
    listen(http_world, "go")
    view = await opened(http_world, modal(field("what"), actions(button("go", "1"))))
    await http_world.acts.fill(USER, view.id, {"what_in": "before"})
    done = await http_world.acts.click(USER, action_id="go", view_id=view.id)
    await http_world.acts.fill(USER, view.id, {"what_in": "after"})
    assert done.payload["view"]["state"]["values"]["what"]["what_in"]["value"] == "before"


async def test_type_ahead(world: World) -> None:
    asked: list[tuple[str, str]] = []

    @world.app.options("svc")
    async def offer(ack: AsyncAck, payload: dict[str, Any]) -> None:
        asked.append((payload["value"], payload["block_id"]))
        found = [each for each in OPTIONS if payload["value"] in each["value"]]
        await ack(option_groups=[{"label": plain("Found"), "options": found}])

    heard: list[Any] = []

    @world.app.view("form")
    async def receive(ack: AsyncAck, view: dict[str, Any]) -> None:
        heard.append(view["state"]["values"]["svc"]["svc"]["selected_option"])
        await ack()

    select = {"type": "external_select", "action_id": "svc", "min_query_length": 2}
    view = await opened(world, modal(field("svc", **select)))
    ask = world.acts.suggest
    assert await ask(USER, action_id="svc", query="h", view_id=view.id) == []
    assert await ask(USER, action_id="svc", query="hi", view_id=view.id) == [OPTIONS[1]]
    assert (await world.acts.submit(USER, view.id, {"svc": "high"})).ok
    assert heard == [OPTIONS[1]]
    assert asked == [("hi", "svc")]


async def test_over_http_suggestions_need_an_options_url(world: World, transport: str) -> None:
    @world.app.options("svc")
    async def offer(ack: AsyncAck) -> None:
        await ack(options=OPTIONS)

    workspace = world.sandbox.workspace
    workspace.app = replace(workspace.app, options_url=False)
    view = await opened(world, modal(field("svc", type="external_select", action_id="svc")))
    found = await world.acts.suggest(USER, action_id="svc", query="pay", view_id=view.id)
    assert found == (OPTIONS if transport == "socket" else [])


async def test_choosing_asks_the_app_where_nothing_was_suggested_yet(http_world: World) -> None:
    @http_world.app.options("svc")
    async def offer(ack: AsyncAck) -> None:
        await ack(options=OPTIONS)

    @http_world.app.view("form")
    async def receive(ack: AsyncAck) -> None:
        await ack()

    view = await opened(http_world, modal(field("svc", type="external_select", action_id="svc")))
    with pytest.raises(LookupError):
        await http_world.acts.submit(USER, view.id, {"svc": "none such"})
    assert (await http_world.acts.submit(USER, view.id, {"svc": "top"})).ok


async def test_shortcuts(world: World) -> None:
    heard: list[dict[str, Any]] = []

    async def receive(ack: AsyncAck, body: dict[str, Any]) -> None:
        heard.append(body)
        await ack()

    world.app.shortcut("begin")(receive)
    world.app.shortcut("keep")(receive)
    ts = await world.acts.say("U0TARAS", ROOM, "Cards fail")
    assert (await world.acts.shortcut(USER, "begin")).ok
    assert (await world.acts.message_shortcut(USER, "keep", ROOM, ts)).ok
    begin, keep = heard
    assert (begin["type"], begin["callback_id"]) == ("shortcut", "begin")
    assert (keep["type"], keep["message_ts"]) == ("message_action", ts)
    assert (keep["message"]["text"], keep["message"]["user"]) == ("Cards fail", "U0TARAS")
    assert keep["channel"] == {"id": ROOM, "name": "support"}
    assert keep["response_url"].startswith(f"{world.base}/app/T0KOBZA/")
    for body in heard:
        await world.app.client.views_open(trigger_id=body["trigger_id"], view=modal())
    with pytest.raises(LookupError):
        await world.acts.shortcut(USER, "keep")
