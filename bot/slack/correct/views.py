"""Choosing an entry, and its form: what it says, when it was, what it is, and why it changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.domain.events import NoteAdded
from bot.domain.events.record import NoteKind
from bot.domain.ids import EventId, label
from bot.domain.incident import Incident
from bot.domain.phrase import Who
from bot.domain.record import Told
from bot.domain.text import TEXT_LIMIT, clip
from bot.domain.timeline_record import kind_name
from bot.i18n import Translator
from bot.slack import form, ids, kit
from bot.slack.kit import Block, Mrkdwn, View, md

#: Slack holds so many options in one list; older entries are corrected from the timeline.
MOST = 100
_REASON = 500
_STRIKE = "strike"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What the form asks for. None leaves a part as it is."""

    entry: EventId
    text: str | None
    moment: datetime | None
    kind: NoteKind | None
    reason: str
    strike: bool


def choose_form(t: Translator, incident: Incident, entries: Sequence[Told]) -> View:
    """``entries`` are notes, the newest first; choosing one opens its form in place of this."""
    options = [_option(incident, one.id, one.event) for one in _notes(entries)[:MOST]]
    chosen = form.select(ids.CORRECT, options, placeholder=t("Choose an entry"))
    return form.modal(
        ids.CORRECT,
        t("Correct an entry"),
        [
            _about(t, incident),
            kit.section(t("Which entry is wrong?"), accessory=chosen),
        ],
        close=t("Back"),
        metadata=str(incident.id),
    )


def correct_form(t: Translator, incident: Incident, entry: Told) -> View:
    """Filled in with what stands there now."""
    [note] = [one.event for one in _notes([entry])]
    moment = int(note.said_at.timestamp())
    strike = form.option(t("Strike it out instead"), _STRIKE, t("It stays to be read."))
    text = form.text_input("text", multiline=True, initial=note.text, limit=TEXT_LIMIT)
    when = form.moment_picker("moment", initial=note.said_at)
    reason = form.text_input("reason", limit=_REASON)
    blocks = [
        _about(t, incident),
        kit.context(md(t, "{person} said it.", person=Who(note.author))),
        form.field("text", t("What it says"), text),
        form.field("moment", t("When it was"), when),
        form.field("kind", t("What it is"), _kinds(t, note.kind), optional=True),
        form.field(
            "reason",
            t("Why it changes"),
            reason,
            hint=t("It stands beside the entry, with your name and what stood there before."),
        ),
        form.field("strike", t("Or"), form.checkboxes("strike", [strike]), optional=True),
    ]
    return form.modal(
        ids.CORRECT,
        t("Correct an entry"),
        blocks,
        submit=t("Correct"),
        close=t("Back"),
        metadata=f"{incident.id}:{entry.id}:{moment}",
    )


def said(view: Mapping[str, Any]) -> Correction:
    """What was asked for. The picker knows whole seconds: the same one is no correction."""
    filled = form.values(view)
    _, entry, moment = view["private_metadata"].split(":")
    chosen = filled.get("moment")
    moved = datetime.fromtimestamp(int(chosen or moment), UTC)
    return Correction(
        entry=EventId(entry),
        text=filled.get("text") or "",
        moment=moved if moved.timestamp() != int(moment) else None,
        kind=NoteKind(filled["kind"]) if filled.get("kind") else None,
        reason=filled.get("reason") or "",
        strike=_STRIKE in (filled.get("strike") or ()),
    )


def corrected(t: Translator, incident: Incident) -> Mrkdwn:
    return md(
        t,
        "Corrected on the timeline of {incident}. What stood there stays to be read.",
        incident=label(incident.id),
    )


def struck(t: Translator, incident: Incident) -> Mrkdwn:
    return md(
        t,
        "Struck out on the timeline of {incident}. It stays to be read.",
        incident=label(incident.id),
    )


@dataclass(frozen=True, slots=True)
class _Note:
    id: EventId
    event: NoteAdded


def _notes(entries: Sequence[Told]) -> list[_Note]:
    return [_Note(one.id, one.event) for one in entries if isinstance(one.event, NoteAdded)]


def _option(incident: Incident, id: EventId, note: NoteAdded) -> Block:
    flat = " ".join(note.text.split())
    return form.option(clip(f"{note.said_at:%H:%M} {flat}", form.OPTION), f"{incident.id}:{id}")


def _kinds(t: Translator, kind: NoteKind | None) -> Block:
    options = [form.option(kit.plain(t, kind_name(each)), each) for each in NoteKind]
    return form.select("kind", options, placeholder=t("A note"), initial=kind or "")


def _about(t: Translator, incident: Incident) -> Block:
    name = label(incident.id)
    return kit.context(md(t, "{incident}: {title}", incident=name, title=incident.title))
