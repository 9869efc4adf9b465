"""Slack's user groups: found by handle, read, and set as a whole list, as Slack will have it."""

import asyncio
import re
from collections.abc import Mapping, Sequence

import structlog

from bot.domain.delivery import DeliveryError
from bot.domain.ids import PersonId
from bot.slack.client import Slack
from bot.slack.outcome import SlackRefused

#: How long members are asked for before work goes on with those known.
LOOKUP_SECONDS = 3
_ID = re.compile(r"S[A-Z0-9]{2,}")

log = structlog.get_logger(__name__)


async def find(slack: Slack, name: str) -> str:
    """The id of a group that is named by id or by handle. SlackRefused when there is none."""
    if _ID.fullmatch(name):
        return name
    handle = name.removeprefix("@").casefold()
    listed = await slack.call("usergroups.list", {})
    for group in listed["usergroups"]:
        if group["handle"].casefold() == handle:
            return str(group["id"])
    raise SlackRefused("usergroups.list", "no_such_subteam")


async def set_members(slack: Slack, id: str, people: Sequence[PersonId]) -> None:
    """Replace the whole list. Doing it twice changes nothing. Slack refuses an empty one."""
    await slack.call("usergroups.users.update", {"usergroup": id, "users": ",".join(people)})


async def members(slack: Slack, ids: Sequence[str]) -> Mapping[str, tuple[PersonId, ...]]:
    """Who is in each group, as far as Slack tells within a short while; the others are left out."""
    found: dict[str, tuple[PersonId, ...]] = {}
    try:
        async with asyncio.timeout(LOOKUP_SECONDS):
            for id in ids:
                found[id] = await _members(slack, id)
    except TimeoutError:
        log.warning("usergroups_unknown", error="Slack did not answer in time")
    except DeliveryError as error:
        log.warning("usergroups_unknown", error=str(error))
    return found


async def _members(slack: Slack, id: str) -> tuple[PersonId, ...]:
    listed = await slack.call("usergroups.users.list", {"usergroup": id})
    return tuple(PersonId(user) for user in listed["users"])
