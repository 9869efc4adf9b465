"""Rosters in the store: read once, seen by everybody at once, and never quite forgotten."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert
from sqlalchemy.exc import IntegrityError

from bot.domain.escalation_path import ToRotation
from bot.domain.ids import OverrideId, PersonId, RoomId
from bot.domain.layer import CalendarLayer
from bot.domain.override import Wish
from bot.domain.roster import OverrideKind, Roster
from bot.domain.service import RotationName
from bot.domain.spans import Span
from bot.store import roster_rows
from bot.store.database import Database
from bot.store.rosters import KEPT
from bot.store.tables import cover_requests, covers, overrides, rotation_versions
from bot.store.work import Store
from bot.usecases import cover, rotations
from tests.support.databases import START, ManualTime
from tests.support.rosters import ANNA as SOMEBODY
from tests.support.rosters import BORYS, at, layer, rotation

ANNA, JAMES, MARKO = PersonId("U0ANNA"), PersonId("U0JAMES"), PersonId("U0MARKO")
DEV, L1 = RotationName("payments-dev"), RotationName("support-l1")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DEFINITIONS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "golden_rotations.json").read_text(encoding="utf-8")
)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The SELECTs that are run meanwhile."""
    run: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("SELECT"):
            run.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield run
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def override(store: Store, start: timedelta = DAY, end: timedelta = DAY + HOUR) -> OverrideId:
    wish = Wish(kind=OverrideKind.REPLACE, person=MARKO, start=START + start, end=START + end)
    async with store.begin() as work:
        made, _ = await cover.override(work, DEV, wish, by=JAMES)
    return made.id


async def everyone(store: Store) -> dict[RotationName, Roster]:
    async with store.read() as work:
        return dict(await work.rosters.all())


async def test_without_a_row_it_is_what_the_policy_says(store: Store) -> None:
    found = await everyone(store)
    assert list(found) == list(store.policy.rotations)
    assert [each.rotation for each in found.values()] == list(store.policy.rotations.values())


async def test_what_has_not_changed_is_read_once(store: Store, database: Database) -> None:
    """One short question tells that it has not."""
    async with store.begin() as work:
        await rotations.take_up(work)
    await override(store)
    first = await everyone(store)
    with counted(database) as run:
        second = await everyone(store)
    assert len(run) == 1
    assert all(first[name] is second[name] for name in first)


async def test_only_what_has_changed_is_read_again(store: Store) -> None:
    async with store.begin() as work:
        await rotations.take_up(work)
    first = await everyone(store)
    await override(store)
    second = await everyone(store)
    assert second[DEV].on_call(START + DAY) == (MARKO,)
    assert {name for name in first if first[name] is not second[name]} == {DEV}


async def test_another_policy_has_other_rosters(store: Store) -> None:
    """Though nothing was written in between."""
    first = await everyone(store)
    kept = {name: each for name, each in store.policy.rotations.items() if name != DEV}
    store.policy = replace(store.policy, rotations=kept)
    assert first.keys() - (await everyone(store)).keys() == {DEV}


async def test_another_replica_sees_a_change_at_once(
    store: Store, database_url: str, time: ManualTime
) -> None:
    database = Database(database_url)
    other = Store(database, time, store.policy, lambda: None)
    try:
        assert (await everyone(other))[DEV].on_call(START + DAY) == (ANNA,)
        id = await override(store)
        assert (await everyone(other))[DEV].on_call(START + DAY) == (MARKO,)
        async with other.begin() as work:
            await cover.remove_override(work, id, by=ANNA)
        assert (await everyone(store))[DEV].on_call(START + DAY) == (ANNA,)
    finally:
        await database.close()


async def test_what_is_rolled_back_was_never_there(store: Store) -> None:
    wish = Wish(kind=OverrideKind.REPLACE, person=MARKO, start=START, end=START + DAY)

    async def change_and_fail() -> None:
        async with store.begin() as work:
            await cover.override(work, DEV, wish, by=JAMES)
            assert (await work.rosters.all())[DEV].on_call(START) == (MARKO,)
            raise RuntimeError("power")

    with pytest.raises(RuntimeError, match="power"):
        await change_and_fail()
    assert (await everyone(store))[DEV].on_call(START) == (ANNA,)
    async with store.read() as work:
        assert await work.roster_log.read(DEV, START) == ()


async def test_a_change_is_seen_within_its_own_transaction(store: Store) -> None:
    await everyone(store)
    wish = Wish(kind=OverrideKind.REPLACE, person=MARKO, start=START, end=START + DAY)
    async with store.begin() as work:
        await cover.override(work, DEV, wish, by=JAMES)
        resolve = (await work.on_call())(work.now)
        assert resolve(ToRotation(DEV)) == (MARKO,)


