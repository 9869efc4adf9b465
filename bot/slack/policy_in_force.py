"""The policy in force: taken up when a new one is applied, with the people that Slack knows."""

from dataclasses import replace
from datetime import timedelta

import structlog

from bot.domain.policy import Policy
from bot.policy import Beside, PolicyError, load, resolve, unresolved
from bot.slack import usergroups
from bot.slack.client import Slack
from bot.slack.people import People
from bot.store.work import Store
from bot.usecases import rotations

#: How often Slack is asked again about e-mail addresses it did not know.
ASK_AGAIN = timedelta(minutes=5)

log = structlog.get_logger(__name__)


class PolicyInForce:
    """Keeps ``store.policy`` the newest one that was applied; a running bot needs no restart."""

    def __init__(self, store: Store, slack: Slack, people: People) -> None:
        self._store = store
        self._slack = slack
        self._people = people
        #: The newest version that this release could not read.
        self._refused = 0
        self._ask_at = store.clock()

    async def refresh(self) -> None:
        """Take up a policy that was applied since."""
        async with self._store.read() as work:
            version = await work.policies.newest_version()
            new = version not in {0, self._store.policy.version, self._refused}
            newest = await work.policies.newest() if new else None
        if newest is None:
            if self._store.clock() >= self._ask_at:
                await self.take_up(self._store.policy)
            return
        try:
            beside = Beside(newest.applied_at, newest.calendars)
            policy = load(newest.source, file=newest.file, beside=beside)
        except PolicyError as problems:
            # Applied by another release of Tocsin, say. The one in force stays in force.
            self._refused = newest.version
            log.warning("policy_refused", version=newest.version, problems=str(problems))
            return
        await self.take_up(replace(policy, version=newest.version))
        log.info("policy_applied", version=newest.version)

    async def take_up(self, policy: Policy) -> None:
        """With the Slack ids of people named by e-mail; whom Slack does not tell is asked again.

        So are the members of the user groups that paths page: as they are now, else as they were.
        """
        self._ask_at = self._store.clock() + ASK_AGAIN
        emails, groups = unresolved(policy), policy.paged_usergroups
        known = resolve(policy, await self._people.find_all(emails) if emails else {})
        told = await usergroups.members(self._slack, groups) if groups else {}
        members = {**self._store.policy.usergroups, **told}
        before = self._store.policy
        self._store.policy = replace(known, usergroups=members) if groups else known
        try:
            async with self._store.begin() as work:
                await rotations.take_up(work)
        except BaseException:
            # All of it or nothing: the next tick tries again.
            self._store.policy = before
            raise
