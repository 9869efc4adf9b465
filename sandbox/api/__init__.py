"""Slack's Web API over the workspace."""

from sandbox.api import (
    basics,
    canvases,
    chat,
    conversations,
    files,
    groups,
    marks,
    members,
    membership,
    scheduled,
)

METHODS = (
    *basics.METHODS,
    *canvases.METHODS,
    *chat.METHODS,
    *conversations.METHODS,
    *files.METHODS,
    *groups.METHODS,
    *marks.METHODS,
    *members.METHODS,
    *membership.METHODS,
    *scheduled.METHODS,
)
"""Every method but views.* and apps.connections.open, which delivery brings with it."""
