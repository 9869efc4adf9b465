"""The forms' words fit Slack's limits in every language, and their criteria are whole."""

from datetime import UTC, datetime

import pytest

from bot.domain.ids import IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.phrase import Who
from bot.domain.policy import Policy
from bot.domain.severity import SeverityName
from bot.i18n import translator
from bot.slack.triage import views

TARAS = PersonId("U0TARAS")
INCIDENT = Incident(
    id=IncidentId(12),
    title="Card payments fail",
    severity=SeverityName("SEV2"),
    impact="Card payments fail",
    declared_by=TARAS,
    declared_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
)


@pytest.mark.parametrize("language", Language)
def test_titles_and_buttons_fit(policy: Policy, language: Language) -> None:
    t = translator(language)
    forms = (
        views.severity_form(t, INCIDENT, policy, views.Paging(would_ask=(Who(TARAS),))),
        views.status_form(t, INCIDENT, policy),
        views.role_form(t, INCIDENT, policy, TARAS),
        views.title_form(t, INCIDENT),
        views.service_form(t, INCIDENT, policy),
    )
    words = [form[part]["text"] for form in forms for part in ("title", "submit", "close")]
    _, blocks = views.ask_for_lead(t, INCIDENT, 5)
    words.append(blocks[-1]["elements"][0]["text"]["text"])

    assert [word for word in words if len(word) > 24 or word.endswith("…")] == []
    assert {form["private_metadata"] for form in forms} == {"12"}


@pytest.mark.parametrize("language", Language)
def test_the_severity_is_chosen_by_whole_criteria(policy: Policy, language: Language) -> None:
    form = views.severity_form(translator(language), INCIDENT, policy, views.Paging())

    element = form["blocks"][1]["element"]

    assert [option["description"]["text"] for option in element["options"]] == [
        severity.criteria.to(language) for severity in policy.severities
    ]
    assert element["initial_option"]["value"] == "SEV2"
