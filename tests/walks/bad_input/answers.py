"""What the bot answers to what it cannot use, and where the answers are found."""

from tests.support.world import World

#: The war room of INC-1, whatever its id is.
ROOM = "the room"
HUGE = 20_000

NO_ROOM = (
    "This channel is not a war room. Go to the incident's room, or name it: "
    "`/incident show INC-12`. `/incident list` shows the open ones."
)
SAY_WHAT = "Say in a few words what clients see, for example “Card payments fail”."
SEVERITIES = "Choose one of: SEV1, SEV2, SEV3, SEV4."
NOT_LET = "Your organisation's policy does not let you do this. Ask the incident's lead."
GUESTS = "Guests cannot do this here. Ask somebody from the team to do it for you."
NAME_WITH_AT = (
    "Name the person with @, for example `/incident role lead @olena`. "
    "Without a name you take the role yourself."
)
NEEDS_FORM = (
    "This needs a form, and Slack opens none from a thread. Write the words after the verb, "
    "or use `/incident` outside the thread."
)
OUT_OF_DATE = "This button or form is out of date. `/incident list` shows the open incidents."
IN_WORDS = "Give the new title in words, for example “Card payments fail”."


def unknown(word: str, near: str = "") -> str:
    meant = f" Did you mean `/incident {near}`?" if near else ""
    return f"I do not know “{word}”.{meant} `/incident help` lists everything."


def there_is_no(incident: str) -> str:
    return f"There is no {incident}. `/incident list` shows the open ones."


async def room_of(made: World) -> str:
    room = (await made.incident()).room
    assert room is not None
    return room


def whispered(made: World) -> tuple[str, str]:
    *_, last = made.slack.workspace.ephemerals.values()
    return last.viewer, last.message.text
