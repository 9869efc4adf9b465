"""The partial indexes: what is due, and what is on its way out, among much that is not.

Apart from the tables because an index in a database's own dialect loads that dialect, and only
migrations need them. Importing this module adds them to the tables.
"""

from sqlalchemy import Column, Index, text

from bot.store.tables import (
    client_updates,
    cover_requests,
    deliveries,
    escalations,
    incidents,
    outbox,
)

_OPEN = "state = 'open'"
_UNSETTLED = "settled_at IS NULL AND buried_at IS NULL"


def _partial(name: str, *columns: Column[object], where: str, unique: bool = False) -> Index:
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


PARTIAL = (
    _partial(
        "ix_incidents_clock_alarm_at",
        incidents.c.clock_alarm_at,
        where="clock_alarm_at IS NOT NULL",
    ),
    _partial("ix_incidents_lead_due_at", incidents.c.lead_due_at, where="lead_due_at IS NOT NULL"),
    _partial(
        "ix_incidents_update_alarm_at",
        incidents.c.update_alarm_at,
        where="update_alarm_at IS NOT NULL",
    ),
    _partial(
        "ix_client_updates_approval_ends_at",
        client_updates.c.approval_ends_at,
        where="approval_ends_at IS NOT NULL",
    ),
    _partial(
        "ix_escalations_next_step_at", escalations.c.next_step_at, where="next_step_at IS NOT NULL"
    ),
    _partial(
        "ix_deliveries_troubled", deliveries.c.incident_id, where="state IN ('failed', 'unknown')"
    ),
    # What the status page counts every second.
    _partial("ix_client_updates_sent_at", client_updates.c.sent_at, where="sent_at IS NOT NULL"),
    _partial("ix_incidents_private", incidents.c.private, where="private"),
    _partial("ix_outbox_pending", outbox.c.priority, outbox.c.id, where=_UNSETTLED),
    _partial("ix_outbox_lane", outbox.c.lane, outbox.c.id, where=_UNSETTLED),
    _partial("ix_outbox_twin", outbox.c.twin, where="twin IS NOT NULL"),
    _partial("ix_cover_requests_expires_at", cover_requests.c.expires_at, where=_OPEN),
    # The same piece of a shift is not asked for twice at a time.
    _partial(
        "ix_cover_requests_open",
        cover_requests.c.rotation,
        cover_requests.c.layer,
        cover_requests.c.shift,
        cover_requests.c.asker_id,
        cover_requests.c.start_at,
        where=_OPEN,
        unique=True,
    ),
)
