"""The public status page, as ``tocsin.yaml`` writes it. Without the section there is no page."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainValidator,
    model_validator,
)
from pydantic_core import CoreSchema

from bot.policy.fields import Name, ShortText, Tongue, Zone, refuse, shown, string

_SUPPORT = re.compile(r"https://[^\s<>\"]+|mailto:[^@\s<>,;\"]+@[^@\s<>,;\"]+")


def _day(value: object) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise refuse(f"is {shown(value)}, which is not a day", "write it like 2026-01-05") from None


def _support(value: object) -> str:
    if isinstance(value, str) and _SUPPORT.fullmatch(value):
        return value
    raise refuse(
        f"is {shown(value)}, which is not an address for clients",
        "write it like https://help.example.com or mailto:help@example.com",
    )


Day = Annotated[date, PlainValidator(_day), string(r"\d{4}-\d{2}-\d{2}")]
Support = Annotated[str, PlainValidator(_support), string(f"({_SUPPORT.pattern})")]


class ComponentsShape(BaseModel):
    """Services under one heading; a service's name alone stands without one."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)

    title: ShortText | None = Field(None, description="A heading")
    # Not strict: the validator below hands on Python values, where lists are not tuples.
    services: tuple[Name, ...] = Field(
        strict=False, min_length=1, description="The services under it"
    )

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, value: Any) -> Any:
        return {"services": (value,)} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        whole = handler.resolve_ref_schema(handler(schema))
        return {"anyOf": [whole["properties"]["services"]["items"], whole]}


class StatusPageShape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)

    title: ShortText | None = Field(None, description="The page's title, such as Example status")
    languages: tuple[Tongue, ...] = Field(
        (), description="The page's languages, the first for readers of none of them"
    )
    services: tuple[ComponentsShape, ...] = Field(
        (), description="The services that clients know, in order; without them, all"
    )
    timezone: Zone | None = Field(None, description="The zone whose days and clock the page has")
    since: Day | None = Field(
        None, description="The page's first day, before which nothing is known"
    )
    support: Support | None = Field(
        None, description="Where clients find help: an https:// or mailto: address"
    )
