"""What may stand behind a key: durations, zones, languages, names, Slack ids, texts.

Each type reads what the file says into the domain's value, and says in the file's own words
what is wrong with it. The same types write themselves into the JSON Schema.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from bot.domain.language import Language, Localised
from bot.policy.problem import listed, nearest, suggest

#: Slack cuts an option's text and description in menus here, and refuses longer ones.
OPTION_LIMIT = 75
#: The error type of everything below; its context holds ``wrong``, ``fix`` and a deeper key.
OURS = "tocsin"

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
PERSON = re.compile(r"[UW][A-Z0-9]{2,}")
CHANNEL = re.compile(r"[CG][A-Z0-9]{2,}")
USERGROUP = re.compile(r"S[A-Z0-9]{2,}")
WEBHOOK = re.compile(r"https://[^\s<>|]+")
EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")
_DURATION = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")
_RUNBOOK = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.md")
_ROOM = re.compile(r"[a-z0-9_-]{1,80}")


def refuse(wrong: str, fix: str, *, key: str = "") -> PydanticCustomError:
    """``wrong`` is the sentence's predicate; its subject is known from where it stands."""
    return PydanticCustomError(OURS, "{wrong}", {"wrong": wrong, "fix": fix, "key": key})


def shown(value: object) -> str:
    """A value as the file would spell it, for a sentence."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or value == "":
        return "empty"
    if isinstance(value, str):
        return f"“{value}”"
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a mapping"
    return str(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise refuse(f"is {shown(value)}, not a text", "put it in quotes")
    if not value.strip():
        raise refuse("is empty", "write it, or remove the key")
    return value


def matching(pattern: re.Pattern[str], what: str, fix: str) -> Callable[[object], str]:
    def check(value: object) -> str:
        text = _text(value)
        if not pattern.fullmatch(text):
            raise refuse(f"is {shown(text)}, which is not {what}", fix)
        return text

    return check


def _line(value: object) -> str:
    text = _text(value).strip()
    if "\n" in text:
        raise refuse("has more than one line", "write one line")
    return text


def _short(value: object) -> str:
    text = _line(value)
    if len(text) > OPTION_LIMIT:
        raise refuse(
            f"has {len(text)} characters", f"shorten it to {OPTION_LIMIT}, which Slack's menus show"
        )
    return text


def duration(value: object) -> timedelta:
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise refuse(f"is {value}, which has no unit", f"write {value}m for minutes")
    found = _DURATION.fullmatch(value) if isinstance(value, str) and value else None
    if found is None:
        raise refuse(f"is {shown(value)}, which is not a duration", "write it like 5m, 1h30m or 2d")
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    if not any((days, hours, minutes, seconds)):
        raise refuse(f"is {value}", "make it longer than nothing")
    if days > 366:  # noqa: PLR2004 - a typing slip, and timedelta has an end too
        raise refuse(f"is {value}, longer than a year", "write it like 5m, 1h30m or 2d")
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def _pause(value: object) -> timedelta | None:
    return None if value == "none" else duration(value)


def _zone(value: object) -> ZoneInfo:
    name = _text(value)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        near = nearest(name, available_timezones())
        fix = f"did you mean “{near}”?" if near else "write it like Europe/Kyiv"
        raise refuse(f"is “{name}”, which is not a time zone", fix) from None


def _language(value: object) -> Language:
    for language in Language:
        if value == language:
            return language
    raise refuse(
        f"is {shown(value)}, which is not a language Tocsin speaks", f"choose {listed([*Language])}"
    )


def _wall_time(value: object) -> datetime:
    try:
        time = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        time = None
    if time is None or not isinstance(value, str) or ":" not in value:
        raise refuse(f"is {shown(value)}, which is not a date and time", "write 2026-01-05 09:00")
    if time.tzinfo is not None:
        raise refuse(
            f"is “{value}”, which names an offset", "write local time; timezone says where"
        )
    return time


def _room_pattern(value: object) -> str:
    pattern = _text(value)
    if "{n}" not in pattern:
        raise refuse(f"is “{pattern}”, which lacks {{n}}", "add {n}, so that no two rooms clash")
    name = pattern.replace("{n}", "1").replace("{slug}", "x")
    if not _ROOM.fullmatch(name):
        raise refuse(
            f"is “{pattern}”, which Slack refuses as a channel name",
            "use small Latin letters, digits, “-”, “_”, {n} and {slug} only",
        )
    return pattern


def _localised(value: object, line: Callable[[object], str]) -> Localised:
    if not isinstance(value, dict):
        return Localised(line(value))
    if not value:
        raise refuse("is empty", "write it, or remove the key")
    texts: dict[Language, str] = {}
    for code, text in value.items():
        if code not in [*Language]:
            raise refuse(
                f"is given in “{code}”, which is not a language Tocsin speaks",
                suggest(code, [*Language]),
                key=code,
            )
        try:
            texts[Language(code)] = line(text)
        except PydanticCustomError as error:
            context = error.context or {}
            raise refuse(f"in {code} {context['wrong']}", context["fix"], key=code) from None
    return Localised(texts.get(Language.EN) or next(iter(texts.values())), texts)


def _one_or_many(value: object) -> object:
    if isinstance(value, list):
        return tuple(value)
    return (value,) if isinstance(value, str) else value


def string(pattern: str = "", **more: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **({"pattern": f"^{pattern}$"} if pattern else more)})


def _localised_schema(**limits: int) -> WithJsonSchema:
    line = {"type": "string", **limits}
    each = {language.value: line for language in Language}
    return WithJsonSchema(
        {
            "anyOf": [
                line,
                {
                    "type": "object",
                    "properties": each,
                    "additionalProperties": False,
                    "minProperties": 1,
                },
            ]
        }
    )


_PERSON_FIX = "write a Slack id such as U012ABCDE, or an e-mail address"
_PERSON_OR_EMAIL = re.compile(f"{PERSON.pattern}|{EMAIL.pattern}")

Line = Annotated[str, PlainValidator(_line), string(minLength=1)]
Short = Annotated[str, PlainValidator(_short), string(minLength=1, maxLength=OPTION_LIMIT)]
Name = Annotated[
    str,
    PlainValidator(
        matching(NAME, "a name", "use small Latin letters, digits, “-” and “_”, for example dev-1")
    ),
    string(NAME.pattern),
]
Person = Annotated[
    str,
    PlainValidator(matching(_PERSON_OR_EMAIL, "a person", _PERSON_FIX)),
    string(f"({_PERSON_OR_EMAIL.pattern})"),
]
Channel = Annotated[
    str,
    PlainValidator(
        matching(
            CHANNEL,
            "a Slack channel id",
            "copy it from the end of the channel's details in Slack, for example C012ABCDE",
        )
    ),
    string(CHANNEL.pattern),
]
#: What a level pages; only the spelling tells one kind from another.
Target = Annotated[
    str,
    PlainValidator(
        matching(
            re.compile(
                f"{NAME.pattern}|{_PERSON_OR_EMAIL.pattern}|{CHANNEL.pattern}"
                f"|{USERGROUP.pattern}|{WEBHOOK.pattern}"
            ),
            "a rotation, a group, a person, a channel or a webhook",
            "name a rotation or group, a Slack id, an e-mail address or an https:// address",
        )
    ),
    string(),
]
LastResort = Annotated[
    str,
    PlainValidator(
        matching(
            re.compile(f"{_PERSON_OR_EMAIL.pattern}|{CHANNEL.pattern}"),
            "a person or a channel",
            "name a person or channel that always exists, by Slack id or e-mail",
        )
    ),
    string(f"({_PERSON_OR_EMAIL.pattern}|{CHANNEL.pattern})"),
]
Email = Annotated[
    str,
    PlainValidator(matching(EMAIL, "an e-mail address", "write it like name@example.com")),
    string(EMAIL.pattern),
]
Runbook = Annotated[
    str,
    PlainValidator(
        matching(_RUNBOOK, "a runbook's file name", "write it without a folder, like payouts.md")
    ),
    string(_RUNBOOK.pattern),
]
Duration = Annotated[timedelta, PlainValidator(duration), string(r"(\d+d)?(\d+h)?(\d+m)?(\d+s)?")]
#: A duration, or “none”.
Pause = Annotated[
    timedelta | None, PlainValidator(_pause), string(r"(none|(\d+d)?(\d+h)?(\d+m)?(\d+s)?)")
]
Zone = Annotated[ZoneInfo, PlainValidator(_zone), string(minLength=1)]
Tongue = Annotated[
    Language, PlainValidator(_language), WithJsonSchema({"enum": [each.value for each in Language]})
]
WallTime = Annotated[
    datetime, PlainValidator(_wall_time), string(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?")
]
RoomPattern = Annotated[
    str, PlainValidator(_room_pattern), string(r"[a-z0-9_{}-]*\{n\}[a-z0-9_{}-]*")
]
#: One text for all languages, or one for each.
Text = Annotated[
    Localised, PlainValidator(lambda value: _localised(value, _text)), _localised_schema()
]
ShortText = Annotated[
    Localised,
    PlainValidator(lambda value: _localised(value, _short)),
    _localised_schema(minLength=1, maxLength=OPTION_LIMIT),
]
Targets = Annotated[
    tuple[Target, ...],
    Field(min_length=1),
    BeforeValidator(_one_or_many, json_schema_input_type=Target | tuple[Target, ...]),
]
