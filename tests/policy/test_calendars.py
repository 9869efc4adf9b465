"""An .ics calendar as a layer: who is on call when, and a sentence for what cannot be read."""

from datetime import UTC, datetime
from textwrap import dedent
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import PersonId
from bot.domain.spans import Span, merged, span_at
from bot.policy.calendars import Reader, spellings

ANNA, JAMES, ANN = PersonId("U0ANNA"), PersonId("U0JAMES"), PersonId("U0ANN")
KYIV = ZoneInfo("Europe/Kyiv")
PEOPLE = {
    "anna schmidt": ANNA,
    "anna.schmidt@kobzapay.example": ANNA,
    "james carter": JAMES,
    "ann": ANN,
}
#: A Monday.
AT = datetime(2026, 3, 23, 12, 0, tzinfo=UTC)


def calendar(*events: str) -> str:
    """A calendar of these events, each as its properties."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN"]
    for number, event in enumerate(events):
        own = dedent(event).strip().splitlines()
        uid = [] if any(line.startswith("UID") for line in own) else [f"UID:{number}"]
        stamp = "DTSTAMP:20260101T000000Z"
        lines += ["BEGIN:VEVENT", *uid, stamp, *own, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def read(*events: str, zone: ZoneInfo = KYIV, at: datetime = AT) -> list[tuple[str, str, str]]:
    """The spans, as readable as a table; there must be no trouble."""
    spans, troubles = Reader(people=PEOPLE, zone=zone, at=at).spans(calendar(*events))
    assert troubles == ()
    return [
        (f"{span.start:%m-%d %H:%M}", f"{span.end:%m-%d %H:%M}", " ".join(span.people))
        for span in spans
    ]


def trouble(*events: str) -> list[tuple[str, str]]:
    _, troubles = Reader(people=PEOPLE, zone=KYIV, at=AT).spans(calendar(*events))
    return [(one.wrong, one.fix) for one in troubles]


def test_a_summary_names_a_person_by_name_or_address_as_whole_words() -> None:
    event = "DTSTART:20260324T090000Z\nDTEND:20260324T170000Z\nSUMMARY:"
    day = ("03-24 09:00", "03-24 17:00")
    assert read(f"{event}Anna Schmidt") == [(*day, "U0ANNA")]
    assert read(f"{event}on call: ANNA  schmidt (payments)") == [(*day, "U0ANNA")]
    assert read(f"{event}anna.schmidt@kobzapay.example") == [(*day, "U0ANNA")]
    assert read(f"{event}Ann and James Carter") == [(*day, "U0JAMES U0ANN")]


def test_attendees_outweigh_the_summary_unless_they_declined() -> None:
    event = """
        DTSTART:20260324T090000Z
        DTEND:20260324T170000Z
        SUMMARY:James Carter
        ATTENDEE;CN=Anna{answer}:mailto:Anna.Schmidt@kobzapay.example
    """
    day = ("03-24 09:00", "03-24 17:00")
    assert read(event.format(answer="")) == [(*day, "U0ANNA")]
    assert read(event.format(answer=";PARTSTAT=ACCEPTED")) == [(*day, "U0ANNA")]
    assert read(event.format(answer=";PARTSTAT=DECLINED")) == [(*day, "U0JAMES")]


def test_all_day_events_and_floating_times_are_of_the_rotations_zone() -> None:
    whole = "DTSTART;VALUE=DATE:20260324\nDTEND;VALUE=DATE:20260326\nSUMMARY:Ann"
    alone = "DTSTART;VALUE=DATE:20260324\nSUMMARY:Ann"
    floating = "DTSTART:20260324T090000\nDURATION:PT8H\nSUMMARY:Ann"
    assert read(whole) == [("03-23 22:00", "03-25 22:00", "U0ANN")]
    assert read(alone) == [("03-23 22:00", "03-24 22:00", "U0ANN")]
    assert read(floating) == [("03-24 07:00", "03-24 15:00", "U0ANN")]
    assert read(floating, zone=ZoneInfo("America/New_York")) == [
        ("03-24 13:00", "03-24 21:00", "U0ANN")
    ]


def test_the_days_on_which_clocks_change_are_whole_days() -> None:
    """Kyiv changes on 29 March and 25 October 2026; Beirut's midnight of 29 March is skipped."""
    spring = "DTSTART;VALUE=DATE:20260329\nSUMMARY:Ann"
    autumn = "DTSTART;VALUE=DATE:20261025\nSUMMARY:Ann"
    assert read(spring) == [("03-28 22:00", "03-29 21:00", "U0ANN")]
    assert read(autumn) == [("10-24 21:00", "10-25 22:00", "U0ANN")]
    assert read(spring, zone=ZoneInfo("Asia/Beirut")) == [("03-28 22:00", "03-29 21:00", "U0ANN")]


