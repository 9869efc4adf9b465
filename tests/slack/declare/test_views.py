"""The declare form: what it asks, and how what was filled in is read."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.ids import IncidentId
from bot.domain.incident import Flag
from bot.domain.language import Language
from bot.domain.lifecycle import Declaration
from bot.i18n import translator
from bot.slack.declare import views
from bot.slack.declare.views import Filled, Prefilled
from sandbox.blockkit import validate_view
from tests.domain.sample import ACME, CARDS, POLICY, SEV2, ZORIA, incident
from tests.support.golden import golden

T = translator(Language.EN)


def test_the_empty_form() -> None:
    form = views.form(T, POLICY, Prefilled())
    assert form == golden(__file__, "form", form)


def test_what_is_known_stands_in_the_form() -> None:
    given = Prefilled(impact="Nobody can pay", title="x" * 130, severity="SEV2")
    form = views.form(T, POLICY, given, metadata="shortcut:1")
    fields = {block["block_id"]: block["element"] for block in form["blocks"]}
    assert form["private_metadata"] == "shortcut:1"
    assert fields["impact"]["initial_value"] == "Nobody can pay"
    assert fields["title"]["initial_value"] == "x" * 119 + "…"
    assert fields["severity"]["initial_option"] == {
        "text": {"type": "plain_text", "text": "SEV2", "emoji": True},
        "value": "SEV2",
        "description": {"type": "plain_text", "text": "Many cannot pay", "emoji": True},
    }


def element(kind: str, **state: Any) -> dict[str, Any]:
    return {"any": {"type": kind, **state}}


def chosen(*values: str) -> list[dict[str, Any]]:
    return [{"value": value} for value in values]


def test_everything_filled_in() -> None:
    state = {
        "impact": element("plain_text_input", value="Cards are declined"),
        "severity": element("radio_buttons", selected_option={"value": "SEV1"}),
        "title": element("plain_text_input", value="Cards"),
        "service": element("external_select", selected_option={"value": "cards"}),
        "clients": element("multi_external_select", selected_options=chosen("acme", "zoria")),
        "flags": element("checkboxes", selected_options=chosen("money", "security")),
        "private": element("checkboxes", selected_options=chosen("yes")),
        "started_at": element("datetimepicker", selected_date_time=1_795_424_400),
        "tickets": element("plain_text_input", value=" https://t/1 \n\nhttps://t/2\n"),
        "drill": element("checkboxes", selected_options=chosen("yes")),
    }
    said = Declaration(
        impact="Cards are declined",
        title="Cards",
        service=CARDS,
        clients=(ACME, ZORIA),
        flags=frozenset({Flag.MONEY, Flag.SECURITY}),
        private=True,
        drill=True,
        started_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        tickets=("https://t/1", "https://t/2"),
    )
    assert views.parse({"state": {"values": state}}) == Filled("SEV1", said)


@pytest.mark.parametrize("service", [None, {"value": views.UNKNOWN}])
def test_nothing_filled_in_but_the_required(service: Any) -> None:
    state = {
        "impact": element("plain_text_input", value="Slow"),
        "severity": element("radio_buttons", selected_option={"value": "SEV3"}),
        "title": element("plain_text_input", value=None),
        "service": element("external_select", selected_option=service),
        "clients": element("multi_external_select", selected_options=[]),
        "flags": element("checkboxes", selected_options=[]),
        "private": element("checkboxes", selected_options=[]),
        "started_at": element("datetimepicker", selected_date_time=None),
        "tickets": element("plain_text_input", value=None),
        "drill": element("checkboxes", selected_options=[]),
    }
    assert views.parse({"state": {"values": state}}) == Filled("SEV3", Declaration(impact="Slow"))


def titles(options: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(option["text"]["text"], option["value"]) for option in options]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", [("Cards", "cards"), ("Payouts", "payouts"), ("Unknown", "?")]),
        ("PAY", [("Payouts", "payouts"), ("Unknown", "?")]),
        ("no such", [("Unknown", "?")]),
    ],
)
def test_services_by_name(typed: str, found: list[tuple[str, str]]) -> None:
    assert titles(views.services(T, POLICY, typed)) == found


def test_clients_by_name() -> None:
    assert titles(views.clients(POLICY, "ac")) == [("Acme", "acme")]
    assert views.clients(POLICY, "zz") == []


def test_the_answer_escapes_the_title() -> None:
    made = incident(id=IncidentId(12), title="<!channel> & all", severity=SEV2.name)
    assert str(views.declared(T, made)) == (
        "*INC-12 is declared:* SEV2 &lt;!channel&gt; &amp; all\n"
        "Opening the room… The link comes as a message from Tocsin."
    )


@pytest.mark.parametrize("language", list(Language))
def test_slack_accepts_the_form_in_every_language(language: Language) -> None:
    t = translator(language)
    given = Prefilled(impact="x" * 3000, title="y" * 200, severity="SEV1")
    form = views.form(t, POLICY, given)
    assert validate_view(form) == []
    assert validate_view(views.done(t, incident())) == []
    assert [form[key]["text"][-1:] for key in ("title", "submit", "close")].count("…") == 0
