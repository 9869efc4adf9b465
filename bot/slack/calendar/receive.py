"""`/oncall calendar [rotation] [revoke]`: a link to subscribe to, and its end."""

from bot.domain.phrase import phrase
from bot.domain.refusal import Refusal
from bot.domain.service import RotationName
from bot.slack import rotas, words
from bot.slack.calendar import views
from bot.slack.request import Reply, Request, Verb

#: Makes the link worthless, and a new one; wherever it stands.
REVOKE = "revoke"


async def calendar(request: Request) -> Reply:
    """The link is the asker's own: whoever holds it reads the same, so it can be taken back."""
    typed = words.plain(request.words, {}).split()
    revoke = REVOKE in map(str.casefold, typed)
    rest = " ".join(word for word in typed if word.casefold() != REVOKE)
    rotation = _rotation(request, rest) if rest and rest.casefold() != "me" else None
    async with request.begin() as work:
        if revoke:
            await work.feeds.revoke(request.by, rotation)
        feed = await work.feeds.of(request.by, rotation, work.now)
    url = request.links.calendar(feed.id)
    title = rotas.title(request.policy, rotation, request.t.language) if rotation else None
    text, blocks = views.link(request.t, url, title, rotation, new=revoke)
    return Reply(text=text, blocks=blocks)


def _rotation(request: Request, words: str) -> RotationName:
    """One rotation: a feed is of one, so what names several is asked about."""
    found = rotas.meant(request.policy, words)
    names = tuple(dict.fromkeys(found.rotations or rotas.of_paths(found.paths)))
    if len(names) != 1:
        raise Refusal(
            "A calendar is of one rotation. Choose one of: {known}.",
            known=", ".join(names or request.policy.rotations),
        )
    return names[0]


VERBS = (
    Verb(
        name="calendar",
        handler=calendar,
        usage=phrase("[rotation] [revoke]"),
        what=phrase("a link that puts shifts into your calendar"),
        aliases=("ical", "ics"),
    ),
)
