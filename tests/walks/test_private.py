"""A private incident: its words stay in its room and with its people, whatever anybody tries."""

from collections.abc import Sequence

import aiohttp
import pytest

from bot.domain.ids import IncidentId, PersonId
from bot.slack import ids
from tests.support.secrecy import Watch
from tests.support.unchanged import no_errors
from tests.support.world import (
    ANNA,
    GENERAL,
    GUEST,
    INCIDENTS,
    IRYNA,
    JAMES,
    KATE,
    MAKSYM,
    OLEH,
    OLENA,
    TARAS,
    World,
    text_of,
    words,
)

#: Words that stand nowhere else: each comes in by another door.
IMPACT, NOTE, SAID, MENTIONED = "zorkmid", "quuxley", "frobnitz", "plughfoo"
MOMENT, REPORTED = "glimmerfen", "snorkack"
REASON, CALLED, RENAMED, SUMMARY = "wibblegate", "garplyx", "thudding", "xyzzyish"
SECRETS = (IMPACT, NOTE, SAID, MENTIONED, MOMENT, REPORTED, REASON, CALLED, RENAMED, SUMMARY)
NO_INC_1 = "There is no INC-1. `/incident list` shows the open ones."
CLIENTS = ("C0ACME", "C0ZORIA", "C0ALTYN", "C0NORTHWIND")


@pytest.fixture
def watch(here: World) -> Watch:
    return Watch(here.slack, SECRETS)


async def test_from_declare_to_postmortem(here: World, watch: Watch) -> None:
    world = here
    with no_errors() as logged:
        room = await declare_in_private(world, watch)
        await work_on_it(world, watch, room)
        await outsiders_look(world, watch)
        await one_leaves(world, watch, room)
        await end_it(world, watch, room)
        await pages_are_shut(world, watch, outside=(JAMES, OLENA, GUEST))
        await asked_again(world, watch, room)
        await pages_are_shut(world, watch, outside=(JAMES, GUEST))

    assert watch.found(logged) == [], "whoever reads the logs is no member"
    assert watch.leaks == []
    assert watch.left_behind() == []
    assert watch.heard > 40, "the words were hardly used: this test proves nothing"
    [announced] = [m for m in world.messages(INCIDENTS) if m.metadata]
    assert announced.text.startswith("SEV3 INC-2 "), "only the public one was announced"
    assert not [m for name in CLIENTS for m in world.messages(name) if m.metadata]


async def test_the_watch_hears_a_leak(here: World, watch: Watch) -> None:
    """Were the bot to say one of the words aloud, the tests of this file would fail."""
    said = f"{NOTE.capitalize()} was rotated"
    await here.bot.slack.call("chat.postMessage", {"channel": GENERAL, "text": said})
    await here.bot.slack.call("chat.postMessage", {"channel": JAMES, "text": said})
    watch.insiders.add(KATE)
    await here.bot.slack.call("chat.postMessage", {"channel": KATE, "text": said})
    assert [leak.split(":")[0] for leak in watch.leaks] == ["chat.postMessage ['quuxley']"] * 2
    assert [place.split(":")[0] for place in watch.left_behind()][:1] == ["#general"]
    assert watch.heard == 1


async def declare_in_private(world: World, watch: Watch) -> str:
    """Kate says it is about security; whoever is on call is asked, in private."""
    watch.insiders |= {KATE, OLENA}
    await world.command(KATE, GENERAL, "")
    told = {
        "impact": f"{IMPACT} tokens are for sale",
        "severity": "SEV1",
        "declare_service": "cards",
        "flags": ["security"],
        "tickets": f"https://tickets.example/{IMPACT}",
    }
    declared = await world.submit(KATE, told)
    assert declared.ok, declared
    await world.slack.acts.close(KATE, world.modal(KATE).id)

    incident = await world.incident()
    assert incident.room is not None
    channel = world.channel(incident.room)
    assert channel.is_private
    assert KATE in channel.members

    [page] = [m for m in world.dm(OLENA) if IMPACT in words(m)]
    await world.later(seconds=40)
    await world.click(OLENA, page, world.dm_channel(OLENA), ids.ACKNOWLEDGE)
    assert OLENA in channel.members
    return channel.id


