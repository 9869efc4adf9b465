"""What a room shows: the card in every state, its topic and name, its runbooks."""

from datetime import timedelta

import pytest

from bot.domain import escalation
from bot.domain.escalation_path import EscalationPath, Level, ToChannel, ToPerson
from bot.domain.events import ClientUpdateSent, SeverityChanged
from bot.domain.ids import ClientUpdateId, EscalationId, RoomId
from bot.domain.incident import Status
from bot.domain.language import Language, Localised
from bot.domain.on_call import on_call
from bot.domain.phrase import Who
from bot.domain.role import LEAD
from bot.domain.roll_call import BY_NAME, UNASKED, Answer, Call
from bot.domain.runbook import Runbook
from bot.domain.service import PathName
from bot.domain.severity import ClientState
from bot.i18n import translator
from bot.slack.panel import Glance, Stuck, acts, panel
from bot.slack.warroom import views
from sandbox.blockkit import MAX_WEIGHT, validate, validate_view, weight
from tests.domain.sample import (
    ACME,
    AT,
    INC_7,
    INC_8,
    IRYNA,
    MINUTE,
    OLENA,
    OTHER_ROOM,
    POLICY,
    TARAS,
    ZORIA,
    incident,
)
from tests.support.golden import golden

T = translator(Language.EN)
RUN = EscalationId("run")
PATH = EscalationPath(
    name=PathName("payments"),
    levels=(
        Level(name=Localised("Support L1"), targets=(ToPerson(OLENA),), wait=5 * MINUTE),
        Level(name=Localised("Support L2"), targets=(ToPerson(TARAS),), wait=5 * MINUTE),
    ),
    last_resort=ToChannel(OTHER_ROOM),
)
RUNNING = escalation.begin(RUN, INC_7, PATH, on_call(POLICY, {}, AT), by=None, at=AT).state


def call(level: int, person: Who | None, answer: Answer, seconds: int = 0) -> Call:
    return Call(escalation=RUN, level=level, whom=person, at=AT, answer=answer, seconds=seconds)


BUSY = Glance(
    incident=incident(
        impact="Cards are declined\n<!channel> since 01:00",
        clients=(ACME, ZORIA),
        started_at=AT - timedelta(minutes=2),
        tickets=("https://tickets.example/1",),
        client_state=ClientState.INVESTIGATING,
    ),
    policy=POLICY,
    runs=(RUNNING,),
    calls=(
        call(1, Who(OLENA), Answer.WAITING),
        call(1, Who(TARAS), Answer.DECLINED),
        call(2, None, Answer.NOBODY),
        call(BY_NAME, Who(IRYNA), Answer.RELIEVED),
        call(UNASKED, Who(IRYNA), Answer.ACKNOWLEDGED, 75),
    ),
    stuck=(Stuck(4, "SetTopic"), Stuck(5, "Announce")),
)
QUIET = Glance(incident=incident(roles={LEAD: TARAS}, private=True), policy=POLICY)
RESOLVED = Glance(
    incident=incident(status=Status.RESOLVED, summary="A bad deploy. Rolled back."), policy=POLICY
)
CLOSED = Glance(incident=incident(status=Status.CLOSED), policy=POLICY)
DRILL = Glance(incident=incident(drill=True, update_due_at=None), policy=POLICY)
MERGED = Glance(incident=incident(status=Status.MERGED, merged_into=INC_8), policy=POLICY)
STATES = {
    "busy": BUSY,
    "private": QUIET,
    "resolved": RESOLVED,
    "closed": CLOSED,
    "merged": MERGED,
    "drill": DRILL,
}


@pytest.mark.parametrize("name", STATES)
def test_the_card(name: str) -> None:
    text, blocks = views.card(T, STATES[name])
    drill = "Drill: " if name == "drill" else ""
    assert text == f"{drill}SEV2 INC-7 Card payments fail"
    assert blocks == golden(__file__, f"card_{name}", blocks)


@pytest.mark.parametrize("name", ["busy", "private"])
def test_the_panel(name: str) -> None:
    view = panel(T, STATES[name], here=name == "private")
    assert view == golden(__file__, f"panel_{name}", view)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", STATES)
def test_slack_accepts_cards_and_panels_in_every_language(name: str, language: Language) -> None:
    t = translator(language)
    _, blocks = views.card(t, STATES[name])
    assert validate(blocks, surface="message") == []
    assert validate_view(panel(t, STATES[name], here=False)) == []


