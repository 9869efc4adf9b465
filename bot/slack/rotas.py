"""Rotations by the names people use: their own, a path's, a service's, a team's; and shifts."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from bot.domain.escalation_path import EscalationPath, ToRotation
from bot.domain.ids import PersonId
from bot.domain.language import Language, Localised
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.service import RotationName
from bot.domain.shift import Shift, ShiftId
from bot.domain.text import clip

_SHOWN = 40
#: How alike a misspelt name must be to be offered.
_ALIKE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a name means: paths to walk, or rotations by themselves."""

    title: Localised
    paths: tuple[EscalationPath, ...] = ()
    rotations: tuple[RotationName, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A shift as it was when it was shown. The ends are UTC."""

    id: ShiftId
    start: datetime
    end: datetime


def title(policy: Policy, rotation: RotationName, language: Language) -> str:
    """The rotation's title; its name where the policy has it no longer."""
    known = policy.rotations.get(rotation)
    return known.title.to(language) if known else rotation


def zone(policy: Policy, rotation: RotationName) -> ZoneInfo:
    """The rotation's zone; the workspace's where the policy has it no longer."""
    known = policy.rotations.get(rotation)
    return known.zone if known else policy.workspace.zone


def meant(policy: Policy, words: str, *, also: Iterable[str] = ()) -> Named:
    """What is called so, whole or by its beginning. A Refusal offers the nearest.

    ``also`` are words that could have been meant instead, such as verbs.
    """
    wanted = _plain(words)
    known = _known(policy)
    if wanted in known:
        return known[wanted]
    begun = _distinct(found for name, found in known.items() if wanted and _begins(name, wanted))
    if len(begun) == 1:
        return begun[0]
    if begun and all(found.rotations and not found.paths for found in begun):
        rotations = tuple(name for found in begun for name in found.rotations)
        return Named(title=Localised(clip(words.strip(), _SHOWN)), rotations=rotations)
    shown = clip(words.strip(), _SHOWN)
    if begun:
        names = _names(name for name in known if _begins(name, wanted))
        raise Refusal("“{words}” could be: {names}. Which one?", words=shown, names=names)
    near = get_close_matches(wanted, [*known, *also], n=1, cutoff=_ALIKE)
    if near:
        raise Refusal(
            "Nothing here is called “{words}”. Did you mean `/oncall {near}`?",
            words=shown,
            near=near[0],
        )
    raise Refusal(
        "Nothing here is called “{words}”. `/oncall` shows who is on call, "
        "`/oncall help` what else there is.",
        words=shown,
    )


def rotation_in(policy: Policy, words: str, *, by: PersonId) -> tuple[RotationName, str]:
    """The rotation named first, and what follows it.

    Without one it is the only one there is, or the only one this person belongs to.
    """
    found = leading(policy, words)
    if found is not None:
        return found
    own = [
        name
        for name, rotation in policy.rotations.items()
        if any(by in layer.members for layer in rotation.layers)
    ]
    for names in (tuple(policy.rotations), own):
        if len(names) == 1:
            return names[0], words
    raise Refusal(
        "Say which rotation, for example “{example}”. There are: {names}.",
        field="rotation",
        example=next(iter(policy.rotations), "support-l1"),
        names=_names(policy.rotations),
    )


def leading(policy: Policy, words: str) -> tuple[RotationName, str] | None:
    """The rotation at the beginning of these words, by name or title; None if none is named.

    A word that begins only one rotation's name stands for it.
    """
    typed = words.strip()
    plain = typed.casefold()
    spelled = [
        (spelling, name)
        for name, rotation in policy.rotations.items()
        for spelling in _spellings(name, rotation.title)
    ]
    for spelling, name in sorted(spelled, key=lambda pair: -len(pair[0])):
        if plain == spelling or plain.startswith(f"{spelling} "):
            return name, typed[len(spelling) :].strip()
    word, _, rest = typed.partition(" ")
    begun = {name for spelling, name in spelled if word and _begins(spelling, word.casefold())}
    if len(begun) == 1:
        return begun.pop(), rest.strip()
    return None


def of_path(path: EscalationPath) -> tuple[RotationName, ...]:
    """The rotations that a path asks, in its order, each once."""
    targets = (target for level in path.levels for target in level.targets)
    return tuple(dict.fromkeys(t.rotation for t in targets if isinstance(t, ToRotation)))


def of_paths(paths: Iterable[EscalationPath]) -> tuple[RotationName, ...]:
    return tuple(dict.fromkeys(name for path in paths for name in of_path(path)))


def written(shift: Shift) -> str:
    """A shift as a button or an option carries it; empty for one of no layer."""
    return carry(shift.id, shift.start, shift.end) if shift.id else ""


def carry(id: ShiftId, start: datetime, end: datetime) -> str:
    """The same, of a part of a shift."""
    fields = [id.rotation, id.layer, id.index, int(start.timestamp()), int(end.timestamp())]
    return json.dumps(fields, separators=(",", ":"))


def carried(value: str) -> Held:
    """What `written` wrote. A Refusal for what we never wrote."""
    try:
        rotation, layer, index, start, end = json.loads(value)
        return Held(
            id=ShiftId(RotationName(str(rotation)), str(layer), int(index)),
            start=datetime.fromtimestamp(int(start), UTC),
            end=datetime.fromtimestamp(int(end), UTC),
        )
    except (ValueError, TypeError, OverflowError) as error:
        raise Refusal(
            "This button or form is out of date. `/oncall me` shows your shifts."
        ) from error


def _known(policy: Policy) -> dict[str, Named]:
    """Every name and what it means. A path's name outweighs a service's, that a rotation's."""
    known: dict[str, Named] = {}
    teams: dict[str, list[EscalationPath]] = {}
    for name, rotation in policy.rotations.items():
        found = Named(title=rotation.title, rotations=(name,))
        known |= dict.fromkeys(_spellings(name, rotation.title), found)
    for service in policy.services.values():
        path = policy.paths.get(service.path)
        if path is None:
            continue
        found = Named(title=service.title, paths=(path,))
        known |= dict.fromkeys(_spellings(service.name, service.title), found)
        if service.owner:
            teams.setdefault(service.owner, []).append(path)
    for owner, paths in teams.items():
        once = {path.name: path for path in paths}
        found = Named(title=Localised(owner), paths=tuple(once.values()))
        known.setdefault(_plain(owner), found)
    for path in policy.paths.values():
        known[_plain(path.name)] = Named(title=Localised(path.name), paths=(path,))
    return known


def _spellings(name: str, title: Localised) -> set[str]:
    return {name.casefold(), *(title.to(language).casefold() for language in Language)}


def _begins(name: str, wanted: str) -> bool:
    """Whether a name, or a word in it, begins so."""
    return name.startswith(wanted) or any(
        word.startswith(wanted) for word in name.replace("-", " ").split()
    )


def _plain(words: str) -> str:
    return words.strip().strip("@#").casefold()


def _distinct(found: Iterable[Named]) -> Sequence[Named]:
    seen: list[Named] = []
    for each in found:
        if each not in seen:
            seen.append(each)
    return seen


def _names(names: Iterable[str]) -> str:
    return clip(", ".join(names), 400)
