"""Effects on their way out: enqueue, lease, settle, put back, bury.

A row is *pending* until it is settled (done) or buried (given up, shown on the card with
Retry). Leasing takes the most urgent due rows; rows that share a lane leave one after another,
so a row waits while an older one of its lane is pending. A lease that runs out means that its
holder died with the outcome unknown: the row becomes *uncertain* and its sender must look
before it sends again. Every write names the owner and the attempt, which fences a holder that
only seemed dead.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Update, and_, bindparam, case, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.effects import CHORE, Effect
from bot.domain.ids import IncidentId
from bot.store.bulk import MANY, insert_all
from bot.store.codec import PAYLOAD, decode_effect, encode, encode_text
from bot.store.parcel import Parcel, kept
from bot.store.rows import insert_new
from bot.store.tables import outbox
from bot.store.twins import waiting

__all__ = ["Outbox", "Parcel"]

_Code: TypeAlias = Callable[[Effect], tuple[str, Any]]
_PENDING = and_(outbox.c.settled_at.is_(None), outbox.c.buried_at.is_(None))


def _take() -> Update:
    """Lease the most urgent due rows whose lane has nothing older pending."""
    older = outbox.alias("older")
    # Not an EXISTS: that may become a join, by statistics that know of no pending rows yet, and
    # compare every row with every other.
    ahead = (
        select(older.c.id)
        .where(
            older.c.lane == outbox.c.lane,
            older.c.id < outbox.c.id,
            older.c.settled_at.is_(None),
            older.c.buried_at.is_(None),
        )
        .limit(1)
        .scalar_subquery()
    )
    moment = bindparam("moment", type_=outbox.c.due_at.type)
    free = or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= moment)
    due = (
        select(outbox.c.id)
        .where(_PENDING, outbox.c.due_at <= moment, free, ahead.is_(None))
        .where(outbox.c.priority <= bindparam("most"))
        .order_by(outbox.c.priority, outbox.c.id)
        .limit(bindparam("take"))
    )
    # A common table expression is run once; a plain subquery PostgreSQL may run again.
    first = due.with_for_update(skip_locked=True).cte("first")
    return (
        update(outbox)
        .where(outbox.c.id.in_(select(first.c.id)))
        .values(
            owner=bindparam("holder"),
            leased_until=bindparam("until", type_=outbox.c.leased_until.type),
            attempts=outbox.c.attempts + 1,
            # An owner still named here is a lease that ran out: nobody knows what arrived.
            uncertain=or_(outbox.c.uncertain, outbox.c.owner.is_not(None)),
        )
        .returning(*outbox.c)
    )


# Building a statement costs more than running it, so these are built once.
_TAKE = _take()
_SETTLE = (
    update(outbox)
    .where(
        tuple_(outbox.c.id, outbox.c.owner, outbox.c.attempts).in_(
            bindparam("held", expanding=True)
        )
    )
    .values(
        settled_at=bindparam("moment", type_=outbox.c.settled_at.type),
        owner=None,
        leased_until=None,
        twin=None,
        error="",
    )
    .returning(outbox.c.id)
)
_BURIED = select(outbox.c.incident_id, outbox.c.id, outbox.c.kind).where(
    outbox.c.incident_id.in_(bindparam("incidents", expanding=True)),
    outbox.c.buried_at.is_not(None),
    outbox.c.settled_at.is_(None),
)


class Outbox:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def enqueue(
        self,
        effects: Sequence[tuple[str, Effect]],
        now: datetime,
        *,
        due_at: datetime | None = None,
        new: bool = False,
    ) -> int:
        """Add (key, effect) pairs; one whose pending twin is not yet leased adds nothing.

        A key that is known already is the same effect, ordered again: it adds nothing either.
        They are due at once unless ``due_at`` says later.
        ``new``: no key can be known, so that a storm of them is written faster.
        """
        many = new and len(effects) >= MANY
        code = encode_text if many else encode
        rows = [_row(key, effect, now, due_at or now, code) for key, effect in effects]
        rows = await self._without_twins(rows)
        if rows and many:
            await insert_all(self._db, outbox, rows, texts=PAYLOAD)
        elif rows:
            await insert_new(self._db, outbox, rows)
        return len(rows)

    async def _without_twins(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        twins = {row["twin"] for row in rows if row["twin"]}
        if not twins:
            return rows
        taken = await waiting(self._db, twins)
        kept = []
        for row in rows:
            if row["twin"] is None or row["twin"] not in taken:
                kept.append(row)
            if row["twin"]:
                taken.add(row["twin"])
        return kept

    async def lease(
        self, limit: int, *, owner: str, now: datetime, until: datetime, least: int = CHORE
    ) -> list[Parcel]:
        """Take up to ``limit`` due rows, the most urgent first, as far down as ``least``."""
        given = {
            "take": limit,
            "holder": owner,
            "moment": now,
            "until": until,
            "most": least,
        }
        rows = (await self._db.execute(_TAKE, given)).all()
        return [_parcel(row) for row in sorted(rows, key=lambda row: (row.priority, row.id))]

    async def settle(self, parcels: Sequence[Parcel], now: datetime) -> frozenset[int]:
        """They left; which. One whose lease was lost is for its new holder to settle."""
        if not parcels:
            return frozenset()
        held = [(parcel.id, parcel.owner, parcel.attempt) for parcel in parcels]
        rows = await self._db.execute(_SETTLE, {"held": held, "moment": now})
        return frozenset(rows.scalars())

    async def put_back(
        self, parcel: Parcel, *, due_at: datetime, error: str, uncertain: bool, counted: bool = True
    ) -> None:
        """Try again at ``due_at``. A wait for Slack's pace is not counted as an attempt."""
        attempts = parcel.attempt if counted else parcel.attempt - 1
        await self._mine(
            parcel,
            due_at=due_at,
            error=error,
            uncertain=uncertain,
            owner=None,
            leased_until=None,
            attempts=attempts,
        )

    async def bury(self, parcel: Parcel, *, error: str, uncertain: bool, now: datetime) -> bool:
        """Give it up; False when the lease was lost. ``uncertain``: a retry must look first."""
        gone = {"buried_at": now, "owner": None, "leased_until": None, "twin": None}
        return await self._mine(parcel, error=error, uncertain=uncertain, **gone)

    async def _mine(self, parcel: Parcel, **values: Any) -> bool:
        held = and_(
            outbox.c.id == parcel.id,
            outbox.c.owner == parcel.owner,
            outbox.c.attempts == parcel.attempt,
        )
        return (await self._db.execute(update(outbox).where(held).values(**values))).rowcount == 1

    async def hasten(self, keys: Sequence[str], due_at: datetime) -> None:
        """Make these due earlier, where they wait still. What is under way or done stays so."""
        known = [kept(key) for key in keys]
        still = and_(_PENDING, outbox.c.key.in_(known), outbox.c.owner.is_(None))
        later = and_(still, outbox.c.due_at > due_at)
        await self._db.execute(update(outbox).where(later).values(due_at=due_at))

    async def extend(self, ids: Sequence[int], *, owner: str, until: datetime) -> None:
        """A holder that is alive but slow keeps its lease."""
        held = and_(outbox.c.id.in_(ids), outbox.c.owner == owner)
        await self._db.execute(update(outbox).where(held).values(leased_until=until))

    async def release_all(self, now: datetime) -> int:
        """At the start of the only process (SQLite): whatever was leased lost its holder."""
        orphans = and_(_PENDING, outbox.c.owner.is_not(None))
        done = await self._db.execute(update(outbox).where(orphans).values(leased_until=now))
        return int(done.rowcount)

    async def retry(self, id: int, now: datetime) -> tuple[IncidentId, str] | None:
        """Dig up an incident's buried row; incident and kind, or None when it was not buried."""
        again = (
            update(outbox)
            .where(
                outbox.c.id == id,
                outbox.c.buried_at.is_not(None),
                outbox.c.incident_id.is_not(None),
            )
            .values(buried_at=None, due_at=now, attempts=0, owner=None)
            .returning(outbox.c.incident_id, outbox.c.kind)
        )
        row = (await self._db.execute(again)).one_or_none()
        return (IncidentId(row.incident_id), row.kind) if row else None

    async def buried(self, incident: IncidentId) -> list[tuple[int, str, str]]:
        """Steps given up for an incident: (row, kind, error)."""
        wanted = select(outbox.c.id, outbox.c.kind, outbox.c.error).where(
            outbox.c.incident_id == incident,
            outbox.c.buried_at.is_not(None),
            outbox.c.settled_at.is_(None),
        )
        return [(row.id, row.kind, row.error) for row in await self._db.execute(wanted)]

    async def buried_of(
        self, incidents: Sequence[IncidentId]
    ) -> Mapping[IncidentId, list[tuple[int, str]]]:
        """Steps given up, by incident: (row, kind). An incident without any is left out."""
        found: dict[IncidentId, list[tuple[int, str]]] = defaultdict(list)
        for row in await self._db.execute(_BURIED, {"incidents": incidents}):
            found[IncidentId(row.incident_id)].append((row.id, row.kind))
        return found

    async def next_due(self) -> datetime | None:
        """When the earliest pending, unleased row is due."""
        wanted = select(func.min(outbox.c.due_at)).where(_PENDING, outbox.c.owner.is_(None))
        earliest: datetime | None = (await self._db.execute(wanted)).scalar()
        return earliest

    async def depth(self, now: datetime) -> tuple[int, float]:
        """How many rows wait to leave, and the age in seconds of the oldest due one.

        One appointed for later and never tried waits for nothing yet, such as the call that
        follows when a page stays unanswered for two minutes.
        """
        due = outbox.c.due_at <= now
        waiting = select(func.count(), func.min(case((due, outbox.c.created_at))))
        found = await self._db.execute(waiting.where(_PENDING, or_(due, outbox.c.attempts > 0)))
        row = found.one()
        oldest = row[1]
        return int(row[0]), (now - oldest).total_seconds() if oldest else 0.0

    async def forget(self, before: datetime) -> None:
        await self._db.execute(outbox.delete().where(outbox.c.settled_at < before))


def _row(key: str, effect: Effect, now: datetime, due_at: datetime, code: _Code) -> dict[str, Any]:
    kind, payload = code(effect)
    subject = effect.lane or kind
    return {
        "key": kept(key),
        "incident_id": effect.about,
        "kind": kind,
        "payload": payload,
        "lane": effect.lane,
        "twin": f"{kind}:{subject}" if effect.coalesces else None,
        "priority": effect.priority,
        "created_at": now,
        "due_at": due_at,
        "attempts": 0,
        "uncertain": False,
        "error": "",
    }


def _parcel(row: Any) -> Parcel:
    return Parcel(
        id=row.id,
        key=row.key,
        effect=decode_effect(row.kind, row.payload),
        attempt=row.attempts,
        uncertain=row.uncertain,
        owner=row.owner,
        created_at=row.created_at,
        due_at=row.due_at,
    )
