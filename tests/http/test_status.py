"""The public status page over real HTTP: what it says, to whom, for how long, and what never."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from bot.domain.client_update import ClientUpdate
from bot.domain.language import Language
from bot.domain.medium import Medium
from bot.http.status.boards import LOOK_SECONDS, Boards
from bot.store.database import Database
from bot.store.work import Store
from tests.http.conftest import Answer, Site
from tests.support.databases import START, ManualTime
from tests.support.publishing import hide, publish, sent

EN, UK, RU = Language.EN, Language.UK, Language.RU
HEADLINE = {UK: "Платежі не проходять", EN: "Payments fail", RU: "Платежи не проходят"}
TEXT = {UK: "Ми з’ясовуємо причину.", EN: "We look for the cause.", RU: "Ищем причину."}
#: Everything of a status page that an incident could appear on.
EVERYWHERE = (
    "/status",
    "/status/uk",
    "/status/en",
    "/status/ru",
    "/status/incidents/12",
    "/status/en/incidents/12",
    "/status/history",
    "/status/uk/history",
    "/status/en/history/2026-11",
    "/status/feed.atom",
    "/status/en/feed.atom",
    "/status/feed.rss",
    "/status/uk/feed.rss",
    "/status.json",
)


def ago(**of: float) -> datetime:
    return START - timedelta(**of)


def first(said: str = "investigating partial_outage", **more: object) -> ClientUpdate:
    """The first update of INC-12, an hour ago."""
    told = {"headline": HEADLINE, "texts": TEXT, **more}
    return sent(12, 1, ago(hours=1), said, **told)  # type: ignore[arg-type]


def line(page: Answer, of: str) -> str:
    """The text of the first element with this class."""
    found = re.search(rf'<(\w+) class="{of}[^"]*">(.*?)</\1>', page.text, re.DOTALL)
    assert found, page.text
    return " ".join(re.sub(r"<[^>]+>", " ", found[2]).split())


# Whose language


@pytest.mark.parametrize(
    ("accepts", "speaks"),
    [
        ("", "uk"),
        ("de", "uk"),
        ("en-GB,en;q=0.9,uk;q=0.8", "en"),
        ("de, ru;q=0.4, en;q=0.3", "ru"),
        ("ru;q=0, en;q=0.1", "en"),
        ("en;q=nonsense", "uk"),
    ],
)
async def test_it_speaks_the_readers_language(site: Site, accepts: str, speaks: str) -> None:
    answer = await site.get("/status", Accept_Language=accepts)
    assert answer.status == 200
    assert f'<html lang="{speaks}">' in answer.text
    assert answer.headers["Vary"] == "Accept-Language, Accept-Encoding"


async def test_an_address_with_a_language_speaks_it_to_everybody(site: Site) -> None:
    answer = await site.get("/status/ru", Accept_Language="en")
    assert '<html lang="ru">' in answer.text
    assert "Состояние сервисов Kobza Pay" in answer.text
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert (await site.get("/status/de")).status == 404


async def test_a_language_that_the_page_has_not_is_not_spoken(site: Site) -> None:
    known = site.store.policy
    assert known.status_page
    page = replace(known.status_page, languages=(EN, UK))
    site.store.policy = replace(known, status_page=page)
    assert '<html lang="en">' in (await site.get("/status", Accept_Language="ru")).text
    assert (await site.get("/status/ru")).status == 404


# What it says


async def test_when_all_is_well(site: Site) -> None:
    page = await site.get("/status/en")
    assert line(page, "overall") == "All systems operational"
    assert page.text.count('<li class="component">') == 6
    assert "Ledger" not in page.text
    assert '<article class="open' not in page.text
    assert "10 Nov – 23 Nov" in page.text
    assert "As of 23 Nov 2026, 11:00 EET." in page.text


async def test_an_open_incident_and_its_updates_newest_first(site: Site) -> None:
    later = sent(12, 2, ago(minutes=10), "identified partial_outage", texts={EN: "Found it."})
    await publish(site.store, first(), replace(later, next_by=START + timedelta(minutes=30)))
    page = await site.get("/status/en")
    assert line(page, "overall") == "Some systems are partly down"
    assert "Payments fail" in page.text
    assert "Partial outage · Card processing" in page.text
    assert line(page, "promise") == "Next update by 23 Nov 2026, 11:30 EET"
    said = [page.text.index(words) for words in ("Found it.", "We look for the cause.")]
    assert said == sorted(said)
    assert '<time datetime="2026-11-23T08:50:00Z">23 Nov 2026, 10:50 EET</time>' in page.text


async def test_a_promise_that_has_passed_is_not_promised(site: Site) -> None:
    await publish(site.store, first(next_by=ago(minutes=1)))
    assert "promise" not in (await site.get("/status/en")).text


async def test_words_in_another_language_say_which(site: Site) -> None:
    only = {UK: "Лише українською"}
    await publish(site.store, first(headline=only, texts=only))
    page = (await site.get("/status/ru")).text
    assert '<span lang="uk">Лише українською</span>' in page
    assert '<div class="letter" lang="uk">Лише українською</div>' in page
    assert 'lang="uk">Лише' not in (await site.get("/status/uk")).text


async def test_a_correction_says_what_it_corrects(site: Site) -> None:
    correction = sent(
        12, 2, ago(minutes=30), "investigating degraded", services=("payouts",), corrects=1
    )
    await publish(site.store, first(), correction)
    page = (await site.get("/status/en/incidents/12")).text
    for number, said in (
        (1, "Corrects the update of 23 Nov 2026, 10:00 EET"),
        (2, "Corrected on 23 Nov 2026, 10:30 EET"),
    ):
        link = f"/status/en/incidents/12#update-12-{number}"
        assert f'<p class="note"><a href="{link}">{said}</a></p>' in page
    assert '<li id="update-12-1" class="corrected">' in page
    assert "Degraded · Payouts · " in page
    assert "Card processing" not in page


async def test_without_a_headline_it_says_what_is_affected(site: Site) -> None:
    await publish(
        site.store, first(headline={}), sent(13, 1, ago(hours=2), "resolved", services=())
    )
    assert "<title>Card processing · " in (await site.get("/status/en/incidents/12")).text
    assert "<title>INC-13 · " in (await site.get("/status/en/incidents/13")).text


async def test_letters_cannot_bring_markup(site: Site) -> None:
    nasty = {EN: '<script>alert("&")</script>\nSee https://help.example/a?b=1&c=2'}
    await publish(site.store, first(headline=nasty, texts=nasty))
    for path in (
        "/status/en",
        "/status/en/incidents/12",
        "/status/en/history",
        "/status/en/feed.rss",
    ):
        page = (await site.get(path)).text
        assert "<script" not in page
        assert "script&" in page
    letter = (await site.get("/status/en/incidents/12")).text
    link = '<a href="https://help.example/a?b=1&amp;c=2" rel="nofollow noopener">'
    assert link in letter


async def test_how_a_component_fared(site: Site) -> None:
    over = sent(12, 2, ago(minutes=15), "resolved")
    await publish(site.store, first(), over)
    page = (await site.get("/status/en")).text
    assert "<title>23 Nov: Partial outage, 45 min</title>" in page
    assert 'aria-label="Card processing, the last 90 days: 45 min affected"' in page
    assert 'aria-label="Payouts, the last 90 days: No disruption reported"' in page
    assert page.count(": not recorded</title>") == 6 * 6
    assert line(await site.get("/status/en"), "overall") == "All systems operational"


async def test_the_history_month_by_month(site: Site) -> None:
    old = (sent(3, 1, ago(days=40), "investigating", headline={EN: "Long ago"}),
           sent(3, 2, ago(days=39), "resolved"))  # fmt: skip
    await publish(site.store, *old, first())
    now = (await site.get("/status/en/history")).text
    assert "<h1>November 2026</h1>" in now
    assert "Payments fail" in now
    assert "Long ago" not in now
    assert "← October 2026</a>" in now
    assert 'rel="next"' not in now
    then = (await site.get("/status/en/history/2026-10")).text
    assert "Long ago" in then
    assert "Payments fail" not in then
    assert '<time datetime="2026-10-14">14 Oct</time>' in then
    begun = (await site.get("/status/en/history/2026-09")).text
    assert "No incidents reported" in begun
    assert 'rel="prev"' not in begun
    for month in ("2026-08", "2026-12", "2026-13", "0000-00"):
        assert (await site.get(f"/status/en/history/{month}")).status == 404


# What it never says


async def test_nothing_of_an_incident_but_what_was_sent(site: Site) -> None:
    await publish(site.store, first())
    for path in EVERYWHERE:
        answer = await site.get(path)
        assert answer.status == 200, path
        assert re.search("quuxley|zorbly|SEV|U0OLENA", answer.text) is None, path


async def test_what_was_not_sent_to_the_page_is_not_there(site: Site) -> None:
    await publish(site.store, first(medium=Medium.MAIL), replace(first(), sent_at=None, number=2))
    assert await said_of(site, "Payments fail|Card processing.{1,9}\\d+ min") == []
    assert (await site.get("/status/incidents/12")).status == 404


async def test_drills_never_appear(site: Site) -> None:
    await publish(site.store, first(), drill=True)
    assert await said_of(site, "Payments fail|INC-12") == []


async def said_of(site: Site, words: str) -> list[str]:
    """The addresses where any of the words is to be read."""
    return [path for path in EVERYWHERE if re.search(words, (await site.get(path)).text)]


async def test_an_incident_made_private_vanishes_at_once(site: Site) -> None:
    """From every page, the history of its component, and all feeds; read before and after."""
    await publish(site.store, first(), sent(13, 1, ago(hours=3), "resolved", services=("kyc",)))
    words = "INC-12|Payments fail|Платежі не|We look for|update-12"
    assert await said_of(site, words) == [*EVERYWHERE]
    assert "1 h affected" in (await site.get("/status/en")).text

    await hide(site.store, 12)

    assert await said_of(site, f"{words}|1 h affected") == []
    page = await site.get("/status/en")
    assert line(page, "overall") == "All systems operational"
    assert "INC-13" in page.text


async def test_a_private_incident_is_answered_like_a_number_that_was_never_given(
    site: Site,
) -> None:
    await publish(site.store, first())
    path = "/status/en/incidents/12"
    assert (await site.get(path)).status == 200
    await hide(site.store, 12)
    private, never = await site.get(path), await site.get("/status/en/incidents/99")
    assert (private.status, never.status) == (404, 404)
    assert private.text == never.text
    told = {name: value for name, value in private.headers.items() if name != "Date"}
    assert told == {name: value for name, value in never.headers.items() if name != "Date"}
    assert told["X-Robots-Tag"] == "noindex, nofollow"


async def test_who_has_the_old_page_is_not_told_that_it_still_holds(site: Site) -> None:
    await publish(site.store, first())
    before = {path: await site.get(path) for path in EVERYWHERE}
    site.time.later(seconds=1)
    await hide(site.store, 12)
    for path, old in before.items():
        again = await site.get(path, If_None_Match=old.headers["Etag"])
        assert again.status in {200, 404}, path
        again = await site.get(path, If_Modified_Since=old.headers["Last-Modified"])
        assert again.status in {200, 404}, path


async def test_another_replica_sees_it_within_a_second(
    site: Site, sqlite: str, time: ManualTime
) -> None:
    """By its own clock, which is moved by hand: nothing is asked of the database before."""
    await publish(site.store, first())
    database, seconds = Database(sqlite), [100.0]
    other = Store(database, time, site.store.policy, lambda: None)
    boards = Boards(other, lambda: seconds[0])

    async def numbers() -> list[int]:
        showing = await boards.current()
        assert showing
        return [incident.id for incident in showing.board.incidents]

    assert await numbers() == [12]
    await publish(site.store, sent(13, 1, ago(hours=2), "investigating"))
    await hide(site.store, 12)
    seconds[0] += LOOK_SECONDS - 0.01
    assert await numbers() == [12]
    seconds[0] += 0.01
    assert await numbers() == [13]
    await database.close()


# How it is kept


async def test_who_has_the_newest_is_told_so_and_no_more(site: Site) -> None:
    await publish(site.store, first())
    for path in EVERYWHERE:
        page = await site.get(path)
        assert page.headers["Cache-Control"] == "public, max-age=15, stale-while-revalidate=30"
        assert page.headers["Last-Modified"] == "Mon, 23 Nov 2026 09:00:00 GMT"
        assert page.headers["X-Robots-Tag"] == "all"
        for known in (
            {"If_None_Match": page.headers["Etag"]},
            {"If_None_Match": f'"other", {page.headers["Etag"]}'},
            # As a proxy that packs spells it.
            {"If_None_Match": f"W/{page.headers['Etag']}"},
            {"If_Modified_Since": page.headers["Last-Modified"]},
        ):
            again = await site.get(path, **known)
            assert (again.status, again.text) == (304, ""), (path, known)
            assert again.headers["Etag"] == page.headers["Etag"]
            assert again.headers["Cache-Control"] == page.headers["Cache-Control"]
        other = {"If_None_Match": '"other"', "If_Modified_Since": page.headers["Last-Modified"]}
        assert (await site.get(path, **other)).status == 200
        old = await site.get(path, If_Modified_Since="Mon, 23 Nov 2026 08:59:59 GMT")
        assert old.status == 200
        head = await site.get(path, method="HEAD")
        assert (head.status, head.text) == (200, "")
        assert head.headers["Etag"] == page.headers["Etag"]
        assert head.headers["Content-Length"] == page.headers["Content-Length"]


async def test_packed_bytes_have_a_tag_of_their_own(site: Site) -> None:
    plain = await site.get("/status/en", Accept_Encoding="identity")
    packed = await site.get("/status/en", Accept_Encoding="gzip, br")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.text == plain.text
    assert int(packed.headers["Content-Length"]) < int(plain.headers["Content-Length"]) / 5
    assert packed.headers["Etag"] != plain.headers["Etag"]


async def test_feeds_change_when_something_is_told_and_the_front_every_minute(site: Site) -> None:
    await publish(site.store, first())
    feed, front = await site.get("/status/en/feed.atom"), await site.get("/status/en")
    site.time.later(minutes=1)
    assert (await site.get("/status/en/feed.atom")).headers == {
        **feed.headers,
        "Date": (await site.get("/status/en/feed.atom")).headers["Date"],
    }
    assert (await site.get("/status/en")).headers["Etag"] != front.headers["Etag"]
    await publish(site.store, sent(12, 2, site.time.now, "resolved"))
    newer = await site.get("/status/en/feed.atom")
    assert newer.headers["Etag"] != feed.headers["Etag"]
    assert newer.headers["Last-Modified"] == "Mon, 23 Nov 2026 09:01:00 GMT"


async def test_a_new_policy_shows_at_once(site: Site) -> None:
    assert "Payouts" in (await site.get("/status/en")).text
    known = site.store.policy
    assert known.status_page
    page = replace(known.status_page, groups=known.status_page.groups[1:])
    site.store.policy = replace(known, status_page=page)
    assert "Payouts" not in (await site.get("/status/en")).text


async def test_it_loads_nothing_but_its_style(site: Site) -> None:
    page = await site.get("/status/en")
    assert page.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
    assert re.search(r"<script|<img|<style|style=|src=", page.text) is None
    style = await site.get("/status/style.css")
    assert style.headers["Content-Type"] == "text/css; charset=utf-8"
    assert style.headers["Cache-Control"] == "public, max-age=3600"


# When there is none, or no database


async def test_without_a_section_there_is_no_page(site: Site) -> None:
    site.store.policy = replace(site.store.policy, status_page=None)
    for path in EVERYWHERE:
        answer = await site.get(path, Accept_Language="en")
        assert answer.status == 404, path
        assert "There is no status page here." in answer.text


async def test_it_stays_when_the_database_goes(site: Site) -> None:
    await publish(site.store, first())
    before = await site.get("/status/en")
    async with site.store.database.write() as connection:
        await connection.exec_driver_sql("ALTER TABLE client_updates RENAME TO gone")
    site.time.later(minutes=2)
    after = await site.get("/status/en")
    assert after.status == 200
    assert "Payments fail" in after.text
    assert "As of 23 Nov 2026, 11:02 EET." in after.text
    assert before.headers["Etag"] != after.headers["Etag"]


async def test_it_cannot_begin_without_a_database(site: Site) -> None:
    """Nothing is shown rather than something that was never looked up."""
    async with site.store.database.write() as connection:
        await connection.exec_driver_sql("ALTER TABLE client_updates RENAME TO gone")
    with pytest.raises(OperationalError, match="no such table: client_updates"):
        await Boards(site.store).current()


async def test_a_page_that_begins_tomorrow_knows_nothing_yet(site: Site) -> None:
    known = site.store.policy
    assert known.status_page
    page = replace(known.status_page, since=date(2026, 11, 24))
    site.store.policy = replace(known, status_page=page)
    front = await site.get("/status/en")
    assert line(front, "overall") == "All systems operational"
    assert front.text.count(": not recorded</title>") == 6 * 90
    assert "<h1>November 2026</h1>" in (await site.get("/status/en/history")).text
