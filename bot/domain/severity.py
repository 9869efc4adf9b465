"""How bad it is, and what that obliges: page? cadence? approval? postmortem?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import NewType

from bot.domain.language import Localised
from bot.domain.person import GroupName
from bot.domain.role import RoleName

#: A severity's name as the policy spells it: ``SEV1``.
SeverityName = NewType("SeverityName", str)


class ClientState(StrEnum):
    """What clients have been told, kept apart from the internal status."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"


class Approval(StrEnum):
    """Who must agree to a client message before it leaves."""

    NONE = "none"
    LEAD = "lead"
    GROUP = "group"


class Postmortem(StrEnum):
    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class AckRule:
    """What it takes until a page counts as answered, and how long an answer holds."""

    #: How many people must acknowledge.
    needed: int = 1
    #: What each of them is needed for, in the order in which they acknowledge; may be empty.
    roles: tuple[RoleName, ...] = ()
    #: After so long without a sign of life they are asked whether they still have it. None: never.
    timeout: timedelta | None = None


ONE_ACK = AckRule()


@dataclass(frozen=True, slots=True, kw_only=True)
class Severity:
    """One level of the organisation's scale. ``rank`` 1 is the worst."""

    name: SeverityName
    rank: int
    #: One line by which a person under stress can choose.
    criteria: Localised
    pages: bool = False
    #: Its pages break quiet hours. None: they do where the severity pages.
    urgent: bool | None = None
    #: How long a page may stay unanswered before that is a breach.
    ack_limit: timedelta | None = None
    #: How many people must acknowledge a page before nobody else is asked.
    acks: int = 1
    #: What each of them is needed for, such as lead and comms; as many as ``acks``, or none.
    ack_roles: tuple[RoleName, ...] = ()
    #: How long an acknowledgement holds without a sign of life; None for ever.
    ack_timeout: timedelta | None = None
    #: From declare to the first client update.
    first_update: timedelta | None = None
    #: From one client update to the next, by what clients were last told.
    cadence: Mapping[ClientState, timedelta] = field(default_factory=dict)
    approval: Approval = Approval.NONE
    #: Whose approval, where it is a group's.
    approvers: GroupName | None = None
    postmortem: Postmortem = Postmortem.OPTIONAL

    @property
    def ack_rule(self) -> AckRule:
        return AckRule(needed=self.acks, roles=self.ack_roles, timeout=self.ack_timeout)

    def worse_than(self, other: "Severity") -> bool:
        return self.rank < other.rank
