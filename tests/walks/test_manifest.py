"""The manifest asks for what the bot uses and nothing else: seen in the calls of a long walk."""

from pathlib import Path
from typing import Any

import yaml

from bot.slack import ids
from bot.slack.manifest import SCOPES, manifest
from tests.support.world import FULL_POLICY, GENERAL, OLENA, SUPPORT, World, world

#: Slack asks for these before it delivers, not when it is called.
DELIVERY = {"commands", "app_mentions:read", "pins:read"}


class Recorder:
    """The installed app, writing down which scopes each call was let through by."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.asked: list[frozenset[str]] = []

    def granted(self, *scopes: str) -> bool:
        self.asked.append(frozenset(scopes))
        return bool(self._app.granted(*scopes))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._app, name)


def with_an_email(folder: Path) -> Path:
    """The full policy, announcing where the bot was not invited, with a group on call.

    One person is known by e-mail, the group by its handle.
    """
    policy = yaml.safe_load(FULL_POLICY.read_text(encoding="utf-8"))
    policy["rotations"]["qa"]["usergroup"] = "@backend"
    text = yaml.safe_dump(policy, allow_unicode=True, sort_keys=False)
    file = folder / "policy.yaml"
    text = text.replace("U0JAMES", "james.carter@kobzapay.example")
    file.write_text(text.replace("announce: C0INCIDENTS", "announce: C0RANDOM"), encoding="utf-8")
    return file


async def lose(made: World, *methods: str) -> None:
    """Each of these takes effect once without an answer."""
    for method in methods:
        made.slack.faults.drop_response(method)


async def incident_with_losses(made: World, channel: str, how: str) -> str:
    await lose(made, "conversations.create", "chat.postMessage", "bookmarks.add")
    assert (await made.command(OLENA, channel, how)).acked
    for _ in range(8):
        await made.later(seconds=10)
    async with made.bot.store.read() as work:
        [newest, *_] = await work.incidents.open()
    assert newest.room
    return newest.room


async def walk(made: World) -> None:
    room = await incident_with_losses(made, SUPPORT, "declare SEV1 Card payments fail")
    await made.command(OLENA, room, "role lead")
    await made.command(OLENA, room, "service cards")
    paged = (await made.bot_paged())[0]
    page = next(m for m in made.dm(paged) if ids.ACKNOWLEDGE in str(m.blocks))
    await made.click(paged, page, made.dm_channel(paged), ids.ACKNOWLEDGE)
    said = await made.slack.acts.say(OLENA, room, "the acquirer is down")
    await made.slack.acts.say(OLENA, room, "<@U0TOCSIN> note seen in the logs", thread_ts=said)
    await made.slack.acts.message_shortcut(OLENA, "add_to_timeline", room, said)
    shown = await made.slack.acts.say(OLENA, room, "look", files={"graph.png": b"\x89PNG"})
    await made.slack.acts.react(OLENA, room, shown, "pushpin")
    await made.slack.acts.pin(OLENA, room, shown)
    await made.slack.acts.shortcut(OLENA, "declare")
    await made.slack.acts.open_home(OLENA)
    await made.settle()
    await made.command(OLENA, room, "private")
    if made.slack.interaction.views.stacks.get(OLENA):
        await made.submit(OLENA)
    for _ in range(4):
        await made.later(seconds=10)
    hidden = (await made.incident()).room
    assert hidden
    assert hidden != room
    await lose(made, "chat.postMessage", "files.completeUploadExternal")
    await made.command(OLENA, hidden, "resolve A supplier failed. We moved the traffic.")
    for _ in range(8):
        await made.later(seconds=10)
    await made.command(OLENA, GENERAL, "declare SEV1 Payouts are late")
    async with made.bot.store.read() as work:
        [second, *_] = await work.incidents.open()
    assert second.room
    await lose(made, "chat.postMessage")
    await made.command(OLENA, second.room, "title Payouts are late since noon")
    await made.later(seconds=10)


async def test_every_scope_is_needed_and_every_need_is_met(sqlite: str, tmp_path: Path) -> None:
    async with world(sqlite, policy=with_an_email(tmp_path)) as made:
        recorder = Recorder(made.slack.workspace.app)
        made.slack.workspace.app = recorder  # type: ignore[assignment]
        await made.bot.in_force.take_up(made.bot.store.policy)
        await walk(made)
        refused = [
            c.method
            for c in made.slack.traffic.calls()
            if c.response.get("error") == "missing_scope"
        ]
        assert refused == []
        ours = frozenset(SCOPES)
        conclusive = {
            next(iter(asked & ours)) for asked in recorder.asked if len(asked & ours) == 1
        }
        assert conclusive | DELIVERY == set(SCOPES)
        heard = {d.payload.get("event", {}).get("type") for d in made.slack.traffic.deliveries()}
        expected = {"app_home_opened", "app_mention", "member_joined_channel", "pin_added"}
        assert expected <= heard


def test_what_the_manifest_declares_is_what_the_bot_listens_to() -> None:
    from bot.slack import slices
    from bot.slack.app import Table

    table = Table.of(slices.ROUTES)
    made = manifest()
    shortcuts = {each["callback_id"] for each in made["features"]["shortcuts"]}
    assert shortcuts == set(table.shortcuts)
    subscribed = made["settings"]["event_subscriptions"]["bot_events"]
    # ``message.channels`` and its like all arrive as ``message``.
    events = {name.partition(".")[0] for name in subscribed}
    assert events == {*(name.partition(".")[0] for name in table.events), "app_mention"}
