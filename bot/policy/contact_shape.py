"""How a person is reached outside Slack, as ``tocsin.yaml`` writes it.

A contact is an Apprise URL, or a mapping with one. It may be a password, so no sentence about it
repeats it.
"""

import re
from datetime import time, timedelta
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainValidator,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
    model_validator,
)
from pydantic_core import CoreSchema

from bot.domain.contact import Contact, QuietHours, Use
from bot.policy.fields import Duration, Short, refuse, shown

_SECRET = r"\$\{[A-Z][A-Z0-9_]*\}"  # noqa: S105 - how a secret is named, not one
_URL = re.compile(rf"(?:[a-z][a-z0-9+.-]*://|{_SECRET})\S*")
_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d) ?[-–] ?([01]?\d|2[0-3]):([0-5]\d)")  # noqa: RUF001 - people type both
_AT_ONCE = {0, "0", "0s", "0m", "0h"}
#: What a method is called where the policy does not say, by the URL's scheme.
_KINDS = {
    "mailto": "email",
    "mailtos": "email",
    "tgram": "telegram",
    "pover": "pushover",
    "ntfys": "ntfy",
    "json": "webhook",
    "jsons": "webhook",
    "xml": "webhook",
    "xmls": "webhook",
    "form": "webhook",
    "forms": "webhook",
    **dict.fromkeys(
        ("twilio", "vonage", "nexmo", "sns", "plivo", "clicksend", "clickatell", "msgbird"), "sms"
    ),
}


def _url(value: object) -> str:
    if not isinstance(value, str) or not _URL.fullmatch(value):
        raise refuse("is not a contact URL", "write it like mailto://name@example.com")
    if "${" in re.sub(_SECRET, "", value):
        raise refuse("names a secret in a way that is not understood", "write it like ${SMS_TOKEN}")
    return value


def _delay(value: object, duration: ValidatorFunctionWrapHandler) -> timedelta:
    if value in _AT_ONCE and not isinstance(value, bool):
        return timedelta(0)
    found: timedelta = duration(value)
    return found


def _hours(value: object) -> QuietHours:
    found = _HOURS.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise refuse(
            f"is {shown(value)}, which is not a span of hours", 'write it like "22:00-07:00"'
        )
    start, end = (time(int(found[n]), int(found[n + 1])) for n in (1, 3))
    if start == end:
        raise refuse(f"is “{value}”, which is no time at all", 'write it like "22:00-07:00"')
    return QuietHours(start, end)


_SPAN = r"0[smh]?|(\d+d)?(\d+h)?(\d+m)?(\d+s)?"
Url = Annotated[
    str,
    PlainValidator(_url),
    WithJsonSchema({"type": "string", "pattern": f"^{_URL.pattern}$"}),
]
Delay = Annotated[
    Duration,
    WrapValidator(_delay),
    WithJsonSchema({"anyOf": [{"const": 0}, {"type": "string", "pattern": f"^({_SPAN})$"}]}),
]
Hours = Annotated[
    QuietHours,
    PlainValidator(_hours),
    WithJsonSchema({"type": "string", "pattern": f"^{_HOURS.pattern}$"}),
]


class ContactShape(BaseModel):
    """A URL alone, or with a name, a delay and the pages it is for."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)

    url: Url = Field(description="An Apprise URL, with ${NAME} where a secret belongs")
    name: Short | None = Field(None, description="What it is, such as phone, sms or email")
    after: Delay = Field(timedelta(0), description="How long after the page it is used")
    # Not strict: the validator below hands on Python values, where an enum is not a text.
    when: Use = Field(
        Use.ALWAYS, strict=False, description="One of always, urgent and normal: for which pages"
    )

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, value: Any) -> Any:
        return {"url": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        whole = handler.resolve_ref_schema(handler(schema))
        return {"anyOf": [whole["properties"]["url"], whole]}

    @property
    def called(self) -> str:
        """Its name; where the file gives none, what the URL's scheme says."""
        scheme, colon, _ = self.url.partition("://")
        known = _KINDS.get(scheme)
        return self.name or known or (scheme if colon else "contact")

    def contact(self) -> Contact:
        return Contact(name=self.called, url=self.url, after=self.after, use=self.when)
