"""What a person looks at when acting: one message or one view, with what is filled in there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.forms import Values
from sandbox.messages import Message
from sandbox.views import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """Either `view` or `message` is set. `values` is live: acting changes it."""

    user: str
    blocks: Sequence[Mapping[str, Any]]
    values: Values
    view: View | None = None
    message: Message | None = None
    ephemeral: bool = False
