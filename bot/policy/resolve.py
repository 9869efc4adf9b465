"""E-mail addresses in a policy, replaced by the Slack ids they belong to."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.domain.escalation_path import EscalationPath, Level, Target, ToPerson
from bot.domain.ids import PersonId
from bot.domain.permission import Grant, Permissions
from bot.domain.policy import Policy


def unresolved(policy: Policy) -> tuple[str, ...]:
    """The e-mail addresses that still stand for people."""
    return tuple(id for id in policy.people if "@" in id)


def resolve(policy: Policy, emails: Mapping[str, PersonId]) -> Policy:
    """The same policy with these addresses' people known by id, wherever they are named.

    An address that is not in ``emails`` stays: its person cannot be paged, but nobody else's
    page is lost for it.
    """
    return _Resolver(emails).policy(policy)


class _Resolver:
    def __init__(self, emails: Mapping[str, PersonId]) -> None:
        self._emails = {email.casefold(): id for email, id in emails.items()}

    def policy(self, policy: Policy) -> Policy:
        members = (replace(each, id=self._one(each.id)) for each in policy.people.values())
        return replace(
            policy,
            workspace=replace(policy.workspace, responders=self._many(policy.workspace.responders)),
            people={member.id: member for member in members},
            groups={name: self._many(group) for name, group in policy.groups.items()},
            rotations={name: each.renamed(self._one) for name, each in policy.rotations.items()},
            paths={name: self._path(each) for name, each in policy.paths.items()},
            permissions=self._permissions(policy.permissions),
        )

    def _path(self, path: EscalationPath) -> EscalationPath:
        last_resort = path.last_resort
        if isinstance(last_resort, ToPerson):
            last_resort = ToPerson(self._one(last_resort.person))
        levels = tuple(self._level(level) for level in path.levels)
        return replace(path, levels=levels, last_resort=last_resort)

    def _level(self, level: Level) -> Level:
        return replace(level, targets=tuple(self._target(each) for each in level.targets))

    def _target(self, target: Target) -> Target:
        return ToPerson(self._one(target.person)) if isinstance(target, ToPerson) else target

    def _permissions(self, permissions: Permissions) -> Permissions:
        return replace(
            permissions,
            grants={action: self._grant(each) for action, each in permissions.grants.items()},
            guests=frozenset(self._many(permissions.guests)),
        )

    def _grant(self, grant: Grant) -> Grant:
        return replace(grant, people=frozenset(self._many(grant.people)))

    def _many(self, people: Iterable[PersonId]) -> tuple[PersonId, ...]:
        return tuple(self._one(person) for person in people)

    def _one(self, person: PersonId) -> PersonId:
        return self._emails.get(person.casefold(), person)
