"""One regulatory clock in a few words: where it stands, and what its rule says. Pure."""

from datetime import datetime, timedelta

from bot.domain.clocks import Clock, State
from bot.domain.ids import ClockName
from bot.domain.phrase import Who
from bot.domain.regulation import Anchor, Limit, Regulation, Rule
from bot.domain.timeline_clocks import anchor_name, utc
from bot.i18n import Translator
from bot.slack import kit
from bot.slack.kit import Mrkdwn, md


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
                t, "submitted {moment} by {person}", moment=both(t, sent.at), person=Who(sent.by)
            )
        case State.MISSED if due:
            said = md(t, "*missed:* it was due {moment}", moment=both(t, due.at))
            return said + left(t, due.at, now)
    if due is None and rule.limit is None:
        return md(t, "runs, and its limit is not set")
    if due is None:
        return md(t, "waits until it is classified as major")
    if not due.firm:
        return md(
            t, "due {moment} at the latest, if it is classified by then", moment=both(t, due.at)
        ) + left(t, due.at, now)
    return md(t, "*due {moment}*", moment=both(t, due.at)) + left(t, due.at, now)


def left(t: Translator, at: datetime, now: datetime | None) -> Mrkdwn:
    if now is None:
        return kit.escape("")
    length = _minutes(abs(at - now))
    if at < now:
        return md(t, ", {length} ago", length=length)
    return md(t, ", {length} left", length=length)


def both(t: Translator, at: datetime) -> Mrkdwn:
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
