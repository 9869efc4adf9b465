"""The partial indexes: what is due, and what is on its way out, among much that is not.

Apart from the tables because an index in a database's own dialect loads that dialect, and only
migrations need them. Importing this module adds them to the tables.
"""

from sqlalchemy import Column, Index, text

from bot.store.tables import escalations, incidents, outbox

_UNSETTLED = "settled_at IS NULL AND buried_at IS NULL"


def _partial(name: str, *columns: Column[object], where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


PARTIAL = (
    _partial("ix_incidents_lead_due_at", incidents.c.lead_due_at, where="lead_due_at IS NOT NULL"),
    _partial(
        "ix_escalations_next_step_at", escalations.c.next_step_at, where="next_step_at IS NOT NULL"
    ),
    _partial("ix_outbox_pending", outbox.c.priority, outbox.c.id, where=_UNSETTLED),
    _partial("ix_outbox_lane", outbox.c.lane, outbox.c.id, where=_UNSETTLED),
)
