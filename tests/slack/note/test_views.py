"""The note's forms: what they carry, and words that fit in every language."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.events.record import Attachment, NoteKind
from bot.domain.ids import IncidentId, PersonId, RoomId
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.severity import SeverityName
from bot.i18n import translator
from bot.slack.note import views
from bot.slack.note.views import Message

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
INCIDENT = Incident(
    id=IncidentId(12),
    title="Card payments fail",
    severity=SeverityName("SEV2"),
    impact="Card payments fail",
    declared_by=PersonId("U0TARAS"),
    declared_at=AT,
)
MESSAGE = Message(
    author=PersonId("U0OLENA"),
    text="x" * 5000,
    channel=RoomId("C0ACME"),
    ts="1795424400.000100",
    files=(Attachment(file="F1", name="graph.png"), Attachment(file="F2", name="log.txt")),
)


@pytest.mark.parametrize("language", Language)
def test_titles_and_buttons_fit(language: Language) -> None:
    t = translator(language)
    forms = (views.note_form(t, INCIDENT), views.keep_form(t, MESSAGE, [INCIDENT]))
    words = [form[part]["text"] for form in forms for part in ("title", "submit", "close")]

    assert [word for word in words if len(word) > 24 or word.endswith("…")] == []


def test_a_long_message_still_fits_its_form_and_keeps_its_origin() -> None:
    form = views.keep_form(translator(Language.EN), MESSAGE, [INCIDENT])
    assert len(form["blocks"][1]["element"]["initial_value"]) == 3000
    assert len(form["private_metadata"]) < 3000
    many = tuple(Attachment(file=f"F0123456789{n}", name="ї" * 200) for n in range(30))
    crowded = views.keep_form(translator(Language.EN), replace(MESSAGE, files=many), [INCIDENT])
    assert len(crowded["private_metadata"]) < 3000
    state = {
        "values": {
            "incident": {"incident": {"type": "static_select", "selected_option": {"value": "12"}}},
            "note": {"note": {"type": "plain_text_input", "value": "The bank says 14:00"}},
            "kind": {"kind": {"type": "static_select", "selected_option": {"value": "finding"}}},
        }
    }

    incident, message, kind = views.keep_said({**form, "state": state})

    assert (incident, kind) == (12, NoteKind.FINDING)
    assert message == Message(
        author=PersonId("U0OLENA"),
        text="The bank says 14:00",
        channel=RoomId("C0ACME"),
        ts="1795424400.000100",
        files=MESSAGE.files,
    )
    assert message.said_at == AT.replace(microsecond=100)