@pytest.mark.parametrize("language", list(Language))
def test_a_card_of_the_longest_texts_is_not_too_heavy(language: Language) -> None:
    long = incident(
        title="&" * 120,
        impact="<" * 3000,
        summary="&" * 3000,
        tickets=("https://tickets.example/" + "x" * 900,),
        clients=tuple("x" * 60 for _ in range(100)),
    )
    stuck = tuple(Stuck(n, "SendClientUpdate") for n in range(9))
    people = tuple(call(n, Who(OLENA), Answer.DECLINED) for n in range(1, 40))
    glance = Glance(incident=long, policy=POLICY, runs=(RUNNING,), calls=people, stuck=stuck)
    text, blocks = views.card(translator(language), glance)
    assert validate(blocks, surface="message") == []
    assert weight(blocks) <= MAX_WEIGHT
    assert "<!" not in text


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", STATES)
def test_buttons_fit_a_phone(name: str, language: Language) -> None:
    blocks = panel(translator(language), STATES[name], here=True)["blocks"]
    elements = [one for block in blocks for one in block.get("elements", ())]
    labels = [one["text"]["text"] for one in elements if one["type"] == "button"]
    assert labels
    assert [text for text in labels if len(text) > 24] == []


@pytest.mark.parametrize(
    ("title", "taken", "name"),
    [
        ("Card payments fail", 0, "inc-7-card-payments-fail"),
        ("Платежі картками не проходять", 0, "inc-7-platezhi-kartkami-ne-prokhodyat"),
        ("Їжак з’їв ґудзик", 1, "inc-7-izhak-ziv-gudzik-2"),
        ("🔥🔥🔥", 0, "inc-7-fire-fire-fire"),
    ],
)
def test_the_room_is_called_after_the_title(title: str, taken: int, name: str) -> None:
    assert views.name(POLICY, incident(title=title), taken=taken) == name


def test_a_private_room_is_called_by_its_number_alone() -> None:
    assert views.name(POLICY, incident(private=True), taken=0) == "inc-7"
    assert views.name(POLICY, incident(private=True), taken=2) == "inc-7-3"


def test_the_topic() -> None:
    assert views.topic(T, POLICY, incident()) == (
        "SEV2 · Investigating · Lead: nobody yet · Card payments fail"
    )
    led = incident(roles={LEAD: TARAS}, title="<b>")
    assert views.topic(T, POLICY, led) == ("SEV2 · Investigating · Lead: <@U0TARAS> · &lt;b&gt;")
    assert len(views.topic(T, POLICY, incident(title="&" * 120))) == 250
    drill = views.topic(T, POLICY, incident(drill=True))
    assert drill.startswith("Drill · SEV2 · Investigating · ")


BOOK = Runbook(
    slug="cards",
    title="Cards <fail>",
    owners=("#team-payments", "Anna"),
    body="## Symptom\n\nCards fail.\n\n## First\n\n"
    "1. Look\n   at it\n2. Think\n3. c\n4. d\n5. e\n6. f\n\nEnd",
)


def test_a_runbook_begins_with_its_first_steps() -> None:
    text, blocks = views.runbook(T, BOOK, "https://tocsin.example/runbooks/cards")
    assert text == "Runbook: Cards &lt;fail&gt;"
    assert blocks == golden(__file__, "runbook", blocks)
    assert validate(blocks, surface="message") == []


@pytest.mark.parametrize(
    ("body", "steps"),
    [
        ("No list here", ""),
        ("- a\n- b\n\n- c", "- a\n- b"),
        ("Text\n* a\nText again", "* a"),
        ("1) a\n2) b", "1) a\n2) b"),
        ("1. a\n\n   more", "1. a"),
        ("1. " + "x" * 3000, "1. " + "x" * 2396 + "…"),
    ],
)
def test_first_steps(body: str, steps: str) -> None:
    assert views.first_steps(body) == steps


def test_the_whole_page_fits_one_message() -> None:
    _, blocks = views.whole_page(Runbook(slug="x", title="X", body="y" * 20_000))
    assert validate(blocks, surface="message") == []


def test_what_happened_is_told_without_markup() -> None:
    event = SeverityChanged(
        incident=INC_7,
        at=AT,
        by=OLENA,
        old=POLICY.severities[1].name,
        new=POLICY.severities[0].name,
        worse=True,
        reason="<!here> all cards",
    )
    assert views.told(T, event) == (
        "<@U0OLENA> changed the severity from SEV2 to SEV1: &lt;!here&gt; all cards"
    )


def test_what_clients_read_stands_apart_from_who_sent_it() -> None:
    event = ClientUpdateSent(
        incident=INC_7,
        at=AT,
        by=OLENA,
        update=ClientUpdateId("u1"),
        state=ClientState.INVESTIGATING,
        languages=(Language.EN,),
        channels=(RoomId("C0ACME"),),
        text="We are investigating.\nNext update: <14:30>",
    )
    assert views.told(T, event) == (
        "<@U0OLENA> sent a client update (Investigating):\n"
        ">We are investigating.\n>Next update: &lt;14:30&gt;"
    )


@pytest.mark.parametrize(
    ("told", "waits"),
    [(None, False), (ClientState.MONITORING, True), (ClientState.RESOLVED, False)],
)
def test_clients_who_wait_for_the_last_word_keep_their_button(
    told: ClientState | None, waits: bool
) -> None:
    ended = incident(status=Status.RESOLVED, client_state=told)
    assert ("client_update" in str(acts(T, ended))) is waits
