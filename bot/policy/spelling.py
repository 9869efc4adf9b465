"""A value as ``tocsin.yaml`` spells it, for sentences about what changes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.domain.contact import Contact, QuietHours, Use
from bot.domain.escalation_path import (
    Level,
    ToChannel,
    ToGroup,
    ToPerson,
    ToRotation,
    ToUsergroup,
    ToWebhook,
)
from bot.domain.language import Localised
from bot.domain.permission import Grant
from bot.domain.regulation import Limit, Term
from bot.domain.status_page import ComponentGroup
from bot.policy.hours import spelled

_NOTHING = "—"


def said(value: Any) -> str:
    """A value as the file spells it."""
    match value:
        case None | "" | ():
            return _NOTHING
        case bool():
            return "true" if value else "false"
        case timedelta():
            return _duration(value)
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case Localised():
            return _localised(value)
        case frozenset():
            return said(tuple(sorted(value)))
        case tuple():
            return ", ".join(said(each) for each in value)
        case ZoneInfo():
            return value.key
        case _ if isinstance(value, Mapping):
            return ", ".join(f"{key} {said(each)}" for key, each in value.items()) or _NOTHING
    return _own(value)


def _own(value: Any) -> str:
    """A value of our own kinds."""
    match value:
        case Level():
            hours = value.when.hours
            times = [*map(spelled, hours.hours), hours.zone.key] if hours else []
            when = ", ".join(("", *value.when.severities, *times))
            targets = said(value.targets)
            return f"{value.name.default} ({targets}, {_duration(value.wait)}{when})"
        case ToWebhook(url):
            # The address may hold a secret: its host says which it is.
            return urlsplit(url).hostname or ""
        case ToPerson(id) | ToChannel(id) | ToRotation(id) | ToGroup(id) | ToUsergroup(id):
            return id
        case Limit():
            month = "month" if value.months == 1 else "months"
            # As the law has it: 72 hours, not three days.
            whole, rest = divmod(value.hours, timedelta(hours=1))
            exact = _duration(value.hours) if rest else f"{whole}h"
            return f"{value.months} {month}" if value.months else exact
        case Term():
            return f"{said(value.limit)} after {value.after}"
        case Grant():
            return _grant(value)
        case ComponentGroup():
            title = f"{_localised(value.title)}: " if value.title else ""
            return f"{title}{said(value.services)}"
        case Contact():
            return _contact(value)
        case QuietHours():
            return f"{value.start:%H:%M}-{value.end:%H:%M}"
    return str(value)


def _localised(text: Localised) -> str:
    if not text.by_language:
        return f"“{text.default}”"
    return ", ".join(f"{language} “{each}”" for language, each in text.by_language.items())


def _grant(grant: Grant) -> str:
    if grant.everyone:
        return "everyone"
    return ", ".join(sorted([*grant.roles, *grant.people])) or _NOTHING


def _contact(contact: Contact) -> str:
    """Without its address."""
    after = f" after {_duration(contact.after)}" if contact.after else ""
    use = "" if contact.use is Use.ALWAYS else f" ({contact.use})"
    return f"{contact.name}{after}{use}"


def _duration(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    said = ""
    for unit, length in (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)):
        count, seconds = divmod(seconds, length)
        said += f"{count}{unit}" if count else ""
    return said
