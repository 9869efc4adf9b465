"""What is asked of client updates, as ``tocsin.yaml`` writes it."""

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainValidator

from bot.domain.ids import RoomId
from bot.domain.person import GroupName
from bot.domain.update_rules import Mail, UpdateRules
from bot.policy.fields import EMAIL, WEBHOOK, Channel, Duration, Email, Name, matching, string

_AS_USUAL = UpdateRules()
_SENDER = re.compile(rf"[^<>\r\n]*<{EMAIL.pattern}>|{EMAIL.pattern}")
_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9][A-Za-z0-9_-]*)*")
_WAY_OUT = re.compile(rf"mailto:{EMAIL.pattern}|https://[^\s<>]+")

Sender = Annotated[
    str,
    PlainValidator(
        matching(_SENDER, "a sender", "write it like Kobza Pay <status@kobzapay.example>")
    ),
    string(f"({_SENDER.pattern})"),
]
Folder = Annotated[
    str,
    PlainValidator(
        matching(_FOLDER, "a folder beside the policy", "write its name, like templates")
    ),
    string(_FOLDER.pattern),
]
WayOut = Annotated[
    str,
    PlainValidator(
        matching(_WAY_OUT, "an address or link", "write mailto:name@example.com or https://…")
    ),
    string(f"({_WAY_OUT.pattern})"),
]
Webhook = Annotated[
    str,
    PlainValidator(matching(WEBHOOK, "a webhook", "write an https:// address")),
    string(WEBHOOK.pattern),
]


class Shape(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, defer_build=True, validate_by_alias=True
    )


class ApproversShape(Shape):
    """The groups of whom a second person agrees to updates of a private incident."""

    security: Name | None = Field(None, description="The group for security incidents")
    money: Name | None = Field(None, description="The group where client money is at risk")
    personal_data: Name | None = Field(None, description="The group where personal data is at risk")
    private: Name | None = Field(None, description="The group for other private incidents")


class MailShape(Shape):
    sender: Sender = Field(alias="from", description="The sender of letters to clients")
    reply_to: Email | None = Field(None, description="The address that answers go to")
    unsubscribe: WayOut | None = Field(
        None, description="The address or link by which a client asks for no more of them"
    )


class UpdatesShape(Shape):
    approvers: ApproversShape = Field(
        ApproversShape(), description="Who agrees as a second person, by flag"
    )
    approval_holds: Duration | None = Field(
        None, description="The time for which an approval holds"
    )
    remind_before: Duration | None = Field(
        None, description="The time before an update is due to remind of it"
    )
    escalate_after: Duration | None = Field(
        None, description="The time after which others hear of a missed update"
    )
    escalate_to: Name | None = Field(None, description="The group that hears of a missed update")
    support_channel: Channel | None = Field(
        None, description="The id of our own channel that reads what clients read"
    )
    templates: Folder | None = Field(
        None, description="A folder of own templates, beside the policy"
    )
    mail: MailShape | None = Field(None, description="How letters to clients are headed")
    webhooks: tuple[Webhook, ...] = Field(
        (), description="Addresses that are told of each update, signed"
    )
    text_messages: int | None = Field(
        None, ge=1, le=20, description="How many text messages (SMS) a text may take at most"
    )

    def rules(self) -> UpdateRules:
        named = self.approvers.model_dump(exclude_none=True)
        return UpdateRules(
            approvers={why: GroupName(group) for why, group in named.items()},
            approval_holds=self.approval_holds or _AS_USUAL.approval_holds,
            remind_before=self.remind_before or _AS_USUAL.remind_before,
            escalate_after=self.escalate_after or _AS_USUAL.escalate_after,
            escalate_to=GroupName(self.escalate_to) if self.escalate_to else None,
            support_channel=RoomId(self.support_channel) if self.support_channel else None,
            templates=self.templates or "",
            mail=_mail(self.mail) if self.mail else None,
            webhooks=self.webhooks,
            text_messages=self.text_messages,
        )


def _mail(shape: MailShape) -> Mail:
    return Mail(
        sender=shape.sender,
        reply_to=shape.reply_to or "",
        unsubscribe=shape.unsubscribe or "",
    )
