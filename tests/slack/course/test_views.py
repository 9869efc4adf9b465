"""The forms' words fit Slack's limits in every language."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.ids import IncidentId, PersonId, RoomId
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.severity import SeverityName
from bot.i18n import translator
from bot.slack.course import views

TARAS = PersonId("U0TARAS")
INCIDENT = Incident(
    id=IncidentId(12),
    title="Card payments fail",
    severity=SeverityName("SEV2"),
    impact="Card payments fail",
    declared_by=TARAS,
    declared_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    room=RoomId("C0ROOM12"),
)


@pytest.mark.parametrize("language", Language)
def test_titles_and_buttons_fit(language: Language) -> None:
    t = translator(language)
    other = replace(INCIDENT, id=IncidentId(13))
    forms = (
        views.merge_form(t, INCIDENT, [other], [TARAS]),
        views.cancel_form(t, INCIDENT, [TARAS]),
        views.private_form(t, INCIDENT, RoomId("C0INCIDENTS")),
        views.reopen_form(t, INCIDENT),
    )
    words = [form[part]["text"] for form in forms for part in ("title", "submit", "close")]

    assert [word for word in words if len(word) > 24 or word.endswith("…")] == []
    assert {form["private_metadata"] for form in forms} == {"12"}
