"""Regulatory clocks as people see them: the board of all of them, and a warning. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.clocks import Clock, Clocks, State
from bot.domain.ids import ClockName, label
from bot.domain.incident import Incident
from bot.domain.phrase import Phrase, Where, Who
from bot.domain.regulation import Anchor, Limit, Regime, Regulation, Rule
from bot.domain.timeline_clocks import anchor_name, utc
from bot.i18n import Translator
from bot.slack import ids, kit
from bot.slack.kit import Block, Mrkdwn, md
from bot.slack.panel import headline

_MARKS = {
    State.PROPOSED: "◻️",
    State.RUNNING: "⏳",
    State.SUBMITTED: "✅",
    State.MISSED: "🔴",
    State.DISMISSED: "▫️",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """All clocks of one incident. ``now`` tells how much time is left, where one person looks."""

    incident: Incident
    clocks: Clocks
    regulation: Regulation
    now: datetime | None = None


# The board


def board(t: Translator, seen: Board) -> tuple[str, list[Block]]:
    """(fallback text, blocks): an act after the other, each with what can be done."""
    text = md(t, "{incident}: regulatory clocks", incident=label(seen.incident.id))
    blocks = [kit.section(kit.bold(headline(t, seen.incident))), *_lead(t, seen.clocks)]
    for regime in _regimes(seen):
        blocks += _regime(t, seen, regime)
    return str(text), [*blocks, _disclaimer(t)]


def whole(t: Translator, seen: Board) -> tuple[str, list[Block]]:
    """The same for one person, with the acts that nobody has proposed."""
    text, blocks = board(t, seen)
    there = {regime.name for regime in _regimes(seen)}
    others = [
        kit.button(
            t("Start {act}…", act=regime.title.to(t.language)),
            f"{ids.START_CLOCK}:{regime.name}",
            f"{seen.incident.id}:{regime.name}",
        )
        for regime in seen.regulation.regimes.values()
        if regime.name not in there and seen.regulation.first(regime.name)
    ]
    return text, [*blocks, kit.actions(*others)] if others else blocks


def _lead(t: Translator, clocks: Clocks) -> list[Block]:
    if not clocks.all:
        return [kit.section(md(t, "No regulatory clock runs, and none is proposed."))]
    states = {clock.state for clock in clocks.all.values()}
    if State.PROPOSED not in states:
        return []
    if states <= {State.PROPOSED, State.DISMISSED}:
        said = md(
            t,
            "*These clocks may apply.* None runs until one of you confirms it: *Start…* asks from "
            "when, and your name stands beside it.",
        )
    else:
        said = md(t, "*Those marked ◻️ may apply too.* They run once one of you confirms it.")
    return [kit.section(said)]


def _disclaimer(t: Translator) -> Block:
    said = md(t, "This is not legal advice. Whether an act applies, and from when, you decide.")
    return kit.context(said)


def _regimes(seen: Board) -> list[Regime]:
    """The acts of these clocks, in the policy's order."""
    rules = seen.regulation.rules
    there = {rules[name].regime for name in seen.clocks.all if name in rules}
    return [one for one in seen.regulation.regimes.values() if one.name in there]


def _regime(t: Translator, seen: Board, regime: Regime) -> list[Block]:
    rules = seen.regulation.of(regime.name)
    held = [(rule, seen.clocks.all[rule.name]) for rule in rules if rule.name in seen.clocks.all]
    title = kit.bold(regime.title.to(t.language))
    applies = [kit.escape(regime.applies.to(t.language))] if regime.applies else []
    lines = [kit.join((title, *applies), " · ")]
    lines += [_line(t, seen, rule, clock) for rule, clock in held]
    sections = [kit.divider(), *kit.sections(lines)]
    buttons = _acts(t, seen, regime, held)
    return [*sections, kit.actions(*buttons)] if buttons else sections


def _acts(
    t: Translator, seen: Board, regime: Regime, held: Sequence[tuple[Rule, Clock]]
) -> list[Block]:
    """The likeliest first. An id is unique within its message, so it ends with what it is about."""
    number, name = seen.incident.id, regime.name
    acts = [
        kit.button(
            t("Record {report}…", report=rule.title.to(t.language)),
            f"{ids.SUBMIT_CLOCK}:{rule.name}",
            f"{number}:{rule.name}",
            style="primary",
        )
        for rule, clock in held
        if clock.state.owed
    ]
    states = {clock.state for _, clock in held}
    about = f"{number}:{name}"
    if states <= {State.PROPOSED, State.DISMISSED}:
        style = "primary" if State.PROPOSED in states else ""
        acts.append(kit.button(t("Start…"), f"{ids.START_CLOCK}:{name}", about, style=style))
    else:
        lacks = any(_lacks(rule, clock) for rule, clock in held)
        acts.append(_times(t, f"{ids.SET_CLOCK}:{name}", about, lacks=lacks))
    if State.PROPOSED in states or any(state.owed for state in states):
        acts.append(kit.button(t("Does not apply…"), f"{ids.DISMISS_CLOCK}:{name}", about))
    return acts


def _lacks(rule: Rule, clock: Clock) -> bool:
    """Whether a moment is still to be named."""
    return clock.state.owed and any(anchor not in clock.anchors for anchor in rule.anchors)


def _times(t: Translator, action: str, about: str, *, lacks: bool) -> Block:
    return kit.button(t("Add a time…") if lacks else t("Correct times…"), action, about)


