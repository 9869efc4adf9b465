"""Look whether the rules of paging hold; mend what does not, and count what was found.

The engine cannot break them, by construction. A bug, a restored backup or a hand in the data can,
and then nobody would be paged: so the auditor looks for work that never began, not only for work
that is late.
"""

from collections.abc import Mapping
from datetime import timedelta

from bot.domain import audit
from bot.domain.escalation import LAST_RESORT_WAIT
from bot.domain.events import Flaw
from bot.domain.ids import EscalationId, IncidentId
from bot.store.work import Work

#: A step, a lease or a page this long overdue is nobody's normal delay.
GRACE = timedelta(seconds=30)
#: Runs that fire sooner than this are looked at; one that never fires does no harm.
AHEAD = timedelta(minutes=2)
#: So many of a kind are mended at once; the rest the next time.
LIMIT = 100


async def inspect(work: Work) -> Mapping[str, int]:
    """What breaks which rule; empty when all hold. What can be mended is, in this transaction."""
    before = work.now - GRACE
    found = {
        Flaw.NEVER_BEGAN.value: await _begin(work),
        Flaw.OUTLIVED.value: await _stop(work),
        Flaw.FAR_OFF.value: await _pull_in(work),
        "overdue": await work.audit.overdue(before),
        "abandoned": await work.audit.abandoned(before),
        "untried": await work.audit.untried(before),
    }
    return {rule: count for rule, count in found.items() if count}


async def _begin(work: Work) -> int:
    paging = {severity.name: severity for severity in work.policy.severities if severity.pages}
    nobody = [name for name in work.policy.services if work.policy.path_for(name) is None]
    pathless = nobody if work.policy.path_for(None) else [*nobody, ""]
    ids = await work.audit.unpaged(paging, pathless, LIMIT) if paging else []
    return sum([await _begin_one(work, id) for id in ids])


async def _begin_one(work: Work, id: IncidentId) -> bool:
    incident = await work.incidents.get(id)
    resolve = (await work.on_call())(work.now)
    severity = work.policy.severity(incident.severity)
    new = work.escalations.new_id()
    change = audit.begin(new, incident, severity, work.policy, resolve, at=work.now)
    if change is not None:
        await work.record(change)
    return change is not None


async def _stop(work: Work) -> int:
    ids = await work.audit.outlived(work.now + AHEAD, LIMIT)
    return sum([await _stop_one(work, id) for id in ids])


async def _stop_one(work: Work, id: EscalationId) -> bool:
    change = audit.stop(await work.escalations.get(id, for_update=True), at=work.now)
    if change.events:
        await work.record(change)
    return bool(change.events)


async def _pull_in(work: Work) -> int:
    waits = [audit.longest_wait(path) for path in work.policy.paths.values()]
    timeouts = [each.ack_rule.timeout or timedelta() for each in work.policy.severities]
    longest = max([*waits, *timeouts, LAST_RESORT_WAIT])
    ids = await work.audit.far_off(work.now + longest, LIMIT)
    return sum([await _pull_one_in(work, id) for id in ids])


async def _pull_one_in(work: Work, id: EscalationId) -> bool:
    change = audit.pull_in(await work.escalations.get(id, for_update=True), at=work.now)
    if change.events:
        await work.record(change)
    return bool(change.events)
