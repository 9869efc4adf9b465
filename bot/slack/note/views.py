"""A line for the timeline: its form, the form for somebody else's message, and the answer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.domain.ids import IncidentId, PersonId, RoomId, label
from bot.domain.incident import Incident
from bot.domain.phrase import Who
from bot.domain.text import TEXT_LIMIT, clip
from bot.i18n import Translator
from bot.slack import form, ids, kit
from bot.slack.kit import Mrkdwn, View, md

#: The form for a message that was said outside a war room.
KEEP = "add_to_timeline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Somebody's message in Slack. ``ts`` is Slack's own name and time for it."""

    author: PersonId
    text: str
    channel: RoomId
    ts: str

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
    ]
    return form.modal(
        ids.NOTE,
        t("Add a note"),
        blocks,
        submit=t("Add"),
        close=t("Back"),
        metadata=str(incident.id),
    )


def note_said(view: Mapping[str, Any]) -> str:
    return form.values(view)["note"] or ""


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
        ),
    ]
    carried = json.dumps([message.author, message.channel, message.ts])
    return form.modal(
        KEEP, t("Add to timeline"), blocks, submit=t("Add"), close=t("Back"), metadata=carried
    )


def keep_said(view: Mapping[str, Any]) -> tuple[IncidentId, Message]:
    filled = form.values(view)
    author, channel, ts = json.loads(view["private_metadata"])
    message = Message(
        author=PersonId(author), text=filled["note"] or "", channel=RoomId(channel), ts=ts
    )
    return IncidentId(int(filled["incident"])), message


def noted(t: Translator, incident: Incident) -> Mrkdwn:
    return md(t, "On the timeline of {incident}.", incident=label(incident.id))


def kept(t: Translator, incident: Incident, message: Message) -> Mrkdwn:
    return md(
        t,
        "On the timeline of {incident}: what {person} said at {time}.",
        incident=label(incident.id),
        person=Who(message.author),
        time=kit.clock(message.said_at),
    )
