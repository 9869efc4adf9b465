"""Forms, the question, and what became of it: golden, and for every reader their own."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.cover_request import CoverRequest, Piece, RequestKind, RequestState
from bot.domain.ids import CoverRequestId
from bot.domain.language import Language
from bot.domain.roster import Shift, ShiftId
from bot.domain.service import RotationName
from bot.i18n import translator
from bot.slack.shift import views
from bot.slack.shift.views import Choice, Offer
from sandbox.blockkit import validate, validate_view
from tests.domain.sample import AT, IRYNA, OLENA, TARAS
from tests.support.golden import golden

T = translator(Language.EN)
KYIV, LONDON = ZoneInfo("Europe/Kyiv"), ZoneInfo("Europe/London")
HOUR = timedelta(hours=1)
ID = ShiftId(RotationName("l1"), "l1", 7)
THEIRS = ShiftId(RotationName("l2"), "l2", 3)
MINE = Piece(shift=ID, start=AT, end=AT + 8 * HOUR)
COVER = CoverRequest(
    id=CoverRequestId("r1"),
    asker=OLENA,
    mine=MINE,
    asked=(TARAS, IRYNA),
    reason="Dentist <soon>",
    asked_at=AT - HOUR,
    expires_at=AT + 8 * HOUR,
)
SWAP = replace(
    COVER,
    kind=RequestKind.SWAP,
    asked=(TARAS,),
    theirs=Piece(shift=THEIRS, start=AT + 24 * HOUR, end=AT + 48 * HOUR),
    reason="",
)


def offer(request: CoverRequest) -> Offer:
    return Offer(
        request=request, title="Support L1", zone=KYIV, their_title="Support L2", their_zone=LONDON
    )


def choice(number: int, person: str = "") -> Choice:
    shift = Shift(
        start=AT + number * 24 * HOUR,
        end=AT + (number + 1) * 24 * HOUR,
        people=(OLENA,),
        id=replace(ID, index=number),
    )
    return Choice(title="Support L1", shift=shift, value=f"v{number}", zone=KYIV, person=person)


def test_the_form_for_cover() -> None:
    view = views.cover_form(T, [choice(0), choice(1)], "v1")
    assert view == golden(__file__, "cover_form", view)


def test_the_form_for_a_swap() -> None:
    view = views.swap_form(T, [choice(0)], [choice(1, "Taras Bondar")], "", KYIV)
    assert view == golden(__file__, "swap_form", view)


@pytest.mark.parametrize("language", list(Language))
def test_slack_accepts_all_of_it(language: Language) -> None:
    t = translator(language)
    many = [choice(number, "x" * 90) for number in range(150)]
    assert validate_view(views.cover_form(t, many, "v1")) == []
    assert validate_view(views.swap_form(t, many, many, "", KYIV)) == []
    for request in (COVER, SWAP):
        _, blocks = views.question(t, offer(request), TARAS, KYIV)
        assert validate(blocks, surface="message") == []
        _, blocks = views.asked(t, [offer(request)] * 3, KYIV, ())
        assert validate(blocks, surface="message") == []
        assert validate_view(views.closing(t, "x", blocks)) == []


def test_the_question_on_the_readers_clock() -> None:
    text, blocks = views.question(T, offer(COVER), TARAS, LONDON)
    assert text == (
        "<@U0OLENA> asks for cover: Support L1, *Sat 14 Mar 01:02 – 09:02 GMT* "
        "(your time; Sat 14 Mar 03:02 – 11:02 EET there). The first to accept has it."
    )
    assert blocks == golden(__file__, "question", blocks)


def test_a_swap_names_both_shifts() -> None:
    text, _ = views.question(T, offer(SWAP), TARAS, KYIV)
    assert text == (
        "<@U0OLENA> offers you a swap: you take Support L1, *Sat 14 Mar 03:02 – 11:02 EET*, "
        "they take your Support L2, *Sun 15 Mar 03:02 – Mon 16 Mar 03:02 EET* "
        "(your time; Sun 15 Mar 01:02 – Mon 16 Mar 01:02 GMT there)."
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"state": RequestState.TAKEN, "answered_by": TARAS},
            "*It is yours.* Thank you. `/oncall me` shows your shifts.",
        ),
        (
            {"state": RequestState.TAKEN, "answered_by": IRYNA},
            "<@U0IRYNA> took it. Thank you.",
        ),
        ({"state": RequestState.WITHDRAWN}, "Not needed any more. Thank you."),
        ({"state": RequestState.EXPIRED}, "It is over: nobody took it."),
        ({"declined": (TARAS,)}, "You cannot. That is fine."),
        (
            {"state": RequestState.DECLINED, "declined": (TARAS, IRYNA)},
            "You cannot. That is fine.",
        ),
    ],
)
def test_an_answered_question_has_no_buttons(changes: dict[str, object], said: str) -> None:
    _, blocks = views.question(T, offer(replace(COVER, **changes)), TARAS, KYIV)  # type: ignore[arg-type]
    assert [block["type"] for block in blocks] == ["section"] * 3
    assert blocks[-1]["text"]["text"] == said


def test_who_declined_leaves_the_others_their_buttons() -> None:
    _, blocks = views.question(T, offer(replace(COVER, declined=(TARAS,))), IRYNA, KYIV)
    assert blocks[-1]["type"] == "actions"


def test_the_asker_hears_whom_it_went_to() -> None:
    text, blocks = views.asked(T, [offer(COVER), offer(SWAP)], KYIV, ())
    assert str(text) == (
        "Asked <@U0TARAS>, <@U0IRYNA> to take Support L1, *Sat 14 Mar 03:02 – 11:02 EET*. "
        "The first to accept has it; until then it is yours.\n"
        "Asked <@U0TARAS>: your Support L1, *Sat 14 Mar 03:02 – 11:02 EET* for their "
        "Support L2, *Sun 15 Mar 03:02 – Mon 16 Mar 03:02 EET* "
        "(your time; Sun 15 Mar 01:02 – Mon 16 Mar 01:02 GMT there)."
    )
    assert [block["accessory"]["value"] for block in blocks] == ["r1", "r1"]
