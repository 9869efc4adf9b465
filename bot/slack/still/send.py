"""Ask somebody whether they still have it; in silence, when they have shown it meanwhile."""

from datetime import timedelta

from bot.domain import foresight
from bot.domain.effects import AskIfStill
from bot.domain.escalation import Escalation, State
from bot.slack.desk import Desk, key
from bot.slack.still import views
from bot.store.outbox import Parcel
from bot.usecases.deliver import After, Senders


def senders(desk: Desk) -> Senders:
    async def ask_if_still(effect: AskIfStill, parcel: Parcel) -> After | None:
        async with desk.store.read() as work:
            run = await work.escalations.get(effect.escalation)
            incident = await work.incidents.get(effect.incident)
            on_call = await work.on_call()
            members = await work.incidents.members(effect.incident)
        if incident.private and effect.person not in members:
            return None  # they have left: silence moves the path on
        until = run.next_step_at
        if until is None or not incident.status.open or not _wanted(effect, run):
            return None
        question = views.Question(
            incident=incident,
            escalation=run.id,
            silent=run.rule.timeout or timedelta(),
            until=until,
            then=foresight.if_lapsed(run, on_call, at=until),
        )
        text, blocks = views.question(await desk.language_of(effect.person), question)
        await desk.slack.post(effect.person, text, blocks, key=key(parcel))
        return None

    return {AskIfStill: ask_if_still}


def _wanted(effect: AskIfStill, run: Escalation) -> bool:
    """Any sign of life, and any other answer, raises the version."""
    questioned = run.state is State.ACKNOWLEDGED and run.questioned_at is not None
    return questioned and run.version == effect.version and effect.person in run.holders
