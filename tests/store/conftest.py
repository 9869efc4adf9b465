"""An incident's row, since every effect belongs to one."""

import pytest

from bot.domain.ids import IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.severity import SeverityName
from bot.store.work import Store
from tests.support.databases import START

ONE = IncidentId(1)


@pytest.fixture
async def incident(store: Store) -> Incident:
    """Saved without an event, so that the outbox is empty."""
    made = Incident(
        id=ONE,
        title="Card payments fail",
        severity=SeverityName("SEV2"),
        impact="Card payments fail",
        declared_by=PersonId("U0TARAS"),
        declared_at=START,
    )
    async with store.begin() as work:
        await work.incidents.save(made)
    return made
