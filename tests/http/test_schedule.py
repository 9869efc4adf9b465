"""The schedule page: whose link it is, which weeks, on whose clock, and what is marked."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import PersonId
from bot.domain.language import Language
from bot.domain.override import Wish
from bot.domain.person import Profile
from bot.domain.roster import Roster, Version
from bot.domain.service import RotationName
from bot.domain.substitution import OverrideKind
from bot.http.pages.weeks import Frame, Week, tones, weeks
from bot.i18n import translator
from bot.usecases import cover
from tests.http.conftest import GUEST, MARKO, OLENA, Site

TARAS, ANNA = PersonId("U0TARAS"), PersonId("U0ANNA")
L1, DEVELOPERS = RotationName("support-l1"), RotationName("payments-dev")
KYIV = ZoneInfo("Europe/Kyiv")


def path(site: Site, person: PersonId, rotation: str = "") -> str:
    return site.links.schedule(person, now=site.time.now, rotation=rotation)


def lines(page: str) -> list[str]:
    """Each shift as one line of text."""
    found = re.findall(r"<li class=\"(?:tone\d|gap)[^>]*>(.*?)</li>", page, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", each)).split()) for each in found]


async def test_a_link_opens_the_page_in_its_holders_language(site: Site) -> None:
    english = await site.get(path(site, MARKO, "support-l1"), Accept_Language="uk")
    assert english.status == 200
    assert '<html lang="en">' in english.text
    assert "<h1>Support L1</h1>" in english.text
    assert english.headers["Cache-Control"] == "no-store"
    ukrainian = await site.get(path(site, OLENA, "support-l1"))
    assert "<h1>Підтримка L1</h1>" in ukrainian.text
    every = await site.get(path(site, MARKO))
    assert every.text.count('<section class="rota"') == 8


async def test_nothing_on_it_needs_a_script_or_a_style_of_its_own(site: Site) -> None:
    page = (await site.get(path(site, MARKO))).text
    assert "<script" not in page
    assert "style=" not in page


@pytest.mark.parametrize("token", ["nonsense", "WyJVMEFOTkEiLDFd.forged", "%00", "a" * 5000])
async def test_a_link_that_is_none_is_refused(site: Site, token: str) -> None:
    answer = await site.get(f"/oncall/{token}")
    assert answer.status in {403, 404}
    assert "support-l1" not in answer.text


async def test_a_link_ends_after_a_week(site: Site) -> None:
    address = path(site, MARKO)
    site.time.later(days=7)
    answer = await site.get(address)
    assert answer.status == 403
    assert "This link has expired. <code>/oncall schedule</code> gives you a new one." in (
        answer.text
    )


async def test_who_became_a_guest_does_not_read_it_any_more(site: Site) -> None:
    address = path(site, MARKO)
    async with site.store.begin() as work:
        guest = Profile(id=MARKO, name="Marko", guest=True, zone=KYIV)
        await work.profiles.put(guest, now=work.now)
    for who in (address, path(site, GUEST), path(site, PersonId("U0NOBODY"))):
        answer = await site.get(who)
        assert answer.status == 403
        assert "This link is not valid." in answer.text


async def test_an_unknown_rotation_is_not_found(site: Site) -> None:
    assert (await site.get(path(site, MARKO, "nothing-here"))).status == 404


async def test_overrides_and_gaps_are_told(site: Site) -> None:
    now = site.time.now
    async with site.store.begin() as work:
        wish = Wish(
            kind=OverrideKind.REPLACE,
            person=MARKO,
            start=now + timedelta(hours=1),
            end=now + timedelta(hours=2),
        )
        await cover.override(work, DEVELOPERS, wish, by=MARKO)
        holder = (await work.rosters.get(L1)).on_call(now)[0]
        empty = replace(wish, kind=OverrideKind.REMOVE, person=holder)
        await cover.override(work, L1, empty, by=MARKO)
    changed = (await site.get(path(site, MARKO, "payments-dev"))).text
    assert any("U0MARKO override" in line for line in lines(changed))
    assert 'class="tone' in changed
    gap = (await site.get(path(site, MARKO, "support-l1"))).text
    assert any(line.startswith("Nobody override") for line in lines(gap))
    assert "1 time nobody is on call here" in gap
    assert '<rect class="gap changed"' in gap


async def test_the_viewers_clock_and_the_rotations(site: Site) -> None:
    async with site.store.begin() as work:
        london = Profile(
            id=MARKO, name="Marko", guest=False, locale="en-GB", zone=ZoneInfo("Europe/London")
        )
        await work.profiles.put(london, now=work.now)
    page = (await site.get(path(site, MARKO, "support-l2"))).text
    assert "Times are on your clock (Europe/London)." in page
    assert "This rotation keeps the time of Europe/Kyiv." in page
    assert all(re.search(r"07:00 .* 09:00 E", line) for line in lines(page))
    same = (await site.get(path(site, OLENA, "support-l2"))).text
    assert "Europe/Kyiv" in same
    assert 'class="there"' not in same


@pytest.mark.parametrize(
    ("wanted", "first"),
    [("2027-03-10", "8 Mar – 14 Mar"), ("nonsense", ""), ("9999-12-31", ""), ("0001-01-01", "")],
)
async def test_weeks_begin_on_the_monday_asked_for(site: Site, wanted: str, first: str) -> None:
    address = f"{path(site, MARKO, 'support-l1')}&from={wanted}"
    page = (await site.get(address)).text
    titles = re.findall(r"<h3>(.*?)</h3>", page)
    assert len(titles) == 4
    assert titles[0] == first or (not first and page.count('class="today"') == 1)


async def test_earlier_and_later_keep_the_rotation(site: Site) -> None:
    page = (await site.get(path(site, MARKO, "support-l1"))).text
    [earlier] = re.findall(r'rel="prev" href="([^"]+)"', page)
    before = await site.get(unescape(earlier))
    assert before.status == 200
    assert "<h1>Support L1</h1>" in before.text
    assert 'class="today"' not in before.text
    [present] = re.findall(r'<a href="([^"]+)">Now</a>', before.text)
    assert 'class="today"' in (await site.get(unescape(present))).text


# Weeks


def frame(monday: date, now: datetime, zone: ZoneInfo = KYIV) -> Frame:
    return Frame(zone=zone, monday=monday, weeks=1, now=now, names={}, tones={})


@pytest.fixture
def daily(site: Site) -> Roster:
    rotation = site.store.policy.rotations[L1]
    return Roster(name=L1, versions=(Version(None, rotation),))


def week(roster: Roster, shown: Frame) -> Week:
    [made] = weeks(translator(Language.EN), roster, shown)
    return made


@pytest.mark.parametrize("monday", [date(2026, 10, 19), date(2027, 3, 22), date(2026, 11, 23)])
def test_bars_fill_a_week_also_when_the_clocks_change(daily: Roster, monday: date) -> None:
    made = week(daily, frame(monday, datetime(2026, 1, 1, tzinfo=UTC)))
    assert made.bars[0].left == 0
    ends = [bar.left + bar.width for bar in made.bars]
    assert ends[-1] == pytest.approx(100)
    assert [bar.left for bar in made.bars[1:]] == pytest.approx(ends[:-1], abs=0.002)
    assert made.now is None


def test_the_present_moment_stands_in_its_week(daily: Roster) -> None:
    noon = datetime(2026, 11, 26, 10, tzinfo=UTC)  # Thursday noon in Kyiv: half the week
    made = week(daily, frame(date(2026, 11, 23), noon))
    assert made.now == 50
    assert [day.number for day in made.days if day.today] == [26]
    assert [line.now for line in made.lines].count(True) == 1
    assert made.title == "23 Nov – 29 Nov"


def test_a_night_with_two_clocks_names_both(daily: Roster) -> None:
    made = week(daily, frame(date(2026, 10, 19), datetime(2026, 1, 1, tzinfo=UTC)))
    assert "Sat 24 Oct 09:00 EEST – Sun 25 Oct 09:00 EET" in [line.when for line in made.lines]


def test_hours_closed_on_purpose_are_a_bar_and_no_line(site: Site) -> None:
    rotation = site.store.policy.rotations[RotationName("merchant-desk")]
    desk = Roster(name=rotation.name, versions=(Version(None, rotation),))
    made = week(desk, frame(date(2026, 11, 23), datetime(2026, 1, 1, tzinfo=UTC)))
    assert [bar.closed for bar in made.bars] == [True, False] * 5 + [True]
    assert [line.gap for line in made.lines] == [False] * 5


def test_a_person_has_one_colour_everywhere(site: Site) -> None:
    rosters = [
        Roster(name=name, versions=(Version(None, rotation),))
        for name, rotation in site.store.policy.rotations.items()
    ]
    start = datetime(2026, 11, 23, tzinfo=UTC)
    found = tones(rosters, start, start + timedelta(weeks=4))
    assert set(found.values()) == set(range(8))
    assert found[OLENA] != found[TARAS]
