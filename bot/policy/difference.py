"""What a new policy changes, one sentence for each change.

Sections, names and keys are those of the file, so they stay as they are in every language.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

from bot.domain.language import Localised
from bot.domain.permission import Grant
from bot.domain.phrase import Phrase, phrase
from bot.domain.policy import Policy
from bot.domain.regulation import Regulation
from bot.domain.rotation import MAIN, CalendarLayer, Layer, Rotation
from bot.domain.update_rules import UpdateRules
from bot.domain.windows import ALWAYS, Windows
from bot.policy.hours import spelled
from bot.policy.spelling import said
from bot.policy.timeline_shape import NOTE

_SECTIONS = ("people", "groups", "rotations", "paths", "services", "clients")


def difference(old: Policy | None, new: Policy) -> list[Phrase]:
    """The changes from the policy in force to a new one, in the file's order.

    Without an old one, everything is new. ``version`` is no change.
    """
    return list(_changes(old, new))


def _changes(old: Policy | None, new: Policy) -> Iterator[Phrase]:
    if old is None:
        yield phrase("The first policy of {name}.", name=new.workspace.name)
    else:
        yield from _keys("workspace", "", _workspace(old), _workspace(new))
    yield from _entries("severities", _by_name(old, "severities"), _by_name(new, "severities"))
    yield from _entries("statuses", old.status_labels if old else {}, new.status_labels)
    yield from _entries("roles", _by_name(old, "roles"), _by_name(new, "roles"))
    for section in _SECTIONS:
        before: Mapping[Any, Any] = getattr(old, section) if old else {}
        yield from _entries(section, before, getattr(new, section))
    if old is not None:
        yield from _client_updates(old.client_updates, new.client_updates)
        yield from _keys("reports", "", _parts(old.reports), _parts(new.reports))
        yield from _keys("timeline", "", _timeline(old), _timeline(new))
    yield from _status_page(old, new)
    if old is not None:
        yield from _clocks(old.regulation, new.regulation)
    yield from _entries("permissions", _permissions(old), _permissions(new))


def _client_updates(old: UpdateRules, new: UpdateRules) -> Iterator[Phrase]:
    """Of webhooks only the hosts: an address may be a password."""
    yield from _keys("client_updates", "", _updates(old), _updates(new))
    if old.webhooks != new.webhooks and _hosts(old) == _hosts(new):
        yield phrase("{place}: an address changes.", place="client_updates → webhooks")


def _updates(rules: UpdateRules) -> dict[str, Any]:
    mail = {"from": rules.mail.sender, **_parts(rules.mail)} if rules.mail else {}
    mail.pop("sender", None)
    letters = {f"mail → {key}": value for key, value in mail.items()}
    approvers = {f"approvers → {why}": group for why, group in rules.approvers.items()}
    own = {
        key: value
        for key, value in _parts(rules).items()
        if key not in {"mail", "approvers", "webhooks"}
    }
    return {**approvers, **own, **letters, "webhooks": _hosts(rules)}


def _hosts(rules: UpdateRules) -> tuple[str, ...]:
    return tuple(urlsplit(url).hostname or "" for url in rules.webhooks)


def _status_page(old: Policy | None, new: Policy) -> Iterator[Phrase]:
    before, after = (each.status_page if each else None for each in (old, new))
    if before and after:
        yield from _keys("status_page", "", _parts(before), _parts(after))
    elif after:
        yield phrase("A status page is opened to the public.")
    elif before:
        yield phrase("The status page is closed.")


def _clocks(old: Regulation, new: Regulation) -> Iterator[Phrase]:
    yield from _keys("clocks", "", _reporting(old), _reporting(new))
    yield from _entries("clocks → regimes", old.regimes, new.regimes)
    yield from _entries("clocks → rules", old.rules, new.rules)


def _reporting(regulation: Regulation) -> dict[str, Any]:
    days = regulation.holidays
    holidays = f"{len(days)} days ({_mark(sorted(days))})" if days else ""
    return {"warn": regulation.warn, "timezone": regulation.zone, "holidays": holidays}


def _timeline(policy: Policy) -> dict[str, Any]:
    emoji = {name: kind or NOTE for name, kind in policy.timeline.emoji.items()}
    return {**_parts(policy.timeline), "emoji": emoji}


def _workspace(policy: Policy) -> dict[str, Any]:
    return {**_parts(policy.workspace), "default_path": policy.default_path}


def _by_name(policy: Policy | None, section: str) -> dict[str, Any]:
    return {each.name: each for each in getattr(policy, section)} if policy else {}


def _permissions(policy: Policy | None) -> dict[str, Any]:
    if policy is None:
        return {}
    grants = policy.permissions.grants
    entries: dict[str, Any] = {action.value: grant for action, grant in grants.items()}
    if policy.permissions.guests:
        entries["guests"] = policy.permissions.guests
    return entries


def _entries(section: str, old: Mapping[Any, Any], new: Mapping[Any, Any]) -> Iterator[Phrase]:
    for name in old:
        if name not in new:
            yield phrase("{section}: “{name}” is removed.", section=section, name=str(name))
    for name, value in new.items():
        if name not in old:
            yield phrase("{section}: “{name}” is added.", section=section, name=str(name))
        elif old[name] != value:
            before, after = _parts(old[name]), _parts(value)
            yield from _keys(section, str(name), before, after)


def _keys(
    section: str, name: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Phrase]:
    for key in {**old, **new}:
        before, after = said(old.get(key)), said(new.get(key))
        place = " → ".join(part for part in (section, name, key) if part)
        if before == after:
            if key == "contacts" and old.get(key) != new.get(key):
                # What changed may be a password.
                yield phrase("{place}: an address changes.", place=place)
            continue
        yield phrase("{place}: {before} becomes {after}.", place=place, before=before, after=after)


def _parts(value: Any) -> dict[str, Any]:
    """An entry's keys as the file has them; a bare value stands under no key."""
    if not is_dataclass(value) or isinstance(value, Localised | Grant):
        return {"": value}
    if isinstance(value, Rotation):
        return _rotation(value)
    # The names under which the file knows them, where the domain's differ.
    renamed = {"zone": "timezone", "quiet": "quiet_hours", "cap": "at_latest", "groups": "services"}
    parts = {renamed.get(each.name, each.name): getattr(value, each.name) for each in fields(value)}
    levels = parts.pop("levels", ())
    return {**{f"level {number}": level for number, level in enumerate(levels, 1)}, **parts}


