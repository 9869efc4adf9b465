"""Real incidents, lived through again in Slack: the timeline and the postmortem carry them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path

import aiohttp
import pytest

from bot.domain.catchup import LINES, catch_up
from bot.domain.document import escaped
from bot.domain.ids import IncidentId, PersonId
from tests.support.record import Told, kept, recorded, updates
from tests.support.replay import Cast, Players, Replay, read
from tests.support.world import (
    ANNA,
    DARYNA,
    FULL_POLICY,
    GENERAL,
    JAMES,
    MAKSYM,
    MARKO,
    OLEH,
    OLENA,
    World,
    words,
    world,
)

ELENA = "U0ELENA"
POSTMORTEM = re.compile(r"http://[^|>\s]+/postmortems/1\?pass=[^|>\s]+")
GITHUB = Cast(
    people={
        "first-responder": OLENA,
        "incident-coordinator": ELENA,
        "comms": OLEH,
        "database-engineer": JAMES,
    },
    declarer="first-responder",
    service="webhooks",
    clients=("acme",),
)
GITLAB = Cast(
    people={
        "dba-on-call": MARKO,
        "support-lead": DARYNA,
        "comms": OLEH,
        "leadership": ANNA,
        "restore-engineer": JAMES,
        "infra-engineer": ELENA,
    },
    declarer="dba-on-call",
    service="ledger",
    clients=("acme",),
)
CIRCLECI = Cast(
    people={
        "security-lead": MAKSYM,
        "platform-engineer": JAMES,
        "comms": OLEH,
        "partner-scm": ELENA,
        "partner-cloud": ANNA,
    },
    declarer="security-lead",
    service="webhooks",
    clients=("acme",),
    talk="G0SECURITY",
)

GCP = Cast(
    people={"storage-engineer": JAMES, "comms": OLEH},
    declarer="storage-engineer",
    service="ledger",
    clients=("acme",),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """``told``: figures of the postmortem, counted by hand from the published record."""

    name: str
    cast: Cast
    told: Mapping[str, str]
    #: Where the file, written at the end, knows less than the page, read later.
    filed: Mapping[str, str] = field(default_factory=dict)


STORIES = (
    Story(
        name="github-2018-10-21-mysql-failover",
        cast=GITHUB,
        told={
            "Severity": "SEV1",
            "From impact to declare": "17 min",
            "Time to detect (from impact to the first notice)": "2 min",
            "Time to declare (from the first notice to declare)": "15 min",
            "Time to mitigate (from impact to mitigated)": "17 h 32 min",
            "Time to resolve (from impact to resolved)": "1 d 11 min",
            "Time at SEV3": "0 s",
            "Time at SEV2": "4 min",
            "Time at SEV1": "23 h 50 min",
            "Time without a lead (from declare)": "2 min",
            "Time to the first update (from declare)": "19 s",
            "Time to acknowledge (from the first page to the first answer)": "2 min",
        },
    ),
    Story(
        name="gitlab-2017-01-31-db-deletion",
        cast=GITLAB,
        told={
            "Severity": "SEV1",
            "From impact to declare": "2 h",
            "Time to detect (from impact to the first notice)": "−1 h",
            "Time to declare (from the first notice to declare)": "3 h",
            "Time to mitigate (from impact to mitigated)": "21 h 53 min",
            "Time to resolve (from impact to resolved)": "23 h 14 min",
            "Time at SEV3": "0 s",
            "Time at SEV2": "2 h 27 min",
            "Time at SEV1": "18 h 46 min",
            "Time without a lead (from declare)": "2 h 52 min",
            "Time to the first update (from declare)": "34 min 16 s",
            "Time to acknowledge (from the first page to the first answer)": "1 h",
        },
    ),
    Story(
        name="gcp-2022-05-06-persistent-disk",
        cast=GCP,
        told={
            "Severity": "SEV1",
            "From impact to declare": "24 min",
            "Time to detect (from impact to the first notice)": "24 min",
            "Time to declare (from the first notice to declare)": "0 s",
            "Time to mitigate (from impact to mitigated)": "5 h 55 min",
            "Time to resolve (from impact to resolved)": "10 h 36 min",
            "Time at SEV1": "10 h 12 min",
            "Time without a lead (from declare)": "nobody took the lead",
            "Time to the first update (from declare)": "3 h 7 min",
            "Updates sent by the time promised": "14 of 16",
            "Time to acknowledge (from the first page to the first answer)": "0 s",
        },
        filed={"Updates sent by the time promised": "13 of 15"},
    ),
    Story(
        name="circleci-2023-01-04-session-theft",
        cast=CIRCLECI,
        told={
            "Severity": "SEV1",
            "From impact to declare": "15 d 4 h",
            "Time to detect (from impact to the first notice)": "13 d 12 h",
            "Time to declare (from the first notice to declare)": "1 d 16 h",
            "Time to mitigate (from impact to mitigated)": "19 d 22 h 30 min",
            "Time to resolve (from impact to resolved)": "27 d",
            "Time at SEV2": "4 d 8 h",
            "Time at SEV1": "7 d 12 h",
            "Time without a lead (from declare)": "nobody took the lead",
            "Time to the first update (from declare)": "no update was sent",
            "Time to acknowledge (from the first page to the first answer)": "nobody acknowledged",
        },
    ),
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
async def test_replay(story: Story, sqlite: str, tmp_path: Path) -> None:
    replay = read(story.name)
    start = replay.steps[0].at - timedelta(hours=1)
    async with world(sqlite, policy=_in_english(tmp_path), start=start) as made:
        await Players(made, replay, story.cast).play()

        expected = recorded(replay, story.cast)
        assert await _timeline(made, replay) == expected

        incident = await made.incident()
        assert incident.declared_at == replay.declared_at
        assert incident.started_at == replay.impact_started_at
        assert incident.private is replay.private
        _assert_clients_read(made, replay)

        [resolver] = [one.by for one in expected if one.kind == "resolved"]
        await _assert_catches_up(made, resolver)
        page = await _page(made, resolver)
        _assert_carries(_rows(page), expected)
        figures = _figures(page)
        assert {label: figures.get(label) for label in story.told} == story.told

        [file] = made.slack.workspace.files.values()
        document = file.content.decode()
        filed = [one for one in expected if one.at <= (incident.resolved_at or one.at)]
        _assert_carries(_markdown_rows(document), filed, escape=True)
        for label, value in {**story.told, **story.filed}.items():
            assert re.search(
                rf"- \*\*{re.escape(label)}:\*\* {re.escape(value)}( \[\d+\])*\n", document
            )


def test_the_github_record_lasts_as_long_as_published() -> None:
    """The figure above, “1 d”, is cut to its largest units; to the minute it is the report's."""
    replay = read("github-2018-10-21-mysql-failover")
    [end] = [step.at for step in replay.steps if step.kind == "resolved"]
    lasted = end - replay.impact_started_at
    assert lasted == timedelta(minutes=replay.published["duration_minutes"])


