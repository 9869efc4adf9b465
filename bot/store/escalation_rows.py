"""An escalation as the values of its row, and back.

Rows are many, and what stands in their JSON is mostly the same few texts: each text is decoded
once and kept, so that a storm pays for its rows and not for its JSON.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from pydantic_core import from_json
from sqlalchemy import JSON, Column, Text, cast

from bot.domain.escalation import Ack, Escalation, State
from bot.domain.escalation_path import EscalationPath
from bot.domain.ids import EscalationId, IncidentId, PersonId
from bot.domain.role import RoleName
from bot.domain.severity import ONE_ACK, AckRule, SeverityName
from bot.store.codec import adapter
from bot.store.tables import escalations

#: Paths are large and few; lists of people are small and more.
_PATHS, _LISTS = 256, 4096

#: What changes while it runs, by column; an attribute that was not replaced has not changed.
STANDING: Mapping[str, Callable[[Escalation], Any]] = {
    "state": lambda run: run.state,
    "version": lambda run: run.version,
    "position": lambda run: run.position,
    "round": lambda run: run.round,
    "next_step_at": lambda run: run.next_step_at,
    "severity": lambda run: run.severity,
    "rule": lambda run: _ruled(run.rule),
    "paged": lambda run: run.paged,
    "waiting": lambda run: run.waiting,
    "called": lambda run: run.called,
    "skipped": lambda run: run.skipped,
    "first_paged_at": lambda run: run.first_paged_at,
    "acks": lambda run: [[ack.person, ack.at.isoformat()] for ack in run.acks],
    "questioned_at": lambda run: run.questioned_at,
}


def _as_stored(column: Column[Any]) -> Any:
    """JSON as its text, which is the key under which it is kept decoded."""
    return cast(column, Text).label(column.name) if isinstance(column.type, JSON) else column


COLUMNS = tuple(map(_as_stored, escalations.c))


def row(run: Escalation) -> dict[str, Any]:
    return {
        "id": run.id,
        "incident_id": run.incident,
        "path": adapter(EscalationPath).dump_python(run.path, mode="json"),
        **{name: value(run) for name, value in STANDING.items()},
    }


def moved(before: Sequence[Escalation], after: Sequence[Escalation]) -> list[dict[str, Any]]:
    """The id of each, and those columns in which any of them differs from before."""
    changed = [
        name
        for name in STANDING
        if any(getattr(a, name) is not getattr(b, name) for a, b in zip(before, after, strict=True))
    ]
    values = [(name, STANDING[name]) for name in changed]
    return [{"id": run.id, **{name: value(run) for name, value in values}} for run in after]


def escalation(row: Any) -> Escalation:
    return Escalation(
        id=EscalationId(row.id),
        incident=IncidentId(row.incident_id),
        state=State(row.state),
        version=row.version,
        path=_path(row.path),
        position=row.position,
        round=row.round,
        next_step_at=row.next_step_at,
        severity=SeverityName(row.severity) if row.severity else None,
        rule=_rule(row.rule),
        paged=_people(row.paged),
        waiting=_people(row.waiting),
        called=_people(row.called),
        skipped=_levels(row.skipped),
        first_paged_at=row.first_paged_at,
        acks=_acks(row.acks),
        questioned_at=row.questioned_at,
    )


@lru_cache(_PATHS)
def _path(text: str) -> EscalationPath:
    path: EscalationPath = adapter(EscalationPath).validate_json(text)
    return path


@lru_cache(_LISTS)
def _people(text: str) -> tuple[PersonId, ...]:
    return tuple(PersonId(person) for person in from_json(text))


@lru_cache(_LISTS)
def _levels(text: str) -> tuple[int, ...]:
    return tuple(from_json(text))


@lru_cache(_LISTS)
def _acks(text: str) -> tuple[Ack, ...]:
    return tuple(Ack(PersonId(who), datetime.fromisoformat(at)) for who, at in from_json(text))


def _ruled(rule: AckRule) -> dict[str, Any]:
    """Most severities ask for one answer and nothing else, so that is nothing to write down."""
    if rule == ONE_ACK:
        return {}
    timeout = rule.timeout.total_seconds() if rule.timeout else None
    return {"needed": rule.needed, "roles": list(rule.roles), "timeout": timeout}


@lru_cache(_PATHS)
def _rule(text: str) -> AckRule:
    said = from_json(text)
    if not said:
        return ONE_ACK
    timeout = said["timeout"]
    return AckRule(
        needed=said["needed"],
        roles=tuple(RoleName(role) for role in said["roles"]),
        timeout=timedelta(seconds=timeout) if timeout is not None else None,
    )
