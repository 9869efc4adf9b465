"""The form of a client update: what is asked in which language, and what comes back from it."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.client_update import Draft
from bot.domain.component import Health
from bot.domain.ids import ClientUpdateId
from bot.domain.language import Language
from bot.domain.refusal import Refusal
from bot.domain.severity import ClientState
from bot.i18n import translator
from bot.slack import preview
from bot.slack.preview import Look, Next
from bot.slack.sheet import Sheet
from bot.slack.update import views
from tests.domain.sample import ACME, AT, CARDS, ZORIA, incident
from tests.domain.updates import EN, POLICY, RU, UK, update
from tests.support.updating import fields
from tests.support.world import text_of

T = translator(EN)
DRAFT = Draft(
    state=ClientState.MONITORING,
    headline={EN: "Cards work again"},
    impact={EN: "Some cards failed", UK: "Частина карток не працювала"},
    doing={EN: "We watch"},
    next_by=AT,
    services=(CARDS,),
    health=Health.DEGRADED,
    clients=(ACME,),
)
SHEET = Sheet(
    incident=incident(),
    policy=POLICY,
    draft=DRAFT,
    id=ClientUpdateId("abcdef123456"),
    languages=(EN, UK, RU),
    own=EN,
)


class Page:
    """A view as the sandbox keeps it, for what looks at one."""

    def __init__(self, view: dict[str, Any]) -> None:
        self.blocks = view["blocks"]


def submitted(view: dict[str, Any], **typed: Any) -> dict[str, Any]:
    """The view as it comes back, with what was typed over what stood there."""
    values: dict[str, Any] = {}
    for name, block in fields(Page(view)).items():
        element = block["element"]
        kind = element["type"]
        if kind == "plain_text_input":
            state = {"type": kind, "value": typed.get(name, element.get("initial_value"))}
        elif kind == "datetimepicker":
            state = {"type": kind, "selected_date_time": element.get("initial_date_time")}
        elif kind == "static_select":
            state = {"type": kind, "selected_option": element.get("initial_option")}
        else:
            state = {"type": kind, "selected_options": element.get("initial_options") or []}
        values[block["block_id"]] = {element["action_id"]: state}
    return {**view, "state": {"values": values}}


def test_what_stood_there_comes_back() -> None:
    filled = views.parse(submitted(views.sheet(T, SHEET)))
    assert filled.draft == replace(DRAFT, impact={EN: "Some cards failed"})
    assert filled.id == "abcdef123456"
    assert filled.corrects is None
    assert filled.own is EN
    assert filled.offered == AT
    assert filled.begun == {
        "headline_en": "monitoring",
        "doing_en": "monitoring",
        "health": "monitoring",
    }


def test_a_page_replaces_only_what_it_has() -> None:
    first = views.parse(submitted(views.sheet(T, SHEET), impact_en="Payouts failed", doing_en=None))
    said = views.joined(DRAFT, first)
    assert said.impact == {EN: "Payouts failed", UK: "Частина карток не працювала"}
    assert said.doing == {}
    second = views.parse(submitted(views.words(T, SHEET), impact_ru="Карты не работали"))
    said = views.joined(said, second)
    assert said.impact == {
        EN: "Payouts failed",
        UK: "Частина карток не працювала",
        RU: "Карты не работали",
    }
    assert (said.state, said.services, said.next_by) == (ClientState.MONITORING, (CARDS,), AT)


def test_a_promise_survives_a_look_at_resolved() -> None:
    over = replace(SHEET, draft=replace(DRAFT, state=ClientState.RESOLVED))
    filled = views.parse(submitted(views.sheet(T, over)))
    assert "next_by" not in filled.fields
    assert views.joined(DRAFT, filled).next_by == AT


def test_a_workaround_is_asked_for_where_the_author_has_one() -> None:
    helped = replace(DRAFT, workaround={EN: "Pay by transfer"})
    page = Page(views.words(T, replace(SHEET, draft=helped)))
    asked = fields(page)
    assert asked["workaround_uk"]["optional"] is False
    plain = fields(Page(views.words(T, SHEET)))
    assert plain["workaround_uk"]["optional"] is True


def test_an_old_translation_of_new_words_is_marked() -> None:
    assert "Yours was changed" not in text_of(views.words(T, SHEET)["blocks"])
    before = replace(DRAFT, impact={EN: "All cards failed", UK: "Частина карток не працювала"})
    marked = text_of(views.words(T, replace(SHEET, before=before))["blocks"])
    assert marked.count("⚠️ Yours was changed, this was not. Check it.") == 1


def test_another_draft_has_fields_of_its_own() -> None:
    """Or Slack would leave in them what stood there."""
    one = {b.get("block_id") for b in views.sheet(T, SHEET)["blocks"] if "block_id" in b}
    other = replace(SHEET, id=ClientUpdateId("123456abcdef"))
    two = {b.get("block_id") for b in views.sheet(T, other)["blocks"] if "block_id" in b}
    assert one & two == set()


@pytest.mark.parametrize("metadata", ["7", "7:", ""])
def test_a_form_without_a_draft_is_refused(metadata: str) -> None:
    with pytest.raises(Refusal):
        views.parse({"private_metadata": metadata, "state": {"values": {}}})


@pytest.mark.parametrize("value", ["", "7", "7:u1:d", "7:u1:d:dance", "7:u1:d:send:more"])
def test_a_button_that_we_never_wrote_is_refused(value: str) -> None:
    with pytest.raises(Refusal):
        preview.pressed(value)


def test_what_a_button_carries_comes_back() -> None:
    made = update(incident(clients=(ACME, ZORIA)))
    carried = preview.pressed(preview.carried(made, Next.ASK))
    assert (carried.update, carried.seen, carried.next) == ("u1", made.digest, Next.ASK)


@pytest.mark.parametrize("language", Language)
def test_nothing_on_a_button_or_title_is_cut(language: Language) -> None:
    t = translator(language)
    look = Look(incident=incident(), policy=POLICY, update=update(incident(clients=(ACME,))))
    shown = [views.sheet(t, SHEET), views.words(t, SHEET)]
    shown += [preview.preview(t, replace(look, next=next)) for next in (Next.SEND, Next.ASK)]
    for view in shown:
        assert len(view["blocks"]) <= 100
        for part in ("title", "submit", "close"):
            assert not view[part]["text"].endswith("…")
            assert len(view[part]["text"]) <= 24


@pytest.mark.parametrize(
    ("blocked", "may_waive", "next", "submit"),
    [
        (False, False, Next.SEND, "Send"),
        (False, False, Next.ASK, "Ask for approval"),
        (False, False, Next.NONE, None),
        (True, False, Next.SEND, None),
        (True, True, Next.ASK, "Ask for approval"),
    ],
)
def test_the_preview_offers_what_may_be_done(
    *, blocked: bool, may_waive: bool, next: Next, submit: str | None
) -> None:
    look = Look(
        incident=incident(),
        policy=POLICY,
        update=update(incident(clients=(ACME,))),
        blocked=blocked,
        may_waive=may_waive,
        next=next,
    )
    view = preview.preview(T, look)
    assert view.get("submit", {}).get("text") == submit
    asked = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    assert asked == ([preview.WAIVER] if blocked and may_waive else [])
