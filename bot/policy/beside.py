"""What lies beside a policy file: the .ics calendars that layers of its rotations name.

Their texts are kept with every policy that is applied, so that each replica, and each later
start, reads the same. Events are written out from the day of applying on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.spans import Span
from bot.policy.calendars import Reader, spellings
from bot.policy.document import Document, read
from bot.policy.problem import PolicyError, Problem
from bot.policy.rotation_shape import RotationShape
from bot.policy.sections import Sections

_UTC = ZoneInfo("UTC")
#: Who is on call when, by rotation and the layer's place in it.
Calendars: TypeAlias = Mapping[str, Mapping[int, tuple[Span, ...]]]


@dataclass(frozen=True, slots=True)
class Beside:
    """The calendars' texts by file name, and the instant (UTC) from which they are read."""

    at: datetime
    calendars: Mapping[str, str] = field(default_factory=dict)


def read_beside(text: str, file: Path, *, at: datetime) -> Beside:
    """The calendars that a policy names, as far as there are such files beside it."""
    texts: dict[str, str] = {}
    for name in sorted(_named(text)):
        calendar = file.parent / name
        if Path(name).name == name and calendar.is_file():
            texts[name] = calendar.read_text(encoding="utf-8-sig", errors="replace")
    return Beside(at, texts)


def read_calendars(
    document: Document, sections: Sections, beside: Beside | None
) -> tuple[Calendars, list[Problem]]:
    """The spans of every calendar layer, and a problem for each file or event in trouble."""
    found: dict[str, dict[int, tuple[Span, ...]]] = {}
    problems: list[Problem] = []
    for name, place, path, shape in _layers(sections):
        calendar = shape.layers[place].calendar
        text = beside.calendars.get(calendar) if beside and calendar else None
        if beside is None or text is None:
            wrong = f"calendar “{calendar}” is not beside the policy"
            problems.append(document.problem(path, wrong, "put the file there, or mend its name"))
            continue
        reader = _reader(sections, shape, place, beside)
        spans, troubles = reader.spans(text)
        found.setdefault(name, {})[place] = spans
        problems += [
            document.problem(path, f"calendar “{calendar}” {trouble.wrong}", trouble.fix)
            for trouble in troubles
        ]
    return found, problems


def _layers(sections: Sections) -> Iterator[tuple[str, int, tuple[str | int, ...], RotationShape]]:
    for name, shape in sections.rotations.items():
        for place, layer in enumerate(shape.layers):
            if layer.calendar:
                yield name, place, ("rotations", name, "layers", place, "calendar"), shape


def _reader(sections: Sections, shape: RotationShape, place: int, beside: Beside) -> Reader:
    home = sections.workspace.timezone if sections.workspace else None
    zone = shape.layers[place].timezone or shape.timezone or home
    # By whole days, so that all who read it on one day read the same.
    day = datetime.combine(beside.at.astimezone(UTC).date(), time(), UTC)
    return Reader(people=spellings(sections.people), zone=zone or _UTC, at=day)


def _named(text: str) -> set[str]:
    """The files that a policy's layers name, whatever else may be wrong with it."""
    try:
        data = read(text, file="").data
    except PolicyError:
        return set()
    rotations = data.get("rotations")
    layers = [
        layer
        for rotation in (rotations.values() if isinstance(rotations, dict) else ())
        for layer in _listed(rotation)
    ]
    return {name for layer in layers if isinstance(name := layer.get("calendar"), str)}


def _listed(rotation: Any) -> list[dict[str, Any]]:
    layers = rotation.get("layers") if isinstance(rotation, dict) else None
    listed = layers if isinstance(layers, list) else []
    return [layer for layer in listed if isinstance(layer, dict)]
