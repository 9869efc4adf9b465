"""What whoever must write to clients hears, before and after it is due."""

from dataclasses import replace

import pytest

from bot.domain.language import Language
from bot.domain.severity import ClientState
from bot.i18n import translator
from bot.slack import ids
from bot.slack.cadence import views
from bot.slack.cadence.views import Due
from tests.domain.sample import AT, MINUTE, OLENA, TARAS, incident
from tests.support.world import text_of

T = translator(Language.EN)
DUE = AT + 30 * MINUTE
TIME = f"<!date^{int(DUE.timestamp())}^{{time}}|2026-03-14 01:32 UTC>"
TOLD = incident(client_state=ClientState.IDENTIFIED)


def test_a_reminder_says_when_and_offers_the_quickest_way() -> None:
    text, blocks = views.reminder(T, Due(incident=TOLD, due_at=DUE, now=AT))
    assert text == f"INC-7: the next client update is due at {TIME}."
    assert "They were last told “Identified”." in text_of(blocks)
    pressed = [element["action_id"] for element in blocks[-1]["elements"]]
    assert pressed == [ids.CLIENT_UPDATE, ids.NO_CHANGE, ids.SNOOZE]


def test_before_the_first_word_there_is_nothing_to_repeat() -> None:
    text, blocks = views.reminder(T, Due(incident=incident(), due_at=DUE, now=AT))
    assert text == (f"INC-7: clients have heard nothing yet. The first update is due at {TIME}.")
    pressed = [element["action_id"] for element in blocks[-1]["elements"]]
    assert pressed == [ids.CLIENT_UPDATE, ids.SNOOZE]


def test_a_missed_one_says_what_clients_were_to_hear() -> None:
    text, _ = views.missed(T, Due(incident=TOLD, due_at=DUE, now=DUE))
    assert text == f"INC-7: clients were to hear from us at {TIME}, and heard nothing."


@pytest.mark.parametrize(
    ("writers", "said"),
    [
        ((TARAS, OLENA), "To be written by <@U0TARAS>, <@U0OLENA>."),
        ((), "Nobody has the task: `/incident role comms` gives it to somebody."),
    ],
)
def test_those_above_hear_how_late_it_is_and_whose(writers: tuple[str, ...], said: str) -> None:
    due = Due(incident=TOLD, due_at=DUE, now=DUE + 10 * MINUTE, writers=writers)
    text, blocks = views.escalated(T, due)
    assert text == "INC-7: the client update is 10 min late."
    assert said in text_of(blocks)


def test_a_drill_says_so_first() -> None:
    _, blocks = views.missed(T, Due(incident=replace(TOLD, drill=True), due_at=DUE, now=DUE))
    assert text_of(blocks[0]).startswith("*Drill: ")


@pytest.mark.parametrize("language", Language)
def test_the_snooze_form_fits_and_comes_back(language: Language) -> None:
    form = views.snooze_form(translator(language), TOLD)
    for part in ("title", "submit", "close"):
        assert not form[part]["text"].endswith("…")
    assert form["private_metadata"] == "7"
    chosen = {"type": "radio_buttons", "selected_option": {"value": "60"}}
    typed = {"type": "plain_text_input", "value": "The bank is working on it"}
    state = {"minutes": {"minutes": chosen}, "reason": {"reason": typed}}
    said = views.snooze_said({"state": {"values": state}})
    assert said == (60 * MINUTE, "The bank is working on it")
