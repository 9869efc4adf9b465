"""Milestones in forms and messages: pickers that start empty, and moments offered beside them.

A press on an offer in a form fills the picker; in a message it is said at once. Pure.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.events import Milestone
from bot.domain.incident import Incident
from bot.domain.naming import milestone_name
from bot.domain.proposal import Proposal
from bot.domain.refusal import Refusal
from bot.i18n import Translator
from bot.slack import form, ids, kit
from bot.slack.kit import Block, Mrkdwn, View, md

_PARTS = 3


def picker(
    t: Translator, milestone: Milestone, *, at: datetime | None = None, hint: str = ""
) -> Block:
    """One date and time, empty where nothing is known. Its block is named for the milestone."""
    return form.field(
        _block(milestone, at),
        name(t, milestone),
        form.moment_picker(milestone, initial=at),
        hint=hint,
        optional=True,
    )


def name(t: Translator, milestone: Milestone) -> str:
    return kit.plain(t, milestone_name(milestone))


def offers(
    t: Translator, incident: Incident, some: Sequence[Proposal], zone: ZoneInfo
) -> list[Block]:
    """What the timeline suggests, each with a button; nothing where it suggests nothing."""
    if not some:
        return []
    told = [md(t, "{time}: {why}", time=kit.clock(one.at), why=one.why) for one in some]
    return [
        kit.context(*told),
        kit.actions(*(use(t, incident, one, zone) for one in some)),
    ]


def use(t: Translator, incident: Incident, one: Proposal, zone: ZoneInfo) -> Block:
    """A button's text is plain, so it has the reader's own clock in it."""
    epoch = int(one.at.timestamp())
    return kit.button(
        t("Use {time}", time=f"{one.at.astimezone(zone):%H:%M}"),
        f"{ids.USE_MOMENT}:{one.milestone}:{epoch}",
        f"{incident.id}:{one.milestone}:{epoch}",
        label=t("{milestone}: use this time", milestone=name(t, one.milestone)),
    )


def chosen(value: str) -> tuple[Milestone, datetime]:
    """What a pressed offer carries. A Refusal for what we never wrote there."""
    parts = value.split(":")
    if len(parts) == _PARTS and parts[1] in set(Milestone) and parts[2].isdigit():
        return Milestone(parts[1]), datetime.fromtimestamp(int(parts[2]), UTC)
    raise Refusal("This button or form is out of date. `/incident list` shows the open incidents.")


def said(view: Mapping[str, Any]) -> dict[Milestone, datetime | None]:
    """Every picker of a form, the empty ones as None."""
    found: dict[Milestone, datetime | None] = {}
    for block, value in form.values(view).items():
        milestone = block.partition(":")[0]
        if milestone in set(Milestone):
            at = datetime.fromtimestamp(int(value), UTC) if value else None
            found[Milestone(milestone)] = at
    return found


def filled_in(view: Mapping[str, Any], milestone: Milestone, at: datetime) -> View:
    """The form with one picker set, and everything else as the person has it.

    Slack keeps what was entered under a block's id, so the picker gets a new one.
    """

    def same(block: Block) -> Block:
        if block.get("block_id", "").partition(":")[0] != milestone:
            return block
        element = form.moment_picker(milestone, initial=at)
        return {**block, "block_id": _block(milestone, at), "element": element}

    kept = ("type", "callback_id", "title", "submit", "close", "private_metadata")
    copied = {key: view[key] for key in kept if view.get(key)}
    return {**copied, "blocks": [same(block) for block in view["blocks"]]}


def told(t: Translator, at: datetime, *, yours: ZoneInfo, theirs: ZoneInfo) -> Mrkdwn:
    """A moment on the reader's clock, and on the organisation's where that differs."""
    mine = kit.bold(t.when(at, yours))
    if at.astimezone(yours).utcoffset() == at.astimezone(theirs).utcoffset():
        return mine
    return md(t, "{yours} (your time; {theirs})", yours=mine, theirs=t.when(at, theirs))


def _block(milestone: Milestone, at: datetime | None) -> str:
    return f"{milestone}:{int(at.timestamp()) if at else ''}"
