"""The forms of regulatory clocks: from when they run, what was sent, and why not at all. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.clocks import Clock, Clocks
from bot.domain.ids import RegimeName, label
from bot.domain.incident import Incident
from bot.domain.phrase import Phrase
from bot.domain.refusal import Refusal
from bot.domain.regulation import Anchor, Regime, Regulation, Rule
from bot.domain.text import clip
from bot.domain.timeline_clocks import anchor_name, utc
from bot.i18n import Translator
from bot.slack import form, ids, kit
from bot.slack.clock_words import rule_said, state
from bot.slack.kit import Block, Mrkdwn, View, md

#: The second view of a start: what was understood, and the last chance to correct it.
CONFIRM = "confirm_clock"
AT, REFERENCE, WHY, GROUND, REASON = "at", "reference", "why", "ground", "reason"
_LIMIT = 500
#: Nobody keeps a form open for longer.
_SOON = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a person said, carried from the form to the view that asks to confirm it."""

    regime: RegimeName
    anchors: Mapping[Anchor, datetime]
    ground: str = ""

    def packed(self, incident: Incident) -> str:
        told = {anchor.value: moment.isoformat() for anchor, moment in self.anchors.items()}
        return f"{incident.id}:{self.regime}:{json.dumps([told, self.ground], ensure_ascii=False)}"


