"""One client update as a row, and back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.client_update import Approval, ClientUpdate, Recipient, Void, Waiver
from bot.domain.component import Health
from bot.domain.ids import ClientUpdateId, IncidentId, PersonId
from bot.domain.language import Language
from bot.domain.medium import Medium
from bot.domain.service import ClientName, ServiceName
from bot.domain.severity import ClientState, SeverityName


def row_of(update: ClientUpdate) -> dict[str, Any]:
    return {
        "id": update.id,
        "incident_id": update.incident,
        "number": update.number,
        "state": update.state,
        "headline": dict(update.headline),
        "impact": dict(update.impact),
        "workaround": dict(update.workaround),
        "doing": dict(update.doing),
        "next_by": update.next_by,
        "services": list(update.services),
        "health": update.health,
        "clients": list(update.clients),
        "texts": [[language, zone, text] for (language, zone), text in update.texts.items()],
        "recipients": [_recipient(each) for each in update.recipients],
        "corrects": update.corrects,
        "drafted_by": update.drafted_by,
        "drafted_at": update.drafted_at,
        "revised_by": update.revised_by,
        "revised_at": update.revised_at,
        **_agreement(update),
        "waived": [_waiver(each) for each in update.waived],
        "sent_by": update.sent_by,
        "sent_at": update.sent_at,
        "withdrawn_at": update.withdrawn_at,
    }


def _agreement(update: ClientUpdate) -> dict[str, Any]:
    """The end of an approval stands in its row only while it may still be lost."""
    approval = update.approval
    return {
        "asked_by": update.asked_by,
        "asked_at": update.asked_at,
        "asked_of": list(update.asked_of),
        "approval": _approval(approval) if approval else None,
        "approval_ends_at": approval.ends_at if approval and update.pending else None,
        "voided": update.voided,
    }


def _approval(approval: Approval) -> dict[str, Any]:
    return {
        "by": approval.by,
        "at": approval.at.isoformat(),
        "digest": approval.digest,
        "severity": approval.severity,
        "client_state": approval.client_state,
        "ends_at": approval.ends_at.isoformat(),
    }


def _recipient(recipient: Recipient) -> list[Any]:
    return [
        recipient.medium,
        recipient.address,
        recipient.client,
        list(recipient.languages),
        recipient.zone.key,
    ]


def _waiver(waiver: Waiver) -> list[str]:
    return [waiver.rule, waiver.words, waiver.reason, waiver.by, waiver.at.isoformat()]


def update_of(row: Any) -> ClientUpdate:
    return ClientUpdate(
        id=ClientUpdateId(row.id),
        incident=IncidentId(row.incident_id),
        number=row.number,
        state=ClientState(row.state),
        headline=_words(row.headline),
        impact=_words(row.impact),
        workaround=_words(row.workaround),
        doing=_words(row.doing),
        next_by=row.next_by,
        services=tuple(map(ServiceName, row.services)),
        health=Health(row.health) if row.health else None,
        clients=tuple(map(ClientName, row.clients)),
        texts={(Language(language), zone): text for language, zone, text in row.texts},
        recipients=tuple(_recipient_of(*each) for each in row.recipients),
        corrects=ClientUpdateId(row.corrects) if row.corrects else None,
        drafted_by=PersonId(row.drafted_by),
        drafted_at=row.drafted_at,
        revised_by=_person(row.revised_by),
        revised_at=row.revised_at,
        asked_by=_person(row.asked_by),
        asked_at=row.asked_at,
        asked_of=tuple(map(PersonId, row.asked_of)),
        approval=_approval_of(row.approval) if row.approval else None,
        voided=Void(row.voided) if row.voided else None,
        waived=tuple(_waiver_of(*each) for each in row.waived),
        sent_by=_person(row.sent_by),
        sent_at=row.sent_at,
        withdrawn_at=row.withdrawn_at,
    )


def _words(texts: Mapping[str, str]) -> dict[Language, str]:
    return {Language(language): text for language, text in texts.items()}


def _person(id: str | None) -> PersonId | None:
    return PersonId(id) if id else None


def _recipient_of(
    medium: str, address: str, client: str | None, languages: list[str], zone: str
) -> Recipient:
    return Recipient(
        medium=Medium(medium),
        address=address,
        client=ClientName(client) if client else None,
        languages=tuple(map(Language, languages)),
        zone=ZoneInfo(zone),
    )


def _approval_of(kept: Mapping[str, Any]) -> Approval:
    state = kept["client_state"]
    return Approval(
        by=PersonId(kept["by"]),
        at=datetime.fromisoformat(kept["at"]),
        digest=kept["digest"],
        severity=SeverityName(kept["severity"]),
        client_state=ClientState(state) if state else None,
        ends_at=datetime.fromisoformat(kept["ends_at"]),
    )


def _waiver_of(rule: str, words: str, reason: str, by: str, at: str) -> Waiver:
    return Waiver(
        rule=rule, words=words, reason=reason, by=PersonId(by), at=datetime.fromisoformat(at)
    )
