"""Client updates on their way: a row for each recipient of each update, written once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import ClientUpdateId, IncidentId
from bot.domain.medium import Medium
from bot.domain.service import ClientName
from bot.domain.snag import Snag
from bot.domain.update_delivery import DeliveryState, UpdateDelivery
from bot.store.bulk import MANY, insert_all
from bot.store.rows import insert_new
from bot.store.tables import deliveries

_ONE = and_(
    deliveries.c.update_id == bindparam("which"), deliveries.c.recipient == bindparam("whom")
)
_QUEUED = deliveries.c.state == DeliveryState.QUEUED.value

# Building a statement costs more than running it, and these run for each of hundreds of mails.
_GET = select(deliveries).where(_ONE)
_HAND = (
    update(deliveries)
    .where(_ONE, _QUEUED, deliveries.c.handed_at.is_(None))
    .values(handed_at=bindparam("moment", type_=deliveries.c.handed_at.type), ref=bindparam("id"))
)
_FIRST_REF = (
    select(deliveries.c.ref)
    .where(
        deliveries.c.incident_id == bindparam("about"),
        deliveries.c.recipient == bindparam("whom"),
        deliveries.c.update_id != bindparam("which"),
        deliveries.c.ref != "",
        deliveries.c.state.in_((DeliveryState.SENT.value, DeliveryState.UNKNOWN.value)),
    )
    .order_by(deliveries.c.handed_at)
    .limit(1)
)
_TROUBLED = (
    select(deliveries)
    .where(
        deliveries.c.incident_id.in_(bindparam("incidents", expanding=True)),
        # In these words, so that a database sees that its partial index holds them.
        text("state IN ('failed', 'unknown')"),
    )
    .order_by(deliveries.c.queued_at, deliveries.c.update_id, deliveries.c.address)
)


class Deliveries:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def queue(self, new: Sequence[UpdateDelivery]) -> None:
        """Write rows of an update that has none yet; hundreds of them in one statement."""
        rows = [_row(delivery) for delivery in new]
        if len(rows) >= MANY:
            await insert_all(self._db, deliveries, rows)
        elif rows:
            await insert_new(self._db, deliveries, rows)

    async def find(
        self, id: ClientUpdateId, recipient: str, *, for_update: bool = False
    ) -> UpdateDelivery | None:
        wanted: Select[Any] = _GET.with_for_update() if for_update else _GET
        row = (await self._db.execute(wanted, {"which": id, "whom": recipient})).one_or_none()
        return _delivery(row) if row else None

    async def of_update(
        self, id: ClientUpdateId, *media: Medium, for_update: bool = False
    ) -> tuple[UpdateDelivery, ...]:
        """All of them; with ``media`` only those."""
        wanted = (
            select(deliveries)
            .where(deliveries.c.update_id == id)
            .order_by(deliveries.c.medium, deliveries.c.address)
        )
        if media:
            wanted = wanted.where(deliveries.c.medium.in_([each.value for each in media]))
        if for_update:
            wanted = wanted.with_for_update()
        return tuple(_delivery(row) for row in await self._db.execute(wanted))

    async def troubled(
        self, incidents: Sequence[IncidentId]
    ) -> Mapping[IncidentId, list[UpdateDelivery]]:
        """Those given up or in doubt, by incident, the oldest first. Without any: left out."""
        found: dict[IncidentId, list[UpdateDelivery]] = defaultdict(list)
        for row in await self._db.execute(_TROUBLED, {"incidents": list(incidents)}):
            found[IncidentId(row.incident_id)].append(_delivery(row))
        return found

    async def save(self, delivery: UpdateDelivery) -> None:
        key = and_(
            deliveries.c.update_id == delivery.update,
            deliveries.c.recipient == delivery.recipient,
        )
        values = {
            "state": delivery.state.value,
            "attempts": delivery.attempts,
            "queued_at": delivery.queued_at,
            "handed_at": delivery.handed_at,
            "sent_at": delivery.sent_at,
            "snag": delivery.snag.value,
            "detail": delivery.detail,
            "ref": delivery.ref,
        }
        await self._db.execute(update(deliveries).where(key).values(**values))

    async def hand(self, delivery: UpdateDelivery, at: datetime, ref: str) -> bool:
        """Mark that it is about to be handed over; False when somebody did so before.

        Whoever finds the mark and no end after it must not hand it over again.
        """
        given = {"which": delivery.update, "whom": delivery.recipient, "moment": at, "id": ref}
        return (await self._db.execute(_HAND, given)).rowcount == 1

    async def first_ref(self, delivery: UpdateDelivery) -> str:
        """What the first mail about this incident to this recipient is known by, or nothing."""
        given = {
            "about": delivery.incident,
            "whom": delivery.recipient,
            "which": delivery.update,
        }
        return (await self._db.execute(_FIRST_REF, given)).scalar() or ""

    async def fail_all(
        self, id: ClientUpdateId, medium: Medium, snag: Snag, detail: str = ""
    ) -> tuple[UpdateDelivery, ...]:
        """Give up what an update has queued for a medium without a way out; which these were."""
        waiting = and_(
            deliveries.c.update_id == id,
            deliveries.c.medium == medium.value,
            _QUEUED,
            deliveries.c.handed_at.is_(None),
        )
        given_up = (
            update(deliveries)
            .where(waiting)
            .values(
                state=DeliveryState.FAILED.value,
                attempts=deliveries.c.attempts + 1,
                snag=snag.value,
                detail=detail,
            )
            .returning(*deliveries.c)
        )
        rows = [_delivery(row) for row in await self._db.execute(given_up)]
        return tuple(sorted(rows, key=lambda row: row.address))


def _row(delivery: UpdateDelivery) -> dict[str, Any]:
    return {
        "update_id": delivery.update,
        "recipient": delivery.recipient,
        "incident_id": delivery.incident,
        "medium": delivery.medium.value,
        "address": delivery.address,
        "client": delivery.client,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "queued_at": delivery.queued_at,
        "handed_at": delivery.handed_at,
        "sent_at": delivery.sent_at,
        "snag": delivery.snag.value,
        "detail": delivery.detail,
        "ref": delivery.ref,
    }


def _delivery(row: Any) -> UpdateDelivery:
    return UpdateDelivery(
        update=ClientUpdateId(row.update_id),
        recipient=row.recipient,
        incident=IncidentId(row.incident_id),
        medium=Medium(row.medium),
        address=row.address,
        client=ClientName(row.client) if row.client else None,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        queued_at=row.queued_at,
        handed_at=row.handed_at,
        sent_at=row.sent_at,
        snag=Snag(row.snag),
        detail=row.detail,
        ref=row.ref,
    )
