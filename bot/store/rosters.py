"""Rosters: who is on call, from versions of rotations, overrides and covers.

A roster is built once for each of its stamps: most transactions ask only whether the stamps are
what they were, and read nothing else.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Select, Table, Update, bindparam, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.amendment import Amendment, NewCover, NewVersion
from bot.domain.ids import CoverId, CoverRequestId, OverrideId
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.roster import Cover, Override, Roster, Version
from bot.domain.service import RotationName
from bot.domain.text import clip
from bot.store import roster_rows as rows
from bot.store.rows import insert_new, upsert
from bot.store.shelf import Shelf
from bot.store.tables import covers, overrides, rosters, rotation_versions

#: What ended longer ago is in no present answer: it is twice the longest shift.
KEPT = timedelta(days=62)
#: Its stamp changes with that of any rotation.
_ANY = RotationName("")
#: Enough of a word to recognise it in an answer.
_SHOWN = 40


def _read(table: Table, *conditions: Any, order: tuple[str, ...]) -> Select[Any]:
    columns = (table.c[name] for name in order)
    return select(table).where(*conditions).order_by(*columns)


# Building a statement costs more than running it, so they are built once.
_INSTANT = rotation_versions.c.effective_from.type
_SINCE = bindparam("since", type_=_INSTANT)
_STAMPS = select(rosters)
_STAMP = select(rosters.c.stamp).where(rosters.c.rotation == bindparam("it"))
_LOCK = _STAMP.with_for_update()
_ALL = {
    rotation_versions: _read(
        rotation_versions,
        or_(
            rotation_versions.c.superseded_at.is_(None), rotation_versions.c.superseded_at > _SINCE
        ),
        order=("rotation", "number"),
    ),
    # Both in the order in which they were made.
    overrides: _read(
        overrides,
        overrides.c.removed_at.is_(None),
        overrides.c.end_at > _SINCE,
        order=("rotation", "place"),
    ),
    covers: _read(
        covers,
        covers.c.removed_at.is_(None),
        covers.c.over_at > _SINCE,
        order=("added_at", "place", "id"),
    ),
}
_SOME = {
    table: wanted.where(table.c.rotation.in_(bindparam("names", expanding=True)))
    for table, wanted in _ALL.items()
}
_NEWEST = select(
    rotation_versions.c.rotation, func.max(rotation_versions.c.number).label("newest")
).group_by(rotation_versions.c.rotation)
_OVERRIDE = select(overrides).where(overrides.c.id == bindparam("it"))
_COVER = select(covers).where(covers.c.id == bindparam("it"))
_SWAP = select(covers).where(covers.c.swap == bindparam("it"))
_SUPERSEDE = (
    update(rotation_versions)
    .where(
        rotation_versions.c.rotation == bindparam("of"),
        rotation_versions.c.number == bindparam("last"),
    )
    .values(superseded_at=bindparam("moment", type_=_INSTANT))
)
_UNTIL = bindparam("until", type_=_INSTANT)
_OVER_AT = (
    update(covers)
    .where(covers.c.id == bindparam("it"))
    .values(over_at=bindparam("moment", type_=_INSTANT))
)
_END: Mapping[type, Update] = {
    Override: update(overrides).where(overrides.c.id == bindparam("it")).values(end_at=_UNTIL),
    Cover: update(covers)
    .where(covers.c.id == bindparam("it"))
    .values(from_at=bindparam("from", type_=_INSTANT), until_at=_UNTIL, over_at=_UNTIL),
}
_UNDO: Mapping[type, Update] = {
    kind: update(table)
    .where(table.c.id == bindparam("it"))
    .values(removed_at=bindparam("removed", type_=_INSTANT))
    for kind, table in ((Override, overrides), (Cover, covers))
}
_OVERRIDE_PLACE = select(func.count()).where(overrides.c.rotation == bindparam("of"))
_COVER_PLACE = select(func.count()).where(
    covers.c.rotation == bindparam("rotation"),
    covers.c.layer == bindparam("layer"),
    covers.c.shift == bindparam("shift"),
)


class Rosters:
    def __init__(
        self, connection: AsyncConnection, policy: Policy, now: datetime, shelf: Shelf
    ) -> None:
        self._db = connection
        self._policy = policy
        self._now = now
        self._shelf = shelf
        self._changed = False

    async def all(self, since: datetime | None = None) -> Mapping[RotationName, Roster]:
        """The roster of every rotation of the policy: right from `KEPT` ago on.

        With ``since`` (UTC) they are right from then on, and those of rotations that the policy
        has no longer are among them.
        """
        if since is not None:
            return await self._read(None, since)
        stamp = await self._db.scalar(_STAMP, {"it": _ANY})
        known = None if self._changed else self._shelf.get_all(stamp, self._policy)
        if known is None:
            known = await self._present()
            if not self._changed:
                self._shelf.put_all(stamp, self._policy, known)
        return known

    async def _present(self) -> Mapping[RotationName, Roster]:
        """Each from the shelf as far as it has not changed."""
        stamps = {row.rotation: row.stamp for row in await self._db.execute(_STAMPS)}
        names = self._policy.rotations
        stale = [
            name for name in names if name in stamps and not self._shelf.get(name, stamps[name])
        ]
        fresh = await self._read(stale, self._now - KEPT) if stale else {}
        for name, roster in fresh.items():
            self._shelf.put(stamps[name], roster)
        written = {name: self._shelf.get(name, stamps.get(name, "")) for name in names}
        return {name: roster or self._as_policy(name) for name, roster in written.items()}

    async def get(
        self, name: RotationName, *, since: datetime | None = None, for_update: bool = False
    ) -> Roster:
        """One rotation's roster, from `KEPT` ago or ``since`` on; Refusal for an unknown name.

        A rotation that the policy has no longer has its history still. Locked, it waits for
        whoever else would change it.
        """
        if for_update:
            await self._lock(name)
        found = (await self._read([name], since or self._now - KEPT)).get(name)
        if found is None:
            raise Refusal(
                "There is no rotation “{name}”. Choose one of: {known}.",
                name=clip(name, _SHOWN),
                known=", ".join(self._policy.rotations),
            )
        return found

    async def override(self, id: OverrideId) -> tuple[RotationName, Override]:
        row = (await self._db.execute(_OVERRIDE, {"it": id})).one_or_none()
        if row is None or row.removed_at:
            raise Refusal("That override is no longer there. `/oncall` shows who is on call.")
        return RotationName(row.rotation), rows.override(row)

    async def cover(self, id: CoverId) -> tuple[Cover, ...]:
        """A cover that stands; of a swap, both of its covers."""
        row = (await self._db.execute(_COVER, {"it": id})).one_or_none()
        if row is None or row.removed_at:
            raise Refusal("That cover is no longer there. `/oncall` shows who is on call.")
        if row.swap is None:
            return (rows.cover(row),)
        return tuple(rows.cover(each) for each in await self._db.execute(_SWAP, {"it": row.swap}))

    async def swap(self, id: CoverRequestId) -> tuple[Cover, ...]:
        """Both covers of a swap that stands, by the request it came from."""
        found = await self._db.execute(_SWAP, {"it": id})
        halves = tuple(rows.cover(row) for row in found if row.removed_at is None)
        if not halves:
            raise Refusal("That swap is no longer there. `/oncall` shows who is on call.")
        return halves

    async def newest_versions(self) -> Mapping[RotationName, int]:
        """The number of each rotation's newest version, of those that were written."""
        rows = await self._db.execute(_NEWEST)
        return {RotationName(row.rotation): row.newest for row in rows}

    async def save(self, amendment: Amendment) -> None:
        """Write what an amendment changes, but for its request and events."""
        for name in sorted(amendment.rotations):
            await self._stamp(name)
            self._changed = True
        if amendment.version:
            await self._add_version(amendment.version)
        if amendment.override:
            await self._add_override(amendment.rotation, amendment.override)
        for new in amendment.covers:
            await self._add_cover(new)
        for id, moment in amendment.over_at.items():
            await self._db.execute(_OVER_AT, {"it": id, "moment": moment})
        for each in amendment.ended:
            await self._db.execute(_END[type(each)], rows.end(each))
        for each in amendment.undone:
            await self._db.execute(_UNDO[type(each)], {"it": each.id, "removed": self._now})

    async def flush(self) -> None:
        """Tell all readers that something has changed.

        At the very end, when every roster is locked that will be: whoever waits here holds nothing
        that we could wait for.
        """
        if self._changed:
            await self._stamp(_ANY)

    async def _stamp(self, name: RotationName) -> None:
        await upsert(self._db, rosters, {"rotation": name, "stamp": uuid4().hex})

    async def _lock(self, name: RotationName) -> None:
        if name in self._policy.rotations:
            row = {"rotation": name, "stamp": uuid4().hex}
            await insert_new(self._db, rosters, [row])
        await self._db.execute(_LOCK, {"it": name})

    async def _read(
        self, names: Collection[RotationName] | None, since: datetime
    ) -> dict[RotationName, Roster]:
        """The rosters with these names, as far as there are any; None for all."""
        versions = await self._rows(rotation_versions, names, since)
        substitutes = await self._rows(overrides, names, since)
        taken = await self._rows(covers, names, since)
        known = self._policy.rotations
        found = dict.fromkeys([*known, *versions] if names is None else names)
        return {
            name: Roster(
                name=name,
                versions=tuple(map(rows.version, versions[name]))
                if name in versions
                else (Version(None, known[name]),),
                overrides=tuple(map(rows.override, substitutes[name])),
                covers=tuple(map(rows.cover, taken[name])),
            )
            for name in found
            if name in versions or name in known
        }

    async def _rows(
        self, table: Table, names: Collection[RotationName] | None, since: datetime
    ) -> defaultdict[RotationName, list[Any]]:
        some = {} if names is None else {"names": list(names)}
        statement = _ALL[table] if names is None else _SOME[table]
        found: defaultdict[RotationName, list[Any]] = defaultdict(list)
        for row in await self._db.execute(statement, {"since": since, **some}):
            found[RotationName(row.rotation)].append(row)
        return found

    def _as_policy(self, name: RotationName) -> Roster:
        """Nothing was ever written of it: it is what the policy says, since ever."""
        return Roster(name=name, versions=(Version(None, self._policy.rotations[name]),))

    async def _add_version(self, new: NewVersion) -> None:
        name = new.rotation.name
        row = {
            "rotation": name,
            "number": new.number,
            "effective_from": new.effective_from,
            "definition": rows.definition(new.rotation),
            "policy": self._policy.version,
        }
        # Again the same number: people known by id who were known by address.
        await upsert(self._db, rotation_versions, row)
        last = {"of": name, "last": new.number - 1, "moment": new.effective_from}
        await self._db.execute(_SUPERSEDE, last)

    async def _add_override(self, rotation: RotationName, override: Override) -> None:
        place = await self._db.scalar(_OVERRIDE_PLACE, {"of": rotation})
        row = rows.override_row(rotation, override, self._now)
        await self._db.execute(insert(overrides), {**row, "place": place})

    async def _add_cover(self, new: NewCover) -> None:
        shift = {
            "rotation": new.cover.shift.rotation,
            "layer": new.cover.shift.layer,
            "shift": new.cover.shift.index,
        }
        place = await self._db.scalar(_COVER_PLACE, shift)
        row = {**rows.cover_row(new, self._now), **shift, "place": place}
        await self._db.execute(insert(covers), row)
