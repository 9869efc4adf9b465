"""Who stands behind a target now: the one answer for the pager, the roster and every notice."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.escalation_path import (
    Resolve,
    Target,
    ToChannel,
    ToGroup,
    ToPerson,
    ToRotation,
    ToUsergroup,
    ToWebhook,
)
from bot.domain.ids import PersonId, RoomId
from bot.domain.policy import Policy
from bot.domain.roster import Roster
from bot.domain.service import RotationName


def on_call(policy: Policy, rosters: Mapping[RotationName, Roster], at: datetime) -> Resolve:
    """Who stands behind each target at an instant: the same answer for pager and roster."""

    def resolve(target: Target) -> tuple[PersonId | RoomId, ...]:
        match target:
            case ToPerson(person=person):
                return (person,)
            case ToChannel(channel=channel):
                return (channel,)
            case ToRotation(rotation=name):
                roster = rosters.get(name)
                return roster.on_call(at) if roster else ()
            case ToGroup(group=group):
                return policy.groups.get(group, ())
            case ToUsergroup(usergroup=usergroup):
                return policy.usergroups.get(usergroup, ())
            case ToWebhook():
                return ()

    return resolve
