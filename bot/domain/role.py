"""Who does what in an incident: lead, comms, scribe, as the policy names them."""

from dataclasses import dataclass
from typing import NewType

from bot.domain.language import Localised

RoleName = NewType("RoleName", str)

#: The one role every incident needs; a policy may rename it for people, not for the code.
LEAD = RoleName("lead")
#: Writes to clients.
COMMS = RoleName("comms")


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    name: RoleName
    title: Localised
    #: What the person who takes it is told, privately.
    duties: Localised
