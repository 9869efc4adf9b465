"""Bring a runbook into the war room, because a person asked for it."""

from bot.domain import triage
from bot.domain.ids import IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.runbook import Runbook
from bot.store.work import Work


async def ask(work: Work, id: IncidentId, runbook: Runbook, *, by: PersonId) -> Incident:
    incident = await work.incidents.get(id, for_update=True)
    return await work.record(triage.ask_for_runbook(incident, runbook, by=by, at=work.now))
