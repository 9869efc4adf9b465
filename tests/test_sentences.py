"""Every event can be told in every language, whole."""

import pytest
from structlog.testing import capture_logs

from bot.domain.language import Language
from bot.domain.phrase import Slot, Where, Who
from bot.domain.timeline import sentence
from bot.i18n import translator
from tests.domain import happenings
from tests.domain.sample import KINDS

EVENTS = {name: event for name, event in vars(happenings).items() if isinstance(event, KINDS)}


def show(slot: Slot) -> str:
    return f"@{slot.id}" if isinstance(slot, Who | Where) else str(slot)


def test_the_events_are_found() -> None:
    assert len(EVENTS) > 30


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_in_every_language(name: str) -> None:
    told = sentence(EVENTS[name])
    with capture_logs() as logs:
        said = {language: translator(language).phrase(told, show) for language in Language}
    assert logs == []
    # A note is its author's words, the same in all languages, braces and all.
    if name == "NOTE":
        assert set(said.values()) == {"@U0IRYNA: Rolled back {2.14}"}
    else:
        assert "{" not in "".join(said.values())
        assert len(set(said.values())) == len(Language)


@pytest.mark.parametrize(
    ("name", "uk", "ru"),
    [
        (
            "WORSE",
            "@U0OLENA: серйозність змінено з SEV2 на SEV1: all banks",
            "@U0OLENA: серьёзность изменена с SEV2 на SEV1: all banks",
        ),
        (
            "PAGED_LATE",
            "Виклик: @C2ROOM (рівень 1), із запізненням на 1 хв 30 с",
            "Вызов: @C2ROOM (уровень 1), с опозданием на 1 мин 30 с",
        ),
        (
            "ACKNOWLEDGED",
            "@U0OLENA: виклик прийнято через 1 хв 35 с",
            "@U0OLENA: вызов принят через 1 мин 35 с",
        ),
        (
            "UPDATED",
            "@U0OLENA: надіслано повідомлення клієнтам (Причину встановлено): We know the cause.",
            "@U0OLENA: отправлено сообщение клиентам (Причина установлена): We know the cause.",
        ),
    ],
)
def test_some_word_for_word(name: str, uk: str, ru: str) -> None:
    told = sentence(EVENTS[name])
    said = [translator(language).phrase(told, show) for language in (Language.UK, Language.RU)]
    assert said == [uk, ru]
