"""Calendar feeds: a rotation, or a person's own shifts, for whoever holds the link.

A feed says who is on call and nothing of any incident. A revoked link, a forged one and one of
a guest are answered alike, as if there were nothing.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from aiohttp import ETag, web

from bot.domain.calendar import Entry, entries
from bot.domain.ids import PersonId
from bot.domain.roster import Roster
from bot.domain.service import RotationName
from bot.i18n import Translator, translator
from bot.links import Links
from bot.store.calendar import Feed, Revision
from bot.store.work import Store, Work
from bot.usecases.review import names

if TYPE_CHECKING:
    from icalendar import Alarm

#: A month back for those who look up who it was, and three ahead for those who plan.
BACK, AHEAD = timedelta(days=31), timedelta(days=92)
#: How often a calendar should look again.
REFRESH = timedelta(hours=1)
#: When a person's own calendar rings before their shift.
ALARM = timedelta(hours=1)
_EVER = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that a feed shows. ``own``: it is one person's, so it rings."""

    name: str
    entries: Sequence[Entry]
    titles: Mapping[RotationName, str]
    revisions: Mapping[RotationName, Revision]
    names: Mapping[PersonId, str]
    made_at: datetime
    own: bool


class Calendars:
    def __init__(self, store: Store, links: Links) -> None:
        self._store = store
        self._links = links

    def routes(self) -> Sequence[web.RouteDef]:
        """GET, and HEAD by aiohttp's own doing."""
        return (web.get(r"/calendar/{token:[\w.-]{1,200}}.ics", self.feed),)

    async def feed(self, request: web.Request) -> web.Response:
        sheet, t = await self._sheet(request.match_info["token"])
        # A long feed takes longer to write than a page may wait for the loop.
        body = await asyncio.to_thread(written, sheet, t)
        tag = sha256(body).hexdigest()[:32]
        headers = {
            "Cache-Control": f"private, max-age={int(REFRESH.total_seconds()) // 4}",
            "ETag": f'"{tag}"',
        }
        if _has(request.if_none_match, tag):
            return web.Response(status=web.HTTPNotModified.status_code, headers=headers)
        headers["Content-Disposition"] = 'inline; filename="on-call.ics"'
        return web.Response(
            body=body, content_type="text/calendar", charset="utf-8", headers=headers
        )

    async def _sheet(self, token: str) -> tuple[Sheet, Translator]:
        id = self._links.feed(token)
        async with self._store.read() as work:
            feed = await work.feeds.find(id) if id else None
            if feed is None:
                raise web.HTTPNotFound
            profile = await work.profiles.get(feed.owner, fresh_since=_EVER)
            if profile is None or profile.guest:
                raise web.HTTPNotFound
            t = translator(work.policy.language_of(feed.owner, profile.locale))
            return await self._filled(work, feed, t), t

    async def _filled(self, work: Work, feed: Feed, t: Translator) -> Sheet:
        rosters = await work.rosters.all()
        titles = {name: each.title.to(t.language) for name, each in work.policy.rotations.items()}
        if feed.rotation is None:
            shown: Sequence[Roster] = tuple(rosters.values())
            title = t("My on-call shifts")
        elif feed.rotation in rosters:
            shown, title = (rosters[feed.rotation],), titles[feed.rotation]
        else:
            raise web.HTTPNotFound
        # By whole days, so that a feed differs only when the roster, or the day, does.
        today = datetime.combine(work.now.date(), time(), UTC)
        of = feed.owner if feed.rotation is None else None
        return Sheet(
            name=t("On call: {rotation}", rotation=title) if feed.rotation else title,
            entries=[
                entry
                for roster in shown
                for entry in entries(roster, today - BACK, today + AHEAD, of=of)
            ],
            titles=titles,
            revisions=await work.feeds.revisions(),
            names=await names(work),
            made_at=feed.made_at,
            own=of is not None,
        )


def _has(tags: tuple[ETag, ...] | None, tag: str) -> bool:
    return any(each.value in {tag, "*"} for each in tags or ())


def written(sheet: Sheet, t: Translator) -> bytes:
    """The feed as iCalendar (RFC 5545): the same bytes for the same sheet."""
    # Imported at the first feed: it is slow to load, and the start must be fast.
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Tocsin//On call//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", sheet.name)
    calendar.add("x-wr-calname", sheet.name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in sheet.entries:
        revision = sheet.revisions.get(entry.rotation) or Revision(0, sheet.made_at)
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstart", entry.start)
        event.add("dtend", entry.end)
        summary = _summary(sheet, entry, t)
        event.add("summary", summary)
        # Counted by rotation: a change of one shift may raise the number of others, never lower.
        event.add("sequence", revision.number)
        event.add("dtstamp", revision.at)
        event.add("last-modified", revision.at)
        event.add("transp", "TRANSPARENT")
        if sheet.own:
            event.add_component(_alarm(summary))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _summary(sheet: Sheet, entry: Entry, t: Translator) -> str:
    title = sheet.titles[entry.rotation]
    if sheet.own:
        return t("On call: {rotation}", rotation=title)
    people = ", ".join(sheet.names.get(person, person) for person in entry.people)
    return f"{people} · {title}"


def _alarm(text: str) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", -ALARM)
    return alarm
