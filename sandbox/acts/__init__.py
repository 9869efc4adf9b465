"""What people do: the one door for the page in the browser, for tests and for the bench."""

from sandbox.acts.commands import Commands
from sandbox.acts.modals import Modals
from sandbox.acts.outcome import Outcome
from sandbox.acts.shortcuts import Shortcuts
from sandbox.acts.talk import Talk

__all__ = ["Acts", "Outcome"]


class Acts(Commands, Modals, Shortcuts, Talk):
    """Everything a person can do in the workspace, delivered to the app as Slack would.

    An act returns when its person would see the result; events go out behind it, and `settled`
    waits for those. LookupError: what is to be clicked is not on the person's screen.
    """