async def work_on_it(world: World, watch: Watch, room: str) -> None:
    """Every verb that carries words, by every way in."""
    acts = world.slack.acts
    await world.command(OLENA, room, f"note {NOTE} was rotated")
    ts = await acts.say(OLENA, room, f"The attacker used {SAID}")
    assert (await acts.message_shortcut(OLENA, "add_to_timeline", room, ts)).ok
    await world.settle()
    [card] = world.channel(room).pins
    await acts.say(KATE, room, f"<@U0TOCSIN> note {MENTIONED} is next", thread_ts=card)
    await world.settle()
    await world.command(OLENA, room, f"severity SEV2 {REASON} is contained")
    await world.command(OLENA, room, f"title {RENAMED} tokens are for sale")
    await world.command(OLENA, room, f"milestone mitigated now: {MOMENT} is off")
    await world.command(OLENA, room, "report stakeholders")
    told = {"summary": f"{REPORTED} is behind it", "doing": "All tokens are rotated"}
    assert (await world.submit(OLENA, told)).ok
    watch.insiders.add(MAKSYM)
    await world.command(KATE, room, f"role lead <@{MAKSYM}>")
    watch.insiders.add(OLEH)
    await world.command(KATE, room, f"page <@{OLEH}> {CALLED} needs you")
    await world.command(MAKSYM, room, "")
    await acts.close(MAKSYM, world.modal(MAKSYM).id)
    for verb in ("escalate", "status", "timeline", "catchup", "postmortem", "list", "mine", "show"):
        await world.command(MAKSYM, room, verb)

    # Its clients may hear of it once a second person agrees: `test_private_updates` walks there.
    await world.command(MAKSYM, room, f"update {NOTE} is being rotated")
    await acts.close(MAKSYM, world.modal(MAKSYM).id)
    assert not [m for name in CLIENTS for m in world.messages(name) if m.metadata]
    assert (await world.incident()).client_state is None

    async with world.bot.store.read() as work:
        entries = await work.timeline.read(IncidentId(1))
    written = str(entries)
    assert [word for word in SECRETS if word not in written] == [SUMMARY]


async def outsiders_look(world: World, watch: Watch) -> None:
    """Whatever James types, presses or opens, there is no such incident."""
    await world.command(JAMES, GENERAL, "declare SEV3 Something public of my own")
    own = (await world.incident(2)).room
    assert own is not None
    for verb in TRIED:
        done = await world.command(JAMES, own, verb)
        assert _said(done.body) == NO_INC_1, verb
    assert "INC-1 " not in _said((await world.command(JAMES, own, "list")).body)
    assert "INC-1 " not in _said((await world.command(JAMES, own, "mine")).body)
    # The only other incident is none that he could merge into.
    bare = await world.command(JAMES, own, "merge")
    assert _said(bare.body) == "No other incident is open, so there is nothing to merge INC-2 into."

    acts = world.slack.acts
    [card] = world.channel(own).pins
    await acts.say(JAMES, own, "<@U0TOCSIN> show INC-1", thread_ts=card)
    await world.settle()
    *_, whispered = world.slack.workspace.ephemerals.values()
    assert (whispered.viewer, whispered.message.text) == (JAMES, NO_INC_1)

    ts = await acts.say(JAMES, GENERAL, "Has anybody seen this?")
    await acts.message_shortcut(JAMES, "add_to_timeline", GENERAL, ts)
    await world.settle()
    assert "INC-1 " not in text_of(world.modal(JAMES).blocks)
    for person in (JAMES, IRYNA, GUEST, KATE):
        await acts.open_home(person)
        await world.settle()
    homes = world.slack.interaction.views.homes
    assert watch.found(homes[KATE].blocks), "her own home shows it"
    await world.command(GUEST, "C0ACME", "show INC-1")