def _line(t: Translator, seen: Board, rule: Rule, clock: Clock) -> Mrkdwn:
    title = kit.bold(rule.title.to(t.language))
    line = kit.join((_MARKS[clock.state], title, state(t, rule, clock, seen.now)), " ")
    told = [line, _small(t, seen.regulation, rule)]
    if clock.state.owed:
        told.append(_counted(t, clock))
    if rule.note and clock.state is not State.DISMISSED:
        told.append(Mrkdwn(f"_{kit.escape(rule.note.to(t.language))}_"))
    return kit.join(one for one in told if one.text)


def _small(t: Translator, regulation: Regulation, rule: Rule) -> Mrkdwn:
    said = kit.escape(rule_said(t, regulation, rule))
    return kit.join((said, kit.escape(rule.source)), " · ") if rule.source else said


def _counted(t: Translator, clock: Clock) -> Mrkdwn:
    """From when, and on whose word."""
    named = [
        md(t, "{anchor} {moment}", anchor=anchor_name(anchor), moment=_both(t, at))
        for anchor, at in clock.anchors.items()
    ]
    by = [md(t, "confirmed by {person}", person=Who(clock.started_by))] if clock.started_by else []
    return kit.join((*named, *by), " · ")


def state(t: Translator, rule: Rule, clock: Clock, now: datetime | None) -> Mrkdwn:
    """Where the clock stands, in a few words."""
    due = clock.deadline
    match clock.state:
        case State.PROPOSED:
            return md(t, "not started")
        case State.DISMISSED:
            return md(t, "does not apply: {reason}", reason=clock.reason)
        case State.SUBMITTED if clock.submissions:
            sent = clock.submissions[-1]
            return md(
                t, "submitted {moment} by {person}", moment=_both(t, sent.at), person=Who(sent.by)
            )
        case State.MISSED if due:
            said = md(t, "*missed:* it was due {moment}", moment=_both(t, due.at))
            return said + _left(t, due.at, now)
    if due is None and rule.limit is None:
        return md(t, "runs, and its limit is not set")
    if due is None:
        return md(t, "waits until it is classified as major")
    if not due.firm:
        return md(
            t, "due {moment} at the latest, if it is classified by then", moment=_both(t, due.at)
        ) + _left(t, due.at, now)
    return md(t, "*due {moment}*", moment=_both(t, due.at)) + _left(t, due.at, now)


def _left(t: Translator, at: datetime, now: datetime | None) -> Mrkdwn:
    if now is None:
        return kit.escape("")
    length = _minutes(abs(at - now))
    if at < now:
        return md(t, ", {length} ago", length=length)
    return md(t, ", {length} left", length=length)


def _both(t: Translator, at: datetime) -> Mrkdwn:
    """On each reader's own clock, and in UTC."""
    return md(t, "{time} ({utc} UTC)", time=at, utc=utc(at))


def _minutes(length: timedelta) -> timedelta:
    return timedelta(minutes=length // timedelta(minutes=1))


def rule_said(t: Translator, regulation: Regulation, rule: Rule) -> str:
    """``4 h after: classified as major; at the latest 24 h after: aware``."""
    if rule.limit is None:
        return t("limit not set, counted from: {anchor}", anchor=_after(t, regulation, rule.after))
    said = t(
        "{limit} after: {anchor}",
        limit=limit_said(t, rule.limit),
        anchor=_after(t, regulation, rule.after),
    )
    if rule.cap is None:
        return said
    return t(
        "{said}; at the latest {limit} after: {anchor}",
        said=said,
        limit=limit_said(t, rule.cap.limit),
        anchor=_after(t, regulation, rule.cap.after),
    )


def limit_said(t: Translator, limit: Limit) -> str:
    """As the law has it: 72 hours, not three days."""
    if limit.months:
        return t.plural("{count} month", "{count} months", limit.months)
    hours, rest = divmod(limit.hours, timedelta(hours=1))
    return t.duration(limit.hours) if rest else t("{n} h", n=hours)


def _after(t: Translator, regulation: Regulation, after: str) -> str:
    if after in [*Anchor]:
        return kit.plain(t, anchor_name(after))
    rule = regulation.rules.get(ClockName(after))
    return t("submission of “{title}”", title=rule.title.to(t.language) if rule else after)


# A warning


def warning(
    t: Translator, seen: Board, said: Phrase, name: ClockName, *, here: bool
) -> tuple[str, list[Block]]:
    """What is told when time runs out; ``here`` is in the room, else by DM."""
    incident = seen.incident
    rule, clock = seen.regulation.rules.get(name), seen.clocks.all[name]
    told = kit.live(t, said)
    left = _left(t, clock.deadline.at, seen.now) if clock.deadline else kit.escape("")
    text = md(t, "{incident}: {told}", incident=label(incident.id), told=told)
    blocks = [
        kit.section(kit.bold(headline(t, incident))),
        kit.section(Mrkdwn(":alarm_clock: ") + told + left),
    ]
    small = [_small(t, seen.regulation, rule)] if rule else []
    if rule and rule.note:
        small.append(kit.escape(rule.note.to(t.language)))
    if not here and incident.room:
        small.append(md(t, "War room: {room}", room=Where(incident.room)))
    if small:
        blocks.append(kit.context(*small))
    return str(text), [*blocks, _answer(t, incident, rule, clock)]


def _answer(t: Translator, incident: Incident, rule: Rule | None, clock: Clock) -> Block:
    record = kit.button(
        t("Record the submission…"),
        ids.SUBMIT_CLOCK,
        f"{incident.id}:{clock.name}",
        style="primary",
    )
    if rule is None:
        return kit.actions(record)
    about = f"{incident.id}:{rule.regime}"
    return kit.actions(
        record,
        _times(t, ids.SET_CLOCK, about, lacks=_lacks(rule, clock)),
        kit.button(t("Does not apply…"), ids.DISMISS_CLOCK, about),
    )
