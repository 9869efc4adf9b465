"""Who stands behind a target now: the one answer for the pager, the roster and every notice."""

from datetime import datetime

from bot.domain.escalation import Resolve
from bot.domain.escalation_path import Target, ToChannel, ToPerson, ToRotation
from bot.domain.ids import PersonId, RoomId
from bot.domain.policy import Policy


def on_call(policy: Policy, at: datetime) -> Resolve:
    """Who stands behind each target at an instant: the same answer for pager and roster."""

    def resolve(target: Target) -> PersonId | RoomId | None:
        match target:
            case ToPerson(person=person):
                return person
            case ToChannel(channel=channel):
                return channel
            case ToRotation(rotation=name):
                rotation = policy.rotations.get(name)
                return rotation.on_call(at) if rotation else None

    return resolve