#: Each names the private incident; its answer is that of a number that was never used.
TRIED = (
    "show INC-1",
    "note INC-1 let me in",
    "severity INC-1 SEV4",
    "severity INC-1",
    "status INC-1 identified",
    "role INC-1 lead",
    "title INC-1 Mine now",
    "service INC-1 cards",
    "escalate INC-1 now",
    f"page INC-1 <@{JAMES}>",
    "update INC-1",
    "resolve INC-1 it is over",
    "reopen INC-1 again",
    "cancel INC-1 no",
    "private INC-1",
    "close INC-1",
    "merge INC-1",
    "merge INC-2 INC-1",
    "timeline INC-1",
    "catchup INC-1",
    "milestone INC-1",
    "milestone INC-1 detected 9:00",
    "report INC-1 tactical",
    "report INC-1 stakeholders",
    "postmortem INC-1",
)


async def one_leaves(world: World, watch: Watch, room: str) -> None:
    """Olena goes with a form open and links in her messages: from now on she is outside."""
    await world.command(OLENA, room, "timeline")
    await world.command(OLENA, room, "note")
    await world.slack.acts.leave(OLENA, room)
    await world.settle()
    watch.leaves(OLENA)
    late = await world.submit(OLENA, {"note": "written after leaving"})
    assert [*late.errors.values()] == ["INC-1 не існує. /incident list покаже відкриті."]
    shown = await world.command(OLENA, GENERAL, "show INC-1")
    assert _said(shown.body) == "INC-1 не існує. `/incident list` покаже відкриті."
    listed = await world.command(OLENA, GENERAL, "list")
    assert "INC-1 " not in _said(listed.body)
    await world.slack.acts.open_home(OLENA)
    await world.settle()
    await world.command(KATE, room, f"note {NOTE} is safe again")


async def end_it(world: World, watch: Watch, room: str) -> None:
    await world.later(minutes=30)
    await world.command(MAKSYM, room, "resolve")
    done = await world.submit(MAKSYM, {"summary": f"{SUMMARY}: all tokens were rotated"})
    assert done.ok, done
    [file] = world.slack.workspace.files.values()
    assert list(file.channels) == [room]
    assert watch.found(file.content.decode()) == list(SECRETS)


async def asked_again(world: World, watch: Watch, room: str) -> None:
    """Reopened, it pages whoever is on call: Olena, who left, is needed and so may see it again.

    Until that page she has heard nothing, and it alone does not bring her back into the room.
    """
    assert watch.leaks == []
    asked = len(world.dm(OLENA))
    watch.returns(OLENA)
    await world.command(MAKSYM, room, f"reopen {SUMMARY} came back")
    [page] = world.dm(OLENA)[asked:]
    assert RENAMED in words(page)
    assert OLENA not in world.channel(room).members
    await world.command(OLENA, GENERAL, "show INC-1")
    assert RENAMED in str(world.modal(OLENA).blocks)
    await world.command(MAKSYM, room, f"resolve {SUMMARY} is gone")
    await world.command(MAKSYM, room, "close")
    assert (await world.incident()).status == "closed"


#: What anybody may open.
PUBLIC = (
    "status",
    "status/incidents/1",
    "status/history",
    "status/feed.atom",
    "status/feed.rss",
    "status.json",
)


