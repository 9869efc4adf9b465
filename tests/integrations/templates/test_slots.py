"""Numbers with their words, lengths of time, and moments on the reader's clock."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.client_update import Draft
from bot.domain.ids import label
from bot.domain.language import Language
from bot.domain.severity import ClientState
from bot.integrations.templates import slots
from tests.domain.sample import ACME, ZORIA, incident
from tests.integrations.templates.letters import BEGAN, KYIV, NOW, policy

LORD_HOWE = "Australia/Lord_Howe"
FORMS = {
    Language.EN: ("minute", "minutes"),
    Language.UK: ("хвилина", "хвилини", "хвилин"),
    Language.RU: ("минута", "минуты", "минут"),
}


#: By the form that goes with it.
COUNTED: dict[Language, dict[str, tuple[int, ...]]] = {
    Language.EN: {"minute": (1,), "minutes": (0, 2, 5, 11, 12, 21, 22, 25, 101, 111)},
    Language.UK: {
        "хвилина": (1, 21, 101),
        "хвилини": (2, 22),
        "хвилин": (0, 5, 11, 12, 25, 111),
    },
    Language.RU: {"минута": (1, 21, 101), "минуты": (2, 22), "минут": (0, 5, 11, 12, 25, 111)},
}


@pytest.mark.parametrize("language", Language)
def test_a_number_with_its_word(language: Language) -> None:
    for form, numbers in COUNTED[language].items():
        for n in numbers:
            assert slots.counted(language, n, *FORMS[language]) == f"{n} {form}"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (1, ("1 minute", "1 хвилина", "1 минута")),
        (62, ("1 hour 2 minutes", "1 година 2 хвилини", "1 час 2 минуты")),
        (120, ("2 hours", "2 години", "2 часа")),
        (321, ("5 hours 21 minutes", "5 годин 21 хвилина", "5 часов 21 минута")),
        (3_000, ("2 days 2 hours", "2 дні 2 години", "2 дня 2 часа")),
    ],
)
def test_a_length_of_time(minutes: int, said: tuple[str, str, str]) -> None:
    assert tuple(slots.length(minutes, language) for language in Language) == said


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Kyiv", ("(Kyiv time)", "(Київ)", "(Киев)")),
        ("Europe/Kiev", ("(Kyiv time)", "(Київ)", "(Киев)")),
        ("Europe/Berlin", ("(Berlin time)", "(Берлін)", "(Берлин)")),
        ("Asia/Almaty", ("(Almaty time)", "(Алмати)", "(Алматы)")),
        ("America/New_York", ("(New York time)", "(Нью-Йорк)", "(Нью-Йорк)")),
        ("Asia/Kolkata", ("(Kolkata time)", "(Колката)", "(Калькутта)")),
        ("UTC", ("UTC", "UTC", "UTC")),
        ("Etc/GMT-3", ("(UTC+3)", "(UTC+3)", "(UTC+3)")),
        ("EET", ("(UTC+2)", "(UTC+2)", "(UTC+2)")),
    ],
)
def test_a_zone_has_the_name_that_people_know(zone: str, said: tuple[str, str, str]) -> None:
    moments = [slots.moment(NOW, language, ZoneInfo(zone)) for language in Language]
    assert tuple(moment.clock.split(" ", 1)[1] for moment in moments) == said


@pytest.mark.parametrize(
    ("at", "zone", "said"),
    [
        # Clients on three clocks, of the same moment; in one it is the next day.
        ((2026, 11, 23, 22, 30), "Europe/Kyiv", "24 November, 00:30 (Kyiv time)"),
        ((2026, 11, 23, 22, 30), "America/New_York", "23 November, 17:30 (New York time)"),
        ((2026, 11, 23, 22, 30), "Asia/Kolkata", "24 November, 04:00 (Kolkata time)"),
        # The night of 29 March 2026: 03:00 becomes 04:00.
        ((2026, 3, 29, 0, 59), "Europe/Kyiv", "29 March, 02:59 (Kyiv time)"),
        ((2026, 3, 29, 1, 0), "Europe/Kyiv", "29 March, 04:00 (Kyiv time)"),
        # The night of 25 October 2026 shows the hour from three to four twice.
        ((2026, 10, 24, 23, 59), "Europe/Kyiv", "25 October, 02:59 (Kyiv time)"),
        ((2026, 10, 25, 0, 30), "Europe/Kyiv", "25 October, 03:30 (Kyiv time, UTC+3)"),
        ((2026, 10, 25, 1, 30), "Europe/Kyiv", "25 October, 03:30 (Kyiv time, UTC+2)"),
        ((2026, 10, 25, 2, 0), "Europe/Kyiv", "25 October, 04:00 (Kyiv time)"),
        (
            (2026, 4, 4, 15, 15),
            "Australia/Lord_Howe",
            "5 April, 01:45 (Lord Howe Island time, UTC+10:30)",
        ),
    ],
)
def test_a_moment_is_on_the_readers_clock(at: tuple[int, ...], zone: str, said: str) -> None:
    moment = datetime(*at, tzinfo=UTC)  # type: ignore[arg-type, misc]
    assert str(slots.moment(moment, Language.EN, ZoneInfo(zone))) == said


def test_dates_are_declined() -> None:
    said = [str(slots.moment(NOW, language, KYIV)) for language in Language]
    assert said == [
        "23 November, 13:15 (Kyiv time)",
        "23 листопада, 13:15 (Київ)",
        "23 ноября, 13:15 (Киев)",
    ]


def facts(language: Language = Language.UK, **changes: Any) -> dict[str, Any]:
    said = Draft(state=ClientState.INVESTIGATING, impact={}, doing={})
    return slots.facts(incident(**changes), said, policy(), language, KYIV, now=NOW)


def test_every_slot_has_a_value_and_nothing_else_has() -> None:
    assert facts().keys() == slots.SLOTS - slots.FRAME
    for bare in (False, True):
        sample = slots.sample(Language.EN, ClientState.RESOLVED, bare=bare)
        assert sample.keys() == slots.SLOTS


def test_what_is_not_known_is_empty() -> None:
    known = facts(service=None)
    empty = {name for name, value in known.items() if not value}
    assert empty == {
        "clients", "doing", "headline", "impact", "lasted", "minutes", "next_update", "services",
        "started", "unchanged", "workaround",
    }  # fmt: skip
    assert "".join(str(known[name]) for name in empty - {"clients", "unchanged"}) == ""


def test_how_long_it_has_lasted_so_far_and_in_the_end() -> None:
    so_far = facts(started_at=BEGAN)
    assert (so_far["minutes"], so_far["lasted"]) == (35, "35 хвилин")
    ended = facts(started_at=BEGAN, resolved_at=BEGAN + timedelta(minutes=61))
    assert (ended["minutes"], ended["lasted"]) == (61, "1 година 1 хвилина")


def test_the_rest_is_of_the_incident_and_its_policy() -> None:
    known = facts(clients=(ACME, ZORIA))
    assert (known["company"], known["reference"]) == ("Kobza Pay", label(incident().id))
    assert (known["clients"], known["rank"], known["state"]) == (2, 2, "Досліджуємо")
    assert str(known["services"]) == "Обробка карток"
