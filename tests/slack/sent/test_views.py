"""The list of updates, who got one, and the text for the helpdesk."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.client_update import ClientUpdate
from bot.domain.ids import ClientUpdateId
from bot.domain.language import Language
from bot.domain.medium import Medium
from bot.domain.snag import Snag
from bot.domain.update_delivery import DeliveryState, UpdateDelivery
from bot.i18n import translator
from bot.slack.sent import views
from bot.slack.sent.views import Story
from tests.domain.sample import ACME, AT, INC_7, OLENA, incident
from tests.domain.updates import ALMATY, EN, NATALIA, POLICY, RU, approved, to, update
from tests.support.world import text_of

T = translator(EN)
OPEN = incident(clients=(ACME,))
SENT = replace(update(OPEN), id=ClientUpdateId("sent"), sent_at=AT, sent_by=NATALIA)


def delivery(recipient: str, state: DeliveryState, at: datetime | None = None) -> UpdateDelivery:
    return UpdateDelivery(
        update=SENT.id,
        recipient=recipient,
        incident=INC_7,
        medium=Medium.MAIL,
        address=f"{recipient}@acme.example",
        client=ACME,
        state=state,
        queued_at=AT,
        sent_at=at,
        snag=Snag.REFUSED if state is DeliveryState.FAILED else Snag.NONE,
    )


ROWS = (
    delivery("a", DeliveryState.SENT, AT),
    delivery("b", DeliveryState.QUEUED),
    delivery("c", DeliveryState.FAILED),
    delivery("d", DeliveryState.UNKNOWN),
)


def story(*updates: ClientUpdate) -> Story:
    return Story(incident=OPEN, policy=POLICY, updates=updates, deliveries={SENT.id: ROWS})


def test_an_incident_without_updates_says_how_to_write_one() -> None:
    assert "`/incident update` writes the first word." in text_of(
        views.listed(T, story())["blocks"]
    )


@pytest.mark.parametrize(
    ("made", "said", "buttons"),
    [
        (
            update(OPEN),
            "A draft of <@U0OLENA>.",
            ["edit_update:1", "copy_update:1", "withdraw_update:1"],
        ),
        (
            replace(update(OPEN), asked_by=OLENA, asked_at=AT),
            "Waits for approval since",
            ["edit_update:1", "copy_update:1", "withdraw_update:1"],
        ),
        (
            approved(update(OPEN), OPEN, NATALIA),
            "Approved by <@U0NATALIA>, not sent yet. Written by <@U0OLENA>.",
            ["edit_update:1", "copy_update:1", "withdraw_update:1"],
        ),
        (
            replace(update(OPEN), withdrawn_at=AT),
            "Nobody read it.",
            ["copy_update:1"],
        ),
        (
            SENT,
            "Reached 1 of 4 · 1 on its way · ⚠️ 1 failed · ❔ 1 unknown",
            ["update_deliveries:1", "correct_update:1", "copy_update:1"],
        ),
    ],
    ids=["draft", "asked", "approved", "withdrawn", "sent"],
)
def test_each_says_how_it_stands_and_what_can_be_done(
    made: ClientUpdate, said: str, buttons: list[str]
) -> None:
    blocks = views.listed(T, story(made))["blocks"]
    assert said in text_of(blocks)
    assert [element["action_id"] for element in blocks[-1]["elements"]] == buttons


def test_the_newest_stand_first_and_the_rest_are_counted() -> None:
    many = [
        replace(SENT, id=ClientUpdateId(f"u{number}"), number=number) for number in range(1, 41)
    ]
    view = views.listed(T, story(*many))
    assert len(view["blocks"]) <= 100
    said = text_of(view["blocks"])
    assert said.index("*40*") < said.index("*39*")
    assert "*25*" not in said
    assert "25 earlier updates are on the timeline." in said


def test_those_with_trouble_stand_first() -> None:
    said = text_of(views.whereabouts(T, story(SENT), SENT)["blocks"]).split("\n")
    marks = [line.split()[0] for line in said if "@acme.example (Acme" in line]
    assert marks == ["⚠️", "❔", "⏳", "✅"]


def test_hundreds_of_recipients_fit() -> None:
    rows = [delivery(f"r{number}", DeliveryState.SENT, AT) for number in range(500)]
    full = replace(story(SENT), deliveries={SENT.id: rows})
    view = views.whereabouts(T, full, SENT)
    assert len(view["blocks"]) <= 100
    assert "and 440 more, all well" in text_of(view["blocks"])


def test_the_reply_names_the_zone_where_a_language_is_read_in_two() -> None:
    far = replace(to(Medium.CHANNEL, "C0ALTYN", RU), zone=ALMATY)
    made = replace(
        SENT,
        recipients=(to(Medium.CHANNEL, "C0RU", RU), far, to(Medium.CHANNEL, "C0ACME", EN)),
        texts={
            (RU, "Europe/Kyiv"): "До 12:00 (Киев)",
            (RU, "Asia/Almaty"): "До 15:00 (Алматы)",
            (EN, "Europe/Kyiv"): "By 12:00",
        },
    )
    view = views.macro(T, made)
    titles = [text_of(b) for b in view["blocks"] if b["type"] == "section"]
    assert titles == [
        "*Russian, times in Europe/Kyiv*",
        "*Russian, times in Asia/Almaty*",
        "*English*",
    ]


def test_a_reply_of_a_draft_warns() -> None:
    assert "Clients have not read this yet" in text_of(views.macro(T, update(OPEN))["blocks"])
    assert "Clients have not read this yet" not in text_of(views.macro(T, SENT)["blocks"])


@pytest.mark.parametrize("language", Language)
def test_no_title_is_cut(language: Language) -> None:
    t = translator(language)
    for view in (
        views.listed(t, story(SENT)),
        views.whereabouts(t, story(SENT), SENT),
        views.macro(t, SENT),
    ):
        assert not view["title"]["text"].endswith("…")
        assert not view["close"]["text"].endswith("…")
