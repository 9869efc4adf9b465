"""By which way a recipient reads client updates."""

from enum import StrEnum


class Medium(StrEnum):
    #: A client's own channel in Slack.
    CHANNEL = "channel"
    #: The channel of our own support, which learns what clients were told.
    SUPPORT = "support"
    MAIL = "mail"
    #: The public status page reads what was sent: nothing has to leave for it.
    PAGE = "page"
    #: A web address that is called with the update, signed.
    HOOK = "hook"
