"""How messages come onto the timeline, as ``tocsin.yaml`` writes it."""

import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema

from bot.domain.events.record import NoteKind
from bot.domain.pick import PUSHPIN, Picking
from bot.policy.fields import refuse, shown
from bot.policy.problem import listed

#: What an emoji marks: nothing but a note, or a kind.
NOTE = "note"
_WORDS = (NOTE, *NoteKind)
_EMOJI = re.compile(r"[a-z0-9_+'-]{1,100}")


def _emoji(value: object) -> dict[str, NoteKind | None]:
    """A list of names, or what each of them marks."""
    if isinstance(value, list):
        return {_name(each): None for each in value}
    if isinstance(value, dict):
        return {_name(name): _kind(word) for name, word in value.items()}
    raise refuse(
        f"is {shown(value)}, not a list of emoji", "write it like [pushpin], or {pushpin: note}"
    )


def _name(value: object) -> str:
    name = value.strip(":") if isinstance(value, str) else ""
    if _EMOJI.fullmatch(name):
        return name
    raise refuse(
        f"names {shown(value)}, which is not an emoji's name",
        "write it as Slack does, for example pushpin",
    )


def _kind(word: object) -> NoteKind | None:
    if word == NOTE:
        return None
    if word in list(NoteKind):
        return NoteKind(str(word))
    raise refuse(f"marks {shown(word)}, which is no kind of note", f"choose {listed(list(_WORDS))}")


_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "array", "items": {"type": "string"}},
        {"type": "object", "additionalProperties": {"enum": list(_WORDS)}},
    ]
}
Emoji = Annotated[dict[str, NoteKind | None], PlainValidator(_emoji), WithJsonSchema(_SCHEMA)]


class TimelineShape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)

    emoji: Emoji = Field(
        {PUSHPIN: None}, description="The reactions that put a message on the timeline"
    )
    evidence_limit: int = Field(
        20, ge=0, le=100, description="The largest file that is kept, in megabytes"
    )

    def picking(self) -> Picking:
        return Picking(emoji=self.emoji, evidence_limit=self.evidence_limit)
