"""Call a war room what people call it now."""

from dataclasses import replace

from bot.domain.change import Change
from bot.domain.ids import RoomId
from bot.store.work import Work


async def rename(work: Work, room: RoomId, name: str) -> None:
    """Nothing happened to the incident, so nothing is told; only its record is kept true."""
    incident = await work.incidents.in_room(room)
    if incident is None or incident.room_name == name:
        return
    locked = await work.incidents.get(incident.id, for_update=True)
    await work.record(Change(replace(locked, room_name=name)))
