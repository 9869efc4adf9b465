"""Calendar feeds over HTTP, read by a second library: what they hold, for how long, for whom."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import vobject

from bot.domain.amendment import Amendment
from bot.domain.events.on_call import OverrideAdded
from bot.domain.ids import OverrideId, PersonId
from bot.domain.language import Language
from bot.domain.roster import Override, OverrideKind
from bot.domain.rotation import Rotation
from bot.domain.service import RotationName
from bot.i18n import translator
from tests.domain.rotas import ANNA, DEV, JAMES, WORKDAYS, at, rotation
from tests.http.conftest import GUEST, MARKO, OLENA, Answer, Site


@pytest.fixture(autouse=True)
def rotas(site: Site) -> None:
    rule(site, rotation(ANNA, JAMES), rotation(MARKO, JAMES, name=RotationName("qa")))


def rule(site: Site, *rotations: Rotation) -> None:
    site.store.policy = replace(
        site.store.policy, rotations={each.name: each for each in rotations}
    )


async def link(site: Site, owner: PersonId, rotation: RotationName | None = None) -> str:
    async with site.store.begin() as work:
        feed = await work.feeds.of(owner, rotation, work.now)
    return site.links.calendar(feed.id)


def events(answer: Answer) -> list[Any]:
    assert answer.status == 200, answer.text
    return list(vobject.readOne(answer.text).vevent_list)


def starts(answer: Answer) -> Iterator[tuple[datetime, datetime, str]]:
    for event in events(answer):
        yield event.dtstart.value, event.dtend.value, event.summary.value


async def override(site: Site, kind: OverrideKind, start: datetime, end: datetime) -> None:
    made = Override(id=OverrideId("o1"), kind=kind, start=start, end=end, person=MARKO)
    fact = OverrideAdded(
        rotation=DEV,
        at=site.time.now,
        override=made.id,
        kind=kind,
        person=MARKO,
        start=start,
        end=end,
    )
    async with site.store.begin() as work:
        await work.record(Amendment(rotation=DEV, override=made, events=(fact,)))


async def test_a_rotation_a_month_back_and_three_ahead(site: Site) -> None:
    answer = await site.get(await link(site, MARKO, DEV))

    rows = list(starts(answer))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert rows[0] == (at(10, 19, 7), at(10, 26, 8), "James Carter · payments-dev")
    assert rows[5] == (at(11, 23, 8), at(11, 30, 8), "Anna Schmidt · payments-dev")
    assert rows[-1][0] == at(2, 22, 8, year=2027)
    assert all(one[1] == other[0] for one, other in pairwise(rows))
    assert vobject.readOne(answer.text).x_wr_calname.value == "On call: payments-dev"
    assert all(not hasattr(event, "valarm_list") for event in events(answer))


async def test_a_persons_own_shifts_ring_an_hour_before(site: Site) -> None:
    answer = await site.get(await link(site, MARKO))

    found = events(answer)
    assert [event.summary.value for event in found] == ["On call: qa"] * len(found)
    assert [event.dtstart.value for event in found[:2]] == [at(10, 26, 8), at(11, 9, 8)]
    assert all(event.valarm.trigger.value == timedelta(hours=-1) for event in found)
    assert "payments-dev" not in answer.text


async def test_it_is_in_the_owners_language(site: Site) -> None:
    answer = await site.get(await link(site, OLENA))
    name = vobject.readOne(answer.text).x_wr_calname.value
    assert name == translator(Language.UK)("My on-call shifts")


async def test_an_event_keeps_its_uid_when_its_shift_moves(site: Site) -> None:
    path = await link(site, MARKO, DEV)
    before = {event.uid.value: event for event in events(await site.get(path))}
    moved = rotation(ANNA, JAMES)
    layer = moved.layers[0]
    later = replace(layer, turns=replace(layer.turns, start=datetime(2026, 1, 5, 12)))  # noqa: DTZ001
    rule(site, replace(moved, layers=(later,)), rotation(MARKO, name=RotationName("qa")))

    after = {event.uid.value: event for event in events(await site.get(path))}

    assert before.keys() == after.keys()
    assert len(before) == len(events(await site.get(path)))
    for uid, event in after.items():
        assert event.dtstart.value - before[uid].dtstart.value == timedelta(hours=2)


async def test_pieces_of_a_turn_have_uids_of_their_own_that_do_not_creep(site: Site) -> None:
    rule(site, rotation(ANNA, JAMES, windows=WORKDAYS))
    path = await link(site, MARKO, DEV)
    first = {event.uid.value: event.dtstart.value for event in events(await site.get(path))}
    assert len(first) == len(events(await site.get(path)))
    site.time.later(days=3)
    second = {event.uid.value: event.dtstart.value for event in events(await site.get(path))}
    shared = first.keys() & second.keys()
    # A Friday is a month ago now, after which came a weekend.
    assert len(shared) == len(first) - 1
    assert all(first[uid] == second[uid] for uid in shared)


async def test_a_change_raises_the_sequence_and_the_tag(site: Site) -> None:
    path = await link(site, MARKO, DEV)
    first = await site.get(path)
    assert {event.sequence.value for event in events(first)} == {"0"}
    site.time.later(minutes=5)
    assert (await site.get(path)).headers["Etag"] == first.headers["Etag"]

    await override(site, OverrideKind.REPLACE, at(11, 24, 8), at(11, 25, 8))

    second = await site.get(path)
    assert second.headers["Etag"] != first.headers["Etag"]
    assert {event.sequence.value for event in events(second)} == {"1"}
    assert {event.last_modified.value for event in events(second)} == {site.time.now}
    [changed] = [row for row in starts(second) if row[2].startswith(MARKO)]
    assert changed == (at(11, 24, 8), at(11, 25, 8), f"{MARKO} · payments-dev")
    assert len({event.uid.value for event in events(second)}) == len(events(second))


async def test_who_has_the_newest_is_told_so_and_no_more(site: Site) -> None:
    path = await link(site, MARKO, DEV)
    first = await site.get(path)
    assert first.headers["Cache-Control"] == "private, max-age=900"

    again = await site.get(path, If_None_Match=first.headers["Etag"])

    assert (again.status, again.text) == (304, "")
    assert again.headers["Etag"] == first.headers["Etag"]
    assert again.headers["Cache-Control"] == "private, max-age=900"
    assert (await site.get(path, If_None_Match='"other"')).status == 200
    head = await site.get(path, method="HEAD")
    assert (head.status, head.text) == (200, "")
    assert head.headers["Etag"] == first.headers["Etag"]


async def test_a_revoked_link_says_what_an_unknown_one_says(site: Site) -> None:
    path = await link(site, MARKO, DEV)
    async with site.store.begin() as work:
        await work.feeds.revoke(MARKO, DEV)
    revoked = await site.get(path)
    never = await site.get(site.links.calendar("0" * 32))
    forged = await site.get("/calendar/forged.ics")
    assert [each.status for each in (revoked, never, forged)] == [404] * 3
    assert revoked.text == never.text == forged.text
    assert (await site.get(await link(site, MARKO, DEV))).status == 200


async def test_a_guest_and_a_stranger_have_no_feed(site: Site) -> None:
    assert (await site.get(await link(site, GUEST))).status == 404
    assert (await site.get(await link(site, PersonId("U0NOBODY")))).status == 404


async def test_a_rotation_that_is_gone_has_no_feed(site: Site) -> None:
    path = await link(site, MARKO, RotationName("qa"))
    rule(site, rotation(ANNA))
    assert (await site.get(path)).status == 404


async def test_nobody_on_call_is_a_calendar_without_events(site: Site) -> None:
    rule(site, rotation())
    answer = await site.get(await link(site, MARKO, DEV))
    assert answer.status == 200
    assert not hasattr(vobject.readOne(answer.text), "vevent")


async def test_no_word_of_an_incident(site: Site) -> None:
    await site.declared()
    answer = await site.get(await link(site, MARKO, DEV))
    assert "INC-" not in answer.text
    assert "Card" not in answer.text
