"""Rosters that were read, kept while they are true: most transactions read nothing else."""

from collections.abc import Mapping

from bot.domain.policy import Policy
from bot.domain.roster import Roster
from bot.domain.service import RotationName


class Shelf:
    """Rosters as they were read, by stamp: one shelf for a process and its database."""

    def __init__(self) -> None:
        self._rosters: dict[RotationName, tuple[str, Roster]] = {}
        #: All of a policy's, with the stamp that any change replaces.
        self._all: tuple[str | None, Policy, Mapping[RotationName, Roster]] | None = None

    def get(self, name: RotationName, stamp: str) -> Roster | None:
        known = self._rosters.get(name)
        return known[1] if known and known[0] == stamp else None

    def put(self, stamp: str, roster: Roster) -> None:
        self._rosters[roster.name] = stamp, roster

    def get_all(self, stamp: str | None, policy: Policy) -> Mapping[RotationName, Roster] | None:
        known = self._all
        return known[2] if known and known[0] == stamp and known[1] is policy else None

    def put_all(
        self, stamp: str | None, policy: Policy, rosters: Mapping[RotationName, Roster]
    ) -> None:
        self._all = stamp, policy, rosters
