"""Where internal reports go, as ``tocsin.yaml`` writes it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema

from bot.domain.ids import RoomId
from bot.domain.policy import Reports
from bot.policy.fields import CHANNEL, refuse, shown

#: The war room, rather than a channel of its own.
ROOM = "room"


def _place(value: object) -> str:
    if value == ROOM or (isinstance(value, str) and CHANNEL.fullmatch(value)):
        return str(value)
    raise refuse(
        f"is {shown(value)}, which is not a channel's id",
        "write room for the war room, or an id like C0MANAGERS",
    )


Place = Annotated[
    str,
    PlainValidator(_place),
    WithJsonSchema({"type": "string", "pattern": f"^({ROOM}|{CHANNEL.pattern})$"}),
]


class ReportsShape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)

    tactical: Place = Field(
        ROOM, description="Where responders read reports: room, or a channel's id"
    )
    stakeholders: Place = Field(
        ROOM, description="Where managers read reports: room, or a channel's id"
    )

    def reports(self) -> Reports:
        return Reports(tactical=_room(self.tactical), stakeholders=_room(self.stakeholders))


def _room(place: str) -> RoomId | None:
    return None if place == ROOM else RoomId(place)
