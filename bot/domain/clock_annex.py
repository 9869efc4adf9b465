"""The regulatory annex of a postmortem: each clock's moments, deadline and reports, with citations.

All of it is read off the timeline, so what nobody recorded is not in it.
"""

from collections.abc import Sequence

from bot.domain.document import Fact, Item, Line, Prompt, Recorded, Section, Value
from bot.domain.events.clocks import (
    AnchorSet,
    ClockDismissed,
    ClockMissed,
    ClocksProposed,
    ClockStarted,
    ClockSubmitted,
    Ticking,
)
from bot.domain.ids import ClockName, EventId
from bot.domain.phrase import phrase
from bot.domain.policy import Policy
from bot.domain.timeline_clocks import anchor_name, clock_sentence, moment


def annex(log: Sequence[Recorded], policy: Policy) -> tuple[Section, ...]:
    """Nothing where no clock ever came up."""
    told = [one for one in log if isinstance(one.event, Ticking)]
    if not told:
        return ()
    items: list[Item] = []
    for name in _begun(told):
        items += _clock(name, told, policy)
    items += _aside(told)
    items.append(Prompt(phrase("What was told to which authority, and what did it answer?")))
    return (Section(name="regulatory", title=phrase("Regulatory annex"), items=tuple(items)),)


def _begun(told: Sequence[Recorded]) -> list[ClockName]:
    """Those that ran, in the order in which they started."""
    names = [one.event.clock for one in told if isinstance(one.event, ClockStarted)]
    return list(dict.fromkeys(names))


def _clock(name: ClockName, told: Sequence[Recorded], policy: Policy) -> list[Item]:
    """Its source, the moments it was counted from as they stand at the end, and its reports."""
    own = [one for one in told if getattr(one.event, "clock", None) == name]
    rule = policy.regulation.rules.get(name)
    begun = next(one.event for one in own if isinstance(one.event, ClockStarted))
    title: Value = rule.title if rule else begun.title
    items: list[Item] = [Fact(label=phrase("Clock"), value=title, cites=_cites(own, ClockStarted))]
    if rule and rule.source:
        items.append(Fact(label=phrase("Source"), value=rule.source))
    items += _moments(own)
    items += [Line(text=clock_sentence(one.event), cites=(one.id,)) for one in own
              if isinstance(one.event, ClockSubmitted | ClockMissed)]  # fmt: skip
    return items


def _moments(own: Sequence[Recorded]) -> list[Item]:
    """The last word on each moment, and on the deadline."""
    known: dict[str, tuple[Value, EventId]] = {}
    due: tuple[Value, EventId] | None = None
    for one in own:
        event = one.event
        if isinstance(event, ClockStarted):
            known |= {name: (moment(at), one.id) for name, at in event.anchors.items()}
        elif isinstance(event, AnchorSet):
            known[event.anchor] = (moment(event.moment), one.id)
        if isinstance(event, ClockStarted | AnchorSet) and event.due_at is not None:
            due = (moment(event.due_at), one.id)
    facts: list[Item] = [
        Fact(label=anchor_name(name), value=value, cites=(id,))
        for name, (value, id) in known.items()
    ]
    if due is not None:
        facts.append(Fact(label=phrase("Due"), value=due[0], cites=(due[1],)))
    return facts


def _aside(told: Sequence[Recorded]) -> list[Item]:
    """What was proposed, and what was found not to apply."""
    return [
        Line(text=clock_sentence(one.event), cites=(one.id,))
        for one in told
        if isinstance(one.event, ClocksProposed | ClockDismissed)
    ]


def _cites(own: Sequence[Recorded], kind: type[ClockStarted]) -> tuple[EventId, ...]:
    return tuple(one.id for one in own if isinstance(one.event, kind))
