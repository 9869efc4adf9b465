"""Links to the pages, and the postmortem that goes out when an incident is resolved."""

import re

import aiohttp

from bot.domain.incident import Flag
from tests.support.stories import declared
from tests.support.world import GENERAL, GUEST, MARKO, OLENA, World, text_of, words

LINK = re.compile(r"<(http://[^|>\s]+/(?:incidents|postmortems)/1\?pass=[^|>\s]+)\|([^>]+)>")
SUMMARY = "The certificate had expired. It was renewed."


async def fetched(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as browser, browser.get(url) as answer:
        return answer.status, await answer.text()


async def test_a_link_opens_the_page_in_the_readers_language(here: World) -> None:
    await declared(here)
    done = await here.command(MARKO, GENERAL, "postmortem INC-1")
    assert done.body["response_type"] == "ephemeral"
    found = LINK.search(text_of(done.body))
    assert found, done.body
    assert found[2] == "The postmortem of INC-1"
    status, page = await fetched(found[1])
    assert status == 200
    assert '<html lang="en">' in page
    assert "Оплата карткою може не проходити" in page
    assert "Contributing factors" in page


async def test_a_guest_gets_no_link(here: World) -> None:
    room = await declared(here)
    await here.slack.acts.invite(OLENA, room, GUEST)
    await here.settle()
    done = await here.command(GUEST, room, "postmortem")
    assert text_of(done.body) == (
        "Guests cannot do this here. Ask somebody from the team to do it for you."
    )


async def test_resolving_shares_the_page_and_files_the_document(here: World) -> None:
    room = await declared(here, severity="SEV2")
    await here.later(minutes=20)
    await here.command(MARKO, GENERAL, f"resolve INC-1 {SUMMARY}")
    [told] = [m for m in here.dm(MARKO) if "postmortems" in words(m)]
    found = LINK.search(told.text)
    assert found, told.text
    status, page = await fetched(found[1])
    assert status == 200
    assert "The certificate had expired." in page

    [file] = here.slack.workspace.files.values()
    assert (file.name, list(file.channels)) == ("INC-1-postmortem.md", [room])
    text = file.content.decode()
    assert text.startswith("# INC-1 Оплата карткою може не проходити\n")
    assert "> The certificate had expired. It was renewed. [" in text
    # People are named, those too whom Slack was never asked about.
    assert "Marko Lysenko" in text
    assert "U0" not in text


async def test_a_lost_answer_files_the_document_once(here: World) -> None:
    await declared(here, severity="SEV2")
    here.slack.faults.drop_response("files.completeUploadExternal")
    await here.command(MARKO, GENERAL, f"resolve INC-1 {SUMMARY}")
    await here.later(seconds=5)
    shared = [file for file in here.slack.workspace.files.values() if file.shared]
    assert [file.name for file in shared] == ["INC-1-postmortem.md"]
    assert "StepFailed" not in await here.story()


async def test_a_private_incident_gives_links_to_its_members_only(here: World) -> None:
    room = await declared(here, flags=frozenset({Flag.SECURITY}))
    outside = await here.command(MARKO, GENERAL, "postmortem INC-1")
    assert text_of(outside.body) == "There is no INC-1. `/incident list` shows the open ones."
    inside = await here.command(OLENA, room, "postmortem")
    found = LINK.search(text_of(inside.body))
    assert found
    assert (await fetched(found[1]))[0] == 200
    # Who is taken out of the room sees it no more, whatever link they hold.
    async with here.bot.store.begin() as work:
        incident = await here.incident()
        await work.incidents.remove_member(incident.id, incident.declared_by)
    assert (await fetched(found[1]))[0] == 403
