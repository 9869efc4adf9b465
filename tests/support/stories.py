"""The beginnings that many stories share."""

from bot.domain.ids import PersonId
from bot.domain.incident import Flag
from bot.domain.lifecycle import Declaration
from bot.domain.role import LEAD
from bot.domain.service import ServiceName
from bot.usecases.declare import declare
from bot.usecases.triage import take_role
from tests.support.world import OLENA, World


async def declared(
    world: World,
    impact: str = "Оплата карткою може не проходити",
    *,
    severity: str = "SEV3",
    flags: frozenset[Flag] = frozenset(),
) -> str:
    """Olena's incident about cards, which she leads, all it set off delivered; its room's id."""
    said = Declaration(impact=impact, service=ServiceName("cards"), flags=flags)
    async with world.bot.store.begin() as work:
        made = await declare(
            work, said, severity=work.policy.severity(severity), by=PersonId(OLENA)
        )
        await take_role(work, made.id, LEAD, PersonId(OLENA), by=PersonId(OLENA))
    await world.settle()
    room = (await world.incident(made.id)).room
    assert room is not None
    return room
