"""A team that keeps its turns in a calendar: imported with the policy, kept without the file."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import Bot
from bot.cli.policy import check
from tests.support.rotas import write_policy
from tests.support.world import ANNA, JAMES, World, world

BEGINS = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EVENT = """\
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20260101T000000Z
{when}
SUMMARY:{who}
END:VEVENT
"""
CALENDAR = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n{events}END:VCALENDAR\n"
TUESDAYS = "DTSTART:20261124T090000\nDTEND:20261124T180000\nRRULE:FREQ=WEEKLY"


def write(folder: Path, who: str = "James Carter", *, uid: str = "tuesdays") -> Path:
    """Anna is on call always; the calendar says who on Tuesdays from nine to six in Kyiv."""
    events = EVENT.format(uid=uid, when=TUESDAYS, who=who)
    (folder / "team.ics").write_text(CALENDAR.format(events=events), encoding="utf-8")
    always = {"name": "always", "kind": "weekly", "start": "2026-01-05 09:00", "members": [ANNA]}
    return write_policy(
        folder, team={"title": "Team", "layers": [always, {"calendar": "team.ics"}]}
    )


async def on_call(made: World, *at: int) -> tuple[str, ...]:
    async with made.bot.store.read() as work:
        rosters = await work.rosters.all()
    [roster] = [each for name, each in rosters.items() if name == "team"]
    return roster.on_call(datetime(2026, 11, *at, tzinfo=UTC))


async def test_the_calendar_says_who_is_on_call(sqlite: str, tmp_path: Path) -> None:
    async with world(sqlite, policy=write(tmp_path), start=BEGINS) as made:
        await made.later(seconds=1)
        assert await on_call(made, 24, 6, 59) == (ANNA,)
        assert await on_call(made, 24, 7) == (JAMES,)
        assert await on_call(made, 24, 16) == (ANNA,)
        made.time.now = datetime(2026, 11, 24, 6, 0, tzinfo=UTC).timestamp()
        await made.later(seconds=30)
        assert "On call from 24 Nov 2026, 07:00 GMT: Team" in made.dm(JAMES)[-1].text


async def test_a_start_without_the_file_knows_it_still(sqlite: str, tmp_path: Path) -> None:
    file = write(tmp_path)
    async with world(sqlite, policy=file, start=BEGINS):
        pass
    (tmp_path / "team.ics").unlink()
    file.unlink()
    async with world(sqlite, policy=file, start=BEGINS) as made:
        assert isinstance(made.bot, Bot)
        assert await on_call(made, 24, 7) == (JAMES,)


async def test_another_export_is_taken_up_at_the_next_start(sqlite: str, tmp_path: Path) -> None:
    async with world(sqlite, policy=write(tmp_path), start=BEGINS) as made:
        first = made.bot.store.policy.version
    async with world(sqlite, policy=write(tmp_path, "Anna Schmidt"), start=BEGINS) as made:
        await made.later(seconds=1)
        assert made.bot.store.policy.version == first + 1
        assert await on_call(made, 24, 7) == (ANNA,)


def test_the_command_line_names_file_and_event(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from bot.cli import Stop

    assert check(write(tmp_path)) == 0
    with pytest.raises(Stop):
        check(write(tmp_path, "Nobody we know"))
    said = capsys.readouterr().err
    assert "calendar “team.ics” has event “Nobody we know” on " in said
