"""Slack's Web API over the workspace."""

from sandbox.api import basics, chat, conversations, marks, members, membership, scheduled

METHODS = (
    *basics.METHODS,
    *chat.METHODS,
    *conversations.METHODS,
    *marks.METHODS,
    *members.METHODS,
    *membership.METHODS,
    *scheduled.METHODS,
)
"""Every method but views.* and apps.connections.open, which delivery brings with it."""
