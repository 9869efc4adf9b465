"""Modals: opened, filled, refused, submitted, pushed, updated, closed."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.acts.outcome import TROUBLE
from tests.sandbox.delivery.modal_forms import USER, field, modal, opened, plain, top
from tests.sandbox.delivery.world import World


def stack(world: World) -> list[str]:
    return [view.callback_id for view in world.sandbox.interaction.views.stacks.get(USER, ())]


async def test_a_command_opens_a_modal(world: World) -> None:
    @world.app.command("/probe")
    async def answer(ack: AsyncAck, command: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=command["trigger_id"], view=modal())
        await ack()

    assert (await world.acts.command(USER, "C0SUPPORT", "/probe")).ok
    assert stack(world) == ["form"]


async def test_submission_carries_the_whole_state_and_closes(world: World) -> None:
    heard: list[dict[str, Any]] = []

    @world.app.view("form")
    async def receive(ack: AsyncAck, body: dict[str, Any]) -> None:
        heard.append(body)
        await ack()

    options = [{"text": plain("SEV1"), "value": "sev1"}, {"text": plain("SEV2"), "value": "sev2"}]
    view = await opened(
        world,
        modal(
            field("what"),
            field("sev", type="static_select", options=options),
            field("note", optional=True),
            private_metadata="kept",
        ),
    )
    done = await world.acts.submit(USER, view.id, {"what_in": "Cards fail", "sev.sev_in": "sev2"})
    assert done.ok
    assert stack(world) == []
    [body] = heard
    assert body["type"] == "view_submission"
    assert body["user"]["id"] == USER
    assert body["view"]["private_metadata"] == "kept"
    assert body["view"]["root_view_id"] == body["view"]["id"] == view.id
    assert body["response_urls"] == []
    chosen = {"text": plain("SEV2") | {"emoji": True}, "value": "sev2"}
    assert body["view"]["state"]["values"] == {
        "what": {"what_in": {"type": "plain_text_input", "value": "Cards fail"}},
        "sev": {"sev_in": {"type": "static_select", "selected_option": chosen}},
        "note": {"note_in": {"type": "plain_text_input", "value": None}},
    }


@pytest.mark.parametrize(
    ("element", "value", "sentence"),
    [
        ({}, "", "Please complete this required field."),
        ({"min_length": 4}, "abc", "Please enter at least 4 characters."),
        ({"max_length": 2}, "abc", "Please enter at most 2 characters."),
        ({"type": "email_text_input"}, "olena@", "Please enter a valid email address."),
        ({"type": "url_text_input"}, "kobzapay", "Please enter a valid URL."),
        (
            {"type": "number_input", "is_decimal_allowed": False},
            "x",
            "Please enter a valid number.",
        ),
        (
            {"type": "number_input", "is_decimal_allowed": False},
            "1.5",
            "Please enter a whole number.",
        ),
        (
            {"type": "number_input", "is_decimal_allowed": True, "min_value": "2"},
            "1.5",
            "Please enter a number of at least 2.",
        ),
        (
            {"type": "number_input", "is_decimal_allowed": True, "max_value": "2"},
            "2.5",
            "Please enter a number of at most 2.",
        ),
    ],
)
async def test_slack_refuses_before_the_app_hears(
    http_world: World, element: dict[str, Any], value: str, sentence: str
) -> None:
    view = await opened(http_world, modal(field("what", **element)))
    done = await http_world.acts.submit(USER, view.id, {"what_in": value})
    assert (done.acked, done.attempts) == (False, 0)
    assert done.errors == {"what": sentence}
    assert stack(http_world) == ["form"]
    assert http_world.sandbox.traffic.deliveries("interactive") == []


async def test_errors_stand_under_their_inputs_and_keep_the_modal(world: World) -> None:
    @world.app.view("form")
    async def receive(ack: AsyncAck) -> None:
        await ack(response_action="errors", errors={"what": "Too vague"})

    view = await opened(world, modal())
    done = await world.acts.submit(USER, view.id, {"what_in": "broken"})
    assert (done.acked, done.ok, done.error) == (True, False, None)
    assert done.errors == {"what": "Too vague"}
    assert top(world).values["what"]["what_in"]["value"] == "broken"


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "Too vague"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": {"type": "modal", "blocks": []}},
        {"response_action": "explode"},
    ],
)
async def test_an_ack_slack_cannot_use_shows_as_trouble(
    http_world: World, answer: dict[str, Any]
) -> None:
    @http_world.app.view("form")
    async def receive(ack: AsyncAck) -> None:
        from slack_bolt import BoltResponse

        ack.response = BoltResponse(status=200, body=answer)

    view = await opened(http_world, modal())
    done = await http_world.acts.submit(USER, view.id, {"what_in": "x"})
    assert done.acked
    assert done.error == TROUBLE
    assert done.detail
    assert stack(http_world) == ["form"]


async def test_update_push_clear(world: World) -> None:
    answers: list[dict[str, Any]] = [
        {"response_action": "update", "view": modal(field("what"), callback_id="second")},
        {"response_action": "push", "view": modal(field("more"), callback_id="third")},
        {"response_action": "clear"},
    ]

    async def receive(ack: AsyncAck) -> None:
        await ack(**answers.pop(0))

    for name in ("form", "second", "third"):
        world.app.view(name)(receive)

    first = await opened(world, modal())
    await world.acts.submit(USER, first.id, {"what_in": "x"})
    second = top(world)
    assert (second.id, second.callback_id) == (first.id, "second")
    assert second.values["what"]["what_in"]["value"] == "x"
    await world.acts.submit(USER, second.id)
    third = top(world)
    assert stack(world) == ["second", "third"]
    assert (third.root_id, third.previous_id) == (first.id, first.id)
    await world.acts.submit(USER, third.id, {"more_in": "y"})
    assert stack(world) == []


async def test_an_empty_ack_of_a_pushed_view_shows_the_one_below(world: World) -> None:
    @world.app.view("form")
    async def push(ack: AsyncAck) -> None:
        await ack(response_action="push", view=modal(field("more"), callback_id="upper"))

    @world.app.view("upper")
    async def finish(ack: AsyncAck) -> None:
        await ack()

    view = await opened(world, modal())
    await world.acts.submit(USER, view.id, {"what_in": "x"})
    await world.acts.submit(USER, top(world).id, {"more_in": "y"})
    assert stack(world) == ["form"]


async def test_no_ack_shows_trouble_and_keeps_the_modal(world: World) -> None:
    world.sandbox.interaction.courier.ack_limit = 0.05
    view = await opened(world, modal())
    done = await world.acts.submit(USER, view.id, {"what_in": "x"})  # nobody listens
    assert (done.acked, done.error) == (False, TROUBLE)
    assert stack(world) == ["form"]


async def test_closing_tells_the_app_only_where_asked(world: World) -> None:
    heard: list[tuple[str, bool]] = []

    async def receive(ack: AsyncAck, body: dict[str, Any]) -> None:
        heard.append((body["view"]["callback_id"], body["is_cleared"]))
        await ack()

    world.app.view_closed("form")(receive)
    quiet = await opened(world, modal())
    assert (await world.acts.close(USER, quiet.id)).attempts == 0
    loud = await opened(world, modal(notify_on_close=True))
    assert (await world.acts.close(USER, loud.id)).ok
    cleared = await opened(world, modal(notify_on_close=True, clear_on_close=True))
    await world.acts.close(USER, cleared.id)
    assert heard == [("form", False), ("form", True)]
    assert stack(world) == []


async def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


async def test_trigger_ids_last_three_seconds_and_one_use(http_world: World) -> None:
    triggers = http_world.sandbox.interaction.triggers
    client = http_world.app.client
    once = triggers.issue(USER)
    http_world.clock.advance(seconds=3)
    await client.views_open(trigger_id=once, view=modal())
    late = triggers.issue(USER)
    http_world.clock.advance(seconds=3.01)
    codes = [
        await refusal(client.views_open(trigger_id=trigger, view=modal()))
        for trigger in (once, late, "1.2.3")
    ]
    assert codes == ["exchanged_trigger_id", "expired_trigger_id", "invalid_trigger_id"]


async def test_a_refused_view_does_not_spend_the_trigger(http_world: World) -> None:
    client = http_world.app.client
    trigger = http_world.sandbox.interaction.triggers.issue(USER)
    wrong = modal() | {"title": plain("t" * 25)}
    assert await refusal(client.views_open(trigger_id=trigger, view=wrong)) == "invalid_arguments"
    await client.views_open(trigger_id=trigger, view=modal())
    assert stack(http_world) == ["form"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"title": plain("t" * 25)}, "/view/title/text"),
        ({"submit": plain("t" * 25)}, "/view/submit/text"),
        ({"close": plain("t" * 25)}, "/view/close/text"),
        ({"private_metadata": "m" * 3001}, "/view/private_metadata"),
        ({"callback_id": "c" * 256}, "/view/callback_id"),
        ({"external_id": "e" * 256}, "/view/external_id"),
        ({"submit": None}, "/view"),
        ({"blocks": [{"type": "divider"}] * 101}, "/view/blocks"),
        ({"type": "home"}, "/view/type"),
        ({"blocks": [{"type": "header", "text": plain("h" * 151)}]}, "/view/blocks/0/text/text"),
    ],
)
async def test_what_a_modal_may_not_be(
    http_world: World, change: dict[str, Any], place: str
) -> None:
    view = {key: each for key, each in (modal() | change).items() if each is not None}
    trigger = http_world.sandbox.interaction.triggers.issue(USER)
    with pytest.raises(SlackApiError) as refused:
        await http_world.app.client.views_open(trigger_id=trigger, view=view)
    assert refused.value.response["error"] == "invalid_arguments"
    messages = refused.value.response["response_metadata"]["messages"]
    assert any(f"[json-pointer:{place}]" in message for message in messages)


async def test_a_view_over_250_kb_is_too_large(http_world: World) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2900}}
    view = modal(*[section] * 90)
    trigger = http_world.sandbox.interaction.triggers.issue(USER)
    call = http_world.app.client.views_open(trigger_id=trigger, view=view)
    assert await refusal(call) == "view_too_large"


async def test_three_views_stack_and_no_more(http_world: World) -> None:
    client, triggers = http_world.app.client, http_world.sandbox.interaction.triggers
    push = client.views_push
    view = modal()
    assert await refusal(push(trigger_id=triggers.issue(USER), view=view)) == "not_found"
    await client.views_open(trigger_id=triggers.issue(USER), view=view)
    await push(trigger_id=triggers.issue(USER), view=view)
    inside = triggers.issue(USER, view_id=top(http_world).id)
    await client.views_open(trigger_id=inside, view=view)  # from inside a modal it stacks
    assert len(stack(http_world)) == 3
    assert await refusal(push(trigger_id=triggers.issue(USER), view=view)) == "push_limit_reached"


async def test_update_by_hash_and_by_external_id(http_world: World) -> None:
    client, triggers = http_world.app.client, http_world.sandbox.interaction.triggers
    first = await client.views_open(trigger_id=triggers.issue(USER), view=modal(external_id="mine"))
    view, stale = first["view"], first["view"]["hash"]
    assert (view["title"]["text"], view["submit"]["text"]) == ("A form", "Send")
    changed = await client.views_update(
        view_id=view["id"], hash=stale, view=modal(external_id="mine", callback_id="new")
    )
    assert changed["view"]["hash"] != stale
    await client.views_update(external_id="mine", view=modal(callback_id="newer"))
    assert stack(http_world) == ["newer"]
    late = client.views_update(view_id=view["id"], hash=stale, view=modal())
    assert await refusal(late) == "hash_conflict"
    assert await refusal(client.views_update(view_id="V0", view=modal())) == "not_found"


async def test_external_ids_are_unique(http_world: World) -> None:
    client, triggers = http_world.app.client, http_world.sandbox.interaction.triggers
    await client.views_open(trigger_id=triggers.issue(USER), view=modal(external_id="mine"))
    again = client.views_open(trigger_id=triggers.issue("U0TARAS"), view=modal(external_id="mine"))
    assert await refusal(again) == "duplicate_external_id"


async def test_what_is_typed_survives_an_update_of_the_same_input(http_world: World) -> None:
    view = await opened(http_world, modal(field("what"), field("more", optional=True)))
    await http_world.acts.fill(USER, view.id, {"what_in": "typed", "more_in": "gone"})
    await http_world.app.client.views_update(
        view_id=view.id, view=modal(field("what"), field("less", optional=True))
    )
    assert top(http_world).values == {
        "what": {"what_in": {"type": "plain_text_input", "value": "typed"}},
        "less": {"less_in": {"type": "plain_text_input", "value": None}},
    }


async def test_home_is_published_and_opened(world: World) -> None:
    heard: list[dict[str, Any]] = []

    @world.app.event("app_home_opened")
    async def receive(event: dict[str, Any]) -> None:
        heard.append(event)

    home = {"type": "home", "blocks": [{"type": "divider"}]}
    await world.acts.open_home(USER)
    published = await world.app.client.views_publish(user_id=USER, view=home)
    stale = published["view"]["hash"]
    await world.app.client.views_publish(user_id=USER, view=home, hash=stale)
    late = world.app.client.views_publish(user_id=USER, view=home, hash=stale)
    assert await refusal(late) == "hash_conflict"
    await world.acts.open_home(USER)
    await world.acts.open_home(USER, tab="messages")
    await world.acts.settled()
    assert [(each["tab"], "view" in each) for each in heard] == [
        ("home", False),
        ("home", True),
        ("messages", False),
    ]
    assert heard[1]["view"]["id"] == published["view"]["id"]
    wrong = world.app.client.views_publish(user_id=USER, view=modal())
    assert await refusal(wrong) == "invalid_arguments"
