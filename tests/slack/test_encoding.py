"""Arguments as every method of Slack's takes them."""

from bot.slack.encoding import form


def test_texts_stay_and_everything_else_is_json() -> None:
    assert form(
        {
            "channel": "C1",
            "text": "Оплата & <карта>",
            "limit": 200,
            "is_private": True,
            "blocks": [{"type": "divider"}],
            "metadata": {"event_type": "é"},
            "cursor": "",
            "thread_ts": None,
        }
    ) == {
        "channel": "C1",
        "text": "Оплата & <карта>",
        "limit": "200",
        "is_private": "true",
        "blocks": '[{"type": "divider"}]',
        "metadata": '{"event_type": "é"}',
        "cursor": "",
    }
