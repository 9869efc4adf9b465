"""Every change of a roster, as the people it concerns are told of it."""

from datetime import timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from bot.domain.events.on_call import (
    CoverDeclined,
    CoverExpired,
    CoverTaken,
    CoverUndone,
    OverrideAdded,
    OverrideRemoved,
    RosterEvent,
    RotationEdited,
    RotationRetired,
    SwapAccepted,
    SwapDeclined,
)
from bot.domain.ids import CoverId
from bot.domain.language import Language
from bot.i18n import translator
from bot.slack import ids
from bot.slack.amend import views
from bot.slack.amend.views import Reader
from sandbox.blockkit import validate
from tests.domain.sample import AT, IRYNA, OLENA, TARAS

T = translator(Language.EN)
KYIV = ZoneInfo("Europe/Kyiv")
SPAN: dict[str, Any] = {
    "rotation": "l1",
    "at": AT,
    "start": AT + timedelta(hours=1),
    "end": AT + timedelta(hours=9),
}
OVERRIDE = {**SPAN, "override": "o1", "by": IRYNA}
REQUEST = {**SPAN, "request": "r1", "asker": OLENA}
SWAP = {
    **REQUEST,
    "other": TARAS,
    "their_rotation": "l2",
    "their_start": AT + timedelta(hours=24),
    "their_end": AT + timedelta(hours=25),
}
SHIFT = "Support L1, *Sat 14 Mar 04:02 – 12:02 EET*"
TOLD: tuple[tuple[RosterEvent, str, str], ...] = (
    (
        OverrideAdded(**OVERRIDE, kind="replace", person=TARAS, displaced=(OLENA,)),
        TARAS,
        f"<@U0IRYNA> put you on call: {SHIFT}.",
    ),
    (
        OverrideAdded(**OVERRIDE, kind="replace", person=TARAS, displaced=(OLENA,)),
        OLENA,
        f"<@U0TARAS> is on call instead of you: {SHIFT}. It is <@U0IRYNA>'s change.",
    ),
    (
        OverrideAdded(**OVERRIDE, kind="remove", person=OLENA, displaced=(OLENA,)),
        OLENA,
        f"<@U0IRYNA> took you off call: {SHIFT}.",
    ),
    (
        OverrideAdded(**OVERRIDE, kind="remove", person=None, displaced=(OLENA,)),
        OLENA,
        f"<@U0IRYNA> took you off call: {SHIFT}.",
    ),
    (
        OverrideRemoved(**OVERRIDE, kind="replace", person=TARAS, displaced=(OLENA,)),
        TARAS,
        f"<@U0IRYNA> took you off call: {SHIFT}.",
    ),
    (
        OverrideRemoved(**OVERRIDE, kind="replace", person=TARAS, displaced=(OLENA,)),
        OLENA,
        f"<@U0IRYNA> took an override back. You are on call: {SHIFT}.",
    ),
    (
        OverrideRemoved(**OVERRIDE, kind="remove", person=OLENA, displaced=(OLENA,)),
        OLENA,
        f"<@U0IRYNA> put you on call: {SHIFT}.",
    ),
    (
        CoverTaken(**REQUEST, cover=CoverId("c1"), person=TARAS),
        OLENA,
        f"<@U0TARAS> takes your shift: {SHIFT}.",
    ),
    (
        CoverDeclined(**REQUEST, person=TARAS, left=0),
        OLENA,
        (
            f"Nobody of those asked can take your shift: {SHIFT}. You are on call. "
            "Ask in person, then `/oncall override`."
        ),
    ),
    (
        CoverExpired(**REQUEST),
        OLENA,
        f"Nobody took your shift: {SHIFT}. You are on call.",
    ),
    (
        CoverUndone(**SPAN, cover=CoverId("c1"), person=TARAS, instead_of=OLENA),
        TARAS,
        f"You are not on call any more: {SHIFT}.",
    ),
    (
        CoverUndone(**SPAN, cover=CoverId("c1"), person=TARAS, instead_of=OLENA),
        OLENA,
        f"Your shift is yours again, not <@U0TARAS>'s: {SHIFT}.",
    ),
    (
        SwapAccepted(**SWAP),
        OLENA,
        (
            f"<@U0TARAS> swaps with you. You give: {SHIFT}. "
            "You get: Support L2, *Sun 15 Mar 03:02 – 04:02 EET*."
        ),
    ),
    (
        SwapDeclined(**{k: v for k, v in SWAP.items() if not k.startswith("their")}),
        OLENA,
        f"<@U0TARAS> cannot swap. Your shift stays: {SHIFT}.",
    ),
    (
        RotationEdited(rotation=SPAN["rotation"], at=AT, version=2, moved=(OLENA,)),
        OLENA,
        "The policy changed Support L1, and your next shifts there move. `/oncall me` shows them.",
    ),
    (
        RotationRetired(rotation=SPAN["rotation"], at=AT, version=2, moved=(OLENA,)),
        OLENA,
        "The policy has no Support L1 any more, so your shifts there are gone.",
    ),
)
#: Asked by a message of their own, or told nobody.
UNTOLD = {"RotationAdded", "CoverAsked", "SwapAsked", "CoverWithdrawn"}


def reader(person: str) -> Reader:
    return Reader(
        id=person,  # type: ignore[arg-type]
        zone=KYIV,
        title="Support L1",
        theirs=KYIV,
        other_title="Support L2",
    )


@pytest.mark.parametrize(("event", "person", "said"), TOLD)
def test_what_is_told(event: RosterEvent, person: str, said: str) -> None:
    told = views.told(T, event, reader(person))
    assert told is not None
    text, blocks = told
    assert text == said
    assert validate(blocks, surface="message") == []


def test_every_change_is_told_or_is_known_not_to_be() -> None:
    told = {type(event).__name__ for event, _, _ in TOLD}
    assert told | UNTOLD == {kind.__name__ for kind in get_args(RosterEvent)}
    assert told & UNTOLD == set()


def test_a_reason_is_quoted_and_a_cover_can_be_taken_back() -> None:
    reasoned = OverrideAdded(**OVERRIDE, kind="add", person=TARAS, reason="a <trip>")
    told = views.told(T, reasoned, reader(TARAS))
    assert told is not None
    assert told[1][1]["text"]["text"] == ">a &lt;trip&gt;"
    taken = views.told(T, CoverTaken(**REQUEST, cover=CoverId("c1"), person=TARAS), reader(OLENA))
    assert taken is not None
    button = taken[1][0]["accessory"]
    assert (button["action_id"], button["value"]) == (ids.UNDO_COVER, "c1")
