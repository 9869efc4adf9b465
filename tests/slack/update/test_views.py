"""The form and the preview of a client update as exact values."""

from datetime import UTC, datetime

import pytest

from bot.domain.client_update import ClientUpdate, Draft, Recipient
from bot.domain.ids import ClientUpdateId, IncidentId, PersonId, RoomId
from bot.domain.language import Language
from bot.domain.severity import ClientState
from bot.i18n import translator
from bot.slack.update import views

EN, UK, RU = Language.EN, Language.UK, Language.RU
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
UPDATE = ClientUpdate(
    id=ClientUpdateId("d1"),
    incident=IncidentId(7),
    state=ClientState.IDENTIFIED,
    texts={EN: "We found <it>", UK: "Знайшли"},
    recipients=(
        Recipient(channel=RoomId("C1"), languages=(EN,)),
        Recipient(channel=RoomId("C2"), languages=(EN, UK)),
    ),
    next_by=None,
    drafted_by=PersonId("U1"),
    drafted_at=AT,
)


def mrkdwn(text: str) -> dict[str, str]:
    return {"type": "mrkdwn", "text": text}


def plain(text: str) -> dict[str, object]:
    return {"type": "plain_text", "text": text, "emoji": True}


def test_the_preview_shows_each_channel_what_it_will_read() -> None:
    agree = views.agreement(translator(EN), "SEV2", lead=PersonId("U9"), approvers=None)
    assert views.preview(translator(EN), UPDATE, agree=agree) == {
        "type": "modal",
        "callback_id": "client_update_send",
        "title": plain("Check every word"),
        "close": plain("Back"),
        "submit": plain("Send"),
        "private_metadata": "d1",
        "blocks": [
            {
                "type": "section",
                "text": mrkdwn("Nothing has been sent yet. This is every word that will be."),
            },
            {"type": "divider"},
            {"type": "context", "elements": [mrkdwn("To <#C1>: English")]},
            {"type": "section", "text": mrkdwn("We found &lt;it&gt;")},
            {"type": "divider"},
            {"type": "context", "elements": [mrkdwn("To <#C2>: English, Ukrainian")]},
            {"type": "section", "text": mrkdwn("We found &lt;it&gt;")},
            {"type": "section", "text": mrkdwn("Знайшли")},
            {"type": "divider"},
            {
                "type": "context",
                "elements": [
                    mrkdwn(
                        "Before you send: your policy asks for the agreement of the lead "
                        "at SEV2: <@U9>."
                    )
                ],
            },
        ],
    }


@pytest.mark.parametrize(
    ("lead", "approvers", "said"),
    [
        (
            None,
            None,
            (
                "Before you send: your policy asks for the lead's agreement at SEV1, "
                "and nobody leads yet."
            ),
        ),
        (
            None,
            [PersonId("U1"), PersonId("U2")],
            "Before you send: your policy asks that one of them agrees at SEV1: <@U1>, <@U2>.",
        ),
    ],
)
def test_whose_agreement_the_policy_asks_for(
    lead: PersonId | None, approvers: list[PersonId] | None, said: str
) -> None:
    made = views.agreement(translator(EN), "SEV1", lead=lead, approvers=approvers)
    assert made.text == said


def start(*languages: Language) -> views.Start:
    return views.Start(
        incident=IncidentId(7),
        recipients=[Recipient(channel=RoomId("C1"), languages=languages)],
        state=ClientState.MONITORING,
        next_by=AT,
        impact={UK: "Не йде"},
    )


@pytest.mark.parametrize(
    ("reader", "fields"),
    [
        (UK, ["state", "impact_uk", "doing_uk", "impact_en", "doing_en", "next_by"]),
        (EN, ["state", "impact_en", "doing_en", "impact_uk", "doing_uk", "next_by"]),
        (RU, ["state", "impact_en", "doing_en", "impact_uk", "doing_uk", "next_by"]),
    ],
)
def test_the_authors_language_comes_first(reader: Language, fields: list[str]) -> None:
    view = views.modal(translator(reader), start(EN, UK))
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    assert [block["block_id"] for block in inputs] == fields
    assert inputs[0]["element"]["initial_option"]["value"] == "monitoring"
    assert inputs[-1]["element"]["initial_date_time"] == 1795424400
    assert [b["block_id"] for b in inputs if "initial_value" in b["element"]] == ["impact_uk"]


@pytest.mark.parametrize("language", Language)
def test_nothing_on_a_button_or_title_is_cut(language: Language) -> None:
    t = translator(language)
    for view in (views.modal(t, start(*Language)), views.preview(t, UPDATE)):
        for part in ("title", "submit", "close"):
            assert not view[part]["text"].endswith("…")
            assert len(view[part]["text"]) <= 24
    options = views.modal(t, start(EN))["blocks"][1]["element"]["options"]
    assert len({option["text"]["text"] for option in options}) == 4


def test_a_long_impact_is_cut_to_what_the_field_takes() -> None:
    begun = views.Start(
        incident=IncidentId(7),
        recipients=UPDATE.recipients,
        state=ClientState.INVESTIGATING,
        next_by=None,
        impact={EN: "x" * 3000},
    )
    fields = {b.get("block_id"): b for b in views.modal(translator(EN), begun)["blocks"]}
    assert len(fields["impact_en"]["element"]["initial_value"]) == 700
    assert "initial_date_time" not in fields["next_by"]["element"]


def test_what_was_filled_in() -> None:
    def typed(text: str | None) -> dict[str, object]:
        return {"type": "plain_text_input", "value": text}

    state = {"type": "static_select", "selected_option": {"value": "identified"}}
    moment = {"type": "datetimepicker", "selected_date_time": 1795424400}
    view = {
        "state": {
            "values": {
                "state": {"state": state},
                "impact_en": {"impact_en": typed("It fails")},
                "doing_en": {"doing_en": typed(None)},
                "next_by": {"next_by": moment},
            }
        }
    }
    assert views.parse(view) == Draft(
        state=ClientState.IDENTIFIED,
        impact={EN: "It fails", UK: "", RU: ""},
        doing={EN: "", UK: "", RU: ""},
        next_by=AT,
    )
