"""A security incident whose clients are told: only they hear, only the agreed words, nobody else.

Two kinds of words are watched. What is known inside (the title, notes, reasons) reaches no client
and no outsider at all. What was agreed to reaches the affected clients' own channels and mails, and
no public place: no status page, feed, support channel or announcement.
"""

import aiohttp
import pytest

from bot.domain.ids import IncidentId, PersonId
from bot.slack import ids
from tests.support.secrecy import Watch
from tests.support.unchanged import no_errors
from tests.support.updating import (
    DOING,
    buttons,
    choose_state,
    draft,
    press,
    press_in_modal,
    preview,
    sent,
    written,
)
from tests.support.world import (
    GENERAL,
    GUEST,
    INCIDENTS,
    JAMES,
    KATE,
    NATALIA,
    OLEH,
    OLENA,
    SUPPORT,
    World,
    words,
)

TITLE, NOTE, REASON, WAIVED = "zorkmid", "quuxley", "garplyx", "wibblegate"
INSIDE = (TITLE, NOTE, REASON, WAIVED)
#: The words that the affected clients may read.
TOLD = "frobnitz"
IMPACT = {
    "impact_en": f"Sign-in of {TOLD} users is limited",
    "impact_uk": f"Вхід користувачів {TOLD} обмежено",
}
PUBLIC = (
    "status",
    "status/en",
    "status/uk",
    "status/ru",
    "status.json",
    "status/feed.atom",
    "status/en/feed.rss",
    "status/history",
    "status/incidents/1",
    "status/uk/incidents/1",
    "metrics",
    "incidents/1",
    "postmortems/1",
    "healthz",
    "readyz",
)


@pytest.fixture
def watch(here: World) -> Watch:
    """Whoever is on call is paged, and lets himself in."""
    return Watch(here.slack, INSIDE, insiders={KATE, OLENA})


async def test_only_its_clients_hear_and_only_the_agreed_words(here: World, watch: Watch) -> None:
    with no_errors() as logged:
        room = await declared_in_private(here, watch)
        await asked_of_a_second_person(here, watch, room)
        await nobody_outside_can_answer(here)
        await sent_to_its_clients(here, watch, room)
        await corrected_and_ended(here, watch, room)
        await nothing_stands_in_public(here)
        await late_and_escalated_within(here, watch, room)

    assert watch.found(logged) == []
    assert TOLD not in str(logged)
    assert watch.leaks == []
    assert watch.left_behind() == []
    assert watch.heard > 20, "the words were hardly used: this test proves nothing"


async def declared_in_private(here: World, watch: Watch) -> str:
    await here.command(KATE, GENERAL, "")
    done = await here.submit(
        KATE,
        {
            "impact": f"{TITLE} tokens are for sale",
            "severity": "SEV2",
            "declare_service": "cards",
            "flags": ["security"],
        },
    )
    assert done.ok, done
    await here.slack.acts.close(KATE, here.modal(KATE).id)
    incident = await here.incident()
    assert incident.private
    assert incident.room is not None
    await here.command(KATE, incident.room, f"role lead <@{KATE}>")
    await here.command(KATE, incident.room, f"note {NOTE} was rotated")
    return incident.room


async def asked_of_a_second_person(here: World, watch: Watch, room: str) -> None:
    """Kate leads, and may not agree alone: the policy names the managers."""
    read = await draft(here, KATE, room, written(**IMPACT))
    assert TITLE not in read.replace(f"INC-1: {TITLE} tokens are for sale", "")
    for place in (f"<#{SUPPORT}>", "the status page"):
        assert place not in read
    assert "<#C0ACME>" in read
    assert (here.modal(KATE).submit or {})["text"] != "Send"
    # They are let in because they are asked.
    watch.insiders |= {NATALIA, OLEH}
    assert (await here.submit(KATE)).ok
    assert {NATALIA, OLEH} <= set(here.channel(room).members)


async def nobody_outside_can_answer(here: World) -> None:
    """Whatever James types, for him there is no such incident."""
    for typed in ("update INC-1", "updates INC-1", "clients INC-1", "clients INC-1 acme"):
        done = await here.command(JAMES, GENERAL, typed)
        assert "There is no INC-1" in str(done.body), typed
    assert sent(here)["C0ACME"] == []


