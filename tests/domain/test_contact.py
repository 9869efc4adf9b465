"""Which method is due at which instant: tables of facts, and what holds for every walk."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.contact import Contact, QuietHours, Use, rings

KYIV, NEW_YORK = ZoneInfo("Europe/Kyiv"), ZoneInfo("America/New_York")
NIGHT = QuietHours(time(22), time(7))
NOON = QuietHours(time(12), time(13, 30))
PUSH = Contact(name="push", url="ntfy://x", use=Use.NORMAL)
SMS = Contact(name="sms", url="json://x", after=timedelta(minutes=2))
CALL = Contact(name="phone", url="json://y", after=timedelta(minutes=5), use=Use.URGENT)
MAIL = Contact(name="email", url="mailto://z")
ALL = (SMS, CALL, PUSH, MAIL)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


#: hours, zone, instant, when they are over. Kyiv is UTC+2 in winter and UTC+3 in summer.
QUIET = [
    (NIGHT, KYIV, "2026-11-23 09:00", "2026-11-23 09:00"),
    (NIGHT, KYIV, "2026-11-23 19:59", "2026-11-23 19:59"),
    (NIGHT, KYIV, "2026-11-23 20:00", "2026-11-24 05:00"),
    (NIGHT, KYIV, "2026-11-23 23:30", "2026-11-24 05:00"),
    (NIGHT, KYIV, "2026-11-24 04:59:59", "2026-11-24 05:00"),
    (NIGHT, KYIV, "2026-11-24 05:00", "2026-11-24 05:00"),
    (NOON, KYIV, "2026-11-23 09:59", "2026-11-23 09:59"),
    (NOON, KYIV, "2026-11-23 10:00", "2026-11-23 11:30"),
    (NOON, KYIV, "2026-11-23 11:30", "2026-11-23 11:30"),
    # Clocks go back at 01:00 UTC on 25 October, and forward at 01:00 UTC on 29 March.
    (NIGHT, KYIV, "2026-10-24 20:00", "2026-10-25 05:00"),
    (NIGHT, KYIV, "2026-03-28 21:00", "2026-03-29 04:00"),
    # An end that the clock never shows is the first instant after the gap.
    (QuietHours(time(22), time(3, 30)), KYIV, "2026-03-28 22:00", "2026-03-29 01:00"),
    # An end shown twice is over at its first showing, also in the second.
    (QuietHours(time(22), time(3, 30)), KYIV, "2026-10-24 22:00", "2026-10-25 00:30"),
    (QuietHours(time(22), time(3, 30)), KYIV, "2026-10-25 01:15", "2026-10-25 01:15"),
    (NIGHT, NEW_YORK, "2026-11-24 03:00", "2026-11-24 12:00"),
]


@pytest.mark.parametrize(("hours", "zone", "at", "over"), QUIET)
def test_quiet_hours_end_on_the_persons_clock(
    hours: QuietHours, zone: ZoneInfo, at: str, over: str
) -> None:
    assert hours.over(utc(at), zone) == utc(over)


def walked(at: str, *, urgent: bool, quiet: QuietHours | None = None, at_once: bool = False) -> str:
    """``sms 09:02, phone 09:05``, in UTC."""
    walk = rings(ALL, quiet, KYIV, urgent=urgent, at=utc(at), at_once=at_once)
    return ", ".join(f"{ring.contact.name} {ring.at:%d %H:%M}" for ring in walk)


DAY, DARK = "2026-11-23 09:00", "2026-11-23 23:00"


@pytest.mark.parametrize(
    ("at", "urgent", "quiet", "at_once", "walk"),
    [
        (DAY, True, None, False, "email 23 09:00, sms 23 09:02, phone 23 09:05"),
        (DAY, False, None, False, "push 23 09:00, email 23 09:00, sms 23 09:02"),
        (DAY, True, None, True, "sms 23 09:00, phone 23 09:00, email 23 09:00"),
        (DARK, True, NIGHT, False, "email 23 23:00, sms 23 23:02, phone 23 23:05"),
        (DARK, False, NIGHT, False, "push 24 05:00, email 24 05:00, sms 24 05:02"),
        (DARK, False, NIGHT, True, "sms 24 05:00, push 24 05:00, email 24 05:00"),
        # The walk begins in time, and its later part falls into the quiet hours.
        ("2026-11-23 19:59", False, NIGHT, False, "push 23 19:59, email 23 19:59, sms 24 05:00"),
    ],
)
def test_a_walk_by_severity_quiet_hours_and_whether_slack_helps(
    at: str, urgent: bool, quiet: QuietHours | None, at_once: bool, walk: str
) -> None:
    assert walked(at, urgent=urgent, quiet=quiet, at_once=at_once) == walk


def test_whoever_has_no_method_has_no_walk() -> None:
    assert rings((), NIGHT, KYIV, urgent=True, at=utc(DAY)) == ()


def test_an_address_is_never_shown() -> None:
    assert "secret" not in repr(Contact(name="sms", url="twilio://sid:secret@1/2"))


hours = st.builds(
    QuietHours, st.times().map(lambda t: t.replace(microsecond=0)), st.just(time(7, 15))
).filter(lambda quiet: quiet.start != quiet.end)
instants = st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
zones = st.sampled_from(["Europe/Kyiv", "America/Santiago", "Africa/Cairo", "Asia/Kathmandu"])


@given(hours, instants, zones.map(ZoneInfo))
def test_quiet_hours_are_over_within_a_day_and_stay_over(
    quiet: QuietHours, at: datetime, zone: ZoneInfo
) -> None:
    over = quiet.over(at, zone)
    assert at <= over <= at + timedelta(hours=26)
    assert quiet.over(over, zone) == over


@given(instants, st.booleans(), st.booleans(), zones.map(ZoneInfo))
def test_no_method_leaves_before_the_page_and_each_at_most_once(
    at: datetime, urgent: bool, at_once: bool, zone: ZoneInfo
) -> None:
    walk = rings(ALL, NIGHT, zone, urgent=urgent, at=at, at_once=at_once)
    assert [ring.at for ring in walk] == sorted(ring.at for ring in walk)
    assert all(ring.at >= at for ring in walk)
    assert {ring.contact for ring in walk} == {one for one in ALL if one.fits(urgent=urgent)}
    assert len({ring.place for ring in walk}) == len(walk)
