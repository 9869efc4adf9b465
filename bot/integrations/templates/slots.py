"""What a template may put into its text: facts that need no inflection, and one filter.

A reader in Kyiv gets ``12:05 (Kyiv time)`` and ``3 July``, one in Berlin the same moment on the
clock of Berlin. Names of cities, months and units, and the plural rules, are those of CLDR.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.client_update import Draft
from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.naming import state_name
from bot.domain.policy import Policy
from bot.domain.severity import ClientState
from bot.i18n import CLDR, translator

#: Of those below, what a correction's frame has besides.
FRAME = frozenset({"title", "text", "corrected"})
SLOTS = FRAME | {
    "clients",
    "company",
    "doing",
    "headline",
    "impact",
    "language",
    "lasted",
    "minutes",
    "next_update",
    "rank",
    "reference",
    "services",
    "started",
    "state",
    "unchanged",
    "workaround",
}
#: The parts of a `Moment`.
PARTS = frozenset({"clock", "day"})
_UTC = frozenset({"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Zulu", "Etc/UCT"})
_HOUR, _DAY = 60, 24 * 60


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment on the reader's clock, whole or in parts: its ``day`` and its ``clock``."""

    day: str
    clock: str

    def __str__(self) -> str:
        return f"{self.day}, {self.clock}"


class Titles(tuple[str, ...]):
    """The names of services; together they stand in one line."""

    __slots__ = ()

    def __str__(self) -> str:
        return ", ".join(self)


def facts(
    incident: Incident,
    said: Draft,
    policy: Policy,
    language: Language,
    zone: ZoneInfo,
    *,
    now: datetime,
) -> dict[str, Any]:
    """Every slot but those of a correction's frame. What is not known is empty.

    When a flagged incident began is for its people to tell: it may help an attacker.
    """
    began = None if incident.flags else incident.started_at
    minutes = _minutes(began, incident.resolved_at or now)
    return {
        "clients": len(said.clients or incident.clients),
        "company": policy.workspace.name,
        "doing": said.doing.get(language, ""),
        "headline": said.headline.get(language, ""),
        "impact": said.impact.get(language, ""),
        "language": language.value,
        "lasted": length(minutes, language) if minutes else "",
        "minutes": minutes or "",
        "next_update": moment(said.next_by, language, zone) if said.next_by else "",
        "rank": policy.severity(incident.severity).rank,
        "reference": label(incident.id),
        "services": _titles(incident, said, policy, language),
        "started": moment(began, language, zone) if began else "",
        "state": translator(language).phrase(state_name(said.state), str),
        "unchanged": said.unchanged,
        "workaround": said.workaround.get(language, ""),
    }


def sample(language: Language, state: ClientState, *, bare: bool, rank: int = 1) -> dict[str, Any]:
    """Facts to try a template with; ``bare`` without all that may be unknown."""
    at = Moment("3 July", "12:05 (Kyiv time)")
    known: Mapping[str, Any] = {
        "clients": 2,
        "lasted": length(85, language),
        "minutes": 85,
        "next_update": at,
        "services": Titles(("Payments", "Payouts")),
        "started": at,
        "unchanged": True,
        "workaround": "Use another card.",
    }
    unknown = dict.fromkeys(known, "") | {
        "clients": 0,
        "services": Titles(),
        "unchanged": False,
    }
    return {
        **(unknown if bare else known),
        "company": "Company",
        "corrected": at,
        "doing": "We look for the cause.",
        "headline": "A headline",
        "impact": "Payments fail.",
        "language": language.value,
        "rank": rank,
        "reference": "INC-1",
        "state": state.value,
        "text": "The text.",
        "title": "Company · A headline",
    }


def moment(at: datetime, language: Language, zone: ZoneInfo) -> Moment:
    """``3 July`` and ``12:05 (Kyiv time)``.

    In the hour that a clock shows twice a year, the offset tells which of the two is meant.
    """
    from babel.dates import format_skeleton

    local = at.astimezone(zone)
    day = format_skeleton("MMMMd", local, tzinfo=zone, locale=CLDR[language])
    if zone.key in _UTC:
        return Moment(day, f"{local:%H:%M} UTC")
    if "/" not in zone.key or zone.key.startswith("Etc/"):
        return Moment(day, f"{local:%H:%M} ({_offset(local)})")
    city = place(zone, language)
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        city = f"{city}, {_offset(local)}"
    return Moment(day, f"{local:%H:%M} ({city})")


@lru_cache(maxsize=256)
def place(zone: ZoneInfo, language: Language) -> str:
    """Whose time it is, as people say it: ``Kyiv time``, ``Київ``."""
    from babel import Locale
    from babel.core import get_global

    known = Locale.parse(CLDR[language]).time_zones
    # CLDR keeps some cities under the name that their zone had first.
    former = (old for old, new in get_global("zone_aliases").items() if new == zone.key)
    names = (known[key].get("city") for key in (zone.key, *former) if key in known)
    city = next((name for name in names if name), zone.key.rsplit("/")[-1].replace("_", " "))
    return f"{city} time" if language is Language.EN else city


def length(minutes: int, language: Language) -> str:
    """``1 hour 25 minutes``, ``2 дні 5 хвилин``; nothing below a minute."""
    from babel.units import format_unit

    days, hours, rest = minutes // _DAY, minutes % _DAY // _HOUR, minutes % _HOUR
    counted = ((days, "duration-day"), (hours, "duration-hour"), (rest, "duration-minute"))
    shown = (format_unit(n, unit, locale=CLDR[language]) for n, unit in counted if n)
    return " ".join(shown)


def counted(language: Language, n: object, *forms: str) -> str:
    """``21 хвилина``: the number with the form that goes with it.

    English has two forms, Ukrainian and Russian have three: those of 1, of 2 and of 5.
    """
    from babel import Locale

    locale = Locale.parse(CLDR[language])
    wanted = ("one", "other") if language is Language.EN else ("one", "few", "many")
    if len(forms) != len(wanted):
        raise ValueError(
            f"“plural” is given {len(forms)} forms, and words in “{language}” have {len(wanted)}"
        )
    if not isinstance(n, int):
        raise TypeError(f"“plural” counts “{n}”, which is not a whole number")
    return f"{n} {forms[wanted.index(locale.plural_form(n))]}"


def _titles(incident: Incident, said: Draft, policy: Policy, language: Language) -> Titles:
    names = said.services or ((incident.service,) if incident.service else ())
    known = (policy.services.get(name) for name in names)
    return Titles(service.title.to(language) for service in known if service)


def _minutes(start: datetime | None, end: datetime) -> int:
    return max(0, int((end - start).total_seconds()) // 60) if start else 0


def _offset(local: datetime) -> str:
    spelled = f"{local:%z}"
    hours, minutes = int(spelled[1:3]), spelled[3:5]
    return f"UTC{spelled[0]}{hours}" + (f":{minutes}" if minutes != "00" else "")
