"""The page itself: exact blocks, and words that fit in every language."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.ids import EscalationId, IncidentId, PersonId, RoomId
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.phrase import Who
from bot.domain.severity import SeverityName
from bot.i18n import translator
from bot.slack import summons
from bot.slack.page import views
from bot.slack.summons import Page

GOLDEN = Path(__file__).parent / "golden"
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OLENA, IRYNA = PersonId("U0OLENA"), PersonId("U0IRYNA")
INCIDENT = Incident(
    id=IncidentId(12),
    title="Cards <fail>",
    severity=SeverityName("SEV1"),
    impact="Nobody can pay\n<!channel>",
    declared_by=PersonId("U0TARAS"),
    declared_at=AT,
    room=RoomId("C0ROOM12"),
)
SECOND = summons.at_level(2, 4)
PAGE = Page(
    incident=INCIDENT,
    escalation=EscalationId("e1"),
    service="Card processing",
    place=SECOND,
    why=summons.after_silence(SECOND, summons.at_level(1, 4), timedelta(minutes=5)),
    until=AT + timedelta(minutes=10),
    then=(Who(IRYNA),),
)


def golden(name: str) -> Any:
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def test_a_page_that_waits_for_an_answer() -> None:
    text, blocks = views.page(translator(Language.EN), PAGE)

    assert text == "SEV1 INC-12 Cards &lt;fail&gt;: you are paged, level 2 of 4"
    assert blocks == golden("waiting")


def test_a_page_that_was_answered_has_no_buttons() -> None:
    t = translator(Language.EN)
    outcome = summons.answered(t, OLENA, AT, timedelta(seconds=42))

    _, blocks = views.page(t, replace(PAGE, outcome=outcome))

    assert blocks == golden("answered")


@pytest.mark.parametrize("language", Language)
def test_titles_and_buttons_fit_in_every_language(language: Language) -> None:
    t = translator(language)
    forms = (views.decline_form(t, INCIDENT, EscalationId("e1"), (Who(IRYNA),)),)
    words = [form[part]["text"] for form in forms for part in ("title", "submit", "close")]
    _, blocks = views.page(t, PAGE)
    words += [button["text"]["text"] for button in blocks[-1]["elements"]]

    assert [word for word in words if len(word) > 24 or word.endswith("…")] == []
