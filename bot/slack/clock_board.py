"""Regulatory clocks as people see them: the board of all of them, and a warning. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.clocks import Clock, Clocks, State
from bot.domain.ids import ClockName, label
from bot.domain.incident import Incident
from bot.domain.phrase import Phrase, Where, Who
from bot.domain.regulation import Regime, Regulation, Rule
from bot.domain.timeline_clocks import anchor_name
from bot.i18n import Translator
from bot.slack import ids, kit
from bot.slack.clock_words import both, left, rule_said, state
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
    acts += [
        kit.button(
            t("Update {report}…", report=rule.title.to(t.language)),
            f"{ids.SUBMIT_CLOCK}:{rule.name}",
            f"{number}:{rule.name}",
        )
        for rule, clock in held
        if clock.submissions and _awaited(seen, rule)
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


def _awaited(seen: Board, rule: Rule) -> bool:
    """Whether what hangs on this report is still owed: another one moves it."""
    followers = (seen.clocks.all.get(one.name) for one in seen.regulation.following(rule.name))
    return any(one is not None and one.state.owed for one in followers)


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
    if rule.note and clock.state.owed:
        told.append(Mrkdwn(f"_{kit.escape(rule.note.to(t.language))}_"))
    return kit.join(one for one in told if one.text)


def _small(t: Translator, regulation: Regulation, rule: Rule) -> Mrkdwn:
    said = kit.escape(rule_said(t, regulation, rule))
    return kit.join((said, kit.escape(rule.source)), " · ") if rule.source else said


def _counted(t: Translator, clock: Clock) -> Mrkdwn:
    """From when, and on whose word."""
    named = [
        md(t, "{anchor} {moment}", anchor=anchor_name(anchor), moment=both(t, at))
        for anchor, at in clock.anchors.items()
    ]
    by = [md(t, "confirmed by {person}", person=Who(clock.started_by))] if clock.started_by else []
    return kit.join((*named, *by), " · ")


# A warning


def warning(
    t: Translator, seen: Board, said: Phrase, name: ClockName, *, here: bool
) -> tuple[str, list[Block]]:
    """What is told when time runs out; ``here`` is in the room, else by DM."""
    incident = seen.incident
    rule, clock = seen.regulation.rules.get(name), seen.clocks.all[name]
    told = kit.live(t, said)
    rest = left(t, clock.deadline.at, seen.now) if clock.deadline else kit.escape("")
    text = md(t, "{incident}: {told}", incident=label(incident.id), told=told)
    if incident.drill:
        text = md(t, "Drill: {headline}", headline=text)
    blocks = [
        kit.section(kit.bold(headline(t, incident))),
        kit.section(Mrkdwn(":alarm_clock: ") + told + rest),
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
