"""Merge, cancel, private, reopen: forms that say what will happen, and what is said after."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bot.domain.ids import IncidentId, PersonId, RoomId, label
from bot.domain.incident import Flag, Incident
from bot.domain.naming import flag_name
from bot.domain.text import clip
from bot.i18n import Translator
from bot.slack import form, ids, kit
from bot.slack.kit import Block, Mrkdwn, View, md


def merge_form(
    t: Translator, incident: Incident, others: Sequence[Incident], asked: Sequence[PersonId]
) -> View:
    """``others`` are the open incidents this person may see; never empty."""
    options = [
        form.option(f"{label(one.id)} {one.title}", str(one.id), one.severity) for one in others
    ]
    blocks = [
        kit.section(
            md(
                t,
                "{incident} ends, and the one you choose goes on. This cannot be undone.",
                incident=label(incident.id),
            )
        ),
        *_quiet(t, asked),
        form.field("into", t("Merge into"), form.select("into", options)),
    ]
    return _modal(t, ids.MERGE, t("Merge the incident"), blocks, incident, submit=t("Merge"))


def cancel_form(t: Translator, incident: Incident, asked: Sequence[PersonId]) -> View:
    blocks = [
        kit.section(
            md(
                t,
                "{incident} ends as no incident after all. It stays on record, and cannot be "
                "opened again.",
                incident=label(incident.id),
            )
        ),
        *_quiet(t, asked),
        _reason(t),
    ]
    return _modal(t, ids.CANCEL, t("Cancel the incident"), blocks, incident, submit=t("Cancel it"))


def private_form(t: Translator, incident: Incident, announced: RoomId | None) -> View:
    blocks = [kit.section(kit.join(_hiding(t, incident, announced)))]
    return _modal(
        t, ids.MAKE_PRIVATE, t("Make it private"), blocks, incident, submit=t("Make private")
    )


def _hiding(t: Translator, incident: Incident, announced: RoomId | None) -> list[Mrkdwn]:
    lines = [
        md(
            t,
            "A new private room opens for the people who are in this one. From then on only they, "
            "and those whom they invite, see {incident}.",
            incident=label(incident.id),
        )
    ]
    if incident.room:
        lines.append(md(t, "{room} is archived.", room=kit.channel(incident.room)))
    if announced:
        lines.append(
            md(t, "The announcement in {channel} loses its words.", channel=kit.channel(announced))
        )
    lines.append(
        md(
            t,
            "It leaves the status page. Clients hear of it in their own channels and by e-mail "
            "alone, once a second person has approved the words. This cannot be undone.",
        )
    )
    return lines


def flag_form(
    t: Translator, incident: Incident, chosen: Collection[Flag], announced: RoomId | None
) -> View:
    """What it touches, as it stands and with what is to be added. ``announced`` as above."""
    options = [form.option(kit.plain(t, flag_name(flag)), flag) for flag in Flag]
    lines = [md(t, "Deadlines that the law may set are proposed in the room.")]
    if not incident.private:
        lines = [
            md(t, "Any of these makes {incident} private.", incident=label(incident.id)),
            *_hiding(t, incident, announced),
            *lines,
        ]
    blocks = [
        kit.section(kit.join(lines)),
        form.field(
            "flags",
            t("Does it touch any of these?"),
            form.checkboxes("flags", options, initial=[flag for flag in Flag if flag in chosen]),
            optional=True,
        ),
        form.field(
            "reason",
            t("Why"),
            form.text_input("reason", limit=500),
            hint=t("Needed where you take one away."),
            optional=True,
        ),
    ]
    view = _modal(t, ids.FLAG, t("What it touches"), blocks, incident, submit=t("Save"))
    return {**view, "private_metadata": f"{incident.id}:{','.join(sorted(incident.flags))}"}


def flags_said(view: Mapping[str, Any]) -> tuple[set[Flag], set[Flag], str]:
    """(added, removed, why), seen from what the form showed when it opened."""
    given = form.values(view)
    shown = view.get("private_metadata", "").partition(":")[2]
    before = {Flag(flag) for flag in shown.split(",") if flag}
    chosen = {Flag(flag) for flag in given.get("flags") or ()}
    return chosen - before, before - chosen, given.get("reason") or ""


def flagged(t: Translator, incident: Incident, *, hidden: bool) -> Mrkdwn:
    if hidden:
        return made_private(t, incident)
    if not incident.flags:
        return md(
            t,
            "{incident} touches none of these any more. It stays private.",
            incident=label(incident.id),
        )
    flags = ", ".join(kit.plain(t, flag_name(flag)) for flag in Flag if flag in incident.flags)
    return md(t, "{incident} touches: {flags}", incident=label(incident.id), flags=flags)


def reopen_form(t: Translator, incident: Incident) -> View:
    blocks = [
        kit.section(
            md(
                t,
                "{incident} is being investigated again. Nobody is paged by this; "
                "`/incident escalate` pages.",
                incident=label(incident.id),
            )
        ),
        _reason(t),
    ]
    return _modal(t, ids.REOPEN, t("Reopen the incident"), blocks, incident, submit=t("Reopen"))


def into_said(view: Mapping[str, Any]) -> IncidentId:
    return IncidentId(int(form.values(view)["into"]))


def reason_said(view: Mapping[str, Any]) -> str:
    return form.values(view).get("reason") or ""


def merged(t: Translator, incident: Incident, into: Incident) -> Mrkdwn:
    return md(
        t,
        "{incident} is merged into {into}: {title}",
        incident=label(incident.id),
        into=label(into.id),
        title=into.title,
    )


def cancelled(t: Translator, incident: Incident) -> Mrkdwn:
    return md(t, "{incident} is cancelled. Nobody is paged any more.", incident=label(incident.id))


def made_private(t: Translator, incident: Incident) -> Mrkdwn:
    return md(
        t,
        "{incident} is private now. Its new room is opening, and you will be in it.",
        incident=label(incident.id),
    )


def reopened(t: Translator, incident: Incident) -> Mrkdwn:
    return md(
        t,
        "{incident} is open again. `/incident escalate` pages somebody.",
        incident=label(incident.id),
    )


def closed(t: Translator, incident: Incident) -> Mrkdwn:
    return md(t, "{incident} is closed.", incident=label(incident.id))


def _modal(
    t: Translator,
    callback: str,
    title: str,
    blocks: Sequence[Block],
    incident: Incident,
    *,
    submit: str,
) -> View:
    about = kit.section(kit.bold(f"{label(incident.id)} {clip(incident.title, 120)}"))
    return form.modal(
        callback,
        title,
        [about, *blocks],
        submit=submit,
        close=t("Back"),
        metadata=str(incident.id),
    )


def _quiet(t: Translator, asked: Sequence[PersonId]) -> list[Block]:
    """Who stops being paged; nothing when nobody is."""
    if not asked:
        return []
    people = kit.join((kit.person(person) for person in asked), ", ")
    return [kit.section(md(t, "Paging stops for {people}.", people=people))]


def _reason(t: Translator) -> Block:
    element = form.text_input("reason", limit=500)
    return form.field("reason", t("Why"), element, optional=True)
