"""Clients wait for a word: what whoever must write hears before it is due, and after. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.ids import PersonId, label
from bot.domain.incident import Incident
from bot.domain.naming import state_name
from bot.i18n import Translator
from bot.slack import form, kit
from bot.slack.kit import Block, Mrkdwn, View, md
from bot.slack.overdue import buttons
from bot.slack.panel import headline

SNOOZE = "snooze_update"
_REASON = 300
#: For how long reminders may be put off: minutes.
CHOICES = (15, 30, 60, 120)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The next update of an incident, as of ``now``, UTC."""

    incident: Incident
    due_at: datetime
    now: datetime
    #: Who has the task to write it.
    writers: Sequence[PersonId] = ()

    @property
    def first(self) -> bool:
        return self.incident.client_state is None


def reminder(t: Translator, due: Due) -> tuple[str, list[Block]]:
    """(fallback text, blocks): some minutes before."""
    number, time = label(due.incident.id), kit.clock(due.due_at)
    if due.first:
        text = md(
            t, "{incident}: clients have heard nothing yet. The first update is due at {time}.",
            incident=number, time=time,
        )  # fmt: skip
    else:
        text = md(
            t, "{incident}: the next client update is due at {time}.", incident=number, time=time
        )
    return _message(t, due, text)


def missed(t: Translator, due: Due) -> tuple[str, list[Block]]:
    """It was due, and nothing left."""
    text = md(
        t,
        "{incident}: clients were to hear from us at {time}, and heard nothing.",
        incident=label(due.incident.id),
        time=kit.clock(due.due_at),
    )
    return _message(t, due, text)


def escalated(t: Translator, due: Due) -> tuple[str, list[Block]]:
    """To those above: how late it is, and who was to write."""
    late = timedelta(minutes=max(1, int((due.now - due.due_at).total_seconds()) // 60))
    text = md(
        t,
        "{incident}: the client update is {late} late.",
        incident=label(due.incident.id),
        late=late,
    )
    if due.writers:
        who = md(t, "To be written by {people}.", people=kit.people(t, due.writers))
    else:
        who = md(t, "Nobody has the task: `/incident role comms` gives it to somebody.")
    return _message(t, due, text, who)


def _message(t: Translator, due: Due, text: Mrkdwn, *more: Mrkdwn) -> tuple[str, list[Block]]:
    blocks = [kit.section(kit.bold(headline(t, due.incident))), kit.section(text)]
    blocks += [kit.context(line) for line in (*more, _told(t, due))]
    return str(text), [*blocks, buttons(t, due.incident.id, first=due.first)]


def _told(t: Translator, due: Due) -> Mrkdwn:
    state = due.incident.client_state
    if state is None:
        return md(t, "They were told nothing yet.")
    return md(t, "They were last told “{state}”.", state=state_name(state))


def snooze_form(t: Translator, incident: Incident) -> View:
    options = [
        form.option(t.duration(timedelta(minutes=minutes)), str(minutes)) for minutes in CHOICES
    ]
    reason = form.text_input("reason", limit=_REASON)
    told = md(t, "Only the reminders stop. Clients still wait, and the delay stays on record.")
    blocks = [
        kit.context(
            md(t, "{incident}: {title}", incident=label(incident.id), title=incident.title)
        ),
        form.field("minutes", t("For how long"), form.radio("minutes", options, initial="15")),
        form.field("reason", t("Why"), reason, hint=t("It stands on the timeline with your name.")),
        kit.context(told),
    ]  # fmt: skip
    return form.modal(
        SNOOZE,
        t("Snooze reminders"),
        blocks,
        submit=t("Snooze"),
        close=t("Cancel"),
        metadata=str(incident.id),
    )


def snooze_said(view: Mapping[str, Any]) -> tuple[timedelta, str]:
    filled = form.values(view)
    return timedelta(minutes=int(filled.get("minutes") or CHOICES[0])), filled.get("reason") or ""


def snoozed(t: Translator, incident: Incident, until: datetime) -> Mrkdwn:
    return md(
        t,
        "{incident}: no reminder of client updates before {time}.",
        incident=label(incident.id),
        time=kit.clock(until),
    )
