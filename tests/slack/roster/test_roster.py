"""Reminders, hand-overs and gaps as people read them, and user groups kept in step.

The developers hand over on Mondays at 10:00 in Kyiv, 08:00 UTC: on 23 November 2026 to Anna, on
the 30th to James. Both read English.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.i18n import translator
from bot.store.policies import Policies
from sandbox.messages import Message
from sandbox.traffic import Call
from tests.support.rotas import write_policy
from tests.support.world import ANNA, INCIDENTS, JAMES, KATE, MARKO, SUPPORT, World, words, world

PAYMENTS = "C0PAYMENTS"
#: The Saturday before James's week.
SATURDAY = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


@asynccontextmanager
async def developers(
    folder: Path, *, begins: datetime = SATURDAY, announce: str | None = INCIDENTS, **changes: Any
) -> AsyncIterator[World]:
    policy = write_policy(folder, announce=announce, payments_dev=changes)
    async with world(
        f"sqlite+aiosqlite:///{folder}/roster.db", policy=policy, start=begins
    ) as made:
        await made.later(seconds=1)
        yield made


async def until(made: World, moment: datetime, *, seconds: int = 3600) -> None:
    """Let the bot tick until a moment, as it would, only not as often."""
    while made.now < moment:
        await made.later(seconds=min(seconds, (moment - made.now).total_seconds()))


def posted(made: World, channel: str) -> list[Message]:
    """What the bot wrote there."""
    return [message for message in made.messages(channel) if message.metadata]


def stamp(at: datetime) -> str:
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|"


async def test_james_hears_of_his_week_a_day_and_an_hour_before(tmp_path: Path) -> None:
    async with developers(tmp_path) as made:
        await until(made, datetime(2026, 11, 29, 7, 59, tzinfo=UTC))
        assert made.dm(JAMES) == []
        await made.later(minutes=1)
        await until(made, datetime(2026, 11, 30, 7, 0, tzinfo=UTC))

        day, hour = made.dm(JAMES)
        start, end = datetime(2026, 11, 30, 8, tzinfo=UTC), datetime(2026, 12, 7, 8, tzinfo=UTC)
        assert day.text == "On call from 30 Nov 2026, 08:00 GMT: Payments developers"
        said = words(day)
        assert f"You are on call from {stamp(start)}2026-11-30 08:00 UTC>, in 1 d." in said
        assert f"• *Payments developers*, until {stamp(end)}2026-12-07 08:00 UTC>" in said
        assert "in 1 h." in words(hour)
        await until(made, datetime(2026, 11, 30, 12, tzinfo=UTC))
        assert len(made.dm(JAMES)) == 2


async def test_a_reminder_of_a_shift_that_moved_does_not_leave(tmp_path: Path) -> None:
    async with developers(tmp_path) as made:
        await until(made, datetime(2026, 11, 30, 6, 59, tzinfo=UTC))
        assert len(made.dm(JAMES)) == 1
        await made.oncall(MARKO, f"override <@{ANNA}> payments-dev today 10:00 to 14:00")
        before = len(made.dm(JAMES))

        await until(made, datetime(2026, 11, 30, 10, 59, tzinfo=UTC))
        assert len(made.dm(JAMES)) == before

        await until(made, datetime(2026, 11, 30, 11, 1, tzinfo=UTC))
        assert "On call from 30 Nov 2026, 12:00 GMT" in made.dm(JAMES)[-1].text


async def test_a_hand_over_names_who_leaves_who_comes_and_what_is_open(tmp_path: Path) -> None:
    start = datetime(2026, 11, 30, 7, 50, tzinfo=UTC)
    async with developers(tmp_path, begins=start, channel=PAYMENTS) as made:
        await made.command(MARKO, SUPPORT, "declare SEV3 Card payments are slow")
        await made.command(MARKO, (await made.incident()).room or "", "service cards")
        await made.command(MARKO, SUPPORT, "declare SEV3 The office printer")
        await made.command(MARKO, SUPPORT, "declare SEV3 Somebody reads our mail")
        secret = (await made.incident(3)).room or ""
        await made.command(MARKO, secret, "service cards")
        await made.slack.acts.join(KATE, secret)
        await made.command(KATE, secret, "private")
        assert (await made.submit(KATE)).ok
        assert (await made.incident(3)).private
        before = len(posted(made, PAYMENTS))

        await until(made, datetime(2026, 11, 30, 8, 0, tzinfo=UTC))
        await made.later(minutes=1)

        [note] = posted(made, PAYMENTS)[before:]
        said = words(note)
        end = datetime(2026, 12, 7, 8, tzinfo=UTC)
        assert f"<@{JAMES}>" in said
        assert f"<@{ANNA}>" in said
        assert said.index(f"<@{JAMES}>") < said.index(f"<@{ANNA}>")
        assert f"<!date^{int(end.timestamp())}^{{date_short}} {{time}}|" in said
        assert "Card payments are slow" in said
        assert "Somebody reads our mail" not in said
        assert str(secret) not in said
        assert "The office printer" not in said


async def test_gaps_are_reported_once_a_week_by_one_of_two_replicas(tmp_path: Path) -> None:
    sunday = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
    layers = [
        {"name": "days", "kind": "weekly", "start": "2026-01-05 10:00", "members": [ANNA, JAMES],
         "hours": "mon-fri 08:00-20:00"},
        {"name": "weekend", "kind": "weekly", "start": "2026-01-05 10:00", "members": [ANNA],
         "hours": "sat,sun"},
    ]  # fmt: skip
    changes = {"kind": None, "start": None, "members": None, "timezone": None, "layers": layers}
    async with developers(tmp_path, begins=sunday, channel=PAYMENTS, **changes) as made:
        first = posted(made, PAYMENTS)
        await until(made, datetime(2026, 11, 30, 6, 59, tzinfo=UTC), seconds=3600)
        other = made.bot.ticker
        twin = type(other)(made.bot.store, made.bot.delivery, made.bot.in_force.refresh)
        made.time.now += 120
        await twin.tick()
        await other.tick()
        await made.settle()
        await until(made, datetime(2026, 12, 1, 12, 0, tzinfo=UTC), seconds=3600)

        def reports() -> list[str]:
            return [words(m) for m in posted(made, PAYMENTS) if "/oncall override" in words(m)]

        assert len(reports()) == len(first) + 1
        assert "payments-dev" in reports()[-1]
        assert "2026-11-30 18:00 UTC" in reports()[-1]


async def test_nothing_is_reported_where_somebody_always_is(tmp_path: Path) -> None:
    sunday = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
    async with developers(tmp_path, begins=sunday) as made:
        before = len(posted(made, INCIDENTS))
        await until(made, datetime(2026, 12, 2, 12, 0, tzinfo=UTC), seconds=3600)
        assert len(posted(made, INCIDENTS)) == before


def said(made: World, sentence: str) -> list[Message]:
    """The bot's messages in the team's channel that begin with this, in the room's language."""
    words_ = translator(made.bot.store.policy.workspace.language)(sentence)
    return [message for message in posted(made, PAYMENTS) if message.text.startswith(words_)]


