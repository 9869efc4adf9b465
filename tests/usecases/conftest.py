"""An incident to begin with, on each database."""

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.ids import PersonId
from bot.domain.incident import Incident
from bot.domain.lifecycle import Declaration
from bot.domain.service import ServiceName
from bot.store.work import Store
from bot.usecases.declare import declare

#: Declares "Card payments fail" on the cards service with a severity.
Declare = Callable[..., Awaitable[Incident]]


@pytest.fixture
def declared(store: Store) -> Declare:
    async def make(
        severity: str = "SEV3", service: str | None = "cards", *, private: bool = False
    ) -> Incident:
        said = Declaration(
            impact="Card payments fail",
            service=ServiceName(service) if service else None,
            private=private,
        )
        async with store.begin() as work:
            return await declare(
                work, said, severity=work.policy.severity(severity), by=PersonId("U0TARAS")
            )

    return make
