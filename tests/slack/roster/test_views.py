"""What the roster says by itself, as it was read and found right."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.gaps import Gap
from bot.domain.handover import Handover
from bot.domain.ids import PersonId, RoomId
from bot.domain.language import Language
from bot.domain.service import RotationName
from bot.i18n import translator
from bot.slack.roster import views
from bot.slack.roster.views import Begun, HandedOver, Uncovered
from tests.domain.sample import incident
from tests.support.golden import golden

EN = translator(Language.EN)
KYIV = ZoneInfo("Europe/Kyiv")
AT = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
WEEK, DAY, HOUR = timedelta(weeks=1), timedelta(days=1), timedelta(hours=1)
ANNA, JAMES, ADDRESS = PersonId("U0ANNA"), PersonId("U0JAMES"), PersonId("a<b@kobzapay.example")
DEV = RotationName("payments-dev")


def handover(leaving: tuple[PersonId, ...], people: tuple[PersonId, ...]) -> Handover:
    return Handover(rotation=DEV, at=AT, leaving=leaving, coming=people, people=people)


def gaps(count: int) -> tuple[Gap, ...]:
    return tuple(Gap(AT + n * DAY, AT + n * DAY + 2 * HOUR) for n in range(count))


MADE = {
    "reminder": views.reminder(
        EN, KYIV, AT, [Begun("Developers <on call>", AT + WEEK), Begun("QA", None)], AT - DAY
    ),
    "handed_over": views.handed_over(
        EN,
        [HandedOver("Developers", handover((ANNA,), (JAMES, ADDRESS)), AT + WEEK)],
        [incident(title="Payments <fail>", room=RoomId("C0ROOM")), incident(room=None)],
    ),
    "nobody": views.handed_over(EN, [HandedOver("QA", handover((ANNA,), ()), None)], []),
    "many_open": views.handed_over(
        EN, [HandedOver("QA", handover((), (JAMES,)), None)], [incident()] * 7
    ),
    "report": views.report(
        EN,
        [Uncovered(DEV, "Developers", gaps(7), "oncall"), Uncovered(DEV, "QA", gaps(1))],
        30,
    ),
    "holiday": views.warning(EN, [Uncovered(DEV, "Developers", gaps(1))], holiday=True),
    "edit": views.warning(EN, [Uncovered(DEV, "Developers", gaps(1), "S0BACK")], holiday=False),
    "group_failed": views.group_failed(EN, "oncall", "no_permission", ["Developers", "QA"]),
}


@pytest.mark.parametrize("name", MADE)
def test_each_message_is_as_it_was_read(name: str) -> None:
    text, blocks = MADE[name]
    made: dict[str, Any] = {"text": text, "blocks": blocks}
    assert made == golden(__file__, name, made)


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (DAY - timedelta(seconds=59), "in 1 d."),
        (HOUR - timedelta(seconds=40), "in 1 h."),
        (timedelta(minutes=23), "in 25 min."),
        (timedelta(seconds=20), "in 5 min."),
    ],
)
def test_a_wait_is_told_as_people_tell_it(before: timedelta, told: str) -> None:
    _, blocks = views.reminder(EN, KYIV, AT, [Begun("QA", None)], AT - before)
    assert told in blocks[0]["text"]["text"].splitlines()[0]


def test_a_report_of_many_rotations_fits_a_message() -> None:
    found = [Uncovered(DEV, f"Team {n}", gaps(9)) for n in range(60)]
    _, blocks = views.report(EN, found, 30)
    assert len(blocks) <= 50
    assert "and 40 more" in str(blocks)
