"""The shape of a rotation: its turns, or layers of turns that cover one another."""

import re
from collections.abc import Mapping
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from bot.domain.ids import PersonId
from bot.domain.layer import MAIN, Advance, CalendarLayer, Layer
from bot.domain.spans import Span
from bot.domain.turns import Kind, Turns
from bot.domain.windows import ALWAYS, OnHolidays, Windows
from bot.policy.fields import (
    USERGROUP,
    Channel,
    Name,
    Person,
    ShortText,
    WallTime,
    Zone,
    matching,
    refuse,
    string,
)
from bot.policy.hours import HolidaysShape, Weekly

_CALENDAR = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.ics")
#: A group's id, or its handle with or without its @.
_GROUP = re.compile(rf"{USERGROUP.pattern}|@?[a-z0-9][a-z0-9._-]{{0,79}}")
#: By id or handle: nobody is mentioned by it, so Slack can be asked for its id.
FollowingGroup = Annotated[
    str,
    PlainValidator(
        matching(
            _GROUP, "a Slack user group", "write its id like S012ABCDE, or its handle like oncall"
        )
    ),
    string(f"({_GROUP.pattern})"),
]
Calendar = Annotated[
    str,
    PlainValidator(
        matching(
            _CALENDAR, "a calendar's file name", "write it without a folder, like payments.ics"
        )
    ),
    string(_CALENDAR.pattern),
]
#: What nobody takes turns without.
TURNS = ("kind", "start", "members")


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class TurnsShape(Shape):
    """Who takes turns, and when: of a layer, or of a rotation without layers."""

    kind: Kind | None = Field(None, description="One of hourly, daily, weekly and monthly")
    length: int = Field(1, ge=1, le=366, description="How many of them one turn lasts")
    start: WallTime | None = Field(
        None, description="The first hand-off in local time, like 2026-01-05 09:00"
    )
    timezone: Zone | None = Field(None, description="The zone, where it is not the workspace's")
    members: tuple[Person, ...] = Field(
        (), min_length=1, description="The people who take turns, in order"
    )
    hours: Weekly | None = Field(
        None, description="When it covers, such as business or mon-fri 09:00-18:00, if not always"
    )
    holidays: HolidaysShape | None = Field(
        None, description="A country's code, whose public holidays are left out"
    )
    advance_on: Advance = Field(
        Advance.CALENDAR,
        description="Whether days outside its hours use up turns: calendar, or active_shifts",
    )

    def lacking(self) -> PydanticCustomError | None:
        """What to say where turns cannot be made of it."""
        for key in TURNS:
            if key not in self.model_fields_set:
                said = TurnsShape.model_fields[key].description or key
                return refuse(f"has no {key}", f"add {said[0].lower()}{said[1:]}", key=key)
        return None

    def as_layer(self, name: str, zone: ZoneInfo) -> Layer:
        """The domain's value, on the clock of ``zone`` unless it names its own."""
        assert self.kind is not None
        assert self.start is not None
        zone = self.timezone or zone
        return Layer(
            name=name,
            members=tuple(PersonId(person) for person in self.members),
            turns=Turns(kind=self.kind, length=self.length, start=self.start, zone=zone),
            windows=self._windows(zone),
            advance_on=self.advance_on,
        )

    def _windows(self, zone: ZoneInfo) -> Windows | None:
        holidays = self.holidays
        if holidays is None:
            return Windows(zone=zone, hours=self.hours) if self.hours else None
        # Holidays to be covered, and no hours, are all that is covered.
        usual = () if holidays.mode is OnHolidays.IN else ALWAYS
        return Windows(
            zone=zone,
            hours=self.hours or usual,
            holidays=holidays.dates(),
            on_holidays=holidays.mode,
        )


class LayerShape(TurnsShape):
    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [{"required": ["name", *TURNS]}, {"required": ["calendar"]}],
        }
    )

    name: Name | None = Field(None, description="A name of its own, such as nights")
    calendar: Calendar | None = Field(
        None, description="An .ics file beside the policy, which says who is on call when"
    )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.calendar is None:
            if self.name is None:
                fix = "add a name of its own, such as nights"
                raise refuse("has no name", fix, key="name")
            if lacking := self.lacking():
                raise lacking
            return self
        for key in TurnsShape.model_fields:
            if key in self.model_fields_set and key != "timezone":
                fix = "remove it: the calendar says who and when"
                raise refuse(f"has {key} beside calendar", fix, key=key)
        return self

    @property
    def called(self) -> str:
        """Its name; a calendar may go without, and is called as its file."""
        return self.name or (self.calendar or "").removesuffix(".ics")


class RotationShape(TurnsShape):
    model_config = ConfigDict(
        json_schema_extra={
            "required": ["title"],
            "anyOf": [{"required": [*TURNS]}, {"required": ["layers"]}],
        }
    )

    title: ShortText = Field(description="The rotation's name for people")
    layers: tuple[LayerShape, ...] = Field(
        (), min_length=1, description="Several such lists of people; a later one covers the others"
    )
    channel: Channel | None = Field(
        None, description="The id of the channel where hand-overs and gaps are posted"
    )
    usergroup: FollowingGroup | None = Field(
        None, description="The id or handle of the Slack user group kept equal to who is on call"
    )

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        if not self.layers:
            if lacking := self.lacking():
                raise lacking
            return self
        for key in TurnsShape.model_fields:
            if key in self.model_fields_set and key != "timezone":
                raise refuse(f"has {key} beside layers", "move it into a layer", key=key)
        names = [layer.called for layer in self.layers]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            fix = "give each a name of its own"
            raise refuse(f"has two layers named “{twice}”", fix, key="layers")
        return self

    def as_layers(
        self, zone: ZoneInfo, spans: Mapping[int, tuple[Span, ...]]
    ) -> tuple[Layer | CalendarLayer, ...]:
        """``spans`` are those of the calendars, by the layer's place."""
        if not self.layers:
            return (self.as_layer(MAIN, zone),)
        return tuple(
            CalendarLayer(name=layer.called, spans=spans.get(place, ()))
            if layer.calendar
            else layer.as_layer(layer.called, zone)
            for place, layer in enumerate(self.layers)
        )
