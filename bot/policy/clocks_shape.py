"""Regulatory clocks as ``tocsin.yaml`` writes them, and those that are built in.

What the organisation says of a rule replaces the built-in rule key by key.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path as File
from typing import Annotated, Protocol, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, PlainValidator
from pydantic_core import to_json

from bot.domain.ids import ClockName, RegimeName
from bot.domain.incident import Flag
from bot.domain.language import Language, Localised
from bot.domain.person import GroupName
from bot.domain.regulation import After, Anchor, Limit, Regime, Regulation, Rule, Term
from bot.policy.document import read
from bot.policy.fields import Line, Name, ShortText, Text, Zone, duration, refuse, shown, string
from bot.policy.hours import HolidaysShape
from bot.policy.problem import Path

BUILT_IN = File(__file__).parent / "clocks.yaml"
_MONTHS = re.compile(r"([1-9]\d?) months?")
_NONE = "none"
Merged = TypeVar("Merged", bound=BaseModel)


def _limit(value: object) -> Limit | None:
    if value == _NONE:
        return None
    months = _MONTHS.fullmatch(value) if isinstance(value, str) else None
    if months:
        return Limit(months=int(months[1]))
    if isinstance(value, str) and "month" in value:
        raise refuse(f"is {shown(value)}, which is no number of months", "write it like 1 month")
    return Limit(duration(value))


Allowed = Annotated[
    Limit | None,
    PlainValidator(_limit),
    string(rf"({_NONE}|{_MONTHS.pattern}|(\d+d)?(\d+h)?(\d+m)?(\d+s)?)"),
]


class Home(Protocol):
    """The workspace's section, whose language and zone hold where none is given."""

    @property
    def language(self) -> Language: ...
    @property
    def timezone(self) -> ZoneInfo: ...


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class TermShape(Shape):
    limit: Allowed = Field(description="A limit such as 24h, or 1 month")
    after: Name = Field(description="What it is counted from: aware, classified, or another clock")


class RuleShape(Shape):
    regime: Name | None = Field(None, description="The act it belongs to, one of regimes")
    title: ShortText | None = Field(None, description="The obligation's name for people")
    limit: Allowed = Field(None, description="How long there is, like 72h or 1 month; or none")
    after: Name = Field(
        Anchor.AWARE.value,
        description="What it is counted from: aware, classified, or another clock's report",
    )
    at_latest: TermShape | None = Field(None, description="A second limit; the earlier one holds")
    next_working_day: bool = Field(
        default=False, description="Whether a deadline on a day off moves to noon of the next day"
    )
    source: Line = Field("", description="The act and the article")
    note: Text | None = Field(None, description="What else people should know of it")


class RegimeShape(Shape):
    title: ShortText | None = Field(None, description="The act's name for people")
    applies: Text | None = Field(None, description="To whom it applies, in one sentence")
    flags: tuple[Flag, ...] = Field(
        (), description="The flags that propose it: security, money, personal_data"
    )


class ClocksShape(Shape):
    warn: Name | None = Field(None, description="The group that hears every warning")
    timezone: Zone | None = Field(None, description="The zone, where it is not the workspace's")
    holidays: HolidaysShape | None = Field(
        None, description="A country's code, whose public holidays are no working days"
    )
    regimes: dict[Name, RegimeShape] = Field({}, description="Acts, and what proposes them")
    rules: dict[Name, RuleShape] = Field({}, description="Obligations, and how long there is")


@cache
def built_in() -> ClocksShape:
    data = read(BUILT_IN.read_text(encoding="utf-8"), file=BUILT_IN.name).data
    return ClocksShape.model_validate_json(to_json(data))


def mistakes(own: ClocksShape) -> Iterator[tuple[Path, str, str]]:
    """What an organisation's rules say that cannot be: where, what is wrong, and what to do."""
    regimes, rules = _merged(built_in().regimes, own.regimes), _rules(own)
    for name in own.regimes:
        if regimes[name].title is None:
            yield ("clocks", "regimes", name), "has no title", "add the act's name for people"
    for name in own.rules:
        path: Path = ("clocks", "rules", name)
        rule = rules[name]
        if rule.title is None:
            yield path, "has no title", "add the obligation's name for people"
        if rule.regime not in regimes:
            wrong = f"is of “{rule.regime}”, which is no regime" if rule.regime else "has no regime"
            yield path, wrong, "name one of regimes, such as gdpr"
        for term in (rule, *((rule.at_latest,) if rule.at_latest else ())):
            if term.after not in [*Anchor] and term.after not in rules:
                wrong = f"is counted after “{term.after}”, which is neither a moment nor a clock"
                yield path, wrong, "write aware, classified, or another clock's name"
        if _circles(name, rules):
            yield path, "is counted after itself", "let one of the chain begin with aware"


def regulation(own: ClocksShape | None, home: Home) -> Regulation:
    """Built-in and own rules as the domain's values."""
    own = own or ClocksShape()

    def text(said: Localised) -> Localised:
        language = home.language
        return Localised(said.by_language.get(language, said.default), said.by_language)

    return Regulation(
        rules={ClockName(name): _rule(name, each, text) for name, each in _rules(own).items()},
        regimes={
            RegimeName(name): Regime(
                name=RegimeName(name),
                title=text(each.title or Localised(name)),
                applies=text(each.applies) if each.applies else None,
                flags=frozenset(each.flags),
            )
            for name, each in _merged(built_in().regimes, own.regimes).items()
        },
        warn=GroupName(own.warn) if own.warn else None,
        zone=own.timezone or home.timezone,
        holidays=own.holidays.dates() if own.holidays else frozenset(),
    )


def _rule(name: str, shape: RuleShape, text: Callable[[Localised], Localised]) -> Rule:
    latest = shape.at_latest
    return Rule(
        name=ClockName(name),
        regime=RegimeName(shape.regime or ""),
        title=text(shape.title or Localised(name)),
        after=_after(shape.after),
        limit=shape.limit,
        cap=Term(latest.limit, _after(latest.after)) if latest and latest.limit else None,
        next_working_day=shape.next_working_day,
        source=shape.source,
        note=text(shape.note) if shape.note else None,
    )


def _after(word: str) -> After:
    return Anchor(word) if word in [*Anchor] else ClockName(word)


def _rules(own: ClocksShape) -> Mapping[str, RuleShape]:
    return _merged(built_in().rules, own.rules)


def _merged(base: Mapping[str, Merged], own: Mapping[str, Merged]) -> Mapping[str, Merged]:
    """Key by key; what is new stands after what is built in."""
    return {**base, **{name: _over(base.get(name), each) for name, each in own.items()}}


def _over(base: Merged | None, own: Merged) -> Merged:
    if base is None:
        return own
    return base.model_copy(update={key: getattr(own, key) for key in own.model_fields_set})


def _circles(name: str, rules: Mapping[str, RuleShape]) -> bool:
    seen = {name}
    at = rules[name].after
    while at in rules:
        if at in seen:
            return True
        seen.add(at)
        at = rules[at].after
    return False
