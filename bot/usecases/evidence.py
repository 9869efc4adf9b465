"""Keep the files of picked messages with the incident."""

from dataclasses import dataclass
from hashlib import sha256

from bot.domain.change import Change
from bot.domain.effects import KeepEvidence
from bot.domain.events import EvidenceKept
from bot.domain.text import clean
from bot.store.evidence import Kept
from bot.store.work import Work

#: As the columns hold them.
_NAME, _MIMETYPE = 200, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """What Slack tells of a file. ``size`` is in bytes, ``link`` where people see it in Slack."""

    name: str
    mimetype: str
    size: int
    link: str


async def keep(work: Work, effect: KeepEvidence, file: File, content: bytes | None) -> None:
    """Write the file down, once for an incident; without its bytes, where it stays instead."""
    incident = await work.incidents.get(effect.incident, for_update=True)
    known = await work.evidence.of_file(effect.incident, effect.file)
    if known is not None and known.entry == effect.entry:
        return
    if known is None and content is not None:
        known = _kept(work, effect, file, content)
        await work.evidence.keep(known, content)
    fact = EvidenceKept(
        incident=effect.incident,
        at=work.now,
        by=effect.by,
        entry=effect.entry,
        file=effect.file,
        name=known.name if known else clean(file.name, _NAME),
        mimetype=known.mimetype if known else file.mimetype[:_MIMETYPE],
        size=known.size if known else file.size,
        evidence=known.id if known else None,
        sha256=known.sha256 if known else "",
        link="" if known else file.link,
    )
    await work.record(Change(incident, (fact,)))


def _kept(work: Work, effect: KeepEvidence, file: File, content: bytes) -> Kept:
    return Kept(
        id=work.evidence.new_id(),
        incident=effect.incident,
        entry=effect.entry,
        file=effect.file,
        name=clean(file.name, _NAME) or effect.file,
        mimetype=file.mimetype[:_MIMETYPE],
        size=len(content),
        sha256=sha256(content).hexdigest(),
        kept_by=effect.by,
        kept_at=work.now,
    )