# -- what the bot kept --------------------------------------------------------------------


async def _timeline(made: World, replay: Replay) -> list[Told]:
    """What people did, as the bot has it: to the second, in the order it happened."""
    async with made.bot.store.read() as work:
        entries = await work.timeline.read(IncidentId(1))
    return kept((entry.event for entry in entries), replay)


def _assert_clients_read(made: World, replay: Replay) -> None:
    """Each update stands in the client's channel at its second; of a private incident, none."""
    read_there = [m for m in made.messages("C0ACME") if m.metadata]
    expected = [] if replay.private else updates(replay)
    assert [float(m.ts) // 1 for m in read_there] == [one.at.timestamp() for one in expected]
    for message, update in zip(read_there, expected, strict=True):
        assert update.text in words(message)


async def _assert_catches_up(made: World, reader: str) -> None:
    """At any minute, for whoever looked at any minute before: ten lines, and each of them one."""
    async with made.bot.store.read() as work:
        entries = await work.timeline.read(IncidentId(1))
        incident = await work.incidents.get(IncidentId(1))
    cuts = range(1, len(entries), 7)
    for now, since in ((n, m) for n in cuts for m in (None, 1, n // 2, n - 1)):
        found = catch_up(
            incident,
            entries[: now + 1],
            (),
            reader=PersonId("U0DARYNA"),
            since=None if since is None else entries[since].event.at,
            now=entries[now].event.at,
        )
        assert 3 <= len(found.lines) < LINES
    told = (await made.command(reader, GENERAL, "catchup INC-1")).body["text"].split("\n")
    assert len(told) <= LINES
    assert all(len(line) < 600 for line in told)


# -- what people read ---------------------------------------------------------------------


async def _page(made: World, reader: str) -> str:
    """The postmortem, by a link asked for now: the one sent at the end may have expired since."""
    assert [m for m in made.dm(reader) if POSTMORTEM.search(words(m))], "no link was sent"
    asked = await made.command(reader, GENERAL, "postmortem INC-1")
    link = POSTMORTEM.search(asked.body["text"])
    assert link is not None
    async with aiohttp.ClientSession() as browser, browser.get(link.group()) as answer:
        page = await answer.text()
    assert answer.status == 200
    return page


def _rows(page: str) -> list[tuple[datetime, str]]:
    found = re.findall(
        r'<time datetime="([^"]+)"[^>]*>[^<]*</time>\s*<p>(.*?)</p>', page, re.DOTALL
    )
    return [(_to_the_second(at), unescape(text)) for at, text in found]


def _markdown_rows(document: str) -> list[tuple[datetime, str]]:
    found = re.findall(r"^\d+\. (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) — (.*)$", document, re.MULTILINE)
    return [(_to_the_second(f"{at}+00:00"), text) for at, text in found]


def _to_the_second(iso: str) -> datetime:
    return datetime.fromisoformat(iso).replace(microsecond=0)


def _assert_carries(
    rows: Sequence[tuple[datetime, str]], expected: Sequence[Told], *, escape: bool = False
) -> None:
    """Every expected line at its second, each row for one line; the bot's own lie between."""
    assert [at for at, _ in rows] == sorted(at for at, _ in rows)
    left = list(rows)
    for one in expected:
        wanted = [escaped(word) if escape else word for word in one.words]
        fits = [row for row in left if row[0] == one.at and all(word in row[1] for word in wanted)]
        assert fits, one
        left.remove(fits[0])


def _figures(page: str) -> dict[str, str]:
    """The postmortem's facts as they read, without the numbers they cite."""
    found = re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", page, re.DOTALL)
    return {unescape(label): _plain(value) for label, value in found}


def _plain(html: str) -> str:
    return unescape(re.sub(r"<span class=\"cites\">.*?</span>", "", html, flags=re.DOTALL)).strip()


def _in_english(folder: Path) -> Path:
    """The example policy of a company that writes English and asks nobody before it tells clients.

    So did those whose records these are.
    """
    text = FULL_POLICY.read_text(encoding="utf-8")
    text = text.replace("  language: uk\n", "  language: en\n")
    text = re.sub(r"    approval: (?:lead|group)\n(?:    approvers: \w+\n)?", "", text)
    file = folder / "tocsin.yaml"
    file.write_text(text, encoding="utf-8")
    return file