def test_a_series_keeps_its_wall_time_over_a_change_of_clocks() -> None:
    event = """
        DTSTART;TZID=Europe/Kyiv:20260322T090000
        DTEND;TZID=Europe/Kyiv:20260322T180000
        RRULE:FREQ=WEEKLY;COUNT=3
        SUMMARY:Ann
    """
    assert read(event) == [
        ("03-22 07:00", "03-22 16:00", "U0ANN"),
        ("03-29 06:00", "03-29 15:00", "U0ANN"),
        ("04-05 06:00", "04-05 15:00", "U0ANN"),
    ]


def test_a_series_with_a_day_left_out_and_a_day_changed() -> None:
    series = """
        UID:series
        DTSTART:20260323T090000Z
        DTEND:20260323T170000Z
        RRULE:FREQ=DAILY;COUNT=4
        EXDATE:20260324T090000Z
        SUMMARY:Ann
    """
    moved = """
        UID:series
        RECURRENCE-ID:20260325T090000Z
        DTSTART:20260325T120000Z
        DTEND:20260325T130000Z
        SUMMARY:Anna Schmidt
    """
    cancelled = """
        UID:series
        RECURRENCE-ID:20260326T090000Z
        DTSTART:20260326T090000Z
        DTEND:20260326T170000Z
        STATUS:CANCELLED
        SUMMARY:Ann
    """
    assert read(series, moved, cancelled) == [
        ("03-23 09:00", "03-23 17:00", "U0ANN"),
        ("03-25 12:00", "03-25 13:00", "U0ANNA"),
    ]


def test_an_endless_series_is_written_out_as_far_as_the_horizon() -> None:
    event = """
        DTSTART:20250106T090000Z
        DURATION:P7D
        RRULE:FREQ=WEEKLY
        SUMMARY:Ann
    """
    rows = read(event)
    assert rows[0] == ("02-16 09:00", "02-23 09:00", "U0ANN")
    assert rows[-1] == ("04-26 09:00", "05-03 09:00", "U0ANN")
    assert len(rows) == 63


def test_events_that_overlap_put_several_people_on_call() -> None:
    long = "DTSTART:20260324T090000Z\nDTEND:20260324T170000Z\nSUMMARY:Ann"
    short = "DTSTART:20260324T120000Z\nDTEND:20260324T130000Z\nSUMMARY:Anna Schmidt"
    assert read(long, short) == [
        ("03-24 09:00", "03-24 12:00", "U0ANN"),
        ("03-24 12:00", "03-24 13:00", "U0ANN U0ANNA"),
        ("03-24 13:00", "03-24 17:00", "U0ANN"),
    ]


