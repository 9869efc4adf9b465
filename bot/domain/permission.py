"""Who may do what. Failing closed: what is not allowed is refused."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.ids import PersonId
from bot.domain.role import RoleName


class Action(StrEnum):
    """What a policy can restrict. Everything else is open to everyone but guests."""

    DECLARE = "declare"
    RECLASSIFY = "reclassify"
    UPDATE_CLIENTS = "update_clients"
    #: Let grave words of a client update stand; see `approval.may_waive` for the default.
    OVERRIDE_WORDING = "override_wording"
    RESOLVE = "resolve"
    CANCEL = "cancel"
    MERGE = "merge"
    MAKE_PRIVATE = "make_private"
    #: Say who is on call instead of somebody else.
    OVERRIDE = "override"
    #: Say from when a regulatory clock runs, and what was submitted.
    CONFIRM_CLOCKS = "confirm_clocks"
    #: See how much others were on call; one's own load everybody sees.
    SEE_LOAD = "see_load"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Who may: everyone (but guests), holders of roles in that incident, named people."""

    everyone: bool = False
    roles: frozenset[RoleName] = frozenset()
    people: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    grants: Mapping[Action, Grant] = field(default_factory=dict)
    #: Guests may do nothing unless the policy names them.
    guests: frozenset[PersonId] = frozenset()

    def allow(
        self, action: Action, person: PersonId, *, guest: bool, roles: Collection[RoleName] = ()
    ) -> bool:
        """Whether this person may. An action the policy does not mention is open to non-guests."""
        if guest and person not in self.guests:
            return False
        grant = self.grants.get(action, Grant(everyone=True))
        return grant.everyone or person in grant.people or not grant.roles.isdisjoint(roles)
