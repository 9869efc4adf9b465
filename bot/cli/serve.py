"""``tocsin serve``."""

import asyncio
import gc
import logging
import os
import sys
from typing import TYPE_CHECKING

from bot.cli import Stop
from bot.cli.settings import settings_or_stop
from bot.config import Settings
from bot.policy import PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

#: Seconds that a library's task has to end once it is told to.
PATIENCE = 3


def serve() -> int:
    """Run until SIGTERM or SIGINT."""
    settings = settings_or_stop(Settings)
    # Nothing that a start makes is garbage. `app.serve` turns the collector on when it is ready.
    gc.disable()

    from slack_sdk.errors import SlackApiError

    from bot import app
    from bot.opening import StartError

    try:
        with asyncio.Runner(loop_factory=event_loop()) as runner:
            runner.run(_and_end(app.serve(settings)))
    except StartError as error:
        raise Stop(str(error)) from None
    except PolicyError as error:
        raise Stop(f"{error}\nThe policy cannot be used, so the bot does not start.") from None
    except SlackApiError as error:
        code = error.response.get("error", "unknown_error")
        raise Stop(f"Slack refuses SLACK_BOT_TOKEN ({code}). `tocsin doctor` says more.") from None
    except OSError as error:
        raise Stop(f"{error}. `tocsin doctor` says more.") from None
    finally:
        # Whoever called is left as they were found, also after a start that failed.
        gc.enable()
    return 0


def event_loop() -> "Callable[[], asyncio.AbstractEventLoop] | None":
    """Uvloop's where it is installed: an eighth less processor time for a war room (ADR 8)."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _and_end(serving: "Coroutine[None, None, None]") -> None:
    """Serve, and then end for certain: everything of ours is booked and closed by then.

    Slack's client may go on connecting anew whatever it is told, and `asyncio.run` would wait
    for it without end.
    """
    await serving
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    if others and (await asyncio.wait(others, timeout=PATIENCE))[1]:
        logging.shutdown()
        sys.stdout.flush()
        os._exit(0)
