"""The status page for programs: feeds read by a feed parser, JSON held to its published schema."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from time import struct_time
from typing import Any

import feedparser
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from bot.domain.language import Language
from tests.http.conftest import Site
from tests.support.databases import START
from tests.support.publishing import publish, sent

SCHEMA = Path(__file__).parents[2] / "docs" / "status.schema.json"
EN, UK = Language.EN, Language.UK
BOTH = {UK: "Платежі не проходять", EN: "Payments fail"}
FEEDS = pytest.mark.parametrize("kind", ["atom", "rss"])


def ago(**of: float) -> datetime:
    return START - timedelta(**of)


async def told(site: Site) -> None:
    """Two updates of INC-12 and, older, one of INC-9 in Ukrainian alone."""
    only = {UK: "Лише українською"}
    await publish(
        site.store,
        sent(9, 1, ago(days=3), "resolved", services=("kyc",), headline=only, texts=only),
        sent(12, 1, ago(hours=1), "investigating partial_outage", headline=BOTH, texts=BOTH),
        sent(12, 2, ago(minutes=5), "identified", texts={EN: "Cause: <found> & known.\nWait."}),
    )


async def feed(site: Site, kind: str, language: str = "en") -> Any:
    answer = await site.get(f"/status/{language}/feed.{kind}")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == f"application/{kind}+xml; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    found = feedparser.parse(answer.text, response_headers={"content-type": "application/xml"})
    assert not found.bozo, found.get("bozo_exception")
    return found


def moment(at: struct_time) -> datetime:
    return datetime(*at[:6], tzinfo=START.tzinfo)


@FEEDS
async def test_an_entry_is_an_update_the_newest_first(site: Site, kind: str) -> None:
    await told(site)
    found = await feed(site, kind)
    assert found.version == {"atom": "atom10", "rss": "rss20"}[kind]
    assert found.feed.title == "Kobza Pay status"
    assert found.feed.link == "/status/en"
    assert [entry.title for entry in found.entries] == [
        "Identified: Payments fail",
        "Investigating: Payments fail",
        "Resolved: Лише українською",
    ]
    assert [entry.link for entry in found.entries] == [
        "/status/en/incidents/12#update-12-2",
        "/status/en/incidents/12#update-12-1",
        "/status/en/incidents/9#update-9-1",
    ]
    assert [moment(entry.published_parsed) for entry in found.entries] == [
        ago(minutes=5),
        ago(hours=1),
        ago(days=3),
    ]
    assert moment(found.feed.updated_parsed) == ago(minutes=5)


@FEEDS
async def test_letters_keep_their_lines_and_signs(site: Site, kind: str) -> None:
    await told(site)
    entry = (await feed(site, kind)).entries[0]
    said = entry.content[0].value if kind == "atom" else entry.summary
    assert said == "Cause: &lt;found&gt; &amp; known.<br />\nWait."


@FEEDS
async def test_an_entry_has_one_id_for_ever_in_every_language(site: Site, kind: str) -> None:
    await told(site)
    first = [entry.id for entry in (await feed(site, kind)).entries]
    assert len(set(first)) == 3
    await publish(site.store, sent(12, 3, START, "resolved"))
    later = [entry.id for entry in (await feed(site, kind, "uk")).entries]
    assert later[1:] == first
    assert all(id.startswith("urn:uuid:") for id in later)


@FEEDS
async def test_before_anything_was_told_it_is_a_feed_all_the_same(site: Site, kind: str) -> None:
    found = await feed(site, kind, "uk")
    assert found.entries == []
    assert moment(found.feed.updated_parsed) == datetime(2026, 9, 1, tzinfo=START.tzinfo)


@FEEDS
async def test_what_xml_cannot_hold_breaks_no_feed(site: Site, kind: str) -> None:
    odd = {EN: "Bell \x07 and \ufffe but 💳 stays"}
    await publish(site.store, sent(12, 1, ago(hours=1), "investigating", headline=odd, texts=odd))
    [entry] = (await feed(site, kind)).entries
    assert entry.title == "Investigating: Bell \ufffd and \ufffd but 💳 stays"


@FEEDS
async def test_fifty_entries_are_enough(site: Site, kind: str) -> None:
    updates = [sent(1, n, ago(hours=60 - n), "investigating") for n in range(1, 56)]
    await publish(site.store, *updates)
    found = await feed(site, kind)
    assert len(found.entries) == 50
    assert found.entries[0].link.endswith("#update-1-55")


async def test_words_in_another_language_say_which(site: Site) -> None:
    await told(site)
    found = await feed(site, "atom")
    assert found.feed.title_detail.language == "en"
    assert [entry.content[0].language for entry in found.entries] == ["en", "en", "uk"]


async def test_a_negotiated_feed_is_the_one_of_that_language(site: Site) -> None:
    await told(site)
    spoken = await site.get("/status/feed.atom", Accept_Language="en")
    assert spoken.text == (await site.get("/status/en/feed.atom")).text
    assert spoken.headers["Vary"] == "Accept-Language, Accept-Encoding"


async def test_pages_lead_to_their_feeds(site: Site) -> None:
    page = (await site.get("/status/uk")).text
    for kind in ("atom", "rss"):
        link = f'<link rel="alternate" type="application/{kind}+xml"'
        assert f'{link} title="Стан сервісів Kobza Pay" href="/status/uk/feed.{kind}">' in page


# JSON


async def document(site: Site) -> Any:
    answer = await site.get("/status.json")
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    found = json.loads(answer.text)
    validator = Draft202012Validator(
        json.loads(SCHEMA.read_text(encoding="utf-8")), format_checker=FormatChecker()
    )
    assert [error.message for error in validator.iter_errors(found)] == []
    return found


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json.loads(SCHEMA.read_text(encoding="utf-8")))


async def test_the_whole_page_as_a_document(site: Site) -> None:
    await told(site)
    found = await document(site)
    assert found["as_of"] == "2026-11-23T09:00:00Z"
    assert found["health"] == "degraded"
    assert found["page"]["title"]["uk"] == "Стан сервісів Kobza Pay"
    assert found["page"]["languages"] == ["uk", "en", "ru"]
    cards = next(each for each in found["components"] if each["id"] == "cards")
    assert cards["title"]["ru"] == "Обработка карт"
    assert cards["group"]["en"] == "Payments"
    assert cards["health"] == "degraded"
    assert cards["days"][-1] == {
        "date": "2026-11-23",
        "health": "partial_outage",
        "affected_minutes": 60.0,
    }
    assert cards["days"][0] == {"date": "2026-08-26", "health": None, "affected_minutes": 0.0}
    [ongoing] = found["open"]
    assert (ongoing["id"], ongoing["components"]) == ("INC-12", ["cards"])
    assert [each["number"] for each in ongoing["updates"]] == [2, 1]
    assert ongoing["updates"][1]["headline"] == {
        "uk": "Платежі не проходять",
        "en": "Payments fail",
    }
    assert [each["id"] for each in found["over"]] == ["INC-9"]
    assert found["over"][0]["ended_at"] == "2026-11-20T09:00:00Z"


async def test_a_document_of_a_quiet_page(site: Site) -> None:
    found = await document(site)
    assert (found["health"], found["open"], found["over"]) == ("operational", [], [])
    assert len(found["components"]) == 6


async def test_a_correction_names_the_update_that_it_puts_right(site: Site) -> None:
    await publish(
        site.store,
        sent(12, 1, ago(hours=1), "investigating", next_by=ago(minutes=30)),
        sent(12, 2, ago(minutes=50), "investigating", corrects=1),
    )
    [ongoing] = (await document(site))["open"]
    assert [each["corrects"] for each in ongoing["updates"]] == [1, None]
    assert ongoing["updates"][1]["next_by"] == "2026-11-23T08:30:00Z"


async def test_fifty_that_are_over_and_all_that_are_not(site: Site) -> None:
    over = [sent(n, 1, ago(days=n), "resolved") for n in range(1, 53)]
    await publish(site.store, *over, *(sent(n, 1, ago(hours=1), "monitoring") for n in (90, 91)))
    found = await document(site)
    assert len(found["over"]) == 50
    assert [each["id"] for each in found["open"]] == ["INC-91", "INC-90"]