@pytest.mark.parametrize(
    ("event", "wrong", "fix"),
    [
        (
            "DTSTART:20260324T090000Z\nDTEND:20260324T170000Z\nSUMMARY:Somebody",
            "has event “Somebody” on 2026-03-24, which names nobody of section “people”",
            "invite a person by e-mail, or put their name or e-mail into its title",
        ),
        (
            "DTSTART:20260324T090000Z\nDTEND:20260324T170000Z",
            "has an event without a title on 2026-03-24, which names nobody of section “people”",
            "invite a person by e-mail, or put their name or e-mail into its title",
        ),
        (
            "DTSTART:20260324T090000Z\nDTEND:20260324T080000Z\nSUMMARY:Ann",
            "has event “Ann” on 2026-03-24, which ends before it begins",
            "give it an end after its start",
        ),
        (
            "DTSTART:20260324T090000Z\nSUMMARY:Ann",
            "has event “Ann” on 2026-03-24, which ends before it begins",
            "give it an end after its start",
        ),
        (
            "DTSTART:tomorrow\nSUMMARY:Ann",
            "has event “Ann”, which has no readable start",
            "give it a start",
        ),
        ("SUMMARY:Ann", "has event “Ann”, which has no readable start", "give it a start"),
        (
            "DTSTART;TZID=Mars/Olympus:20260324T090000\nDURATION:PT1H\nSUMMARY:Ann",
            "has event “Ann” on 2026-03-24, which is in an unknown time zone, “Mars/Olympus”",
            "name one like Europe/Kyiv",
        ),
        (
            "DTSTART:20260324T090000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY\nSUMMARY:Ann",
            "has event “Ann” on 2026-03-24, which recurs every minute",
            "let it recur hourly at most",
        ),
        (
            "DTSTART:20260324T090000Z\nDURATION:PT1H\nRRULE:FREQ=NOW\nSUMMARY:Ann",
            "has event “Ann” on 2026-03-24, which recurs in a way nobody can read",
            "set its recurrence again",
        ),
        (
            "DTSTART:20260324T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=x\nSUMMARY:Ann",
            "has event “Ann” on 2026-03-24, which recurs in a way nobody can read",
            "set its recurrence again",
        ),
    ],
)
def test_a_bad_event_is_told_by_name_and_day(event: str, wrong: str, fix: str) -> None:
    assert trouble(event) == [(wrong, fix)]


def test_a_series_is_complained_of_once_and_the_rest_is_read() -> None:
    bad = "DTSTART:20260324T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY\nSUMMARY:Nobody"
    good = "DTSTART:20260324T090000Z\nDURATION:PT1H\nSUMMARY:Ann"
    spans, troubles = Reader(people=PEOPLE, zone=KYIV, at=AT).spans(calendar(bad, good))
    assert len(troubles) == 1
    assert [span.people for span in spans] == [(ANN,)]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("hello", "is not a calendar"),
        ("", "is not a calendar"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT", "is not a calendar"),
        ("x" * 2_000_001, "is larger than 2 MB"),
        (calendar(), "has no event between last month and the coming year"),
    ],
)
def test_a_file_that_is_no_calendar_is_told_of(text: str, wrong: str) -> None:
    spans, [trouble] = Reader(people=PEOPLE, zone=KYIV, at=AT).spans(text)
    assert spans == ()
    assert trouble.wrong.partition(" (")[0] == wrong


def test_too_many_events_are_refused_before_they_fill_the_memory() -> None:
    hourly = "DTSTART:20260101T090000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY\nSUMMARY:Ann"
    [(wrong, _)] = trouble(hourly)
    assert wrong == "has more than 5000 events in the coming year"


def test_a_name_that_two_people_share_calls_nobody() -> None:
    class Entry:
        def __init__(self, name: str, email: str = "") -> None:
            self.name, self.email = name, email

    found = spellings(
        {
            "U0A": Entry("Alex  Smith", "A@kobzapay.example"),
            "U0B": Entry("alex smith"),
            "c@kobzapay.example": Entry("Cleo"),
        }
    )
    assert found == {
        "a@kobzapay.example": "U0A",
        "c@kobzapay.example": "c@kobzapay.example",
        "cleo": "c@kobzapay.example",
    }


def test_a_span_is_found_at_its_start_and_not_at_its_end() -> None:
    def hour(n: int) -> datetime:
        return datetime(2026, 3, 24, n, tzinfo=UTC)

    spans = merged([Span(hour(12), hour(14), (ANN,)), Span(hour(9), hour(11), (ANNA,))])
    found = [span_at(spans, hour(each)) for each in (8, 9, 10, 11, 12, 13, 14)]
    assert found == [None, 0, 0, None, 1, 1, None]
