"""How long an author waits for the preview of an update: drafted, checked and laid out."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from json import dumps

from benchmarks import wording
from benchmarks.postgres import migrated, server
from benchmarks.rig import Row, percentile
from bot.clock import system_clock
from bot.domain.client_update import Draft
from bot.domain.ids import ClientUpdateId, IncidentId, PersonId
from bot.domain.language import Language
from bot.domain.lifecycle import Declaration
from bot.domain.policy import Policy
from bot.domain.service import ServiceName
from bot.domain.severity import ClientState
from bot.domain.triage import add_note
from bot.i18n import translator
from bot.integrations.templates import Templates
from bot.policy import load
from bot.slack.audiences import by_text, shown
from bot.store.database import Database
from bot.store.migrate import upgrade
from bot.store.work import Store
from bot.usecases import update
from bot.usecases.declare import declare
from tests.support.world import FULL_POLICY

PREVIEWS, NOTES, BOUND = 200, 30, 50.0
OLENA = PersonId("U0OLENA")
SAID = Draft(
    state=ClientState.INVESTIGATING,
    headline={
        Language.EN: "Card payments fail",
        Language.UK: "Оплата карткою не проходить",
        Language.RU: "Оплата картой не проходит",
    },
    impact=wording.UPDATE,
    doing={
        Language.EN: "Our engineers are checking the payment gateway.",
        Language.UK: "Інженери перевіряють платіжний шлюз.",
        Language.RU: "Инженеры проверяют платёжный шлюз.",
    },
)


async def run() -> list[Row]:
    rows = [_checked()]
    with _sqlite() as url:
        rows.append(await _previews("SQLite", url))
    with server() as url:
        await migrated(url)
        rows.append(await _previews("PostgreSQL", url))
    return rows


def _checked() -> Row:
    alone = next(row for row in wording.run() if row.bound == wording.BOUND_MS)
    return Row(
        figure="wording check of an update, 3 languages, p99",
        value=alone.p99,
        unit="ms",
        bound=BOUND,
        beside=f"{alone.cpu_p99:.2f} ms of CPU",
    )


async def _previews(name: str, url: str) -> Row:
    """Each another wording of the same draft, as an author changes it; all of it but Slack."""
    database = Database(url)
    policy = replace(load(FULL_POLICY.read_text(encoding="utf-8"), file="full.yaml"), version=1)
    store = Store(database, system_clock, policy, lambda: None)
    try:
        await upgrade(database)
        incident = await _burning(store)
        templates = Templates()
        took = [await _preview(store, policy, templates, incident, n) for n in range(PREVIEWS)]
    finally:
        await database.close()
    return Row(
        figure=f"preview of an update with wording check, 3 languages, {name}, p99",
        value=percentile(took, 0.99),
        unit="ms",
        bound=BOUND,
        beside=f"p50 {percentile(took, 0.5):.2f} ms; the first of the process {took[0]:.0f} ms",
    )


async def _preview(
    store: Store, policy: Policy, templates: Templates, incident: IncidentId, number: int
) -> float:
    """Milliseconds until the preview could be shown."""
    impact = {language: f"{text}\n{number}" for language, text in SAID.impact.items()}
    said = replace(SAID, impact=impact)
    began = time.perf_counter()
    async with store.begin() as work:
        draft = await update.draft(
            work, incident, said, by=OLENA, render=templates.render, update=ClientUpdateId("d" * 32)
        )
        findings = await update.findings(work, draft.id)
        blocks = shown(translator(Language.UK), policy, draft, by_text(findings))
    dumps(blocks)
    return (time.perf_counter() - began) * 1000


async def _burning(store: Store) -> IncidentId:
    """An incident of the payments service: all clients, three languages, and notes to read."""
    said = Declaration(impact="Card payments fail", service=ServiceName("payments-api"))
    async with store.begin() as work:
        incident = await declare(work, said, severity=work.policy.severity("SEV2"), by=OLENA)
    async with store.begin() as work:
        for number in range(NOTES):
            text = f"Checked table {number}: no data was lost."
            note = add_note(incident, text, author=OLENA, said_at=work.now, by=OLENA, at=work.now)
            await work.record(note)
    return incident.id


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite+aiosqlite:///{folder}/bench.db"
