"""What the roster says by itself goes out, and Slack's user groups are kept in step with it.

Everything is read anew when it leaves: a shift that has moved is not reminded of, a gap that was
filled is not told of, and a group becomes what the roster says at that moment.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from bot.domain.audience import announced
from bot.domain.delivery import Hopeless
from bot.domain.effects import (
    HandOver,
    RemindShift,
    ReportGaps,
    SyncUserGroup,
    TellUserGroupFailed,
    WarnOfGaps,
)
from bot.domain.escalation_path import ToRotation
from bot.domain.gaps import HORIZON, Gap, closed, edit_gaps, hears, holiday_gaps, lacks
from bot.domain.handover import handover_at, lasts, until
from bot.domain.ids import PersonId, RoomId
from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.domain.roster import Roster
from bot.domain.service import RotationName
from bot.domain.usergroup import wanted_groups
from bot.i18n import Translator
from bot.slack import usergroups
from bot.slack.desk import Desk, key
from bot.slack.outcome import SlackError, SlackRefused
from bot.slack.roster import views
from bot.slack.roster.views import Begun, HandedOver, Uncovered
from bot.store.outbox import Parcel
from bot.store.usergroups import UserGroup
from bot.store.work import Work
from bot.usecases.deliver import After, Senders

Rosters = Mapping[RotationName, Roster]


async def remind_shift(desk: Desk, effect: RemindShift, parcel: Parcel) -> After | None:
    person, start, now = effect.person, effect.start, desk.store.clock()
    rosters = await _rosters(desk)
    actor = await desk.people.actor(person)
    begun = [
        Begun(_title(desk, name, actor.t), until(roster, person, start))
        for name, roster in rosters.items()
        if (each := handover_at(roster, start)) and person in each.coming
    ]
    if not begun or start <= now:
        return None
    text, blocks = views.reminder(actor.t, actor.zone, start, begun, now)
    await desk.slack.post(person, text, blocks, key=key(parcel))
    return None


async def hand_over(desk: Desk, effect: HandOver, parcel: Parcel) -> After | None:
    """One note for all rotations that speak in the channel and change hands at this instant."""
    t, policy = desk.room_language(), desk.store.policy
    notes = [
        HandedOver(_title(desk, name, t), each, lasts(roster, effect.at))
        for name, roster in (await _rosters(desk)).items()
        if policy.rotations[name].channel == effect.channel
        and (each := handover_at(roster, effect.at))
        and not closed(roster, effect.at)
    ]
    if not notes:
        return None
    async with desk.store.read() as work:
        open_ = await work.incidents.open()
    mine = _concerning(policy, open_, {note.handover.rotation for note in notes})
    text, blocks = views.handed_over(t, notes, mine)
    await desk.slack.post(effect.channel, text, blocks, key=key(parcel))
    return None


def _concerning(
    policy: Policy, open_: Iterable[Incident], rotations: set[RotationName]
) -> list[Incident]:
    """Incidents that may be spoken of here, whose service's path pages one of the rotations."""
    found = []
    for incident in open_:
        path = policy.path_for(incident.service)
        targets = [target for level in path.levels for target in level.targets] if path else []
        named = {target.rotation for target in targets if isinstance(target, ToRotation)}
        if announced(incident) and named & rotations:
            found.append(incident)
    return found


async def report_gaps(desk: Desk, effect: ReportGaps, parcel: Parcel) -> After | None:
    now = desk.store.clock()

    def empty(roster: Roster) -> Sequence[Gap]:
        return lacks(roster, now, now + HORIZON)

    t = await _language(desk, effect.person)
    found = await _uncovered(desk, effect.rotations, t, empty)
    if found:
        text, blocks = views.report(t, found, HORIZON.days)
        await desk.slack.post(_whom(effect), text, blocks, key=key(parcel))
    return None


async def warn_of_gaps(desk: Desk, effect: WarnOfGaps, parcel: Parcel) -> After | None:
    since, end = effect.since, effect.until

    def empty(roster: Roster) -> Sequence[Gap]:
        return (holiday_gaps if effect.holiday else edit_gaps)(roster, since, end)

    t = await _language(desk, effect.person)
    found = await _uncovered(desk, effect.rotations, t, empty)
    if found:
        text, blocks = views.warning(t, found, holiday=effect.holiday)
        await desk.slack.post(_whom(effect), text, blocks, key=key(parcel))
    return None


