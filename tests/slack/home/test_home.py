"""App Home: what concerns one person now, and nothing they may not see."""

from datetime import timedelta

import pytest

from bot.domain.incident import Incident
from bot.domain.language import Language, Localised
from bot.domain.role import LEAD
from bot.i18n import translator
from bot.slack import ids
from bot.slack.home import views
from bot.slack.home.views import Day, Duty
from sandbox.blockkit import validate_view
from tests.domain.sample import AT, INC_8, POLICY, TARAS, incident
from tests.support.golden import golden
from tests.support.world import ANNA, ELENA, GENERAL, GUEST, MARKO, OLEH, SUPPORT, World, text_of

T = translator(Language.EN)
EMPTY = Day(duties=(), pages=(), open=(), now=AT)
FULL = Day(
    duties=(Duty(Localised("Support L1"), AT, AT + timedelta(hours=9)),),
    next=(Duty(Localised("Support L1"), AT + timedelta(days=2), AT + timedelta(days=3)),),
    pages=(incident(),),
    open=(incident(roles={LEAD: TARAS}), incident(id=INC_8, room=None, title="<!here>")),
    now=AT + timedelta(minutes=5),
)


@pytest.mark.parametrize(("name", "day"), [("empty", EMPTY), ("full", FULL)])
def test_the_page(name: str, day: Day) -> None:
    view = views.page(T, POLICY, day)
    assert view == golden(__file__, name, view)


@pytest.mark.parametrize("language", list(Language))
def test_slack_accepts_a_bad_day_in_every_language(language: Language) -> None:
    many: tuple[Incident, ...] = (incident(title="x" * 120),) * 200
    day = Day(duties=FULL.duties * 9, next=FULL.next * 3, pages=many, open=many, now=AT)
    view = views.page(translator(language), POLICY, day)
    assert validate_view(view) == []
    assert "…" not in str([one["text"] for one in view["blocks"][0]["elements"]])


async def opened(world: World, user: str) -> str:
    await world.slack.acts.open_home(user)
    await world.settle()
    return text_of(world.slack.interaction.views.homes[user].blocks)


async def test_it_shows_my_duty_my_page_and_what_is_open(here: World) -> None:
    await here.command(MARKO, SUPPORT, "declare sev1 All is down")
    [paged] = await here.bot_paged()
    await opened(here, paged)
    blocks = here.slack.interaction.views.homes[paged].blocks
    shown = [block["accessory"]["action_id"] for block in blocks if "accessory" in block]
    assert shown == [ids.PANEL, ids.PANEL]
    calm = await opened(here, OLEH)
    assert "You are not on call now." in calm
    assert calm.count("INC-1") == 1


async def test_it_shows_what_oncall_me_shows(here: World) -> None:
    """Elena has every second week from Monday on; Anna has this one."""
    shown = await opened(here, ELENA)
    assert "You are not on call now." in shown
    assert shown.count("Next: Platform DevOps, from") == 2
    assert "You are on call for *Payments developers* until" in await opened(here, ANNA)
    assert "Next:" not in await opened(here, OLEH)


async def test_refresh_and_open_work_from_home(here: World) -> None:
    assert "No incident is open." in await opened(here, ANNA)
    await here.command(MARKO, SUPPORT, "declare sev3 Webhooks are late")
    home = here.slack.interaction.views.homes[ANNA]
    await here.slack.acts.click(ANNA, action_id=ids.REFRESH_HOME, view_id=home.id)
    await here.settle()
    home = here.slack.interaction.views.homes[ANNA]
    assert "Webhooks are late" in text_of(home.blocks)
    await here.slack.acts.click(ANNA, action_id=ids.PANEL, view_id=home.id)
    await here.settle()
    assert here.modal(ANNA).callback_id == ids.PANEL


async def test_outsiders_and_guests_see_nothing_private(here: World) -> None:
    await here.command(MARKO, GENERAL, "declare")
    await here.submit(MARKO, {"impact": "Zebra", "severity": "SEV1", "flags": ["security"]})
    assert "Zebra" in await opened(here, MARKO)
    assert "Zebra" not in await opened(here, ANNA)
    assert await opened(here, GUEST) == "Guests see only the rooms they were invited to."