def unpacked(value: str) -> Start:
    """A Refusal for what `packed` never wrote."""
    try:
        _, regime, packed = value.split(":", maxsplit=2)
        told, ground = json.loads(packed)
        anchors = {Anchor(name): datetime.fromisoformat(moment) for name, moment in told.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise Refusal(
            "This button or form is out of date. `/incident clocks` shows all."
        ) from error
    return Start(regime=RegimeName(regime), anchors=anchors, ground=ground)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is known when a form about an act's moments opens. Texts are as the person reads."""

    incident: Incident
    regulation: Regulation
    regime: Regime
    filled: Mapping[Anchor, str] = field(default_factory=dict)


def start_form(t: Translator, asked: Asked) -> View:
    ground = form.text_input(GROUND, multiline=True, limit=_LIMIT)
    blocks = [
        *_about(t, asked),
        *_moments(t, asked),
        form.field(GROUND, t("On what ground?"), ground, optional=True),
    ]
    return form.modal(
        ids.START_CLOCK,
        t("Start the clocks"),
        blocks,
        submit=t("Next"),
        close=t("Back"),
        metadata=f"{asked.incident.id}:{asked.regime.name}",
    )


def set_form(t: Translator, asked: Asked) -> View:
    reason = form.text_input(REASON, multiline=True, limit=_LIMIT)
    blocks = [
        *_about(t, asked),
        *_moments(t, asked),
        form.field(
            REASON,
            t("Why does it change?"),
            reason,
            hint=t("The old time stays on record."),
            optional=True,
        ),
    ]
    return form.modal(
        ids.SET_CLOCK,
        t("Correct the times"),
        blocks,
        submit=t("Save"),
        close=t("Back"),
        metadata=f"{asked.incident.id}:{asked.regime.name}",
    )


def moments_said(view: Mapping[str, Any]) -> dict[Anchor, str]:
    """The words for each moment that was filled in."""
    given = form.values(view)
    return {anchor: given[anchor] for anchor in Anchor if (given.get(anchor) or "").strip()}


def ground_said(view: Mapping[str, Any]) -> str:
    return form.values(view).get(GROUND) or ""


def reason_said(view: Mapping[str, Any]) -> str:
    return form.values(view).get(REASON) or ""


def confirm(
    t: Translator,
    asked: Asked,
    said: Start,
    clocks: Clocks,
    *,
    zone: ZoneInfo,
    now: datetime,
    invited: Sequence[str],
) -> View:
    """What was understood, on the person's clock and in UTC, before anything runs."""
    lines = [
        md(t, "*{anchor}:* {moment}", anchor=_label(t, anchor), moment=_both(t, moment, zone))
        for anchor, moment in said.anchors.items()
    ]
    lines += _deadlines(t, asked.regulation.first(said.regime), clocks, now)
    people = kit.join((Mrkdwn(f"<@{person}>") for person in invited), ", ")
    blocks = [
        kit.section(md(t, "Is this right? Your name will stand beside it.")),
        kit.section(kit.join(lines)),
    ]
    if invited:
        told = md(t, "{people} will be invited to the room, and hear every warning.", people=people)
        blocks.append(kit.context(told))
    return form.modal(
        CONFIRM,
        clip(asked.regime.title.to(t.language), 24),
        blocks,
        submit=t("Start"),
        close=t("Back"),
        metadata=said.packed(asked.incident),
    )


def submit_form(t: Translator, incident: Incident, rule: Rule, clock: Clock, now: datetime) -> View:
    blocks = [
        kit.section(kit.bold(f"{label(incident.id)} {clip(incident.title, 120)}")),
        kit.section(
            kit.join((kit.bold(rule.title.to(t.language)), state(t, rule, clock, now)), " · ")
        ),
        form.field(
            AT,
            t("When was it submitted?"),
            form.text_input(AT, initial=t("now"), limit=100),
            hint=t("For example: now, 14:05, yesterday 23:10, 2026-11-22 23:10, 08:05 UTC."),
        ),
        form.field(
            REFERENCE,
            t("Reference number"),
            form.text_input(REFERENCE, limit=_LIMIT),
            hint=t("As the authority confirmed it."),
            optional=True,
        ),
        *_why(t, clock, now),
    ]
    return form.modal(
        ids.SUBMIT_CLOCK,
        t("Record a submission"),
        blocks,
        submit=t("Record"),
        close=t("Back"),
        metadata=f"{incident.id}:{rule.name}",
    )


def _why(t: Translator, clock: Clock, now: datetime) -> list[Block]:
    """Asked where it is late, or may be by the time the form is sent; and of a second report."""
    again = bool(clock.submissions)
    due = clock.deadline
    if not again and (due is None or now + _SOON < due.at):
        return []
    label = t("Why again?") if again else t("Why is it late?")
    reason = form.text_input(WHY, multiline=True, limit=_LIMIT)
    return [form.field(WHY, label, reason, optional=True)]


def submission_said(view: Mapping[str, Any]) -> tuple[str, str, str]:
    """(when, in words; the reference; why)."""
    given = form.values(view)
    return given.get(AT) or "", given.get(REFERENCE) or "", given.get(WHY) or ""


def dismiss_form(t: Translator, incident: Incident, regime: Regime) -> View:
    act = regime.title.to(t.language)
    blocks = [
        kit.section(kit.bold(f"{label(incident.id)} {clip(incident.title, 120)}")),
        kit.section(md(t, "The clocks of {act} stop. They can be started after all.", act=act)),
        form.field(
            REASON,
            t("Why does it not apply?"),
            form.text_input(REASON, multiline=True, limit=_LIMIT),
            hint=t("It stays on record with your name."),
        ),
    ]
    return form.modal(
        ids.DISMISS_CLOCK,
        t("Does not apply"),
        blocks,
        submit=t("Dismiss"),
        close=t("Back"),
        metadata=f"{incident.id}:{regime.name}",
    )


def done(
    t: Translator, regulation: Regulation, rules: Sequence[Rule], clocks: Clocks, now: datetime
) -> View:
    """How the clocks stand now: what a form gives way to."""
    lines = _deadlines(t, rules, clocks, now)
    if not lines:
        lines = [md(t, "Nothing is owed.")]
    return form.modal(
        f"{CONFIRM}_done", t("Regulatory clocks"), [kit.section(kit.join(lines))], close=t("Close")
    )


def written(at: datetime, zone: ZoneInfo) -> str:
    """A moment as the form's own field reads it again."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _about(t: Translator, asked: Asked) -> list[Block]:
    incident = asked.incident
    lines = [kit.bold(f"{label(incident.id)} {clip(incident.title, 120)}")]
    if asked.regime.applies:
        lines.append(kit.escape(asked.regime.applies.to(t.language)))
    for rule in asked.regulation.first(asked.regime.name):
        title = kit.bold(rule.title.to(t.language))
        lines.append(kit.join((title, rule_said(t, asked.regulation, rule), rule.source), " · "))
    return [kit.section(kit.join(lines))]


def _moments(t: Translator, asked: Asked) -> list[Block]:
    rules = asked.regulation.first(asked.regime.name)
    wanted = [anchor for anchor in Anchor if any(anchor in rule.anchors for rule in rules)]
    asking = {
        Anchor.AWARE: t("When did you become aware?"),
        Anchor.CLASSIFIED: t("When was it classified as major?"),
    }
    hints = {
        Anchor.AWARE: t("For example: yesterday 23:10, 20 min ago, 08:05 UTC."),
        Anchor.CLASSIFIED: t("Leave it empty while it is not: you can add it later."),
    }
    return [
        form.field(
            anchor,
            asking[anchor],
            form.text_input(anchor, initial=asked.filled.get(anchor, ""), limit=100),
            hint=hints[anchor],
            optional=anchor is not Anchor.AWARE,
        )
        for anchor in wanted
    ]


def _deadlines(t: Translator, rules: Sequence[Rule], clocks: Clocks, now: datetime) -> list[Mrkdwn]:
    held = [(rule, clocks.all[rule.name]) for rule in rules if rule.name in clocks.all]
    return [
        md(t, "{title}: {state}", title=kit.bold(rule.title.to(t.language)),
           state=state(t, rule, clock, now))
        for rule, clock in held
    ]  # fmt: skip


def _label(t: Translator, anchor: Anchor) -> Phrase:
    return anchor_name(anchor)


def _both(t: Translator, at: datetime, zone: ZoneInfo) -> Mrkdwn:
    return md(t, "{time} = {utc} UTC", time=t.when(at, zone), utc=utc(at))
