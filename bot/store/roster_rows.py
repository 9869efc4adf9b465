"""Versions, overrides and covers as rows, and back."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from bot.domain.amendment import NewCover
from bot.domain.ids import PersonId
from bot.domain.roster import Cover, Override, OverrideKind, ShiftId, Version
from bot.domain.rotation import Rotation
from bot.domain.service import RotationName
from bot.store.codec import adapter


def definition(rotation: Rotation) -> str:
    text: bytes = adapter(Rotation).dump_json(rotation)
    return text.decode()


@lru_cache(maxsize=4096)
def rotation(definition: str) -> Rotation:
    """Most definitions are read again and again, and never change."""
    rotation: Rotation = adapter(Rotation).validate_json(definition)
    return rotation


def version(row: Any) -> Version:
    return Version(row.effective_from, rotation(row.definition))


def override(row: Any) -> Override:
    return Override(
        id=row.id,
        kind=OverrideKind(row.kind),
        start=row.start_at,
        end=row.end_at,
        person=PersonId(row.person_id) if row.person_id else None,
        replaced=PersonId(row.replaced_id) if row.replaced_id else None,
    )


def override_row(rotation: RotationName, override: Override, now: datetime) -> dict[str, Any]:
    return {
        "id": override.id,
        "rotation": rotation,
        "kind": override.kind,
        "start_at": override.start,
        "end_at": override.end,
        "person_id": override.person,
        "replaced_id": override.replaced,
        "added_at": now,
    }


def cover(row: Any) -> Cover:
    return Cover(
        id=row.id,
        shift=ShiftId(RotationName(row.rotation), row.layer, row.shift),
        person=PersonId(row.person_id),
        instead_of=PersonId(row.instead_of),
        window=(row.from_at, row.until_at) if row.from_at else None,
        swap=row.swap,
    )


def cover_row(new: NewCover, now: datetime) -> dict[str, Any]:
    cover = new.cover
    start, end = cover.window or (None, None)
    return {
        "id": cover.id,
        "person_id": cover.person,
        "instead_of": cover.instead_of,
        "from_at": start,
        "until_at": end,
        "over_at": new.over_at,
        "swap": cover.swap,
        "request_id": new.request,
        "added_at": now,
    }


def end(substitute: Override | Cover) -> dict[str, Any]:
    if isinstance(substitute, Override):
        return {"it": substitute.id, "until": substitute.end}
    assert substitute.window, "A cover that ends early holds for a part of its shift"
    return {"it": substitute.id, "from": substitute.window[0], "until": substitute.window[1]}
