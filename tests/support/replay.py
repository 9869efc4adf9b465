"""A real incident lived through again in Slack, each step at the time the record gives it.

The records are `tests/replays/*.yaml`: facts from published reports, people as roles. A `Cast`
says who of the seeded company plays whom. A role that nobody plays (a service, an alert, an
attacker) cannot write in Slack: what it did is written down by somebody who saw it.

Nothing is added to the record, and no word of it is dropped: where a verb has no place for
words (a status, a role), they follow as a note.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.slack import ids
from sandbox.acts import Outcome
from sandbox.messages import Message
from tests.support.updating import choose_state, fields, preview
from tests.support.world import GENERAL, World

REPLAYS = Path(__file__).resolve().parents[1] / "replays"
BOT = "U0TOCSIN"
#: Deadlines are looked at this often once there is an incident: paging is over within hours.
PACE, LATER_PACE = timedelta(minutes=15), timedelta(hours=6)
FIRST_HOURS = timedelta(hours=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One event of the record. Times are UTC; ``next_by`` is what an update promised."""

    at: datetime
    kind: str
    by: str
    text: str
    state: str = ""
    severity: str = ""
    next_by: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """The record; ``severity`` is the one it was declared with."""

    title: str
    severity: str
    private: bool
    flags: tuple[str, ...]
    impact_started_at: datetime
    detected_at: datetime
    declared_at: datetime
    steps: tuple[Step, ...]
    published: Mapping[str, Any]

    @property
    def before(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.at < self.declared_at)

    @property
    def after(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.at >= self.declared_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """``people``: role to Slack id. ``talk`` is where they wrote before there was a room."""

    people: Mapping[str, str]
    declarer: str
    service: str
    clients: tuple[str, ...]
    talk: str = GENERAL


def read(name: str) -> Replay:
    given = yaml.safe_load((REPLAYS / f"{name}.yaml").read_text(encoding="utf-8"))
    return Replay(
        title=given["title"],
        severity=given["severity_initial"],
        private=given["private"],
        # At the first minute nobody knows what is found later; a private one is private for them.
        flags=tuple(flag for flag, on in given["flags"].items() if on and given["private"]),
        impact_started_at=_time(given["impact_started_at"]),
        detected_at=_time(given["detected_at"]),
        declared_at=_time(given["declared_at"]),
        steps=tuple(
            Step(
                at=_time(step["at"]),
                kind=step["kind"],
                by=step["by"],
                text=step["text"],
                state=step.get("state", ""),
                severity=step.get("severity", ""),
                next_by=_time(due) if (due := step.get("next_update_due")) else None,
            )
            for step in given["events"]
        ),
        published=given["published"],
    )


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def seen_earlier(step: Step) -> str:
    """How people write down afterwards what no person said at the time."""
    return f"{step.at:%Y-%m-%d %H:%M} UTC: {step.text}"


class Players:
    """Everybody in the cast, and what each kind of step makes them do in Slack."""

    def __init__(self, world: World, replay: Replay, cast: Cast) -> None:
        self.world = world
        self.replay = replay
        self.cast = cast
        self.acts = world.slack.acts
        self._said: list[str] = []

    async def play(self) -> None:
        """The whole record, from its first event to its last."""
        for step in self.replay.before:
            await self._until(step.at)
            if step.by in self.cast.people:
                who = self.cast.people[step.by]
                self._said.append(await self.acts.say(who, self.cast.talk, step.text))
        await self._until(self.replay.declared_at)
        await self._declare()
        await self._write_up()
        for number, step in enumerate(self.replay.after):
            await self._until(step.at)
            await self._live(step, number)

    async def _until(self, at: datetime) -> None:
        while (left := at - self.world.now) > timedelta(0):
            await self.world.later(seconds=min(left, self._pace()).total_seconds())

    def _pace(self) -> timedelta:
        since = self.world.now - self.replay.declared_at
        if since < timedelta(0):
            return timedelta.max
        return PACE if since < FIRST_HOURS else LATER_PACE

    # -- before there is a room -----------------------------------------------------------

    async def _declare(self) -> None:
        who = self._who(self.cast.declarer)
        _worked(await self.world.command(who, GENERAL, ""))
        _worked(
            await self.world.submit(
                who,
                {
                    "impact": self.replay.title,
                    "severity": self.replay.severity,
                    "declare_service": self.cast.service,
                    "declare_clients": list(self.cast.clients),
                    "flags": list(self.replay.flags),
                    "started_at": self.replay.impact_started_at,
                },
            )
        )
        await self.acts.close(who, self.world.modal(who).id)

    async def _write_up(self) -> None:
        """What went before: messages are kept as they were said, the rest is written down."""
        who = self._who(self.cast.declarer)
        for ts in self._said:
            done = await self.acts.message_shortcut(who, "add_to_timeline", self.cast.talk, ts)
            await self.world.settle()
            _worked(done)
            _worked(await self.world.submit(who))
        for step in self.replay.before:
            if step.by not in self.cast.people:
                await self._type(who, f"note {seen_earlier(step)}")

    # -- in the room ----------------------------------------------------------------------

    async def _live(self, step: Step, number: int) -> None:
        who = self._who(step.by)
        if step.kind == "ack" or (step.kind == "join" and self._page(who)):
            await self._acknowledge(who)
            await self._type(who, f"note {step.text}")
            return
        await self._enter(who)
        match step.kind:
            case "note" if step.by in self.cast.people:
                await self._keep(who, step.text)
            case "note":
                await self._mention(who, step.text)
            case "decision" | "join" | "status":
                await self._type(who, f"note {step.text}")
            case "page":
                whom = self.paged_by(number)
                typist = who if who != whom else self._another(whom)
                await self._enter(typist)
                await self._type(typist, f"page <@{whom}> {step.text}")
            case "escalate":
                await self._type(who, f"escalate {step.text}")
            case "severity":
                await self._type(who, f"severity {step.severity} {step.text}")
            case "role":
                await self._type(who, "role lead")
                await self._type(who, f"note {step.text}")
            case "mitigated":
                await self._mitigate(who)
                await self._type(who, f"note {step.text}")
            case "client_update":
                await self._tell_clients(who, step)
            case "resolved":
                _worked(await self.world.command(who, await self._room(), "resolve"))
                said = {"summary": step.text, "detected": self.replay.detected_at}
                _worked(await self.world.submit(who, said))
            case unknown:
                raise NotImplementedError(unknown)

    def paged_by(self, number: int) -> str:
        """Whom a page was for: whoever next answers or comes."""
        coming = self.replay.after[number:]
        answer = next(step for step in coming if step.kind in {"ack", "join"})
        return self._who(answer.by)

    async def _keep(self, who: str, text: str) -> None:
        """Said in the room, and put on the timeline by the message's menu."""
        room = await self._room()
        ts = await self.acts.say(who, room, text)
        done = await self.acts.message_shortcut(who, "add_to_timeline", room, ts)
        await self.world.settle()
        _worked(done)

    async def _mention(self, who: str, text: str) -> None:
        """In the thread under the card, where Slack has no slash commands."""
        room = await self._room()
        [card] = self.world.channel(room).pins
        await self.acts.say(who, room, f"<@{BOT}> note {text}", thread_ts=card)
        await self.world.settle()

    async def _type(self, who: str, text: str) -> None:
        _worked(await self.world.command(who, await self._room(), text))

    async def _tell_clients(self, who: str, step: Step) -> None:
        """What a private incident's clients were told, they were told elsewhere: it is noted."""
        if self.replay.private:
            await self._type(who, f"note {step.text}")
            return
        _worked(await self.world.command(who, await self._room(), "update"))
        shown = fields(self.world.modal(who))["state"]["element"]["initial_option"]["value"]
        if shown != step.state:
            await choose_state(self.world, who, step.state)
        await preview(self.world, who, {"doing_en": step.text, "next_by": step.next_by})
        _worked(await self.world.submit(who))

    async def _mitigate(self, who: str) -> None:
        """The status alone says no moment: the one that is offered is taken."""
        await self._type(who, "status monitoring")
        asked = self.world.whispers(who)[-1]
        now = f"{ids.USE_MOMENT}:mitigated:{int(self.world.time.now)}"
        _worked(await self.world.click(who, asked, await self._room(), now))

    async def _acknowledge(self, who: str) -> None:
        page = self._page(who)
        assert page is not None, f"{who} was not paged"
        where = self.world.dm_channel(who)
        _worked(await self.world.click(who, page, where, ids.ACKNOWLEDGE))

    def _page(self, who: str) -> Message | None:
        """The newest page in this person's messages that still waits for an answer."""
        pages = [m for m in self.world.dm(who) if f"'{ids.ACKNOWLEDGE}'" in str(m.blocks)]
        return pages[-1] if pages else None

    # -- who and where --------------------------------------------------------------------

    def _who(self, role: str) -> str:
        """The player of a role; the declarer stands in for what is no person."""
        return self.cast.people.get(role, self.cast.people[self.cast.declarer])

    def _another(self, than: str) -> str:
        return next(id for id in self.cast.people.values() if id != than)

    async def _room(self) -> str:
        room = (await self.world.incident()).room
        assert room is not None
        return room

    async def _enter(self, who: str) -> None:
        room = await self._room()
        if who in self.world.channel(room).members:
            return
        if self.replay.private:
            await self.acts.invite(self._who(self.cast.declarer), room, who)
        else:
            await self.acts.join(who, room)
        await self.world.settle()


def _worked(done: Outcome) -> None:
    assert done.ok, (done.error, done.errors, done.detail)