# User groups


async def sync_user_group(desk: Desk, effect: SyncUserGroup, parcel: Parcel) -> After | None:
    """The whole list at once: Slack knows no other way. Setting it again changes nothing."""
    name, now = effect.group, desk.store.clock()
    async with desk.store.read() as work:
        wanted = wanted_groups(work.policy, await work.rosters.all(), now).get(name)
        known = await work.usergroups.find(name)
    if not wanted or (known and known.set_at and known.members == wanted):
        return None
    before = known or UserGroup(name=name, ordered=wanted, ordered_at=now)
    try:
        slack_id = before.slack_id or await usergroups.find(desk.slack, name)
        await usergroups.set_members(desk.slack, slack_id, sorted(wanted))
    except (SlackError, SlackRefused) as refused:
        return partial(_failed, group=before, error=refused.code, because=parcel.key)
    agreed = replace(before, slack_id=slack_id, members=wanted, set_at=now, error="")
    return lambda work: work.usergroups.put(agreed)


async def _failed(work: Work, *, group: UserGroup, error: str, because: str) -> None:
    """A clear no: kept, and told once. The duty tries again after a while; we do not insist.

    The id is forgotten, since the handle may mean another group by then.
    """
    await work.usergroups.put(replace(group, slack_id="", error=error))
    if error == group.error:
        return
    names = [name for name, each in work.policy.rotations.items() if each.usergroup == group.name]
    places = dict.fromkeys(place for name in names for place in hears(work.policy, name))
    for number, place in enumerate(places):
        person, channel = (place, None) if place[0] in "UW" else (None, place)
        tell = TellUserGroupFailed(
            group=group.name,
            error=error,
            person=PersonId(person) if person else None,
            channel=RoomId(channel) if channel else None,
        )
        work.also(tell, because=f"{because}.{number}")


async def tell_user_group_failed(
    desk: Desk, effect: TellUserGroupFailed, parcel: Parcel
) -> After | None:
    t = await _language(desk, effect.person)
    rotations = desk.store.policy.rotations
    names = [name for name, each in rotations.items() if each.usergroup == effect.group]
    titles = [_title(desk, name, t) for name in names]
    if titles:
        text, blocks = views.group_failed(t, effect.group, effect.error, titles)
        await desk.slack.post(_whom(effect), text, blocks, key=key(parcel))
    return None


# What they share


async def _rosters(desk: Desk) -> Rosters:
    """Of the rotations that the policy has, in its order."""
    async with desk.store.read() as work:
        rosters = await work.rosters.all()
    return {name: rosters[name] for name in desk.store.policy.rotations if name in rosters}


async def _uncovered(
    desk: Desk,
    names: Iterable[RotationName],
    t: Translator,
    empty: Callable[[Roster], Sequence[Gap]],
) -> list[Uncovered]:
    rosters, rotations = await _rosters(desk), desk.store.policy.rotations
    return [
        Uncovered(name, _title(desk, name, t), found, rotations[name].usergroup)
        for name in names
        if name in rosters and (found := empty(rosters[name]))
    ]


def _title(desk: Desk, name: RotationName, t: Translator) -> str:
    return desk.store.policy.rotations[name].title.to(t.language)


async def _language(desk: Desk, person: PersonId | None) -> Translator:
    return await desk.language_of(person) if person else desk.room_language()


def _whom(effect: ReportGaps | WarnOfGaps | TellUserGroupFailed) -> PersonId | RoomId:
    whom = effect.person or effect.channel
    if whom is None:
        raise Hopeless("Nobody is named to be told.")
    return whom


def senders(desk: Desk) -> Senders:
    return {
        RemindShift: partial(remind_shift, desk),
        HandOver: partial(hand_over, desk),
        ReportGaps: partial(report_gaps, desk),
        WarnOfGaps: partial(warn_of_gaps, desk),
        SyncUserGroup: partial(sync_user_group, desk),
        TellUserGroupFailed: partial(tell_user_group_failed, desk),
    }
