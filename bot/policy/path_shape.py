"""The shape of an escalation path: its levels, whom they page, when, and for how long."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from bot.policy.fields import Duration, LastResort, Short, ShortText, Targets, Zone
from bot.policy.hours import Weekly


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class ConditionShape(Shape):
    severities: tuple[Short, ...] = Field((), description="The severities for which it is asked")
    hours: Weekly | None = Field(
        None, description="The hours in which it is asked, such as business, nights or weekends"
    )
    timezone: Zone | None = Field(
        None, description="The zone of its hours, where it is not the workspace's"
    )


class LevelShape(Shape):
    name: ShortText = Field(description="The level's name, such as Support L2")
    page: Targets = Field(
        description="Whom to page: rotations, groups, people, channels, Slack user groups, webhooks"
    )
    wait: Duration = Field(
        timedelta(minutes=5), description="How long to wait before the next level"
    )
    when: ConditionShape = Field(
        ConditionShape(), description="When it is asked at all; it is passed over otherwise"
    )


class PathShape(Shape):
    levels: tuple[LevelShape, ...] = Field(
        min_length=1, description="The levels, paged one after another"
    )
    rounds: int = Field(1, ge=1, le=10, description="How many times the levels are walked")
    last_resort: LastResort = Field(description="A person or channel that always exists")
