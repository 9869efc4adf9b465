"""Odd words that are still words: declared once, whole, tamed, and nobody is pinged by them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support.unchanged import no_errors
from tests.support.world import GENERAL, INCIDENTS, MARKO, World, words

HUGE = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What somebody types after ``declare SEV4``, and what becomes of it."""

    name: str
    typed: str
    title: str
    room: str


DECLARED = (
    Declared(
        name="81 characters",
        typed="a" * 81,
        title="a" * 81,
        room="inc-1-" + "a" * 40,
    ),
    Declared(
        name="huge",
        typed="a" * HUGE,
        title="a" * 119 + "…",
        room="inc-1-" + "a" * 40,
    ),
    Declared(
        name="huge and Cyrillic",
        typed="щ" * HUGE,
        title="щ" * 119 + "…",
        room="inc-1-" + "shch" * 10,
    ),
    Declared(
        name="Ukrainian",
        typed="Її щойно з’їв Ґалаґан",
        title="Її щойно з’їв Ґалаґан",
        room="inc-1-ii-shchoyno-ziv-galagan",
    ),
    Declared(
        name="emoji and a word",
        typed="🔥🔥 cards 🔥",
        title="🔥🔥 cards 🔥",
        room="inc-1-fire-fire-cards-fire",
    ),
    Declared(
        name="control and invisible characters",
        typed="Card\u0007 pay\u200bments\u2066 \u202efail\u202c",
        title="Card payments fail",
        room="inc-1-card-payments-fail",
    ),
    Declared(name="lines", typed="Cards\nfail\r\nnow", title="Cards", room="inc-1-cards"),
    Declared(
        name="everybody, by hand",
        typed="<!channel> and <!everyone> look",
        title="<!channel> and <!everyone> look",
        room="inc-1-channel-and-everyone-look",
    ),
    Declared(
        name="everybody, from the list",
        typed="@channel and @here look",
        title="@channel and @here look",
        room="inc-1-channel-and-here-look",
    ),
    Declared(
        name="a person",
        typed="<@U0ANNA> broke it",
        title="@anna.schmidt broke it",
        room="inc-1-anna-schmidt-broke-it",
    ),
    Declared(
        name="a link in disguise",
        typed="<https://evil.example|Card payments>",
        title="<https://evil.example|Card payments>",
        room="inc-1-https-evil-example-card-payments",
    ),
    Declared(
        name="entities",
        typed="a &amp; b &lt;c&gt; & d",
        title="a &amp; b &lt;c&gt; & d",
        room="inc-1-a-amp-b-lt-c-gt-d",
    ),
)
#: What would ping or pretend if it stood in a message as it is.
HARMFUL = ("<!channel", "<!everyone", "<!here", "<@U0ANNA", "<https://evil.example|")


@pytest.mark.parametrize("declared", DECLARED, ids=lambda one: one.name)
async def test_declared(here: World, declared: Declared) -> None:
    with no_errors():
        done = await here.command(MARKO, GENERAL, f"declare SEV4 {declared.typed}")
        assert done.ok, done
    incident = await here.incident()
    assert incident.title == declared.title
    rooms = [c for c in here.slack.workspace.channels.values() if c.name.startswith("inc-")]
    assert [room.name for room in rooms] == [declared.room]
    [room] = rooms
    assert len(room.name) <= 80
    assert len(room.topic.value) <= 250
    assert MARKO in room.members

    [pinned] = room.pins
    assert escaped(declared.title) in words(room.messages[pinned])
    calls = here.slack.traffic.calls()
    [announced] = [c for c in calls if c.args.get("channel") == INCIDENTS]
    assert escaped(declared.title) in announced.args["text"]
    said = "\n".join(marked_up([_parsed(call.args) for call in calls] + [done.body]))
    assert escaped(declared.title) in said
    assert [harm for harm in HARMFUL if harm in said] == []
    assert not [call for call in calls if not call.ok]


async def test_a_huge_note_is_cut_and_kept(here: World) -> None:
    await here.command(MARKO, GENERAL, "declare SEV4 Cards fail")
    room = (await here.incident()).room
    assert room is not None
    with no_errors():
        done = await here.command(MARKO, room, "note " + "щ" * HUGE)
        assert done.body["text"] == "On the timeline of INC-1."
    story = await here.story()
    assert story.count("NoteAdded") == 1


async def test_the_bot_does_not_obey_itself(here: World) -> None:
    """A title that mentions it, in a message of its own, is no command."""
    await here.command(MARKO, GENERAL, "declare SEV4 Cards fail")
    room = (await here.incident()).room
    assert room is not None
    [card] = here.channel(room).pins
    loop = {"channel": room, "thread_ts": card, "text": "<@U0TOCSIN> declare SEV1 A loop"}
    with no_errors():
        await here.bot.slack.call("chat.postMessage", loop)
        await here.settle()
    async with here.bot.store.read() as work:
        assert [one.title for one in await work.incidents.open()] == ["Cards fail"]


def escaped(title: str) -> str:
    return title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def marked_up(said: Any) -> Iterator[str]:
    """The texts in which Slack reads mentions and links: all but what is plain by its type."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping):
        if said.get("type") != "plain_text":
            for value in said.values():
                yield from marked_up(value)
    elif isinstance(said, list | tuple):
        for value in said:
            yield from marked_up(value)


def _parsed(args: Mapping[str, Any]) -> dict[str, Any]:
    """A call's arguments; what travels as JSON within the form, unpacked."""
    packed = ("blocks", "view", "metadata")
    return {
        name: json.loads(value) if name in packed and isinstance(value, str) else value
        for name, value in args.items()
    }
