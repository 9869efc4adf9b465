"""Whatever people type: a clear sentence in their language, and nothing half done."""

from dataclasses import dataclass

import pytest

from tests.support.world import GENERAL, GUEST, MARKO, NATALIA, OLENA, PAVLO, World
from tests.walks.bad_input.answers import (
    HUGE,
    IN_WORDS,
    NAME_WITH_AT,
    NO_ROOM,
    NOT_LET,
    ROOM,
    SAY_WHAT,
    SEVERITIES,
    room_of,
    there_is_no,
    unknown,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True, slots=True)
class Typed:
    """``/incident <words>`` by somebody somewhere, and the whole answer."""

    who: str
    where: str
    words: str
    answer: str

    def __str__(self) -> str:
        shown = self.words if len(self.words) <= 40 else f"{self.words[:30]}({len(self.words)})"
        return f"{self.who}-{shown}".encode("unicode_escape").decode()


TYPED = (
    # Verbs nobody knows
    Typed(MARKO, GENERAL, "declre SEV2 x", unknown("declre", "declare")),
    Typed(MARKO, GENERAL, "serverity SEV1", unknown("serverity", "severity")),
    Typed(MARKO, GENERAL, "RESLOVE it", unknown("reslove", "resolve")),
    Typed(MARKO, ROOM, "statsu identified", unknown("statsu", "status")),
    Typed(MARKO, GENERAL, "примечание всё", unknown("примечание")),
    Typed(MARKO, GENERAL, "🔥", unknown("🔥")),
    Typed(MARKO, GENERAL, "x" * HUGE, unknown("x" * 39 + "…")),
    Typed(MARKO, GENERAL, "\u202eetats\u202c", unknown("etats", "status")),
    Typed(MARKO, GENERAL, "<!channel> look", unknown("&lt;!channel&gt;")),
    Typed(MARKO, GENERAL, "<@U0ANNA> look", unknown("@anna.schmidt")),
    Typed(
        OLENA,
        GENERAL,
        "reslove все",
        "Команди «reslove» немає. Можливо, `/incident resolve`? Усі команди: `/incident help`.",
    ),
    Typed(
        PAVLO, GENERAL, "примечание всё", "Команды «примечание» нет. Все команды: `/incident help`."
    ),
    # Words without a meaning
    Typed(MARKO, GENERAL, "declare SEV2 🔥🔥🔥", SAY_WHAT),
    Typed(
        OLENA,
        GENERAL,
        "declare SEV2 🔥🔥🔥",
        "Опишіть кількома словами, що бачать клієнти, наприклад «Не проходять платежі карткою».",
    ),
    Typed(MARKO, ROOM, "title 🙂🙂", IN_WORDS),
    Typed(MARKO, GENERAL, "title INC-2 ...", IN_WORDS),
    # Said in the wrong place
    Typed(MARKO, GENERAL, "note hi", NO_ROOM),
    Typed(
        OLENA,
        GENERAL,
        "note hi",
        "Цей канал не є кімнатою інциденту. Перейдіть до кімнати інциденту або назвіть його: "
        "`/incident show INC-12`. `/incident list` покаже відкриті.",
    ),
    Typed(MARKO, GENERAL, "severity SEV1", NO_ROOM),
    Typed(MARKO, GENERAL, "resolve fixed", NO_ROOM),
    Typed(MARKO, GENERAL, "update", NO_ROOM),
    Typed(MARKO, GENERAL, "escalate now", NO_ROOM),
    # Incidents nobody knows
    Typed(MARKO, GENERAL, "show INC-999", there_is_no("INC-999")),
    Typed(OLENA, GENERAL, "show INC-999", "INC-999 не існує. `/incident list` покаже відкриті."),
    Typed(MARKO, GENERAL, "show INC-0", there_is_no("INC-0")),
    Typed(
        MARKO,
        GENERAL,
        "show INC-99999999999",
        "“INC-99999999999” names no incident. "
        "Write its number, for example `/incident show INC-7`.",
    ),
    Typed(
        MARKO,
        ROOM,
        "merge banana",
        "“banana” names no incident. Write its number, for example `/incident merge INC-7`.",
    ),
    # Names the policy does not have
    Typed(MARKO, ROOM, "severity SEV9", f"There is no severity “sev9”. {SEVERITIES}"),
    Typed(
        OLENA,
        ROOM,
        "severity SEV9",
        "Серйозності «sev9» немає. Виберіть одну з наявних: SEV1, SEV2, SEV3, SEV4.",
    ),
    Typed(
        MARKO, ROOM, "severity " + "5" * HUGE, f"There is no severity “{'5' * 39}…”. {SEVERITIES}"
    ),
    Typed(
        MARKO,
        ROOM,
        "status sleeping",
        "There is no status “sleeping”. Choose one of: investigating, identified, monitoring.",
    ),
    Typed(
        MARKO,
        ROOM,
        "role emperor",
        "There is no role “emperor”. Choose one of: lead, comms, scribe, liaison.",
    ),
    Typed(
        MARKO,
        ROOM,
        "service paymnts-api",
        "There is no service “paymnts-api”. Did you mean `/incident service payments-api`?",
    ),
    Typed(
        OLENA,
        ROOM,
        "service paymnts-api",
        "Сервісу «paymnts-api» немає. Можливо, `/incident service payments-api`?",
    ),
    Typed(
        MARKO,
        ROOM,
        "service qwertyzzz",
        "There is no service “qwertyzzz”. `/incident service` alone shows them all.",
    ),
    # People nobody knows, or who cannot
    Typed(MARKO, ROOM, "role lead bob", NAME_WITH_AT),
    Typed(MARKO, ROOM, "role lead <@U0NOBODY>", NAME_WITH_AT),
    Typed(
        MARKO,
        ROOM,
        "page @ghost wake up",
        "I know nobody called “ghost”. Type @ and choose the person from Slack's list.",
    ),
    Typed(
        MARKO,
        ROOM,
        f"role lead <@{GUEST}>",
        f"<@{GUEST}> is a guest or a bot, and cannot hold a role. Choose somebody from the team.",
    ),
    Typed(
        MARKO,
        ROOM,
        "page <@U0TOCSIN> wake up",
        "<@U0TOCSIN> is a guest or a bot, and is not paged. Choose somebody from the team.",
    ),
    # What cannot be, the way things stand
    Typed(
        MARKO,
        ROOM,
        "merge INC-1",
        "INC-1 cannot be merged into itself. Name another: `/incident merge INC-7`.",
    ),
    Typed(MARKO, ROOM, "merge INC-4", "INC-4 is not open, so nothing can be merged into it."),
    Typed(
        MARKO,
        GENERAL,
        "resolve INC-2 again",
        "INC-2 is already resolved. `/incident reopen` opens it again.",
    ),
    Typed(
        OLENA,
        GENERAL,
        "resolve INC-2 again",
        "INC-2 уже вирішено. `/incident reopen` відкриє його знову.",
    ),
    Typed(MARKO, ROOM, "reopen too soon", "INC-1 is open already."),
    Typed(
        MARKO,
        GENERAL,
        "reopen INC-3 please",
        "INC-3 was cancelled or merged. Declare a new one with `/incident declare`.",
    ),
    Typed(
        NATALIA,
        GENERAL,
        "cancel INC-2 it was nothing",
        "INC-2 уже не відкритий. `/incident reopen` відкриє його знову.",
    ),
    Typed(MARKO, ROOM, "close", "Resolve INC-1 first: `/incident resolve`."),
    Typed(
        MARKO,
        ROOM,
        "status resolved",
        "Use `/incident resolve`, `/incident cancel` or `/incident merge` to end INC-1.",
    ),
    Typed(
        MARKO,
        GENERAL,
        "escalate INC-2 now",
        "INC-2 is not open any more. `/incident reopen` opens it again.",
    ),
    # What the policy does not allow
    Typed(MARKO, ROOM, "cancel it was nothing", NOT_LET),
    Typed(MARKO, ROOM, "private", NOT_LET),
    Typed(MARKO, ROOM, "update", NOT_LET),
)


@pytest.mark.parametrize("typed", TYPED, ids=str)
async def test_typed(busy: World, typed: Typed) -> None:
    where = await room_of(busy) if typed.where == ROOM else typed.where
    done = await busy.command(typed.who, where, typed.words)
    assert done.ok, done
    assert done.body == {"text": typed.answer, "response_type": "ephemeral"}
    assert not busy.slack.interaction.views.stacks.get(typed.who)
