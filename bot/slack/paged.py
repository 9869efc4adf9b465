"""Who was paged and what they answered, as the card and the panel tell it. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from bot.domain.escalation import Escalation
from bot.domain.escalation_path import Level
from bot.domain.escalation_step import upcoming
from bot.domain.events import Skipped
from bot.domain.ids import EscalationId
from bot.domain.incident import Incident
from bot.domain.phrase import Where, Who
from bot.domain.roll_call import BY_NAME, UNASKED, Answer, Call
from bot.domain.timeline_paging import skipped
from bot.i18n import Translator
from bot.slack.kit import Mrkdwn, channel, clock, join, md, person, said


def lines(
    t: Translator, incident: Incident, runs: Sequence[Escalation], calls: Sequence[Call]
) -> list[Mrkdwn]:
    """One line a level, in the order in which they were asked; then who is asked next."""
    known = {run.id: run for run in runs}
    told = [
        md(t, "{level}: {answers}", level=_level(t, known.get(run), number), answers=_said(t, some))
        for (run, number), some in _by_level(calls)
    ]
    for run in runs:
        if run.answerable and run.next_step_at is not None and incident.status.open:
            told += _coming(t, run, run.next_step_at)
    return told


def _coming(t: Translator, run: Escalation, at: datetime) -> list[Mrkdwn]:
    """How many have answered, where more than one must; and who is asked next."""
    level = upcoming(run)
    name, time = _name(t, level) if level else t("Last resort"), clock(at)
    if not run.acks:
        return [md(t, "If nobody answers: {level} at {time}", level=name, time=time)]
    have, needed = len(run.acks), run.rule.needed
    return [
        md(t, "{have} of {needed} have answered", have=have, needed=needed),
        md(t, "If nobody else answers: {level} at {time}", level=name, time=time),
    ]


def _by_level(
    calls: Sequence[Call],
) -> list[tuple[tuple[EscalationId, int], list[Call]]]:
    def place(call: Call) -> tuple[EscalationId, int]:
        return call.escalation, call.level

    order = {place(call): n for n, call in reversed(list(enumerate(calls)))}
    ordered = sorted(calls, key=lambda call: order[place(call)])
    return [(key, list(group)) for key, group in groupby(ordered, key=place)]


def _level(t: Translator, run: Escalation | None, number: int) -> str:
    if number == BY_NAME:
        return t("By name")
    if number == UNASKED:
        return t("Stepped in")
    if number == 0:
        return t("Last resort")
    if run is None or number > len(run.path.levels):
        return t("Level {number}", number=number)
    return _name(t, run.path.levels[number - 1])


def _name(t: Translator, level: Level) -> str:
    return level.name.to(t.language)


def _said(t: Translator, calls: Sequence[Call]) -> Mrkdwn:
    return join([_answer(t, call) for call in calls], "; ")


def _answer(t: Translator, call: Call) -> Mrkdwn:
    whom = channel(call.whom.id) if isinstance(call.whom, Where) else None
    who = whom or (person(call.whom.id) if isinstance(call.whom, Who) else Mrkdwn(""))
    match call.answer:
        case Answer.WAITING:
            return md(t, "{person} paged {time}, no answer yet", person=who, time=clock(call.at))
        case Answer.ACKNOWLEDGED:
            took = timedelta(seconds=call.seconds)
            return md(t, "{person} answered after {time}", person=who, time=took)
        case Answer.DECLINED:
            return md(t, "{person} cannot take it", person=who)
        case Answer.RELIEVED:
            return md(t, "{person} did not answer", person=who)
        case Answer.SILENT:
            return md(t, "{person} paged {time}, no answer", person=who, time=clock(call.at))
        case Answer.LAPSED:
            return md(t, "{person} had it and is not heard of", person=who)
        case Answer.NOBODY:
            return said(t, skipped(call.why or Skipped.NOBODY))
