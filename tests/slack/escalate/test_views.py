"""The forms for asking more people: words that fit in every language."""

import pytest

from bot.domain.goal import NEXT, Goal, goal_of
from bot.domain.ids import IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.phrase import Who
from bot.domain.service import RotationName
from bot.domain.severity import SeverityName
from bot.i18n import translator
from bot.slack.escalate import views
from bot.slack.kit import Mrkdwn
from tests.domain.sample import AT, IRYNA, OLENA, TARAS

INCIDENT = Incident(
    id=IncidentId(12),
    title="Cards <fail>",
    severity=SeverityName("SEV1"),
    impact="Nobody can pay\n<!channel>",
    declared_by=TARAS,
    declared_at=AT,
)
CHOICES = (views.Choice(NEXT, "The next level", "Iryna Shevchuk"),)
T = translator(Language.EN)


@pytest.mark.parametrize("language", Language)
def test_titles_and_buttons_fit_in_every_language(language: Language) -> None:
    t = translator(language)
    forms = (
        views.escalate_form(t, views.Ask(incident=INCIDENT, choices=CHOICES)),
        views.call_form(t, INCIDENT, OLENA),
        views.hand_over_form(t, INCIDENT, (OLENA,)),
    )
    words = [form[part]["text"] for form in forms for part in ("title", "submit", "close")]
    assert [word for word in words if len(word) > 24 or word.endswith("…")] == []


@pytest.mark.parametrize(
    "goal", [NEXT, Goal(level=0), Goal(level=3), Goal(rotation=RotationName("qa"))]
)
def test_a_choice_is_read_back_as_it_was_offered(goal: Goal) -> None:
    assert goal_of(goal.value) == goal


@pytest.mark.parametrize("value", ["", "next", "level:", "level:-1", "level:²", "rotation:", "x:1"])
def test_what_was_never_offered_is_the_next_level(value: str) -> None:
    assert goal_of(value) == NEXT


def test_a_chosen_person_outweighs_the_menu() -> None:
    def state(person: str | None) -> dict[str, object]:
        to = {"type": "static_select", "selected_option": {"value": "level:2"}}
        who = {"type": "users_select", "selected_user": person}
        return {
            "state": {"values": {"to": {"escalate_to": to}, "person": {"escalate_person": who}}}
        }

    assert views.goal_said(state(None)) == Goal(level=2)
    assert views.goal_said(state("U0OLENA")) == Goal(person=PersonId("U0OLENA"))


def test_why_nobody_can_be_paged_stands_where_the_people_would() -> None:
    ask = views.Ask(incident=INCIDENT, choices=CHOICES, instead=Mrkdwn("Nobody is on call."))
    told = [
        block["text"]["text"] for block in views.escalate_form(T, ask)["blocks"] if "text" in block
    ]
    assert told == ["Nobody is on call."]


def test_what_is_said_names_everybody() -> None:
    assert str(views.passed_on(T, INCIDENT, (Who(OLENA),))) == "INC-12: <@U0OLENA> is paged now."
    assert str(views.passed_on(T, INCIDENT, (Who(OLENA), Who(IRYNA)))) == (
        "INC-12: <@U0OLENA>, <@U0IRYNA> are paged now."
    )
    assert str(views.paged_at_once(T, ())) == "Nobody is paged at once."
