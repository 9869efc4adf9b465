"""What to do about an escalation that breaks a rule: mend it, and say so on the timeline."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import escalation
from bot.domain.change import Change
from bot.domain.escalation import LAST_RESORT_WAIT, STILL_WAIT, Escalation
from bot.domain.escalation_path import EscalationPath, Resolve
from bot.domain.events import Flaw, PagingMended
from bot.domain.ids import EscalationId
from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.domain.severity import Severity


def begin(
    id: EscalationId,
    incident: Incident,
    severity: Severity,
    policy: Policy,
    resolve: Resolve,
    *,
    at: datetime,
) -> Change[Escalation] | None:
    """Page for an incident for which nobody ever was; None when its service has no path."""
    path = policy.path_for(incident.service)
    if path is None:
        return None
    begun = escalation.begin(id, incident.id, path, resolve, severity=severity, by=None, at=at)
    return Change(begun.state, (_mended(begun.state, Flaw.NEVER_BEGAN, at), *begun.events))


def stop(run: Escalation, *, at: datetime) -> Change[Escalation]:
    """End paging for an incident that has ended."""
    stopped = escalation.stop(run, at=at)
    if stopped.state is run:
        return stopped
    return Change(stopped.state, (_mended(run, Flaw.OUTLIVED, at), *stopped.events))


def pull_in(run: Escalation, *, at: datetime) -> Change[Escalation]:
    """Bring a step back within the longest wait there is for this run."""
    latest = at + longest_wait(run.path, run.rule.timeout)
    if run.next_step_at is None or run.next_step_at <= latest:
        return Change(run)
    fact = _mended(run, Flaw.FAR_OFF, at)
    return Change(replace(run, next_step_at=latest), (fact,))


def longest_wait(path: EscalationPath, timeout: timedelta | None = None) -> timedelta:
    """No step of a run is ever further away than this, when clocks only go forward."""
    waits = (level.wait for level in path.levels)
    return max(*waits, LAST_RESORT_WAIT, STILL_WAIT, timeout or timedelta())


def _mended(run: Escalation, flaw: Flaw, at: datetime) -> PagingMended:
    return PagingMended(incident=run.incident, at=at, escalation=run.id, flaw=flaw)
