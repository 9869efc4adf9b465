"""The form of a correction: filled in with what stands there, and read back as what changed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.events import EntryCorrected, NoteAdded
from bot.domain.events.record import NoteKind, Why
from bot.domain.ids import EventId
from bot.domain.language import Language
from bot.domain.record import Told, told
from bot.i18n import translator
from bot.slack.correct import views
from bot.slack.correct.views import Correction
from tests.domain.sample import AT, INC_7, IRYNA, OLENA, incident

T = translator(Language.EN)
N1 = EventId("0a1b2c3d4e5f6071")
NOTE = NoteAdded(
    incident=INC_7,
    at=AT,
    by=OLENA,
    text="Rolled back 2.14",
    author=IRYNA,
    said_at=AT + timedelta(microseconds=100),
    kind=NoteKind.ACTION,
)


def entry(id: EventId = N1, event: NoteAdded = NOTE) -> Told:
    return Told(id=id, event=event)


def sent(view: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """The view as it comes back: as it was filled in, but for what was ``changed``."""
    state: dict[str, Any] = {
        "text": {"type": "plain_text_input", "value": "Rolled back 2.14"},
        "moment": {"type": "datetimepicker", "selected_date_time": int(AT.timestamp())},
        "kind": {"type": "static_select", "selected_option": {"value": "action"}},
        "reason": {"type": "plain_text_input", "value": "a slip"},
        "strike": {"type": "checkboxes", "selected_options": []},
        **changed,
    }
    values = {block: {block: element} for block, element in state.items()}
    return {**view, "state": {"values": values}}


@pytest.mark.parametrize("language", Language)
def test_titles_and_buttons_fit(language: Language) -> None:
    t = translator(language)
    forms = (
        views.correct_form(t, incident(), entry()),
        views.choose_form(t, incident(), [entry()]),
    )
    words = [form[part]["text"] for form in forms for part in ("title", "close")]
    words += [forms[0]["submit"]["text"]]

    assert [word for word in words if len(word) > 24 or word.endswith("…")] == []


def test_it_is_filled_in_with_what_stands_there_now() -> None:
    corrected = EntryCorrected(
        incident=INC_7, at=AT, by=OLENA, entry=N1, why=Why.HAND, text="2.15", old_text="2.14"
    )
    [now, _] = told([entry(), Told(id=EventId("c"), event=corrected)])

    form = views.correct_form(T, incident(), now)

    filled = {block["block_id"]: block["element"] for block in form["blocks"] if "element" in block}
    assert filled["text"]["initial_value"] == "2.15"
    assert filled["moment"]["initial_date_time"] == int(AT.timestamp())
    assert filled["kind"]["initial_option"]["value"] == "action"
    assert form["private_metadata"] == f"7:{N1}:{int(AT.timestamp())}"


def test_the_second_that_was_there_is_no_new_time() -> None:
    form = views.correct_form(T, incident(), entry())

    assert views.said(sent(form)) == Correction(
        entry=N1,
        text="Rolled back 2.14",
        moment=None,
        kind=NoteKind.ACTION,
        reason="a slip",
        strike=False,
    )


def test_what_was_changed_is_read() -> None:
    form = views.correct_form(T, incident(), entry())
    earlier = int(AT.timestamp()) - 60
    changed = {
        "text": {"type": "plain_text_input", "value": None},
        "moment": {"type": "datetimepicker", "selected_date_time": earlier},
        "kind": {"type": "static_select", "selected_option": None},
        "strike": {"type": "checkboxes", "selected_options": [{"value": "strike"}]},
    }

    assert views.said(sent(form, **changed)) == Correction(
        entry=N1,
        text="",
        moment=datetime.fromtimestamp(earlier, UTC),
        kind=None,
        reason="a slip",
        strike=True,
    )


def test_of_many_entries_the_newest_can_be_chosen_and_each_is_short() -> None:
    long = NoteAdded(incident=INC_7, at=AT, text="a\nlong " * 40, author=IRYNA, said_at=AT)
    entries = [entry(EventId(f"n{number}"), long) for number in range(120)]

    form = views.choose_form(T, incident(), entries)

    options = form["blocks"][1]["accessory"]["options"]
    assert [option["value"] for option in options] == [f"7:n{number}" for number in range(100)]
    assert {len(option["text"]["text"]) for option in options} == {75}
    assert options[0]["text"]["text"].startswith("01:02 a long a long")
    assert "submit" not in form
