"""`/oncall calendar`: a link of one's own, the same each time, dead once revoked."""

import re

import aiohttp
import vobject

from tests.support.world import ANNA, GUEST, JAMES, World


async def link(world: World, who: str, text: str = "calendar") -> str:
    done = await world.oncall(who, text)
    [found] = re.findall(r"http\S+?\.ics", str(done.body))
    return str(found)


async def read(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as browser, browser.get(url) as answer:
        return answer.status, await answer.text()


async def test_the_link_opens_ones_own_shifts_and_stays_the_same(here: World) -> None:
    mine = await link(here, ANNA)
    assert await link(here, ANNA, "calendar me") == mine
    assert await link(here, JAMES) != mine

    status, text = await read(mine)

    assert status == 200
    found = vobject.readOne(text)
    assert found.x_wr_calname.value == "My on-call shifts"
    assert "On call: Payments developers" in {one.summary.value for one in found.vevent_list}
    assert "James" not in text


async def test_a_rotation_is_named_as_people_name_it(here: World) -> None:
    _, text = await read(await link(here, JAMES, "calendar payments developers"))
    found = vobject.readOne(text)
    assert found.x_wr_calname.value == "On call: Payments developers"
    assert {one.summary.value for one in found.vevent_list} == {
        "Anna Schmidt · Payments developers",
        "James Carter · Payments developers",
    }


async def test_revoking_kills_the_link_and_makes_another(here: World) -> None:
    old = await link(here, ANNA, "calendar qa")
    own = await link(here, ANNA)

    new = await link(here, ANNA, "calendar qa revoke")

    assert new != old
    assert [(await read(url))[0] for url in (old, new, own)] == [404, 200, 200]
    said = str((await here.oncall(ANNA, "calendar revoke qa")).body)
    assert "The old link has stopped working." in said
    assert "`/oncall calendar qa revoke` makes a new one." in said
    assert (await read(new))[0] == 404


async def test_what_is_no_rotation_or_several_is_told_of(here: World) -> None:
    several = str((await here.oncall(ANNA, "calendar payments")).body)
    assert "A calendar is of one rotation. Choose one of: support-l1, support-l2" in several
    nothing = str((await here.oncall(ANNA, "calendar nonsense")).body)
    assert "Nothing here is called “nonsense”." in nothing


async def test_a_guest_gets_none(here: World) -> None:
    assert ".ics" not in str((await here.oncall(GUEST, "calendar", channel="C0ACME")).body)
