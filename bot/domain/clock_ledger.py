"""One decision about regulatory clocks while it is worked out: what changes, and what is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.change import Change
from bot.domain.clocks import Clock, Clocks, State, Submission
from bot.domain.events import Event
from bot.domain.events.clocks import SUBMITTED, AnchorSet, ClockStarted, ClockSubmitted
from bot.domain.ids import PersonId
from bot.domain.policy import Policy
from bot.domain.regulation import Anchor, Deadline, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Who says something of the clocks, and when; the policy that is in force."""

    by: PersonId
    at: datetime
    policy: Policy

    def title(self, rule: Rule) -> str:
        return rule.title.to(self.policy.workspace.language)


def begun(clocks: Clocks, rule: Rule) -> bool:
    clock = clocks.all.get(rule.name)
    return clock is not None and clock.state not in {State.PROPOSED, State.DISMISSED}


@dataclass(slots=True)
class Ledger:
    """``clocks`` as they are so far, and the events that led there."""

    clocks: Clocks
    said: Said
    events: list[Event] = field(default_factory=list)

    def change(self) -> Change[Clocks]:
        return Change(self.clocks, tuple(self.events))

    def begin(self, rule: Rule, anchors: Mapping[Anchor, datetime], *, ground: str) -> None:
        """From moments that a person names. The policy's group is let into the room."""
        policy = self.said.policy
        group = policy.regulation.warn
        own = {anchor: anchors[anchor] for anchor in rule.anchors if anchor in anchors}
        named = {anchor.value: moment for anchor, moment in own.items()}
        invited = policy.groups.get(group, ()) if group else ()
        self._start(rule, own, named, ground=ground, invited=invited)

    def correct(self, rule: Rule, anchor: Anchor, moment: datetime, reason: str) -> None:
        clock = self.clocks.all[rule.name]
        moved = replace(clock, anchors={**clock.anchors, anchor: moment})
        self._move(rule, moved, anchor, moment, clock.anchors.get(anchor), reason)

    def submitted(self, clock: Clock, sent: Submission, *, again: bool) -> None:
        """A report went out; what hangs on it starts now, or is counted anew."""
        rule = self.said.policy.regulation.rules.get(clock.name)
        done = replace(clock, state=State.SUBMITTED, submissions=(*clock.submissions, sent))
        self.clocks = self.clocks.put([done])
        self.events.append(
            ClockSubmitted(
                incident=self.clocks.incident,
                at=self.said.at,
                by=self.said.by,
                clock=clock.name,
                title=self.said.title(rule) if rule else clock.name,
                moment=sent.at,
                reference=sent.reference,
                due_at=clock.deadline.at if clock.deadline and clock.deadline.firm else None,
                why=sent.why,
                again=again,
            )
        )
        for follower in self.said.policy.regulation.following(clock.name):
            self._follow(follower, sent.at, clock.submitted_at)

    def _follow(self, rule: Rule, moment: datetime, previous: datetime | None) -> None:
        held = self.clocks.all.get(rule.name)
        if held is None:
            self._start(rule, {}, {SUBMITTED: moment})
        elif held.state.owed:
            self._move(rule, held, SUBMITTED, moment, previous, "")

    def _start(
        self,
        rule: Rule,
        anchors: Mapping[Anchor, datetime],
        named: dict[str, datetime],
        *,
        ground: str = "",
        invited: tuple[PersonId, ...] = (),
    ) -> None:
        clock = Clock(name=rule.name, state=State.RUNNING, anchors=anchors, started_by=self.said.by)
        clock = self._reckoned(rule, clock)
        self.clocks = self.clocks.put([clock])
        self.events.append(
            ClockStarted(
                incident=self.clocks.incident,
                at=self.said.at,
                by=self.said.by,
                clock=rule.name,
                title=self.said.title(rule),
                anchors=named,
                due_at=clock.deadline.at if clock.deadline else None,
                firm=_firm(clock.deadline),
                ground=ground,
                invited=invited,
            )
        )

    def _move(
        self,
        rule: Rule,
        clock: Clock,
        anchor: str,
        moment: datetime,
        previous: datetime | None,
        reason: str,
    ) -> None:
        moved = self._reckoned(rule, clock)
        self.clocks = self.clocks.put([moved])
        self.events.append(
            AnchorSet(
                incident=self.clocks.incident,
                at=self.said.at,
                by=self.said.by,
                clock=rule.name,
                title=self.said.title(rule),
                anchor=anchor,
                moment=moment,
                previous=previous,
                due_at=moved.deadline.at if moved.deadline else None,
                firm=_firm(moved.deadline),
                reason=reason,
            )
        )

    def _reckoned(self, rule: Rule, clock: Clock) -> Clock:
        """With its deadline by the moments known.

        What has passed by now is not warned of again; a deadline that has passed is left to the
        next tick, which says that it was missed.
        """
        deadline = self.said.policy.regulation.deadline(rule, self.clocks.moments(clock))
        state = State.RUNNING if clock.state is State.MISSED else clock.state
        fresh = replace(clock, state=state, deadline=deadline)
        return replace(fresh, warned=fresh.passed(self.said.at))


def _firm(deadline: Deadline | None) -> bool:
    return deadline is None or deadline.firm
