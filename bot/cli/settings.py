"""Settings for a command, or a stop with the sentences that say what is wrong with them."""

from typing import TypeVar

from bot.cli import Stop
from bot.config import ConfigError, StoreSettings, read_settings

Kind = TypeVar("Kind", bound=StoreSettings)


def settings_or_stop(kind: type[Kind]) -> Kind:
    try:
        return read_settings(kind)
    except ConfigError as error:
        raise Stop(str(error), code=2) from None
