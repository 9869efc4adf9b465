"""Whether an effect that coalesces waits already: asked for every one that is ordered."""

from collections.abc import Collection

from sqlalchemy import ARRAY, String, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import outbox

# A row that is done with has no twin any more. So these say nothing of settled or buried rows,
# by which PostgreSQL would choose the index of all pending ones, and search it once for each twin.
_AMONG = select(outbox.c.twin).where(
    outbox.c.twin.in_(bindparam("twins", expanding=True)), outbox.c.owner.is_(None)
)
_WANTED = func.unnest(bindparam("twins", type_=ARRAY(String))).column_valued("wanted")
_FOUND = select(outbox.c.id).where(outbox.c.twin == _WANTED, outbox.c.owner.is_(None)).limit(1)
#: The lock holds a twin until our change commits, so that whoever leases it then reads our state;
#: one that is being leased just now counts as gone.
_EACH = select(_WANTED).where(
    _FOUND.with_for_update(skip_locked=True).scalar_subquery().is_not(None)
)


async def waiting(connection: AsyncConnection, twins: Collection[str]) -> set[str]:
    """Those of the twins that are pending and that nobody has leased."""
    statement = _AMONG if connection.dialect.name == "sqlite" else _EACH
    return set((await connection.execute(statement, {"twins": list(twins)})).scalars())
