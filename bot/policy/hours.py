"""When a layer covers at all, as ``tocsin.yaml`` writes it: weekly hours and public holidays."""

import re
from collections.abc import Iterator
from datetime import date, time
from functools import lru_cache
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema

from bot.domain.windows import BUSINESS, EVERY_DAY, NIGHTS, WEEKENDS, Hours, OnHolidays
from bot.policy.fields import refuse, shown
from bot.policy.problem import listed, nearest

#: The years whose holidays are known. Tables of holidays reach about as far.
YEARS = range(2020, 2051)

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMED = {"business": BUSINESS, "weekends": WEEKENDS, "nights": NIGHTS}
_DAY = "(?:mon|tue|wed|thu|fri|sat|sun)"
_CLOCK = r"(?:(?:[01]?\d|2[0-3]):[0-5]\d|24:00)"
_WEEKDAYS = f"{_DAY}(?:-{_DAY})?(?:, ?{_DAY}(?:-{_DAY})?)*"
#: Weekdays, a span of clock times, or both: ``mon-fri 09:00-18:00``.
_EACH_DAY = re.compile(rf"(?P<days>{_WEEKDAYS})?(?: ?(?P<start>{_CLOCK})-(?P<end>{_CLOCK}))?")
#: From a weekday's time to another's: ``fri 18:00-mon 09:00``.
_ACROSS = re.compile(
    rf"(?P<first>{_DAY}) (?P<start>{_CLOCK}) ?- ?(?P<last>{_DAY}) (?P<end>{_CLOCK})"
)
_FIX = "write it like mon-fri 09:00-18:00, sat,sun or fri 18:00-mon 09:00"
_MIDNIGHT = time()
_COUNTRY = re.compile(r"([A-Z]{2})(?:-([A-Za-z0-9]{1,3}))?")


def spelled(hours: Hours) -> str:
    """Hours as the file spells them: ``mon,tue 09:00-18:00``."""
    days = ",".join(_DAYS[n] for n in sorted(hours.weekdays))
    end = f"{hours.end:%H:%M}" if hours.end != _MIDNIGHT else "24:00"
    return f"{days} {hours.start:%H:%M}-{end}"


def _weekly(value: object) -> tuple[Hours, ...]:
    texts = value if isinstance(value, list) else [value]
    if not texts:
        raise refuse("is an empty list", "add at least one, or remove the key")
    return tuple(each for text in texts for each in _one(text))


def _one(text: object) -> tuple[Hours, ...]:
    if not isinstance(text, str):
        raise refuse(f"is {shown(text)}, which are not hours", _FIX)
    said = text.strip().casefold()
    if said in _NAMED:
        return _NAMED[said]
    across = _ACROSS.fullmatch(said)
    if across:
        return tuple(_across(**across.groupdict()))
    found = _EACH_DAY.fullmatch(said) if said else None
    if found is None:
        near = nearest(said, _NAMED)
        fix = f"did you mean “{near}”?" if near else f"{_FIX}, or {listed([*_NAMED])}"
        raise refuse(f"is {shown(text)}, which are not hours", fix)
    days, start, end = found.group("days", "start", "end")
    if start and start == end:
        raise refuse(f"is “{text}”, which is no time at all", _FIX)
    weekdays = frozenset(_weekdays(days)) if days else EVERY_DAY
    return (Hours(weekdays, _clock(start), _clock(end)),)


def _weekdays(text: str) -> Iterator[int]:
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        start = _DAYS.index(first)
        for n in range((_DAYS.index(last or first) - start) % 7 + 1):
            yield (start + n) % 7


def _across(first: str, start: str, last: str, end: str) -> Iterator[Hours]:
    """Day by day, so that each part belongs to the day it is on."""
    opens, closes = _clock(start), _clock(end)
    day, days = _DAYS.index(first), (_DAYS.index(last) - _DAYS.index(first)) % 7
    if end == "24:00":
        days += 1
    if days == 0 and opens < closes:
        yield Hours(frozenset({day}), opens, closes)
        return
    # From a time to an earlier one of the same weekday is nearly a week.
    days = days or 7
    yield Hours(frozenset({day}), opens, _MIDNIGHT)
    between = frozenset((day + n) % 7 for n in range(1, days))
    if between:
        yield Hours(between)
    if closes != _MIDNIGHT:
        yield Hours(frozenset({(day + days) % 7}), _MIDNIGHT, closes)


def _clock(text: str | None) -> time:
    if text is None or text == "24:00":
        return _MIDNIGHT
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


_TEXT = {"type": "string", "minLength": 1}
Weekly = Annotated[
    tuple[Hours, ...],
    PlainValidator(_weekly),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": [*_NAMED]},
                _TEXT,
                {"type": "array", "items": _TEXT, "minItems": 1},
            ]
        }
    ),
]


def _country(value: object) -> str:
    found = _COUNTRY.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise refuse(
            f"is {shown(value)}, which is not a country",
            "write its ISO 3166 code like DE, or with a region like DE-BE",
        )
    known = _countries()
    code, region = found.groups()
    if code not in known:
        raise refuse(
            f"is “{code}”, whose holidays are not known", "write an ISO 3166 code such as UA or DE"
        )
    if region and region not in known[code]:
        regions = listed(sorted(known[code])) if known[code] else ""
        fix = f"choose {regions}" if regions else f"write {code} alone"
        raise refuse(f"is “{value}”, whose region is not known", fix)
    return str(value)


class HolidaysShape(BaseModel):
    """A country's code alone, or with what is done about its holidays."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)

    country: Annotated[
        str,
        PlainValidator(_country),
        WithJsonSchema({"type": "string", "pattern": f"^{_COUNTRY.pattern}$"}),
    ] = Field(description="A country's ISO 3166 code like DE, or with a region like DE-BE")
    # Not strict: the validator below hands on Python values, where an enum is not a text.
    mode: OnHolidays = Field(
        OnHolidays.OUT, strict=False, description="Whether they are left out, or covered all day"
    )
    worked: bool = Field(
        default=False, description="Whether holidays that the law makes working days count too"
    )

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, value: Any) -> Any:
        return {"country": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        whole = handler.resolve_ref_schema(handler(schema))
        return {"anyOf": [whole["properties"]["country"], whole]}

    def dates(self) -> frozenset[date]:
        """Every holiday of `YEARS`."""
        country, _, region = self.country.partition("-")
        return _dates(country, region or None, worked=self.worked)


@lru_cache
def _countries() -> dict[str, list[str]]:
    from holidays import list_supported_countries

    return list_supported_countries()


@lru_cache
def _dates(country: str, region: str | None, *, worked: bool) -> frozenset[date]:
    from holidays import PUBLIC, WORKDAY, country_holidays

    found = country_holidays(country, subdiv=region, years=YEARS)
    days = set(found)
    if worked and WORKDAY in found.supported_categories:
        days |= set(
            country_holidays(country, subdiv=region, years=YEARS, categories=(PUBLIC, WORKDAY))
        )
    return frozenset(day for day in days if day.year in YEARS)
