"""What is said outside the room."""

from datetime import timedelta

from bot.domain.incident import Status
from bot.domain.language import Language
from bot.domain.role import LEAD
from bot.i18n import translator
from bot.slack.announce import views
from sandbox.blockkit import validate
from tests.domain.sample import POLICY, TARAS, incident

T = translator(Language.EN)


def only(blocks: list[dict[str, object]]) -> object:
    [block] = blocks
    assert validate(blocks, surface="message") == []
    return block["text"]


def test_the_announcement_says_what_how_bad_and_where() -> None:
    text, blocks = views.announcement(T, POLICY, incident(title="Cards <!channel>"))
    assert text == "SEV2 INC-7 Cards &lt;!channel&gt;"
    assert only(blocks) == {
        "type": "mrkdwn",
        "text": "🟠 *SEV2 INC-7 Cards &lt;!channel&gt;*\n"
        "Investigating · Cards · War room: <#C1ROOM>",
    }


def test_a_drill_says_so_first_and_a_lead_is_named() -> None:
    _, blocks = views.announcement(T, POLICY, incident(drill=True, roles={LEAD: TARAS}, room=None))
    assert only(blocks) == {
        "type": "mrkdwn",
        "text": "🟠 *Drill: SEV2 INC-7 Card payments fail*\n"
        "Investigating · Cards · Lead: <@U0TARAS>",
    }


def test_when_it_is_over_nobody_is_sent_to_the_room() -> None:
    _, blocks = views.announcement(T, POLICY, incident(status=Status.RESOLVED, service=None))
    assert only(blocks) == {
        "type": "mrkdwn",
        "text": "⚪ *SEV2 INC-7 Card payments fail*\nResolved",
    }


def test_the_declarer_gets_the_room_and_a_page_of_their_own() -> None:
    text, blocks = views.opened(T, incident(), "https://tocsin.example/incidents/7?pass=x")
    assert text == "The war room of *INC-7* is open: <#C1ROOM>"
    assert blocks[0]["text"]["text"] == text
    assert blocks[1]["elements"][0]["url"] == "https://tocsin.example/incidents/7?pass=x"
    assert validate(blocks, surface="message") == []


def test_a_wait_is_told_in_a_length_people_can_use() -> None:
    assert views.waiting(T, incident(), timedelta(seconds=95)).endswith(
        "so its war room opens in about 1 min 35 s. You need not do anything."
    )
