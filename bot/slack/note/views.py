"""A line for the timeline: its form, the form for somebody else's message, and the answer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.domain.events.record import Attachment, NoteKind
from bot.domain.ids import IncidentId, PersonId, RoomId, label
from bot.domain.incident import Incident
from bot.domain.phrase import Who
from bot.domain.text import TEXT_LIMIT, clip
from bot.domain.timeline_record import kind_name
from bot.i18n import Translator
from bot.slack import form, ids, kit
from bot.slack.kit import Block, Mrkdwn, View, md

#: What a form carries along holds 3,000 characters.
_FILES, _NAME = 10, 60
#: The form for a message that was said outside a war room.
KEEP = "add_to_timeline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Somebody's message in Slack. ``ts`` is Slack's own name and time for it."""

    author: PersonId
    text: str
    channel: RoomId
    ts: str
    files: tuple[Attachment, ...] = ()

    @property
    def said_at(self) -> datetime:
        return datetime.fromtimestamp(float(self.ts), UTC)


def note_form(t: Translator, incident: Incident) -> View:
    element = form.text_input("note", multiline=True, limit=TEXT_LIMIT)
    blocks = [
        kit.context(
            md(t, "{incident}: {title}", incident=label(incident.id), title=incident.title)
        ),
        form.field(
            "note",
            t("What happened or was decided"),
            element,
            hint=t("Why it seemed right is worth a word too."),
        ),
        _kind(t),
    ]
    return form.modal(
        ids.NOTE,
        t("Add a note"),
        blocks,
        submit=t("Add"),
        close=t("Back"),
        metadata=str(incident.id),
    )


def note_said(view: Mapping[str, Any]) -> tuple[str, NoteKind | None]:
    filled = form.values(view)
    return filled["note"] or "", _chosen(filled.get("kind"))


def _kind(t: Translator) -> Block:
    options = [form.option(_capital(kit.plain(t, kind_name(each))), each) for each in NoteKind]
    chosen = form.select("kind", options, placeholder=t("A note"))
    return form.field("kind", t("What it is"), chosen, optional=True)


def _chosen(kind: str | None) -> NoteKind | None:
    return NoteKind(kind) if kind else None


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def keep_form(t: Translator, message: Message, incidents: Sequence[Incident]) -> View:
    """``incidents`` are the open ones this person may see; never empty."""
    options = [form.option(f"{label(one.id)} {one.title}", str(one.id)) for one in incidents]
    chosen = form.select("incident", options, initial=options[0]["value"])
    blocks = [
        form.field("incident", t("Incident"), chosen),
        form.field(
            "note",
            t("What it says"),
            form.text_input(
                "note", multiline=True, initial=clip(message.text, TEXT_LIMIT), limit=TEXT_LIMIT
            ),
            optional=bool(message.files),
        ),
        _kind(t),
    ]
    files = [[each.file, clip(each.name, _NAME)] for each in message.files[:_FILES]]
    carried = json.dumps([message.author, message.channel, message.ts, files], ensure_ascii=False)
    return form.modal(
        KEEP, t("Add to timeline"), blocks, submit=t("Add"), close=t("Back"), metadata=carried
    )


def keep_said(view: Mapping[str, Any]) -> tuple[IncidentId, Message, NoteKind | None]:
    filled = form.values(view)
    # A form opened before files were kept carries none.
    author, channel, ts, *files = json.loads(view["private_metadata"])
    message = Message(
        author=PersonId(author),
        text=filled["note"] or "",
        channel=RoomId(channel),
        ts=ts,
        files=tuple(Attachment(file=file, name=name) for each in files for file, name in each),
    )
    return IncidentId(int(filled["incident"])), message, _chosen(filled.get("kind"))


def noted(t: Translator, incident: Incident) -> Mrkdwn:
    return md(t, "On the timeline of {incident}.", incident=label(incident.id))


def kept_above(t: Translator, incident: Incident, *, fresh: bool) -> Mrkdwn:
    """Of the message that began a thread; it is read after this answer."""
    if not fresh:
        return md(t, "It is on the timeline of {incident} already.", incident=label(incident.id))
    return md(t, "The message above is kept for {incident}.", incident=label(incident.id))


def kept(t: Translator, incident: Incident, message: Message, *, fresh: bool) -> Mrkdwn:
    if not fresh:
        return md(t, "It is on the timeline of {incident} already.", incident=label(incident.id))
    return md(
        t,
        "On the timeline of {incident}: what {person} said at {time}.",
        incident=label(incident.id),
        person=Who(message.author),
        time=kit.clock(message.said_at),
    )
