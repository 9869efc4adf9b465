"""What the policy says of client updates: who agrees to delicate ones, and when they are late."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.ids import RoomId
from bot.domain.person import GroupName

#: The key under which the policy names who agrees to updates of a private incident.
PRIVATE = "private"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """How letters to clients are headed. The server is a setting, not policy."""

    #: As a letter shows it: ``Kobza Pay <status@kobzapay.example>``.
    sender: str
    reply_to: str = ""
    #: An address or link by which a client asks for no more of them.
    unsubscribe: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRules:
    """The policy's section ``client_updates``."""

    #: Who agrees as the second person, by flag, and under ``private`` for the other private ones.
    approvers: Mapping[str, GroupName] = field(default_factory=dict)
    #: How long an approval holds.
    approval_holds: timedelta = timedelta(minutes=15)
    #: So long before an update is due, whoever must write it is reminded.
    remind_before: timedelta = timedelta(minutes=5)
    #: So long after it was missed, others are told.
    escalate_after: timedelta = timedelta(minutes=10)
    #: Whom; None means the severity's approvers.
    escalate_to: GroupName | None = None
    #: Our own channel that reads what clients read; None for none.
    support_channel: RoomId | None = None
    #: The folder of own templates, beside the policy.
    templates: str = ""
    mail: Mail | None = None
    #: Addresses that are told of each update, signed.
    webhooks: tuple[str, ...] = ()
    #: How many text messages a text may take, where people send it to phones; None: it need not.
    text_messages: int | None = None
