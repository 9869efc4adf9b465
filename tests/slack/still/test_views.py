"""The question whether somebody still has it, word for word."""

from datetime import timedelta

from bot.domain.ids import EscalationId
from bot.domain.language import Language
from bot.domain.phrase import Who
from bot.i18n import translator
from bot.slack.still import views
from tests.domain.sample import AT, IRYNA, MINUTE, incident

T = translator(Language.EN)
ASKED = views.Question(
    incident=incident(),
    escalation=EscalationId("e1"),
    silent=timedelta(minutes=30),
    until=AT + 5 * MINUTE,
    then=(Who(IRYNA),),
)


def test_it_says_what_until_when_and_who_is_next() -> None:
    text, blocks = views.question(T, ASKED)

    assert text == "INC-7: do you still have it? Nothing was heard of you for 30 min."
    head, said, deadline, buttons = blocks
    assert head["text"]["text"] == "*SEV2 INC-7 Card payments fail*"
    assert said["text"]["text"] == text
    stamp = int(ASKED.until.timestamp())
    assert deadline["elements"][0]["text"] == (
        f"Answer by <!date^{stamp}^{{time}}|2026-03-14 01:07 UTC>. Then <@U0IRYNA> is asked."
    )
    [button] = buttons["elements"]
    assert (button["action_id"], button["value"]) == ("still", "7:e1")