async def pages_are_shut(world: World, watch: Watch, *, outside: Sequence[str]) -> None:
    """By link: an insider's own opens; nobody else's does, and none opens after leaving."""
    bot = world.bot
    base = bot.settings.public_url.rstrip("/")
    open_pages = [f"{base}/{page}/1" for page in ("incidents", "postmortems")]
    shut = [*open_pages, *(f"{url}?pass=forged" for url in open_pages)]
    for person in outside:
        shut += [
            bot.links.to(page, IncidentId(1), PersonId(person), now=world.now)
            for page in ("incidents", "postmortems")
        ]
    foreign = bot.links.to("incidents", IncidentId(2), PersonId(JAMES), now=world.now)
    shut.append(foreign.replace("/incidents/2", "/incidents/1"))
    shut += [f"{base}/{path}" for path in ("metrics", "healthz", "readyz", "", *PUBLIC)]
    async with aiohttp.ClientSession() as browser:
        for url in shut:
            async with browser.get(url) as answer:
                assert watch.found(await answer.text()) == [], url
                assert answer.status < 500
        for person in sorted(watch.insiders):
            own = bot.links.to("incidents", IncidentId(1), PersonId(person), now=world.now)
            async with browser.get(own) as answer:
                assert answer.status == 200
                assert watch.found(await answer.text()) == list(SECRETS)


async def test_made_private_later(here: World) -> None:
    """It began in public: from the moment it is private nothing is said of it outside."""
    world = here
    acts = world.slack.acts
    await world.command(JAMES, GENERAL, f"declare SEV3 {IMPACT} invoices show other names")
    old = (await world.incident()).room
    assert old is not None
    for person in (TARAS, KATE):
        await acts.join(person, old)
        await world.settle()
    await world.command(TARAS, old, f"note {NOTE} saw it first")
    [announced] = [m for m in world.messages(INCIDENTS) if m.metadata]
    assert IMPACT in words(announced)

    watch = Watch(world.slack, SECRETS, insiders={JAMES, TARAS, KATE})
    watch.rooms.add(old)
    await world.command(KATE, old, "private")
    done = await world.submit(KATE)
    assert done.ok, done

    incident = await world.incident()
    assert incident.private
    assert incident.room is not None
    assert incident.room != old
    new = world.channel(incident.room)
    assert new.is_private
    assert {JAMES, TARAS, KATE} <= set(new.members)
    assert not [m for m in world.messages(INCIDENTS) if m.metadata], "the announcement is gone"
    retired = world.channel(old)
    assert retired.is_archived
    assert retired.name == "inc-1-moved", "the list of channels tells nothing"
    assert retired.topic.value == ""
    assert not [m for m in world.messages(old) if m.metadata and "take_lead" in str(m.blocks)]

    watch.rooms.discard(old)
    await world.command(JAMES, new.id, f"note {SAID} is the cause")
    watch.insiders.add(OLENA)  # on call
    await world.command(JAMES, new.id, f"severity SEV2 {REASON}")
    assert await world.bot_paged() == [OLENA]
    shown = await world.command(ANNA, GENERAL, "show INC-1")
    assert _said(shown.body) == NO_INC_1
    await acts.open_home(ANNA)
    await world.command(ANNA, GENERAL, "list")
    await world.command(KATE, new.id, f"resolve {SUMMARY} was fixed")
    assert not [m for m in world.messages(INCIDENTS) if m.metadata]
    assert watch.leaks == []
    assert watch.left_behind(but=old) == []
    assert watch.heard > 10


def _said(body: object) -> str:
    return str(body["text"]) if isinstance(body, dict) else str(body)


async def test_a_page_is_not_written_anew_for_who_left(here: World) -> None:
    await here.command(KATE, GENERAL, "declare SEV4 Something odd")
    await here.command(KATE, (await here.incident()).room or "", "private")
    assert (await here.submit(KATE)).ok
    assert (await here.incident()).private
    room = (await here.incident()).room or ""
    await here.command(KATE, room, f"page <@{JAMES}>")
    [page] = here.dm(JAMES)
    assert "Something odd" in words(page)
    await here.slack.acts.leave(JAMES, room)
    await here.settle()
    await here.command(KATE, room, "title Keys of a partner were taken")
    await here.command(KATE, room, "resolve They were not")
    assert "Keys of a partner" not in "".join(words(each) for each in here.dm(JAMES))
