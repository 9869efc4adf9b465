"""Shifts as people read them: golden, within Slack's limits, on two clocks where they differ."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.gaps import Gap
from bot.domain.ids import CoverId
from bot.domain.language import Language
from bot.domain.load import Load
from bot.domain.roster import Shift, ShiftId
from bot.domain.service import RotationName
from bot.i18n import translator
from bot.slack import kit
from bot.slack.schedule import views
from bot.slack.schedule.views import Burden, Coming, Hole, Rota
from sandbox.blockkit import validate
from tests.domain.sample import AT, OLENA, TARAS
from tests.support.golden import golden

T = translator(Language.EN)
HOUR = timedelta(hours=1)
KYIV, LONDON = ZoneInfo("Europe/Kyiv"), ZoneInfo("Europe/London")
PAGE = "https://tocsin.example/oncall/token"
NAMES = {OLENA: "Olena Kovalenko", TARAS: "Taras Bondar"}
TURN = Shift(
    start=AT + 8 * HOUR,
    end=AT + 32 * HOUR,
    people=(OLENA,),
    id=ShiftId(RotationName("l1"), "l1", 7),
)
FREE = replace(TURN, people=(), start=AT + 32 * HOUR, end=AT + 40 * HOUR)
TAKEN = replace(
    TURN, people=(TARAS, OLENA), because=(CoverId("c1"),), start=FREE.end, end=AT + 50 * HOUR
)
HOLE = Hole(rotation="Support L1", zone=KYIV, gap=Gap(FREE.start, FREE.end))
MINE = Coming(rotation="Support L1", zone=KYIV, shift=TURN, value='["l1","l1",7,0,1]')


def test_my_shifts_with_what_i_can_do() -> None:
    extra = replace(MINE, value="", shift=TAKEN)
    blocks = views.mine(T, [MINE], [MINE, extra], kit.Clock(LONDON, AT), PAGE)
    assert validate(blocks, surface="message") == []
    assert blocks == golden(__file__, "mine", blocks)


def test_no_shift_of_mine() -> None:
    blocks = views.mine(T, [], [], kit.Clock(KYIV, AT), PAGE)
    assert [block["text"]["text"] for block in blocks[:2]] == [
        "You are not on call now.",
        "No shift of yours begins in the next 30 days.",
    ]


def test_one_rotation_is_a_table_of_two_columns() -> None:
    rota = Rota(title="Support L1", zone=KYIV, shifts=(TURN, FREE, TAKEN))
    blocks = views.schedule(T, [rota], NAMES, LONDON, PAGE)
    assert validate(blocks, surface="message") == []
    assert blocks == golden(__file__, "one", blocks)


def test_out_of_hours_is_not_called_nobody() -> None:
    rota = Rota(title="L1", zone=KYIV, shifts=(TURN, FREE), closed=frozenset({FREE.start}))
    *_, table = views.schedule(T, [rota], NAMES, KYIV, PAGE)
    assert [row[1]["text"] for row in table["rows"][1:]] == ["Olena Kovalenko", "out of hours"]
    first, *_ = views.schedule(T, [rota, rota], NAMES, KYIV, PAGE)
    assert first["text"]["text"].endswith(": out of hours")


def test_several_rotations_are_lists() -> None:
    rota = Rota(title="Support <L1>", zone=KYIV, shifts=(TURN, FREE, TAKEN))
    blocks = views.schedule(T, [rota, rota], NAMES, KYIV, PAGE)
    assert validate(blocks, surface="message") == []
    assert blocks == golden(__file__, "several", blocks)


@pytest.mark.parametrize("language", list(Language))
def test_slack_accepts_a_long_schedule(language: Language) -> None:
    t = translator(language)
    rota = Rota(title="x" * 200, zone=KYIV, shifts=(TURN, FREE) * 200)
    for rotas in ([rota], [rota] * 40):
        assert validate(views.schedule(t, rotas, NAMES, KYIV, PAGE), surface="message") == []
    mine = views.mine(t, [MINE] * 5, [MINE] * 60, kit.Clock(KYIV, AT), PAGE)
    assert validate(mine, surface="message") == []
    gaps = views.gaps(t, [HOLE] * 500, KYIV)
    assert validate(gaps, surface="message") == []


def test_gaps() -> None:
    blocks = views.gaps(T, [HOLE], LONDON)
    assert blocks == golden(__file__, "gaps", blocks)
    [none] = views.gaps(T, [], KYIV)
    assert none["text"]["text"] == (
        "No gaps in the next 30 days: somebody is on call at every hour the policy covers."
    )


def burden(person: str, hours: int) -> Burden:
    load = Load(
        person=person,  # type: ignore[arg-type]
        zone=KYIV,
        time=timedelta(hours=hours, minutes=29),
        nights=4,
        night_time=timedelta(hours=32),
        weekends=1,
        weekend_time=timedelta(hours=48),
    )
    return Burden(load=load, pages=2)


def test_the_load_as_a_table() -> None:
    blocks = views.loads(T, [burden(OLENA, 12_000), burden("U0GONE", 3)], NAMES, whole=True)
    assert validate(blocks, surface="message") == []
    assert blocks == golden(__file__, "loads", blocks)


def test_no_load() -> None:
    [team] = views.loads(T, [], NAMES, whole=True)
    [own] = views.loads(T, [], NAMES, whole=False)
    assert team["text"]["text"] == "Nobody was on call in the last 90 days."
    assert own["text"]["text"] == "You were not on call in the last 90 days."
