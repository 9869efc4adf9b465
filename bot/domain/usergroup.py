"""Slack user groups that follow the roster: who belongs in each."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.ids import PersonId
from bot.domain.policy import Policy
from bot.domain.roster import Roster
from bot.domain.service import RotationName


def wanted_groups(
    policy: Policy, rosters: Mapping[RotationName, Roster], at: datetime
) -> dict[str, frozenset[PersonId]]:
    """The people on call by the group that holds them; one group may be of several rotations.

    A group of nobody is left out: it stays as it is. Whoever is known by e-mail only has no
    Slack id yet, and cannot be in one.
    """
    found: dict[str, set[PersonId]] = {}
    for name, rotation in policy.rotations.items():
        roster = rosters.get(name)
        if rotation.usergroup and roster:
            people = found.setdefault(rotation.usergroup, set())
            people.update(who for who in roster.on_call(at) if "@" not in who)
    return {name: frozenset(people) for name, people in found.items() if people}
