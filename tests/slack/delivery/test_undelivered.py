"""What the card says of updates that somebody did not get: who, why, and the button for it."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.ids import ClientUpdateId, IncidentId
from bot.domain.language import Language
from bot.domain.medium import Medium
from bot.domain.snag import Snag
from bot.domain.update_delivery import UpdateDelivery
from bot.i18n import translator
from bot.slack.undelivered import SHOWN, blocks

EN = translator(Language.EN)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OPS = UpdateDelivery(
    update=ClientUpdateId("u1"),
    recipient="ops",
    incident=IncidentId(1),
    medium=Medium.MAIL,
    address="ops@acme.example",
    queued_at=NOW,
)
ROOM = replace(OPS, recipient="room", medium=Medium.CHANNEL, address="C0ACME")


def test_nothing_is_said_when_all_is_well() -> None:
    assert blocks(EN, ()) == []


def test_one_whom_it_did_not_reach() -> None:
    [block] = blocks(EN, [OPS.failed(Snag.REFUSED, "550 5.1.1 No such user")])
    assert block["text"]["text"] == (
        ":warning: A client update did not reach ops@acme.example: "
        "the other side refused it (550 5.1.1 No such user)"
    )
    assert block["accessory"]["action_id"] == "retry_delivery:u1"
    assert block["accessory"]["value"] == "u1"


def test_several_of_one_update_are_one_line_with_one_retry() -> None:
    [block] = blocks(EN, [ROOM.failed(Snag.NOT_INVITED), OPS.failed(Snag.NO_SERVER)])
    assert block["text"]["text"] == (
        ":warning: A client update did not reach <#C0ACME> and 1 more: "
        "Tocsin is not in that channel: invite it, then press Retry"
    )


def test_one_in_doubt_is_for_people_to_settle() -> None:
    said, acts = blocks(EN, [OPS.lost(Snag.INTERRUPTED)])
    assert said["text"]["text"] == (
        ":grey_question: It is not known whether a client update reached ops@acme.example: Tocsin "
        "stopped in the middle of sending. Ask them, so that nobody gets it twice."
    )
    assert [(each["text"]["text"], each["value"]) for each in acts["elements"]] == [
        ("It arrived", "u1:ops"),
        ("Send again", "u1:ops"),
    ]


def test_no_more_than_a_few_at_once() -> None:
    many = [replace(OPS, update=ClientUpdateId(f"u{n}")).failed(Snag.REFUSED) for n in range(9)]
    assert len(blocks(EN, many)) == SHOWN
