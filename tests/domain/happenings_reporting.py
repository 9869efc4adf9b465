"""Facts about milestones and reports: what each reads like, and what goes out for it."""

from dataclasses import replace

from bot.domain.events import Event, Milestone, MilestoneSet, StakeholderReport, TacticalReport
from tests.domain.happenings import of
from tests.domain.sample import AT, MINUTE

EARLIER = AT - 9 * MINUTE
SHOWN = ["RefreshCard", "TellRoom"]
SAID = of(MilestoneSet, milestone=Milestone.DETECTED, moment=EARLIER)

TOLD: list[tuple[Event, list[str], str]] = [
    (SAID, SHOWN, "@U0OLENA: “Noticed” was 2026-03-14 00:53:03+00:00"),
    (
        replace(SAID, moment=AT, previous=EARLIER, reason="the bank's log"),
        SHOWN,
        (
            "@U0OLENA corrected “Noticed” from 2026-03-14 00:53:03+00:00 to "
            "2026-03-14 01:02:03+00:00: the bank's log"
        ),
    ),
    (
        replace(SAID, moment=None, previous=EARLIER),
        SHOWN,
        "@U0OLENA: “Noticed” is not known after all; it was 2026-03-14 00:53:03+00:00",
    ),
    (
        replace(SAID, moment=None, reason="nobody looked"),
        SHOWN,
        "@U0OLENA: “Noticed” is not known: nobody looked",
    ),
    (
        of(TacticalReport, conditions="One bank refuses", actions="Switching", needs="Hands"),
        ["PostReport"],
        "@U0OLENA reported to the responders: One bank refuses",
    ),
    (
        of(StakeholderReport, summary="One bank refuses", seen="Cards fail", doing="Switching"),
        ["PostReport"],
        "@U0OLENA reported to managers: One bank refuses",
    ),
]
REACTIONS: list[tuple[Event, list[str]]] = [(event, names) for event, names, _ in TOLD]
SENTENCES: list[tuple[Event, str]] = [(event, said) for event, _, said in TOLD]