def _rotation(rotation: Rotation) -> dict[str, Any]:
    """Its own keys, and those of its layers: each under the layer's name, if it was given one."""
    parts: dict[str, Any] = {
        "title": rotation.title,
        "timezone": rotation.zone,
        "channel": rotation.channel,
        "usergroup": rotation.usergroup,
    }
    for layer in rotation.layers:
        if layer.name == MAIN:
            parts |= _layer(layer)
        else:
            own = _layer(layer).items()
            keys = (f"{key} {said(each)}" for key, each in own if each)
            parts[f"layer {layer.name}"] = ", ".join(keys)
    return parts


def _layer(layer: Layer | CalendarLayer) -> dict[str, Any]:
    if isinstance(layer, CalendarLayer):
        return {"members": layer.members, "calendar": _events(layer)}
    turns, windows = layer.turns, layer.windows
    parts = {"kind": turns.kind, "length": turns.length, "start": turns.start}
    parts |= {"timezone": turns.zone, "members": layer.members, "advance_on": layer.advance_on}
    if windows:
        hours = ", ".join(map(spelled, windows.hours)) if windows.hours != ALWAYS else ""
        days = _holidays(windows) if windows.holidays else ""
        parts |= {"hours": hours, "holidays": days}
    return parts


def _holidays(windows: Windows) -> str:
    """How many, a mark of which, and what becomes of them."""
    days = f"{len(windows.holidays)} days ({_mark(sorted(windows.holidays))})"
    return f"{days}, {windows.on_holidays}"


def _events(layer: CalendarLayer) -> str:
    """How many, and a mark of which: another export of a calendar differs in nothing else."""
    told = (f"{span.start}{span.end}{span.people}" for span in layer.spans)
    return f"{len(layer.spans)} events ({_mark(told)})"


def _mark(parts: Iterable[object]) -> str:
    return f"{crc32(''.join(map(str, parts)).encode()):08x}"
