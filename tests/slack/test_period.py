"""From when until when, in three languages, on ordinary days and on nights the clocks change."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.refusal import Refusal
from bot.slack.period import length_in, period_in, understood

KYIV = ZoneInfo("Europe/Kyiv")
#: Eleven in the morning in Kyiv.
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
NOW = "Mon 23.11 11:00"

#: Words, start and end as the clock in Kyiv shows them.
UNDERSTOOD = (
    ("tomorrow 9-18", "Tue 24.11 09:00", "Tue 24.11 18:00"),
    ("tomorrow 9–18", "Tue 24.11 09:00", "Tue 24.11 18:00"),
    ("Tomorrow from 9 to 18", "Tue 24.11 09:00", "Tue 24.11 18:00"),
    ("tomorrow 9:30-18:15", "Tue 24.11 09:30", "Tue 24.11 18:15"),
    ("tomorrow 9am-6pm", "Tue 24.11 09:00", "Tue 24.11 18:00"),
    ("9-18 tomorrow", "Tue 24.11 09:00", "Tue 24.11 18:00"),
    ("tomorrow 0-24", "Tue 24.11 00:00", "Wed 25.11 00:00"),
    ("tomorrow 18-9", "Tue 24.11 18:00", "Wed 25.11 09:00"),
    ("tomorrow 18:00 to midnight", "Tue 24.11 18:00", "Wed 25.11 00:00"),
    ("tomorrow", "Tue 24.11 00:00", "Wed 25.11 00:00"),
    ("tomorrow 9:00 for 2h", "Tue 24.11 09:00", "Tue 24.11 11:00"),
    ("18-9", "Mon 23.11 18:00", "Tue 24.11 09:00"),
    ("7-9", "Tue 24.11 07:00", "Tue 24.11 09:00"),
    ("2h", NOW, "Mon 23.11 13:00"),
    ("for 2 hours", NOW, "Mon 23.11 13:00"),
    ("90 min", NOW, "Mon 23.11 12:30"),
    ("1h 30m", NOW, "Mon 23.11 12:30"),
    ("3 days", NOW, "Thu 26.11 11:00"),
    ("2w", NOW, "Mon 07.12 11:00"),
    ("in 2 hours for 3h", "Mon 23.11 13:00", "Mon 23.11 16:00"),
    ("until 18:00", NOW, "Mon 23.11 18:00"),
    ("until friday", NOW, "Fri 27.11 00:00"),
    ("until fri 9:00", NOW, "Fri 27.11 09:00"),
    ("now to 18:00", NOW, "Mon 23.11 18:00"),
    ("fri 18:00 to mon 9:00", "Fri 27.11 18:00", "Mon 30.11 09:00"),
    ("FRI 18 TO MON 9", "Fri 27.11 18:00", "Mon 30.11 09:00"),
    ("from friday 6pm until monday 9am", "Fri 27.11 18:00", "Mon 30.11 09:00"),
    ("friday 6pm - monday 9am", "Fri 27.11 18:00", "Mon 30.11 09:00"),
    ("friday to sunday", "Fri 27.11 00:00", "Mon 30.11 00:00"),
    ("fri-sun", "Fri 27.11 00:00", "Mon 30.11 00:00"),
    ("fri 18:00 for 3 days", "Fri 27.11 18:00", "Mon 30.11 18:00"),
    ("next friday 9-18", "Fri 27.11 09:00", "Fri 27.11 18:00"),
    ("monday 18:00 to tue 9:00", "Mon 23.11 18:00", "Tue 24.11 09:00"),
    ("next week", "Mon 30.11 00:00", "Mon 07.12 00:00"),
    ("weekend", "Sat 28.11 00:00", "Mon 30.11 00:00"),
    ("this weekend", "Sat 28.11 00:00", "Mon 30.11 00:00"),
    ("24 dec 9-18", "Thu 24.12 09:00", "Thu 24.12 18:00"),
    ("dec 24 9-18", "Thu 24.12 09:00", "Thu 24.12 18:00"),
    ("16 dec", "Wed 16.12 00:00", "Thu 17.12 00:00"),
    ("16.12", "Wed 16.12 00:00", "Thu 17.12 00:00"),
    ("16 грудня", "Wed 16.12 00:00", "Thu 17.12 00:00"),
    ("16 декабря", "Wed 16.12 00:00", "Thu 17.12 00:00"),
    ("5-7 dec", "Sat 05.12 00:00", "Tue 08.12 00:00"),
    ("24.12 9-18", "Thu 24.12 09:00", "Thu 24.12 18:00"),
    ("24.12-26.12", "Thu 24.12 00:00", "Sun 27.12 00:00"),
    ("24.12 9:00 to 26.12 9:00", "Thu 24.12 09:00", "Sat 26.12 09:00"),
    ("28.12 to 3.01", "Mon 28.12 00:00", "Mon 04.01 00:00"),
    ("2026-12-24", "Thu 24.12 00:00", "Fri 25.12 00:00"),
    ("2026-12-24 9:00 to 18:00", "Thu 24.12 09:00", "Thu 24.12 18:00"),
    ("24/12/2026 18:00 to 25/12/2026 9:00", "Thu 24.12 18:00", "Fri 25.12 09:00"),
    ("завтра 9-18", "Tue 24.11 09:00", "Tue 24.11 18:00"),
    ("завтра з 9 до 18", "Tue 24.11 09:00", "Tue 24.11 18:00"),
    ("Завтра с 9 до 18", "Tue 24.11 09:00", "Tue 24.11 18:00"),
    ("завтра о 9:00 на 2 години", "Tue 24.11 09:00", "Tue 24.11 11:00"),
    ("завтра в 9:00 на 2 часа", "Tue 24.11 09:00", "Tue 24.11 11:00"),
    ("післязавтра 9-18", "Wed 25.11 09:00", "Wed 25.11 18:00"),
    ("послезавтра с 9 до 18", "Wed 25.11 09:00", "Wed 25.11 18:00"),
    ("сьогодні 18-23", "Mon 23.11 18:00", "Mon 23.11 23:00"),
    ("сегодня с 18 до 23", "Mon 23.11 18:00", "Mon 23.11 23:00"),
    ("пт 18:00 - пн 9:00", "Fri 27.11 18:00", "Mon 30.11 09:00"),
    ("пт 18:00 до пн 9:00", "Fri 27.11 18:00", "Mon 30.11 09:00"),
    ("з п’ятниці 18:00 до понеділка 9:00", "Fri 27.11 18:00", "Mon 30.11 09:00"),
    ("с пятницы 18:00 до понедельника 9:00", "Fri 27.11 18:00", "Mon 30.11 09:00"),
    ("с пятницы по воскресенье", "Fri 27.11 00:00", "Mon 30.11 00:00"),
    ("від п'ятниці до неділі", "Fri 27.11 00:00", "Sun 29.11 00:00"),
    ("у пʼятницю з 18 до 22", "Fri 27.11 18:00", "Fri 27.11 22:00"),
    ("в пятницу с 18 до 22", "Fri 27.11 18:00", "Fri 27.11 22:00"),
    ("у суботу 10-14", "Sat 28.11 10:00", "Sat 28.11 14:00"),
    ("в суботу", "Sat 28.11 00:00", "Sun 29.11 00:00"),
    ("у четвер 9-18", "Thu 26.11 09:00", "Thu 26.11 18:00"),
    ("до четверга 9:00", NOW, "Thu 26.11 09:00"),
    ("до понеділка", NOW, "Mon 30.11 00:00"),
    ("до 18", NOW, "Mon 23.11 18:00"),
    ("зараз - 18:00", NOW, "Mon 23.11 18:00"),
    ("сейчас до 18:00", NOW, "Mon 23.11 18:00"),
    ("наступного тижня", "Mon 30.11 00:00", "Mon 07.12 00:00"),
    ("наступний тиждень", "Mon 30.11 00:00", "Mon 07.12 00:00"),
    ("на следующей неделе", "Mon 30.11 00:00", "Mon 07.12 00:00"),
    ("вихідні", "Sat 28.11 00:00", "Mon 30.11 00:00"),
    ("на выходных", "Sat 28.11 00:00", "Mon 30.11 00:00"),
    ("2 години", NOW, "Mon 23.11 13:00"),
    ("на 2 часа", NOW, "Mon 23.11 13:00"),
    ("на 3 дня", NOW, "Thu 26.11 11:00"),
    ("24 грудня 9-18", "Thu 24.12 09:00", "Thu 24.12 18:00"),
    ("24 декабря с 9 до 18", "Thu 24.12 09:00", "Thu 24.12 18:00"),
    ("5-7 грудня", "Sat 05.12 00:00", "Tue 08.12 00:00"),
    ("5-7 декабря", "Sat 05.12 00:00", "Tue 08.12 00:00"),
)
BEGAN = "Its beginning has passed, so it starts now."


def shown(at: datetime, zone: ZoneInfo = KYIV) -> str:
    return f"{at.astimezone(zone):%a %d.%m %H:%M}"


@pytest.mark.parametrize(("words", "start", "end"), UNDERSTOOD)
def test_what_is_meant_on_a_monday(words: str, start: str, end: str) -> None:
    span = understood(words, now=MONDAY, zone=KYIV)
    assert (shown(span.start), shown(span.end), span.notes) == (start, end, ())


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("today", "Tue 24.11 00:00"),
        ("monday", "Tue 24.11 00:00"),
        ("9-18", "Mon 23.11 18:00"),
        ("mon 9:00 to 18:00", "Mon 23.11 18:00"),
        ("today 9-18", "Mon 23.11 18:00"),
        ("сегодня с 9 до 18", "Mon 23.11 18:00"),
        ("this week", "Mon 30.11 00:00"),
    ],
)
def test_what_has_begun_starts_now_and_says_so(words: str, end: str) -> None:
    span = understood(words, now=MONDAY, zone=KYIV)
    assert (span.start, shown(span.end)) == (MONDAY, end)
    assert [note.msgid for note in span.notes] == [BEGAN]


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("fri 18:00 to mon 9:00", "Fri 04.12 18:00", "Mon 07.12 09:00"),
        ("sat 18:00 to mon 9:00", "Sat 28.11 18:00", "Mon 30.11 09:00"),
        ("saturday 18-22", "Sat 28.11 18:00", "Sat 28.11 22:00"),
        ("next saturday", "Sat 05.12 00:00", "Sun 06.12 00:00"),
        ("до неділі 9:00", "Sat 28.11 11:00", "Sun 29.11 09:00"),
    ],
)
def test_a_weekday_said_on_a_saturday(words: str, start: str, end: str) -> None:
    span = understood(words, now=SATURDAY, zone=KYIV)
    assert (shown(span.start), shown(span.end)) == (start, end)


NO = (
    "I do not understand the time “{words}”. Write it like “tomorrow 9-18”, "
    "“fri 18:00 to mon 9:00” or “2h”."
)
OVER = "“{words}” is over already. Name a time that is still to come, for example “tomorrow 9-18”."
REVERSED = "“{words}” ends before it starts. Write it like “fri 18:00 to mon 9:00”."
FAR = (
    "“{words}” is more than a year away. Write the day with its year, "
    "for example “2026-12-24 9:00 to 18:00”."
)
OPEN = "Say until when too, for example “{words} - 18:00”."


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("", NO),
        ("banana", NO),
        ("with 9-18", NO),
        ("9", NO),
        ("🔥", NO),
        ("tomorrow 9-61", NO),
        ("fri 25:00 to mon 9:00", NO),
        ("31.02 9-18", NO),
        ("yesterday 9-18", OVER),
        ("вчора", OVER),
        ("2020-01-01 9-18", OVER),
        ("24.12 to 20.12", REVERSED),
        ("2026-12-24 18:00 to 2026-12-24 9:00", REVERSED),
        ("2030-01-01 9-18", FAR),
        ("tomorrow 9:00", OPEN),
        ("fri 18", OPEN),
    ],
)
def test_what_is_refused_says_how_to_write_it(words: str, answer: str) -> None:
    with pytest.raises(Refusal) as no:
        understood(words, now=MONDAY, zone=KYIV)
    assert str(no.value) == answer.format(words=words)


#: The nights on which the clocks change: in Kyiv on 2026-10-25 from 04:00 back to 03:00, and on
#: 2027-03-28 from 03:00 to 04:00; in Chicago on 2026-11-01 from 02:00 back to 01:00; in Santiago
#: on 2026-09-06 there is no midnight.
CHICAGO, SANTIAGO = ZoneInfo("America/Chicago"), ZoneInfo("America/Santiago")
TWICE = "The clocks show {time} twice that night; I took the first."
SKIPPED = "The clocks skip {time} that night, so I took {taken}."
NIGHTS: tuple[tuple[ZoneInfo, str, str, str, str, list[str]], ...] = (
    (KYIV, "2026-10-24T09:00", "tomorrow 3:30-9", "25T00:30", "25T07:00", [TWICE]),
    (KYIV, "2026-10-24T09:00", "tomorrow 0-3:30", "24T21:00", "25T00:30", [TWICE]),
    (KYIV, "2026-10-24T09:00", "завтра з 3 до 4", "25T00:00", "25T02:00", [TWICE]),
    (KYIV, "2026-10-24T09:00", "sat 18:00 to sun 9:00", "24T15:00", "25T07:00", []),
    (KYIV, "2026-10-24T09:00", "sat 23:00 for 6h", "24T20:00", "25T02:00", []),
    (KYIV, "2026-10-24T09:00", "tomorrow", "24T21:00", "25T22:00", []),
    (KYIV, "2026-10-25T00:30", "2h", "25T00:30", "25T02:30", []),
    (KYIV, "2027-03-27T09:00", "tomorrow 3:30-9", "28T01:00", "28T06:00", [SKIPPED]),
    (KYIV, "2027-03-27T09:00", "завтра с 0 до 3:30", "27T22:00", "28T01:00", [SKIPPED]),
    (KYIV, "2027-03-27T09:00", "tomorrow", "27T22:00", "28T21:00", []),
    (KYIV, "2027-03-27T23:30", "3h", "27T23:30", "28T02:30", []),
    (CHICAGO, "2026-10-31T15:00", "tomorrow 1:30-9", "01T06:30", "01T15:00", [TWICE]),
    (SANTIAGO, "2026-09-05T15:00", "tomorrow", "06T04:00", "07T03:00", [SKIPPED]),
)


@pytest.mark.parametrize(("zone", "now", "words", "start", "end", "notes"), NIGHTS)
def test_on_a_night_the_clocks_change(
    zone: ZoneInfo, now: str, words: str, start: str, end: str, notes: list[str]
) -> None:
    span = understood(words, now=datetime.fromisoformat(now).replace(tzinfo=UTC), zone=zone)
    assert (f"{span.start:%dT%H:%M}", f"{span.end:%dT%H:%M}") == (start, end)
    assert [note.msgid for note in span.notes] == notes


def test_the_note_says_which_time_was_taken() -> None:
    before = datetime(2027, 3, 27, 9, 0, tzinfo=UTC)
    [note] = understood("tomorrow 3:30-9", now=before, zone=KYIV).notes
    assert dict(note.slots) == {"time": "03:30", "taken": "04:00"}


def test_the_zone_decides_which_day_is_today() -> None:
    late = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    kyiv = understood("tomorrow 9-18", now=late, zone=KYIV)
    berlin = understood("tomorrow 9-18", now=late, zone=ZoneInfo("America/New_York"))
    assert shown(kyiv.start) == "Wed 25.11 09:00"
    assert shown(berlin.start, ZoneInfo("America/New_York")) == "Tue 24.11 09:00"


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("2w", timedelta(weeks=2)),
        ("10 days", timedelta(days=10)),
        ("10d", timedelta(days=10)),
        ("2 тижні", timedelta(weeks=2)),
        ("2 недели", timedelta(weeks=2)),
        ("36h", timedelta(hours=36)),
        ("support-l1", None),
        ("me", None),
        ("16 dec", None),
        ("2w ago", None),
        ("-2w", None),
    ],
)
async def test_a_length(words: str, length: timedelta | None) -> None:
    assert await length_in(words) == length


async def test_the_words_are_read_beside_the_loop() -> None:
    span = await period_in("tomorrow 9-18", now=MONDAY, zone=KYIV)
    assert span == understood("tomorrow 9-18", now=MONDAY, zone=KYIV)


COLD = """
import asyncio, time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo
from bot.slack.period import period_in

async def main():
    now, zone = datetime(2026, 11, 23, 9, tzinfo=UTC), ZoneInfo("Europe/Kyiv")
    worst, began = 0.0, time.perf_counter()
    reading = asyncio.create_task(period_in("завтра с 9 до 18", now=now, zone=zone))
    while not reading.done():
        before = time.perf_counter()
        await asyncio.sleep(0.001)
        worst = max(worst, time.perf_counter() - before)
    print(time.perf_counter() - began, worst)

asyncio.run(main())
"""


def test_the_first_reading_of_a_process_is_in_time_and_holds_nobody_up() -> None:
    """Slack waits three seconds; 0.4 s were measured, and 20 ms at most for everybody else."""
    done = subprocess.run([sys.executable, "-c", COLD], capture_output=True, text=True, check=True)
    took, worst = map(float, done.stdout.split())
    assert took < 3
    assert worst < took / 2
