"""Requests for cover and for swaps, in and out of the database."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.cover_request import CoverRequest, Piece, RequestKind, RequestState
from bot.domain.ids import CoverRequestId, PersonId
from bot.domain.refusal import Refusal
from bot.domain.roster import ShiftId
from bot.domain.service import RotationName
from bot.store.rows import upsert
from bot.store.tables import cover_requests

# Building a statement costs more than running it, so they are built once.
_ONE = select(cover_requests).where(cover_requests.c.id == bindparam("it"))
_LOCKED = _ONE.with_for_update()
_OPEN = select(cover_requests).where(cover_requests.c.state == RequestState.OPEN)
_OF = _OPEN.where(cover_requests.c.asker_id == bindparam("asker")).order_by(
    cover_requests.c.start_at, cover_requests.c.id
)
_DUE = (
    _OPEN.where(
        cover_requests.c.expires_at <= bindparam("now", type_=cover_requests.c.expires_at.type)
    )
    .order_by(cover_requests.c.expires_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


class CoverRequests:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    def new_id(self) -> CoverRequestId:
        return CoverRequestId(uuid4().hex)

    async def get(self, id: CoverRequestId, *, for_update: bool = False) -> CoverRequest:
        """One of them; locked, whoever else would answer it waits."""
        row = (await self._db.execute(_LOCKED if for_update else _ONE, {"it": id})).one_or_none()
        if row is None:
            raise Refusal("That request is no longer known. `/oncall` shows who is on call.")
        return _request(row)

    async def open_of(self, asker: PersonId) -> tuple[CoverRequest, ...]:
        """What a person has asked for and nobody has taken, the earliest shift first."""
        return tuple(_request(row) for row in await self._db.execute(_OF, {"asker": asker}))

    async def due(self, now: datetime, limit: int) -> tuple[CoverRequest, ...]:
        """Open ones whose time is over, locked; other replicas skip them."""
        rows = await self._db.execute(_DUE, {"now": now, "most": limit})
        return tuple(_request(row) for row in rows)

    async def save(self, request: CoverRequest) -> None:
        await upsert(self._db, cover_requests, _row(request))


def _row(request: CoverRequest) -> dict[str, Any]:
    mine, theirs = request.mine, request.theirs
    return {
        "id": request.id,
        "kind": request.kind,
        "state": request.state,
        "rotation": mine.shift.rotation,
        "layer": mine.shift.layer,
        "shift": mine.shift.index,
        "start_at": mine.start,
        "end_at": mine.end,
        "whole": mine.whole,
        "asker_id": request.asker,
        "asked": list(request.asked),
        "declined": list(request.declined),
        "their_rotation": theirs.shift.rotation if theirs else None,
        "their_layer": theirs.shift.layer if theirs else None,
        "their_shift": theirs.shift.index if theirs else None,
        "their_start_at": theirs.start if theirs else None,
        "their_end_at": theirs.end if theirs else None,
        "reason": request.reason,
        "asked_at": request.asked_at,
        "expires_at": request.expires_at,
        "answered_by": request.answered_by,
        "answered_at": request.answered_at,
    }


def _request(row: Any) -> CoverRequest:
    shift = ShiftId(RotationName(row.rotation), row.layer, row.shift)
    theirs = None
    if row.their_rotation is not None:
        other = ShiftId(RotationName(row.their_rotation), row.their_layer, row.their_shift)
        theirs = Piece(shift=other, start=row.their_start_at, end=row.their_end_at)
    return CoverRequest(
        id=CoverRequestId(row.id),
        kind=RequestKind(row.kind),
        state=RequestState(row.state),
        asker=PersonId(row.asker_id),
        mine=Piece(shift=shift, start=row.start_at, end=row.end_at, whole=row.whole),
        asked=tuple(PersonId(person) for person in row.asked),
        declined=tuple(PersonId(person) for person in row.declined),
        theirs=theirs,
        reason=row.reason,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        answered_by=PersonId(row.answered_by) if row.answered_by else None,
        answered_at=row.answered_at,
    )