async def test_the_distant_past_is_there_for_those_who_ask(
    store: Store, time: ManualTime, database_url: str
) -> None:
    await override(store)
    time.now = START + DAY + KEPT + 2 * HOUR
    database = Database(database_url)
    fresh = Store(database, time, store.policy, lambda: None)
    try:
        async with fresh.read() as work:
            [now, then] = [(await work.rosters.all(since))[DEV] for since in (None, START)]
            also = await work.rosters.get(DEV, since=START)
    finally:
        await database.close()
    assert now.overrides == ()
    assert then.on_call(START + DAY) == also.on_call(START + DAY) == (MARKO,)


@pytest.mark.parametrize("name", DEFINITIONS)
def test_every_definition_ever_written_is_read(name: str) -> None:
    """Stored definitions are schema: fields are added with defaults, never renamed."""
    found = roster_rows.rotation(json.dumps(DEFINITIONS[name]))
    assert roster_rows.rotation(roster_rows.definition(found)) == found
    assert [each.name for each in found.layers] == [
        each["name"] for each in DEFINITIONS[name]["layers"]
    ]


def test_a_definition_is_read_as_it_was_meant() -> None:
    span = Span(at("2026-12-24T09:00+02:00"), at("2026-12-26T09:00+02:00"), (SOMEBODY, BORYS))
    by_hand = rotation(layer(), CalendarLayer(name="holidays", spans=(span,)))
    meant = {
        "with-a-calendar": replace(by_hand, channel=RoomId("C0SUPPORT"), usergroup="S0ONCALL"),
        "carried-over": rotation(replace(layer(), carried=-3, position=2)),
    }
    for name, expected in meant.items():
        assert roster_rows.rotation(json.dumps(DEFINITIONS[name])) == expected


# What the databases themselves refuse


async def _write(database: Database, statement: Any) -> None:
    async with database.write() as connection:
        await connection.execute(statement)


def _request(**changed: Any) -> dict[str, Any]:
    return {
        "id": "r1",
        "kind": "cover",
        "state": "open",
        "rotation": DEV,
        "layer": "main",
        "shift": 46,
        "start_at": START,
        "end_at": START + DAY,
        "whole": True,
        "asker_id": ANNA,
        "asked": [],
        "declined": [],
        "reason": "",
        "asked_at": START,
        "expires_at": START + DAY,
        **changed,
    }


def _cover(**changed: Any) -> dict[str, Any]:
    return {
        "id": "c1",
        "rotation": DEV,
        "layer": "main",
        "shift": 46,
        "place": 0,
        "person_id": JAMES,
        "instead_of": ANNA,
        "over_at": START + DAY,
        "added_at": START,
        **changed,
    }


def _override(**changed: Any) -> dict[str, Any]:
    return {
        "id": "o1",
        "rotation": DEV,
        "place": 0,
        "kind": "add",
        "start_at": START,
        "end_at": START + DAY,
        "person_id": ANNA,
        "added_at": START,
        **changed,
    }


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (insert(cover_requests).values(_request(expires_at=None)), "open_expires"),
        (insert(cover_requests).values(_request(kind="swap")), "swap_names_theirs"),
        (insert(covers).values(_cover(from_at=START)), "piece_has_both_ends"),
        (insert(covers).values(_cover(from_at=START, until_at=START)), "ends_after_start"),
        (insert(overrides).values(_override(end_at=START)), "ends_after_start"),
    ],
)
async def test_rows_that_make_no_sense_are_refused(
    database: Database, statement: Any, why: str
) -> None:
    with pytest.raises(IntegrityError, match=why):
        await _write(database, statement)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            insert(cover_requests).values(_request()),
            insert(cover_requests).values(_request(id="r2")),
        ),
        (insert(covers).values(_cover()), insert(covers).values(_cover(id="c2", person_id=MARKO))),
        (
            insert(overrides).values(_override()),
            insert(overrides).values(_override(id="o2")),
        ),
        (
            insert(rotation_versions).values(
                rotation=DEV, number=1, effective_from=START, definition="{}", policy=1
            ),
            insert(rotation_versions).values(
                rotation=DEV, number=2, effective_from=START, definition="{}", policy=1
            ),
        ),
    ],
    ids=["asked-twice", "taken-twice", "overridden-at-once", "edited-at-once"],
)
async def test_what_two_replicas_decide_at_once_gets_in_once(
    database: Database, first: Any, second: Any
) -> None:
    """Whatever the code above does: the second is refused by the database."""
    await _write(database, first)
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        await _write(database, second)


async def test_one_request_gives_a_shift_to_one_person(database: Database) -> None:
    await _write(database, insert(cover_requests).values(_request()))
    await _write(database, insert(covers).values(_cover(request_id="r1")))
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        await _write(database, insert(covers).values(_cover(id="c2", place=1, request_id="r1")))
