"""Slack's user groups: found by handle, and set as a whole list, as Slack will have it."""

import re
from collections.abc import Sequence

from bot.domain.ids import PersonId
from bot.slack.client import Slack
from bot.slack.outcome import SlackRefused

_ID = re.compile(r"S[A-Z0-9]{2,}")


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