async def sent_to_its_clients(here: World, watch: Watch, room: str) -> None:
    [question] = [m for m in here.dm(NATALIA) if "approve" in buttons(m)]
    assert TOLD in words(question)
    await press(here, NATALIA, question, "ask_for_changes")
    await here.submit(NATALIA, {"reason": f"{REASON} must not be named"})
    news = here.dm(KATE)[-1]
    assert REASON in words(news)
    await press(here, KATE, news, "edit_update")
    await preview(here, KATE, {"doing_en": DOING["en"], "doing_uk": DOING["uk"]})
    assert (await here.submit(KATE)).ok
    [*_, fresh] = [m for m in here.dm(OLEH) if "approve_and_send" in buttons(m)]
    await press(here, OLEH, fresh, "approve_and_send")

    got = sent(here)
    assert [len(texts) for texts in got.values()] == [1, 1, 0, 1]
    assert all(TOLD in text for texts in got.values() for text in texts)
    mails = here.slack.mailbox.mails
    assert {mail.to for mail in mails} == {
        "operations@acme.example",
        "noc@zoria.example",
        "partners@zoria.example",
        "it@northwind.example",
    }
    for mail in mails:
        everything = f"{mail.subject}\n{mail.text}\n{mail.headers}"
        assert watch.found(everything) == []
        assert TOLD in mail.text
    assert watch.found(str(got)) == []


async def corrected_and_ended(here: World, watch: Watch, room: str) -> None:
    told = next(m for m in here.messages(room) if "correct_update" in buttons(m))
    await press(here, KATE, told, "correct_update")
    await preview(here, KATE, {"impact_en": f"Sign-in of some {TOLD} users is limited"})
    await here.submit(KATE)
    [*_, question] = [m for m in here.dm(OLEH) if "approve_and_send" in buttons(m)]
    await press(here, OLEH, question, "approve_and_send")
    await here.command(KATE, room, "update")
    await choose_state(here, KATE, "resolved")
    await preview(here, KATE, written(**IMPACT))
    await here.submit(KATE)
    [*_, question] = [m for m in here.dm(OLEH) if "approve_and_send" in buttons(m)]
    await press(here, OLEH, question, "approve_and_send")
    assert [len(texts) for texts in sent(here).values()] == [3, 3, 0, 3]
    await here.command(KATE, room, "updates")
    await press_in_modal(here, KATE, "copy_update:3")
    assert TOLD in str(here.modal(KATE).blocks)
    assert watch.found(str(sent(here))) == []


async def nothing_stands_in_public(here: World) -> None:
    """Every page and feed that anybody can open, and every place that is not a client's own."""
    base = here.bot.settings.public_url.rstrip("/")
    urls = [f"{base}/{path}" for path in PUBLIC]
    urls += [
        here.bot.links.to(page, IncidentId(1), PersonId(person), now=here.now)
        for page in ("incidents", "postmortems")
        for person in (JAMES, GUEST)
    ]
    async with aiohttp.ClientSession() as browser:
        for url in urls:
            async with browser.get(url) as answer:
                page = await answer.text()
                assert answer.status < 500, url
            for word in (*INSIDE, TOLD):
                assert word not in page.casefold(), url
    for channel in (SUPPORT, INCIDENTS, GENERAL, "C0ALTYN"):
        for message in here.messages(channel):
            assert TOLD not in str([message.text, message.blocks]), channel
    announced = [m for m in here.messages(INCIDENTS) if m.metadata]
    assert all("INC-1 " not in m.text for m in announced)


async def late_and_escalated_within(here: World, watch: Watch, room: str) -> None:
    """Reopened and forgotten: those who are told of the delay are those who may know."""
    await here.command(KATE, room, f"resolve {REASON} is over")
    await here.command(KATE, room, f"reopen {REASON} came back")
    [*_, page] = [m for m in here.dm(OLENA) if ids.ACKNOWLEDGE in buttons(m)]
    await press(here, OLENA, page, ids.ACKNOWLEDGE)
    for _ in range(4):
        await here.later(minutes=20)
    story = await here.story()
    assert "UpdateMissed" in story
    assert "UpdateEscalated" in story
    assert watch.leaks == []