async def test_a_policy_that_leaves_nobody_on_call_is_warned_of_once(tmp_path: Path) -> None:
    async with developers(tmp_path, channel=PAYMENTS) as made:
        keys = {"channel": PAYMENTS, "hours": "mon-fri 09:00-18:00"}
        narrow = write_policy(tmp_path, name="narrow", payments_dev=keys)
        async with made.bot.database.write() as connection:
            text = narrow.read_text(encoding="utf-8")
            await Policies(connection).add(text, file="narrow.yaml", now=made.now)

        for _ in range(4):
            await made.later(minutes=1)

        [warned] = said(made, "A change of the policy leaves nobody on call")
        assert "2026-11-28 12:0" in words(warned)
        await until(made, datetime(2026, 11, 30, 12, tzinfo=UTC), seconds=3600)
        assert len(said(made, "A change of the policy leaves nobody on call")) == 1


async def test_a_holiday_that_leaves_nobody_on_call_is_warned_of_once(tmp_path: Path) -> None:
    async with developers(tmp_path, channel=PAYMENTS, holidays="DE") as made:
        await until(made, datetime(2026, 12, 1, 12, tzinfo=UTC), seconds=3600)
        [warned] = said(made, "A holiday leaves nobody on call")
        # Both days of Christmas, midnight to midnight in Kyiv.
        assert "2026-12-24 22:00 UTC" in words(warned)
        assert "2026-12-26 22:00 UTC" in words(warned)


# User groups


def group(made: World, id: str = "S0BACKEND") -> list[str]:
    return list(made.slack.workspace.usergroups[id].members)


def updates(made: World) -> int:
    return calls(made, "usergroups.users.update")


def calls(made: World, method: str) -> int:
    log = made.slack.traffic.log
    return sum(isinstance(each, Call) and each.method == method for each in log)


async def test_a_group_follows_the_roster_and_is_told_only_when_it_differs(tmp_path: Path) -> None:
    async with developers(tmp_path, usergroup="@backend") as made:
        await made.later(minutes=1)
        assert group(made) == [ANNA]
        before = updates(made)
        await until(made, datetime(2026, 11, 30, 7, 59, tzinfo=UTC), seconds=3600)
        assert updates(made) == before

        await made.later(minutes=2)

        assert group(made) == [JAMES]
        assert updates(made) == before + 1


async def test_a_group_is_never_emptied(tmp_path: Path) -> None:
    friday = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
    async with developers(
        tmp_path, begins=friday, usergroup="S0BACKEND", hours="mon-fri 09:00-18:00"
    ) as made:
        await made.later(minutes=1)
        assert group(made) == [ANNA]
        await until(made, datetime(2026, 11, 28, 12, 0, tzinfo=UTC), seconds=3600)
        assert group(made) == [ANNA]
        assert updates(made) == 1


async def test_what_slack_refuses_is_told_once_and_tried_again_every_hour(tmp_path: Path) -> None:
    async with developers(tmp_path, usergroup="@nobody-knows", channel=PAYMENTS) as made:
        await made.later(minutes=1)
        await until(made, datetime(2026, 11, 28, 15, 30, tzinfo=UTC))

        told = [words(m) for m in posted(made, PAYMENTS) if "no_such_subteam" in words(m)]
        assert len(told) == 1
        assert "nobody-knows" in told[0]
        assert 3 <= calls(made, "usergroups.list") <= 5
        made.slack.workspace.usergroups["S0BACKEND"].handle = "nobody-knows"
        await until(made, datetime(2026, 11, 28, 16, 35, tzinfo=UTC))
        assert group(made) == [ANNA]


async def test_a_limit_of_slack_puts_a_group_off_and_loses_nothing(tmp_path: Path) -> None:
    async with developers(tmp_path, usergroup="S0BACKEND") as made:
        await until(made, datetime(2026, 11, 30, 7, 58, tzinfo=UTC), seconds=3600)
        made.slack.faults.rate_limit("usergroups.users.update", retry_after=30)
        await made.later(minutes=2, seconds=30)
        assert group(made) == [ANNA]
        await made.later(seconds=40)
        await made.later(seconds=40)
        assert group(made) == [JAMES]
