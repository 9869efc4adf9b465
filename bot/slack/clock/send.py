"""The board of a room's clocks, kept true, and warnings to whoever must hear them."""

from dataclasses import replace
from functools import partial

from bot.domain.audience import may_see
from bot.domain.clocks import Clocks
from bot.domain.effects import ShowClocks, TellOfClock
from bot.domain.events import ClockMissed, ClockWarned
from bot.domain.incident import Incident
from bot.domain.timeline import sentence
from bot.slack import clock_board
from bot.slack.clock_board import Board
from bot.slack.desk import Desk, key
from bot.slack.outcome import Posted, SlackError
from bot.store.cards import Card
from bot.store.outbox import Parcel
from bot.store.work import Work
from bot.usecases.deliver import After, Senders

CLOCKS = "clocks"
#: The board's message or its room is gone.
_NO_BOARD = {"message_not_found", "cant_update_message"}
_NO_ROOM = {"is_archived", "channel_not_found", "not_in_channel"}


async def show_clocks(desk: Desk, effect: ShowClocks, parcel: Parcel) -> After | None:
    """Posted once in each room, edited afterwards: so what is no legal advice is said once."""
    async with desk.store.read() as work:
        incident = await work.incidents.get(effect.incident)
        clocks = await work.clocks.of(effect.incident)
        card = await work.cards.get(CLOCKS, incident.room) if incident.room else None
    if incident.room is None or not clocks.all:
        return None
    seen = _board(desk, incident, clocks)
    text, blocks = clock_board.board(desk.room_language(), seen)
    if card is not None:
        try:
            await desk.slack.update(Posted(card.channel, card.ts), text, blocks)
        except SlackError as error:
            if error.code in _NO_ROOM:
                return None
            if error.code not in _NO_BOARD:
                raise
        else:
            return None
    posted = await desk.slack.post(incident.room, text, blocks, key=key(parcel))
    return partial(_keep, incident, posted)


async def tell_of_clock(desk: Desk, effect: TellOfClock, parcel: Parcel) -> After | None:
    """Nothing once it is answered; and nothing to who has left a private incident's room."""
    async with desk.store.read() as work:
        incident = await work.incidents.get(effect.incident)
        clocks = await work.clocks.of(effect.incident)
        entry = await work.timeline.get(effect.event)
        members = await work.incidents.members(effect.incident)
    event = entry.event if entry else None
    if not isinstance(event, ClockWarned | ClockMissed) or not clocks.all[event.clock].state.owed:
        return None
    place, t, person = incident.room, desk.room_language(), effect.person
    if person is not None:
        profile = await desk.people.profile(person)
        if not may_see(incident, person, members=members, guest=profile.guest):
            return None
        t = await desk.language_of(person)
    to = person or place
    if to is None:
        return None
    rule = desk.store.policy.regulation.rules.get(event.clock)
    told = sentence(replace(event, title=rule.title.to(t.language)) if rule else event)
    seen, here = _board(desk, incident, clocks, timed=True), person is None
    text, blocks = clock_board.warning(t, seen, told, event.clock, here=here)
    await desk.slack.post(to, text, blocks, key=key(parcel))
    return None


def _board(desk: Desk, incident: Incident, clocks: Clocks, *, timed: bool = False) -> Board:
    return Board(
        incident=incident,
        clocks=clocks,
        regulation=desk.store.policy.regulation,
        now=desk.store.clock() if timed else None,
    )


async def _keep(incident: Incident, posted: Posted, work: Work) -> None:
    assert incident.room is not None
    card = Card(
        kind=CLOCKS,
        ref=incident.room,
        incident=incident.id,
        channel=posted.channel,
        ts=posted.ts,
    )
    await work.cards.put(card)


def senders(desk: Desk) -> Senders:
    return {ShowClocks: partial(show_clocks, desk), TellOfClock: partial(tell_of_clock, desk)}
