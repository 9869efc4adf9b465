"""Who may do what, and who may see what."""

import pytest

from bot.domain.audience import announced, may_see
from bot.domain.ids import PersonId
from bot.domain.permission import Action, Grant, Permissions
from bot.domain.role import COMMS, LEAD, RoleName
from tests.domain.sample import GUEST, IRYNA, OLENA, TARAS, incident

PERMISSIONS = Permissions(
    grants={
        Action.RESOLVE: Grant(roles=frozenset({LEAD}), people=frozenset({OLENA})),
        Action.MERGE: Grant(),
        Action.DECLARE: Grant(everyone=True),
    },
    guests=frozenset({GUEST}),
)


@pytest.mark.parametrize(
    ("action", "person", "roles", "allowed"),
    [
        (Action.RESOLVE, OLENA, (), True),
        (Action.RESOLVE, TARAS, (), False),
        (Action.RESOLVE, TARAS, (LEAD,), True),
        (Action.RESOLVE, TARAS, (COMMS,), False),
        (Action.RESOLVE, TARAS, (COMMS, LEAD), True),
        (Action.MERGE, OLENA, (LEAD,), False),
        (Action.DECLARE, TARAS, (), True),
        (Action.CANCEL, TARAS, (), True),
    ],
)
def test_grants(
    action: Action, person: PersonId, roles: tuple[RoleName, ...], *, allowed: bool
) -> None:
    assert PERMISSIONS.allow(action, person, guest=False, roles=roles) is allowed


@pytest.mark.parametrize("action", Action)
def test_without_a_policy_everybody_may_and_guests_may_not(action: Action) -> None:
    assert Permissions().allow(action, OLENA, guest=False)
    assert not Permissions().allow(action, OLENA, guest=True, roles=(LEAD,))


def test_a_guest_whom_the_policy_names_is_treated_as_everybody_else() -> None:
    assert PERMISSIONS.allow(Action.DECLARE, GUEST, guest=True)
    assert not PERMISSIONS.allow(Action.RESOLVE, GUEST, guest=True)
    assert PERMISSIONS.allow(Action.RESOLVE, GUEST, guest=True, roles=(LEAD,))
    assert not PERMISSIONS.allow(Action.DECLARE, TARAS, guest=True)


@pytest.mark.parametrize(
    ("private", "guest", "member", "sees"),
    [
        (False, False, False, True),
        (False, False, True, True),
        (False, True, False, False),
        (False, True, True, True),
        (True, False, False, False),
        (True, False, True, True),
        (True, True, False, False),
        (True, True, True, True),
    ],
)
def test_who_may_see(*, private: bool, guest: bool, member: bool, sees: bool) -> None:
    members = (OLENA, IRYNA) if member else (OLENA,)
    assert may_see(incident(private=private), IRYNA, members=members, guest=guest) is sees


def test_only_public_incidents_are_announced() -> None:
    assert announced(incident())
    assert not announced(incident(private=True))
