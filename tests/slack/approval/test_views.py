"""The question whether an update may leave, and what it becomes."""

from dataclasses import replace

import pytest

from bot.domain.client_update import Void, Waiver
from bot.domain.events import (
    ApprovalAsked,
    ApprovalGiven,
    ApprovalRefused,
    ApprovalVoided,
    ClientUpdateSent,
    Event,
    UpdateRevised,
    UpdateWithdrawn,
)
from bot.domain.language import Language
from bot.domain.severity import ClientState
from bot.i18n import translator
from bot.slack import ids
from bot.slack.approval import views
from bot.slack.approval.views import Question
from bot.slack.kit import Block
from tests.domain.sample import AT, MINUTE, OLENA, TARAS, incident
from tests.domain.updates import EN, NATALIA, POLICY, approved, update
from tests.support.world import text_of

T = translator(EN)
ASKED = replace(update(incident(clients=("acme", "zoria"))), asked_by=OLENA, asked_at=AT, number=3)


def question(**changes: object) -> Question:
    made = Question(incident=incident(), policy=POLICY, update=ASKED)
    return replace(made, **changes)


def shown_buttons(blocks: list[Block]) -> list[str]:
    return [
        element["action_id"]
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def test_it_says_who_asks_and_shows_every_word_with_three_answers() -> None:
    text, blocks = views.question(T, question())
    assert text.startswith(
        "<@U0OLENA> asks for approval of what clients will read about INC-7 (Investigating)."
    )
    assert "Clients are to hear by <!date^" in text
    said = text_of(blocks)
    assert "*SEV2 INC-7 Card payments fail*" in said
    assert "Some cards are declined." in said
    assert "Частину карток відхилено." in said
    assert "Written by" not in said, "the one who asks wrote it"
    assert shown_buttons(blocks) == [ids.APPROVE_AND_SEND, ids.APPROVE, ids.ASK_FOR_CHANGES]
    values = {
        element["value"] for block in blocks if block["type"] == "actions"
        for element in block["elements"]
    }  # fmt: skip
    assert values == {f"7:u1:{ASKED.digest}:"}


def test_it_names_the_author_the_changes_and_what_was_let_stand() -> None:
    waiver = Waiver(
        rule="no_harm", words="all is safe", reason="The bank says so", by=NATALIA, at=AT
    )
    changed = replace(ASKED, revised_by=TARAS, waived=(waiver,))
    text, _ = views.question(T, question(update=changed, changed=("impact", "next_by")))
    assert "Written by <@U0OLENA>, <@U0TARAS>." in text
    assert "Changed since you were asked last: impact, next update." in text
    assert "⚠️ <@U0NATALIA> lets “all is safe” stand: The bank says so" in text


FACT = {"incident": 7, "at": AT, "by": TARAS, "update": "u1", "number": 3}


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (ApprovalGiven(**FACT, digest="d"), "✅ <@U0TARAS> approved it,"),
        (ApprovalRefused(**FACT, reason="Say since when", author=OLENA), "Say since when"),
        (
            ApprovalVoided(**FACT, why=Void.SEVERITY, approved_by=TARAS, author=OLENA),
            "2026-03-14 01:02 UTC>: the severity was changed.",
        ),
        (UpdateRevised(**FACT, changed=("impact",)), "<@U0TARAS> changed the text,"),
        (ApprovalAsked(**FACT, people=(TARAS,), again=True), "answer the newer message"),
        (UpdateWithdrawn(**FACT), "<@U0TARAS> withdrew it,"),
        (
            ClientUpdateSent(**FACT, state=ClientState.INVESTIGATING, languages=(EN,), channels=()),
            "📤 <@U0TARAS> sent it,",
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Event) else "",
)
def test_an_answered_question_says_how_and_has_no_buttons(event: Event, said: str) -> None:
    _, blocks = views.question(T, question(since=[event]))
    assert said in text_of(blocks[-1])
    assert shown_buttons(blocks) == []


def test_an_approval_says_until_when_it_holds() -> None:
    given = ApprovalGiven(**FACT, digest="d")
    agreed = approved(ASKED, incident(), TARAS)
    _, blocks = views.question(T, question(update=agreed, since=[given]))
    until = AT + 15 * MINUTE
    assert f"It holds until <!date^{int(until.timestamp())}^" in text_of(blocks[-1])


def test_what_was_sent_waits_for_nothing_and_holds_until_nothing() -> None:
    given = ApprovalGiven(**FACT, digest="d")
    sent = replace(approved(ASKED, incident(), TARAS), sent_at=AT, sent_by=OLENA)
    due = incident(update_due_at=AT + 30 * MINUTE)
    _, blocks = views.question(T, question(incident=due, update=sent, since=[given]))
    assert "Clients are to hear by" not in text_of(blocks)
    assert "approved it, <!date^" in text_of(blocks)
    assert "It holds until" not in text_of(blocks)


def test_the_author_hears_at_once_that_it_was_approved_and_sent() -> None:
    given = ApprovalGiven(**FACT, digest="d")
    sent = replace(approved(ASKED, incident(), TARAS), sent_at=AT, sent_by=TARAS)
    text, blocks = views.news(T, incident(), sent, given)
    assert "✅ <@U0TARAS> approved it, <!date^" in text
    assert "📤 <@U0TARAS> sent it, <!date^" in text
    assert shown_buttons(blocks) == []


def test_a_question_about_other_words_shows_none() -> None:
    changed = UpdateRevised(**FACT, changed=("impact",))
    _, blocks = views.question(T, question(stale=True, since=[changed]))
    assert "Some cards are declined" not in text_of(blocks)
    assert "changed the text" in text_of(blocks)


def test_what_was_sent_is_read_on_demand() -> None:
    sent = replace(ASKED, sent_at=AT, sent_by=OLENA)
    _, blocks = views.question(T, question(update=sent))
    assert "Some cards are declined" not in text_of(blocks)
    assert shown_buttons(blocks) == [ids.READ_UPDATE]


def test_a_text_that_no_message_holds_is_one_press_away() -> None:
    long = {key: ("word " * 1500).strip() for key in ASKED.texts}
    text, blocks = views.question(T, question(update=replace(ASKED, texts=long)))
    assert len(blocks) <= 50
    assert sum(len(str(block)) for block in blocks) < 12_000
    assert len(text) < 3000
    accessory = [b["accessory"]["action_id"] for b in blocks if "accessory" in b]
    assert accessory == [ids.READ_UPDATE]
    whole = views.whole(T, question(update=replace(ASKED, texts=long)))
    assert text_of(whole["blocks"]).count("word") == 3000


@pytest.mark.parametrize("language", Language)
def test_nothing_on_a_button_or_title_is_cut(language: Language) -> None:
    t = translator(language)
    form = views.changes_form(t, incident(), ASKED)
    for part in ("title", "submit", "close"):
        assert not form[part]["text"].endswith("…")
        assert len(form[part]["text"]) <= 24
    title = views.whole(t, question())["title"]["text"]
    assert not title.endswith("…")
    _, blocks = views.question(t, question())
    for block in blocks:
        for element in block.get("elements", ()) if block["type"] == "actions" else ():
            assert len(element["text"]["text"]) <= 30
