"""Real incidents, lived through again in Slack: the timeline and the postmortem carry them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from itertools import count
from pathlib import Path

import aiohttp
import pytest

from bot.domain.document import escaped
from bot.domain.durations import happened
from bot.domain.events import (
    ClientUpdateSent,
    EscalationForced,
    Event,
    IncidentDeclared,
    IncidentResolved,
    NoteAdded,
    PageAcknowledged,
    PersonCalled,
    RoleTaken,
    SeverityChanged,
    StatusChanged,
)
from bot.domain.ids import IncidentId
from tests.support.replay import Cast, Players, Replay, Step, read, seen_earlier
from tests.support.world import (
    ANNA,
    DARYNA,
    FULL_POLICY,
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
#: The severities at which the policy pages by itself.
PAGING = {"SEV1", "SEV2"}
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """``told``: figures of the postmortem, counted by hand from the published record."""

    name: str
    cast: Cast
    told: Mapping[str, str]


STORIES = (
    Story(
        name="github-2018-10-21-mysql-failover",
        cast=GITHUB,
        told={
            "Severity": "SEV1",
            "From impact to declare": "17 min",
            "Time to mitigate (from impact to the first “Monitoring”)": "17 h 32 min",
            "Time to resolve (from impact to resolved)": "1 d",
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
            "Time to mitigate (from impact to the first “Monitoring”)": "21 h 53 min",
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
        name="circleci-2023-01-04-session-theft",
        cast=CIRCLECI,
        told={
            "Severity": "SEV1",
            "From impact to declare": "15 d 4 h",
            "Time to mitigate (from impact to the first “Monitoring”)": "19 d 22 h",
            "Time to resolve (from impact to resolved)": "27 d",
            "Time at SEV2": "4 d 8 h",
            "Time at SEV1": "7 d 12 h",
            "Time without a lead (from declare)": "nobody took the lead",
            "Time to the first update (from declare)": "no update was sent",
            "Time to acknowledge (from the first page to the first answer)": "nobody acknowledged",
        },
    ),
)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened. ``words`` all stand in its line of the timeline."""

    at: datetime
    kind: str
    by: str
    words: tuple[str, ...]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
async def test_replay(story: Story, sqlite: str, tmp_path: Path) -> None:
    replay = read(story.name)
    start = replay.steps[0].at - timedelta(hours=1)
    async with world(sqlite, policy=_in_english(tmp_path), start=start) as made:
        await Players(made, replay, story.cast).play()

        expected = _recorded(replay, story.cast)
        assert await _timeline(made, replay) == expected

        incident = await made.incident()
        assert incident.declared_at == replay.declared_at
        assert incident.started_at == replay.impact_started_at
        assert incident.private is replay.private
        _assert_clients_read(made, replay)

        [resolver] = [one.by for one in expected if one.kind == "resolved"]
        page = await _page(made, resolver)
        _assert_carries(_rows(page), expected)
        figures = _figures(page)
        assert {label: figures.get(label) for label in story.told} == story.told

        [file] = made.slack.workspace.files.values()
        document = file.content.decode()
        filed = [one for one in expected if one.at <= (incident.resolved_at or one.at)]
        _assert_carries(_markdown_rows(document), filed, escape=True)
        for label, value in story.told.items():
            assert re.search(
                rf"- \*\*{re.escape(label)}:\*\* {re.escape(value)}( \[\d+\])*\n", document
            )


def test_the_github_record_lasts_as_long_as_published() -> None:
    """The figure above, “1 d”, is cut to its largest units; to the minute it is the report's."""
    replay = read("github-2018-10-21-mysql-failover")
    [end] = [step.at for step in replay.steps if step.kind == "resolved"]
    lasted = end - replay.impact_started_at
    assert lasted == timedelta(minutes=replay.published["duration_minutes"])


# -- what the record says -----------------------------------------------------------------


def _recorded(replay: Replay, cast: Cast) -> list[Told]:
    """The record as a timeline, in the order it happened."""
    declarer = cast.people[cast.declarer]
    told = [Told(replay.declared_at, "declared", declarer, (replay.severity, replay.title))]
    told += [
        Told(step.at, "note", cast.people[step.by], (step.text,))
        if step.by in cast.people
        else Told(replay.declared_at, "note", declarer, (seen_earlier(step),))
        for step in replay.before
    ]
    record = Record(replay, cast, severity=replay.severity, paging=replay.severity in PAGING)
    for number, step in enumerate(replay.after):
        told += record.live(number, step)
    order = count()
    return sorted(told, key=lambda one: (one.at, next(order)))


