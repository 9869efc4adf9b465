"""Client updates from before there were approvals are read on, and go back with the schema."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from bot.clock import system_clock
from bot.domain.client_update import Medium, Recipient
from bot.domain.ids import IncidentId, PersonId
from bot.domain.incident import UpdateAlarm
from bot.domain.language import Language
from bot.domain.policy import Policy
from bot.store import migrate
from bot.store.database import Database
from bot.store.work import Store

DUE = datetime(2026, 11, 22, 10, tzinfo=UTC)
_INCIDENT = text(
    "INSERT INTO incidents (id, title, severity, impact, status, client_state, clients, flags, "
    "private, drill, declared_by, declared_at, tickets, room_name, room_count, roles, summary, "
    "update_due_at) VALUES (1, 'Cards fail', 'SEV2', 'Cards fail', 'investigating', "
    "'investigating', '[]', '[]', false, false, 'U0OLENA', '2026-11-22 09:00:00', '[]', '', 0, "
    "'{}', '', '2026-11-22 10:00:00')"
)
_UPDATES = text(
    "INSERT INTO client_updates (id, incident_id, state, texts, recipients, drafted_by, "
    "drafted_at, sent_at) VALUES "
    "('b', 1, 'identified', '{\"en\": \"Second\"}', '[[\"C0ACME\", [\"en\"]]]', 'U0TARAS', "
    "'2026-11-22 09:30:00', NULL), "
    '(\'a\', 1, \'investigating\', \'{"en": "First", "uk": "Перше"}\', '
    "'[[\"C0ACME\", [\"en\", \"uk\"]]]', 'U0OLENA', '2026-11-22 09:05:00', '2026-11-22 09:06:00')"
)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/old.db"
    url: str = request.getfixturevalue("empty_postgres")
    return url


@pytest.fixture
async def old(empty: str) -> AsyncIterator[Database]:
    """A database as the version before left it, with two updates."""
    database = Database(empty)
    await migrate.upgrade(database, "0002")
    async with database.write() as connection:
        await connection.execute(_INCIDENT)
        await connection.execute(_UPDATES)
    yield database
    await database.close()


async def test_old_updates_are_read_on(old: Database, policy: Policy) -> None:
    await migrate.upgrade(old)

    async with Store(old, system_clock, policy, lambda: None).read() as work:
        first, second = await work.client_updates.of_incident(IncidentId(1))
        last = await work.client_updates.last_sent(IncidentId(1))
        incident = await work.incidents.get(IncidentId(1))

    assert (first.number, second.number) == (1, 2)
    assert last == first
    assert first.recipients == (
        Recipient(
            medium=Medium.CHANNEL,
            address="C0ACME",
            languages=(Language.EN, Language.UK),
            zone=ZoneInfo("UTC"),
        ),
    )
    assert first.text_for(first.recipients[0]) == "First\n\nПерше"
    assert (second.drafted_by, second.approval, second.pending) == (PersonId("U0TARAS"), None, True)
    # What is owed rings when it is missed.
    assert (incident.update_alarm, incident.update_alarm_at) == (UpdateAlarm.REMIND, DUE)


async def test_and_go_back_as_they_were(old: Database) -> None:
    wanted = text(
        "SELECT id, CAST(texts AS TEXT), CAST(recipients AS TEXT) FROM client_updates ORDER BY id"
    )
    async with old.read() as connection:
        before = [_plain(row) for row in await connection.execute(wanted)]

    await migrate.upgrade(old)
    await migrate.downgrade(old, "0002")

    async with old.read() as connection:
        assert [_plain(row) for row in await connection.execute(wanted)] == before


def _plain(row: Any) -> list[object]:
    """JSON as each database's driver gives it to plain SQL: a text, or what it says."""
    return [json.loads(part) if str(part)[:1] in "[{" else part for part in row]
