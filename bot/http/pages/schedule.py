"""Who is on call when, week by week, for whoever holds a link of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from aiohttp import web

from bot.domain.gaps import lacks
from bot.domain.ids import PersonId
from bot.domain.person import Profile
from bot.domain.refusal import Refusal
from bot.domain.roster import Roster
from bot.domain.service import RotationName
from bot.domain.wall_clock import reading
from bot.http.pages.template import html
from bot.http.pages.weeks import Frame, tones, weeks
from bot.i18n import Translator, translator
from bot.links import Links
from bot.store.work import Store, Work
from bot.usecases.review import names

#: As many weeks as a phone scrolls through with patience.
WEEKS = 4
_EPOCH = datetime.fromtimestamp(0, UTC)
#: How far from today the page goes, either way.
_FARTHEST = timedelta(weeks=104)


class SchedulePages:
    def __init__(self, store: Store, links: Links) -> None:
        self._store = store
        self._links = links

    def routes(self) -> Sequence[web.RouteDef]:
        return (web.get("/oncall/{token}", self.schedule),)

    async def schedule(self, request: web.Request) -> web.Response:
        """One rotation, or all; four weeks from the Monday in ``from``, else from this one."""
        token = request.match_info["token"]
        async with self._store.read() as work:
            person = self._links.scheduled(token, now=work.now)
            profile = await work.profiles.get(person, fresh_since=_EPOCH)
            _must_belong(work, person, profile)
            zone = (profile.zone if profile else None) or work.policy.workspace.zone
            today = reading(work.now, zone).date()
            monday = _monday(request.query.get("from", ""), today)
            since = datetime.combine(monday, datetime.min.time(), UTC) - timedelta(days=1)
            rosters = await work.rosters.all(since if since < work.now else None)
            chosen = _chosen(work, request.query.get("rotation", ""), rosters)
            known = await names(work)
            now = work.now
        t = translator(work.policy.language_of(person, profile.locale if profile else ""))
        bare = Frame(zone=zone, monday=monday, weeks=WEEKS, now=now, names=known, tones={})
        frame = replace(bare, tones=tones(chosen, bare.start, bare.end))
        return html(
            "schedule.html",
            t,
            title=_title(t, chosen) if len(chosen) == 1 else t("On-call schedule"),
            zone=zone.key,
            rotations=[_rotation(t, roster, frame) for roster in chosen],
            others=_others(t, work, token, chosen, monday),
            earlier=_address(token, request, monday - WEEKS * timedelta(weeks=1)),
            later=_address(token, request, monday + WEEKS * timedelta(weeks=1)),
            present="" if frame.start <= now < frame.end else _address(token, request, None),
            read_at=t.when(now, zone),
        )


def _must_belong(work: Work, person: PersonId, profile: Profile | None) -> None:
    """Whether they still are one of the team, now and not when the link was made."""
    guest = profile is None or profile.guest
    if guest and person not in work.policy.permissions.guests:
        raise Refusal("This link is not valid. `/oncall schedule` gives you a new one.")


def _monday(wanted: str, today: date) -> date:
    """The Monday of the day in the address; of today, where that is none or too far away."""
    try:
        day = date.fromisoformat(wanted) if wanted else today
    except ValueError:
        day = today
    if abs(day - today) > _FARTHEST:
        day = today
    return day - timedelta(days=day.weekday())


def _chosen(work: Work, wanted: str, rosters: Mapping[RotationName, Roster]) -> list[Roster]:
    known = [rosters[name] for name in work.policy.rotations if name in rosters]
    if not wanted:
        return known
    found = [roster for roster in known if roster.name == wanted]
    if not found:
        raise web.HTTPNotFound
    return found


def _rotation(t: Translator, roster: Roster, frame: Frame) -> dict[str, object]:
    theirs = roster.rotation.zone
    return {
        "name": roster.name,
        "title": _title(t, [roster]),
        "zone": theirs.key,
        "weeks": weeks(t, roster, frame),
        "gaps": _gaps(t, len(lacks(roster, max(frame.now, frame.start), frame.end))),
    }


def _gaps(t: Translator, count: int) -> str:
    if not count:
        return ""
    return t.plural(
        "{count} time nobody is on call here", "{count} times nobody is on call here", count
    )


def _title(t: Translator, rosters: Sequence[Roster]) -> str:
    return rosters[0].rotation.title.to(t.language)


def _others(
    t: Translator, work: Work, token: str, chosen: Sequence[Roster], monday: date
) -> list[tuple[str, str]]:
    """The other rotations, and all of them: title and address."""
    shown = {roster.name for roster in chosen}
    found = [
        (rotation.title.to(t.language), f"/oncall/{token}?rotation={name}&from={monday}")
        for name, rotation in work.policy.rotations.items()
        if name not in shown or len(shown) > 1
    ]
    return [*found, (t("All"), f"/oncall/{token}?from={monday}")] if len(shown) == 1 else found


def _address(token: str, request: web.Request, monday: date | None) -> str:
    wanted = {"rotation": request.query.get("rotation", ""), "from": str(monday or "")}
    query = {name: value for name, value in wanted.items() if value}
    return str(request.rel_url.with_path(f"/oncall/{token}").with_query(query))