@dataclass(slots=True)
class Record:
    """Reads the record on: what each step is, given what went before.

    ``paging``: somebody is or was being asked; ``answered``: nobody need answer any more.
    """

    replay: Replay
    cast: Cast
    severity: str
    paging: bool
    answered: bool = False
    asked: set[str] = field(default_factory=set)

    def live(self, number: int, step: Step) -> list[Told]:
        who = self.cast.people.get(step.by, self.cast.people[self.cast.declarer])
        note = Told(step.at, "note", who, (step.text,))
        match step.kind:
            case "ack":
                return [*self._answer(step, who), note]
            case "join" if who in self.asked:
                return [*self._answer(step, who), note]
            case "page":
                return [self._page(number, step, who)]
            case "escalate":
                return [self._escalate(step, note)]
            case "severity":
                old, self.severity = self.severity, step.severity
                self.paging = self.paging or self.severity in PAGING
                return [Told(step.at, "severity", who, (old, step.severity, step.text))]
            case "role":
                return [Told(step.at, "lead", who, ()), note]
            case "mitigated":
                return [Told(step.at, "status", who, ("Investigating", "Monitoring")), note]
            case "client_update" if not self.replay.private:
                return [Told(step.at, "update", who, (step.state.capitalize(), step.text))]
            case "resolved":
                return [Told(step.at, "resolved", who, (step.text,))]
        return [note]

    def _answer(self, step: Step, who: str) -> list[Told]:
        """The first answer counts; who answers second only comes."""
        self.asked.discard(who)
        first, self.answered = not self.answered, True
        return [Told(step.at, "acknowledged", who, ())] if first else []

    def _page(self, number: int, step: Step, who: str) -> Told:
        """By whoever asked, or for an alarm by somebody else than the one it wakes."""
        coming = self.replay.after[number:]
        whom = self.cast.people[next(s.by for s in coming if s.kind in {"ack", "join"})]
        self.asked.add(whom)
        self.paging = True
        typist = who if who != whom else next(id for id in self.cast.people.values() if id != whom)
        return Told(step.at, "paged", typist, (step.text,))

    def _escalate(self, step: Step, note: Told) -> Told:
        """Before anybody was asked the path begins, and the words stand beside it as a note."""
        running, self.paging, self.answered = self.paging, True, False
        return Told(step.at, "escalated", note.by, note.words) if running else note


# -- what the bot kept --------------------------------------------------------------------


async def _timeline(made: World, replay: Replay) -> list[Told]:
    """What people did, as the bot has it: to the second, in the order it happened."""
    async with made.bot.store.read() as work:
        entries = await work.timeline.read(IncidentId(1))
    told = [one for entry in entries if (one := _told(entry.event, replay)) is not None]
    order = count()
    return sorted(told, key=lambda one: (one.at, next(order)))


def _told(event: Event, replay: Replay) -> Told | None:
    at, by = happened(event).replace(microsecond=0), str(event.by)
    match event:
        case IncidentDeclared():
            return Told(at, "declared", by, (event.severity, event.title))
        case NoteAdded():
            return Told(at, "note", event.author, (event.text,))
        case PageAcknowledged():
            return Told(at, "acknowledged", by, ())
        case PersonCalled():
            return Told(at, "paged", by, (event.reason,))
        case EscalationForced():
            return Told(at, "escalated", by, (event.reason,))
        case SeverityChanged():
            return Told(at, "severity", by, (event.old, event.new, event.reason))
        case RoleTaken():
            return Told(at, event.role, by, ())
        case StatusChanged():
            return Told(at, "status", by, (event.old.capitalize(), event.new.capitalize()))
        case ClientUpdateSent():
            [said] = [one.text for one in _updates(replay) if one.text in event.text]
            return Told(at, "update", by, (event.state.capitalize(), said))
        case IncidentResolved():
            return Told(at, "resolved", by, (event.summary,))
    return None


def _updates(replay: Replay) -> list[Step]:
    return [step for step in replay.steps if step.kind == "client_update"]


def _assert_clients_read(made: World, replay: Replay) -> None:
    """Each update stands in the client's channel at its second; of a private incident, none."""
    read_there = [m for m in made.messages("C0ACME") if m.metadata]
    expected = [] if replay.private else _updates(replay)
    assert [float(m.ts) // 1 for m in read_there] == [one.at.timestamp() for one in expected]
    for message, update in zip(read_there, expected, strict=True):
        assert update.text in words(message)


# -- what people read ---------------------------------------------------------------------


async def _page(made: World, reader: str) -> str:
    """The postmortem, by the link that whoever resolved it was sent."""
    [link] = [
        found.group()
        for message in made.dm(reader)
        if (found := re.search(r"http://[^|>\s]+/postmortems/1\?pass=[^|>\s]+", words(message)))
    ]
    async with aiohttp.ClientSession() as browser, browser.get(link) as answer:
        assert answer.status == 200
        return await answer.text()


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
    """The example policy of a company that writes English, as the records are."""
    text = FULL_POLICY.read_text(encoding="utf-8")
    file = folder / "tocsin.yaml"
    file.write_text(text.replace("  language: uk\n", "  language: en\n"), encoding="utf-8")
    return file
