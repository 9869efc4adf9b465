"""A week in which the roster speaks by itself: on both databases and both transports.

James takes over from Anna on Monday 30 November 2026 at 10:00 in Kyiv, 08:00 UTC.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sandbox.messages import Message
from sandbox.traffic import Call
from tests.support.rotas import write_policy
from tests.support.world import ANNA, JAMES, MARKO, SUPPORT, World, words, world

PAYMENTS = "C0PAYMENTS"
BEGINS = datetime(2026, 11, 29, 7, 58, tzinfo=UTC)
#: More groups than Slack lets anybody update in a minute.
GROUPS = 40


@pytest.fixture
async def week(place: tuple[str, bool], tmp_path: Path) -> AsyncIterator[World]:
    url, http = place
    file = write_policy(tmp_path, payments_dev={"channel": PAYMENTS, "usergroup": "@backend"})
    async with world(url, http=http, policy=file, start=BEGINS) as made:
        yield made


def members(made: World, id: str) -> list[str]:
    return list(made.slack.workspace.usergroups[id].members)


def notes(made: World) -> list[Message]:
    return [message for message in made.messages(PAYMENTS) if message.metadata]


async def test_from_the_day_before_to_the_hand_over(week: World) -> None:
    await week.later(minutes=1)
    assert members(week, "S0BACKEND") == [ANNA]
    await week.later(minutes=2)
    assert [words(each).count("Payments developers") for each in week.dm(JAMES)] == [2]
    await week.later(hours=23)
    assert len(week.dm(JAMES)) == 2
    await week.later(minutes=58)
    assert notes(week) == []

    await week.later(minutes=2)

    [note] = notes(week)
    assert f"<@{JAMES}>" in words(note)
    assert f"<@{ANNA}>" in words(note)
    assert members(week, "S0BACKEND") == [JAMES]
    await week.later(minutes=30)
    assert (len(week.dm(JAMES)), len(notes(week))) == (2, 1)


async def test_a_lost_answer_makes_no_second_reminder(week: World) -> None:
    week.slack.faults.drop_response("chat.postMessage")
    await week.later(minutes=3)
    await week.later(seconds=30)
    await week.later(seconds=30)
    assert len(week.dm(JAMES)) == 1


async def test_a_monday_of_many_groups_is_spread_under_the_limit_and_pages_go_first(
    sqlite: str, tmp_path: Path
) -> None:
    weekly = {"kind": "weekly", "start": "2026-01-05 10:00", "members": [ANNA, JAMES]}
    rotations = {
        f"team_{number}": {**weekly, "title": f"Team {number}", "usergroup": f"S0TEAM{number}"}
        for number in range(GROUPS)
    }
    file = write_policy(tmp_path, **rotations)
    begins = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
    async with world(sqlite, policy=file, start=begins) as made:
        for number in range(GROUPS):
            known = made.slack.workspace.usergroups["S0BACKEND"]
            group = type(known)(id=f"S0TEAM{number}", handle=f"team-{number}", name=f"T{number}")
            made.slack.workspace.usergroups[group.id] = group
        for _ in range(6):
            await made.later(minutes=1)
        assert all(members(made, f"S0TEAM{number}") == [ANNA] for number in range(GROUPS))
        await made.later(minutes=53)
        before = len(made.slack.traffic.log)

        await made.later(minutes=2)
        await made.command(MARKO, SUPPORT, "declare SEV1 Nobody can pay")
        paged = len(await made.bot_paged())
        for _ in range(4):
            await made.later(minutes=1)

        assert paged == 1
        assert all(members(made, f"S0TEAM{number}") == [JAMES] for number in range(GROUPS))
        updates = [
            each.at
            for each in list(made.slack.traffic.log)[before:]
            if isinstance(each, Call) and each.method == "usergroups.users.update"
        ]
        assert len(updates) == GROUPS
        busiest = max(sum(at <= other < at + 60 for other in updates) for at in updates)
        assert busiest <= 20
