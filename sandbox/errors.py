"""The one way anything in the sandbox says what Slack refuses."""

from typing import Any


class SlackError(Exception):
    """Slack's refusal: its error code, and what stands beside it in the answer."""

    def __init__(self, code: str, **beside: Any) -> None:
        super().__init__(code)
        self.code = code
        self.beside = beside

    def answer(self) -> dict[str, Any]:
        return {"ok": False, "error": self.code, **self.beside}


def invalid_arguments(*messages: str) -> SlackError:
    """A call that Slack cannot read; each message says which argument and why."""
    return SlackError(
        "invalid_arguments",
        response_metadata={"messages": [f"[ERROR] {message}" for message in messages]},
    )
