"""When a report is due: the law's own limits, on the calendar and across changes of the clocks."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import ClockName, RegimeName
from bot.domain.language import Localised
from bot.domain.regulation import After, Anchor, Deadline, Limit, Regulation, Rule, Term

HOUR = timedelta(hours=1)
KYIV, VILNIUS, LONDON = (ZoneInfo(f"Europe/{city}") for city in ("Kyiv", "Vilnius", "London"))
AWARE, CLASSIFIED = Anchor.AWARE, Anchor.CLASSIFIED
SENT = ClockName("previous")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def rule(**fields: object) -> Rule:
    made: dict[str, object] = {
        "name": ClockName("it"),
        "regime": RegimeName("act"),
        "title": Localised("It"),
        **fields,
    }
    return Rule(**made)  # type: ignore[arg-type] # one dictionary for all fields


GDPR = rule(limit=Limit(72 * HOUR))
DORA = rule(limit=Limit(4 * HOUR), after=CLASSIFIED, cap=Term(Limit(24 * HOUR), AWARE))
MONTH = rule(limit=Limit(months=1), after=SENT)


def due(of: Rule, moments: dict[After, datetime], zone: ZoneInfo = KYIV) -> Deadline | None:
    return Regulation(zone=zone).deadline(of, moments)


def test_seventy_two_hours_from_becoming_aware() -> None:
    """Article 33(1): a breach known on Friday night is reported by Monday night."""
    found = due(GDPR, {AWARE: utc("2026-03-13T21:10")})
    assert found == Deadline(since=utc("2026-03-13T21:10"), at=utc("2026-03-16T21:10"))


@pytest.mark.parametrize(
    ("aware", "classified", "at", "since"),
    [
        # Classified at once: four hours from then come first.
        ("2026-03-13T10:00", "2026-03-13T11:00", "2026-03-13T15:00", "2026-03-13T11:00"),
        # 24 hours from being aware come first, by an hour.
        ("2026-03-13T10:00", "2026-03-14T07:00", "2026-03-14T10:00", "2026-03-13T10:00"),
        # Both at the same moment.
        ("2026-03-13T10:00", "2026-03-14T06:00", "2026-03-14T10:00", "2026-03-14T06:00"),
        # In the last minute: 24 hours from being aware still bind.
        ("2026-03-13T10:00", "2026-03-14T10:00", "2026-03-14T10:00", "2026-03-13T10:00"),
        # Article 5(2): classified later than that, four hours from the classification.
        ("2026-03-13T10:00", "2026-03-14T10:01", "2026-03-14T14:01", "2026-03-14T10:01"),
        ("2026-03-13T10:00", "2026-03-20T09:00", "2026-03-20T13:00", "2026-03-20T09:00"),
    ],
)
def test_four_hours_from_classification_and_a_day_from_being_aware(
    aware: str, classified: str, at: str, since: str
) -> None:
    found = due(DORA, {AWARE: utc(aware), CLASSIFIED: utc(classified)})
    assert found == Deadline(since=utc(since), at=utc(at), firm=True)


def test_before_it_is_classified_the_day_is_the_latest_it_could_be() -> None:
    found = due(DORA, {AWARE: utc("2026-03-13T10:00")})
    assert found == Deadline(since=utc("2026-03-13T10:00"), at=utc("2026-03-14T10:00"), firm=False)
    assert due(DORA, {CLASSIFIED: utc("2026-03-13T10:00")}) == Deadline(
        since=utc("2026-03-13T10:00"), at=utc("2026-03-13T14:00")
    )
    assert due(DORA, {}) is None


@pytest.mark.parametrize(
    ("sent", "at"),
    [
        ("2026-03-13T10:00", "2026-04-13T09:00"),  # summer time begins between: 12:00 in Kyiv
        ("2026-10-20T10:00", "2026-11-20T11:00"),  # and ends: 13:00 in Kyiv
        ("2026-01-31T10:00", "2026-02-28T10:00"),
        ("2028-01-31T10:00", "2028-02-29T10:00"),
        ("2026-05-31T10:00", "2026-06-30T10:00"),
        ("2026-12-31T10:00", "2027-01-31T10:00"),
        # It is the first of September in Kyiv already, so the first of October there.
        ("2026-08-31T23:30", "2026-09-30T23:30"),
        # The 28th of March 2027 has no 03:30 in Kyiv: the first instant after it.
        ("2027-02-28T01:30", "2027-03-28T01:00"),
    ],
)
def test_a_month_is_the_same_date_or_the_last_day(sent: str, at: str) -> None:
    found = due(MONTH, {SENT: utc(sent)})
    assert found == Deadline(since=utc(sent), at=utc(at))


def test_where_counsel_has_set_no_limit_there_is_no_deadline() -> None:
    assert due(rule(), {AWARE: utc("2026-03-13T10:00")}) is None


#: 2026-03-14 is a Saturday; 11 March is a public holiday in Lithuania.
HOLIDAYS = frozenset({date(2026, 3, 11), date(2026, 3, 16)})


@pytest.mark.parametrize(
    ("aware", "at"),
    [
        ("2026-03-12T08:00", "2026-03-13T08:00"),  # a Friday stays
        ("2026-03-13T08:00", "2026-03-17T10:00"),  # Saturday, Sunday, a holiday: Tuesday noon
        ("2026-03-10T08:00", "2026-03-12T10:00"),  # a holiday on a Wednesday: Thursday noon
        ("2026-03-12T22:30", "2026-03-17T10:00"),  # in Vilnius it is Saturday already
        ("2026-03-27T21:30", "2026-03-30T09:00"),  # the clocks change that night
    ],
)
def test_on_a_day_off_it_moves_to_noon_of_the_next_working_day(aware: str, at: str) -> None:
    """Delegated Regulation (EU) 2025/301, Article 5(4), where the policy says it may."""
    regulation = Regulation(zone=VILNIUS, holidays=HOLIDAYS)
    eased = rule(limit=Limit(24 * HOUR), next_working_day=True)
    found = regulation.deadline(eased, {AWARE: utc(aware)})
    assert found is not None
    assert found.at == utc(at)
    strict = regulation.deadline(rule(limit=Limit(24 * HOUR)), {AWARE: utc(aware)})
    assert strict is not None
    assert strict.at == utc(aware) + 24 * HOUR


def test_the_time_that_has_gone() -> None:
    found = Deadline(since=utc("2026-03-13T00:00"), at=utc("2026-03-14T00:00"))
    assert [found.passes(one) for one in (0, 50, 80, 95, 100)] == [
        utc("2026-03-13T00:00"),
        utc("2026-03-13T12:00"),
        utc("2026-03-13T19:12"),
        utc("2026-03-13T22:48"),
        utc("2026-03-14T00:00"),
    ]


MOMENTS = st.datetimes(
    min_value=datetime(2015, 1, 1),  # noqa: DTZ001 - strategies give them their zone
    max_value=datetime(2036, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda at: at.replace(microsecond=0))
ZONES = st.sampled_from([KYIV, VILNIUS, LONDON, ZoneInfo("UTC"), ZoneInfo("America/New_York")])


@given(at=MOMENTS, hours=st.integers(1, 2000), zone=ZONES)
def test_hours_are_hours_whatever_the_clocks_do(at: datetime, hours: int, zone: ZoneInfo) -> None:
    assert Limit(hours * HOUR).end(at, zone) == at + hours * HOUR


@given(at=MOMENTS, months=st.integers(1, 14), zone=ZONES)
def test_months_end_on_the_date_or_the_last_day_at_the_same_time(
    at: datetime, months: int, zone: ZoneInfo
) -> None:
    start, end = at.astimezone(zone), Limit(months=months).end(at, zone).astimezone(zone)
    years, month = divmod(start.month - 1 + months, 12)
    last = monthrange(start.year + years, month + 1)[1]
    day = date(start.year + years, month + 1, min(start.day, last))
    assert end.date() == day or (end.date() - day == timedelta(days=1) and start.hour >= 23)
    # A time that the clock skips is an hour late at most.
    walls = [datetime.combine(day, each.time()) for each in (start, end)]
    assert timedelta(0) <= walls[1] - walls[0] <= HOUR


@given(one=MOMENTS, other=MOMENTS, months=st.integers(0, 13), hours=st.integers(0, 99), zone=ZONES)
def test_whoever_begins_later_is_never_due_earlier(
    one: datetime, other: datetime, months: int, hours: int, zone: ZoneInfo
) -> None:
    limit = Limit(hours * HOUR, months)
    early, late = sorted((one, other))
    assert limit.end(early, zone) <= limit.end(late, zone)


@given(aware=MOMENTS, minutes=st.integers(0, 100 * 60), later=st.integers(0, 100 * 60))
def test_a_later_classification_is_never_due_earlier(
    aware: datetime, minutes: int, later: int
) -> None:
    moments = [aware + timedelta(minutes=each) for each in (minutes, minutes + later)]
    found = [due(DORA, {AWARE: aware, CLASSIFIED: each}) for each in moments]
    assert found[0] is not None
    assert found[1] is not None
    assert found[0].at <= found[1].at
    for classified, deadline in zip(moments, found, strict=True):
        assert deadline is not None
        assert deadline.at <= classified + 4 * HOUR
        assert deadline.at <= aware + 24 * HOUR or classified > aware + 24 * HOUR
