"""What must be true of the sandbox after one declare, whatever went wrong on the way."""

from sandbox.server import Sandbox
from tests.support.world import INCIDENTS

NAME = "inc-1-card-payments-fail-for-everyone"


def assert_complete(sandbox: Sandbox, *, declarer: str) -> None:
    """One room, card, pin, announcement and page; everyone invited; nothing twice."""
    workspace = sandbox.workspace
    rooms = [channel for channel in workspace.channels.values() if channel.name.startswith("inc-")]
    assert [room.name for room in rooms] == [NAME]
    [room] = rooms
    posted = [
        (channel.id, message)
        for channel in workspace.channels.values()
        for message in channel.messages.values()
        if message.metadata and not message.deleted
    ]
    keys = [message.metadata["event_payload"]["key"] for _, message in posted if message.metadata]
    assert len(keys) == len(set(keys)), "a message stands twice"
    cards = [m for where, m in posted if where == room.id and "take_lead" in str(m.blocks)]
    assert len(cards) == 1
    assert list(room.pins) == [cards[0].ts]
    announced = [m for where, m in posted if where == INCIDENTS]
    assert len(announced) == 1
    assert room.id in str(announced[0].blocks) + announced[0].text
    assert declarer in room.members
    assert room.topic.value.startswith("SEV1")
    links = [bookmark.link for bookmark in room.bookmarks.values()]
    assert len(links) == len(set(links)) == 2
    runbooks = [m for where, m in posted if where == room.id and "unbook" in str(m.blocks)]
    assert runbooks
    pages = [
        m
        for where, m in posted
        if workspace.channels[where].is_im and "acknowledge" in str(m.blocks)
    ]
    assert len(pages) == 1
