"""Every table. Rows never leave the store. All instants are UTC."""

from bot.store.tables.base import Instant, metadata
from bot.store.tables.calendar import feeds
from bot.store.tables.clocks import clocks
from bot.store.tables.deliveries import deliveries
from bot.store.tables.delivery import cards, inbox, outbox
from bot.store.tables.duties import duties
from bot.store.tables.incidents import events, incidents, members, numbers
from bot.store.tables.looks import looks
from bot.store.tables.on_call import (
    cover_requests,
    covers,
    overrides,
    roster_log,
    rosters,
    rotation_versions,
)
from bot.store.tables.organisation import policies, profiles
from bot.store.tables.paging import escalations
from bot.store.tables.record import evidence, picks
from bot.store.tables.unfinished import unfinished_updates
from bot.store.tables.updates import client_updates
from bot.store.tables.usergroups import usergroups

__all__ = [
    "Instant",
    "cards",
    "client_updates",
    "clocks",
    "cover_requests",
    "covers",
    "deliveries",
    "duties",
    "escalations",
    "events",
    "evidence",
    "feeds",
    "inbox",
    "incidents",
    "looks",
    "members",
    "metadata",
    "numbers",
    "outbox",
    "overrides",
    "picks",
    "policies",
    "profiles",
    "roster_log",
    "rosters",
    "rotation_versions",
    "unfinished_updates",
    "usergroups",
]
