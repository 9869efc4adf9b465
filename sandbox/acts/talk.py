"""Talking: messages, reactions, pins, and who is in which channel.

Each act asks what Slack's client would ask; SlackError says what it refuses.
"""

import mimetypes
from collections.abc import Mapping, Sequence

from sandbox import posting, rooms
from sandbox.acts.desk import Desk
from sandbox.channels import Channel
from sandbox.composer import message_text
from sandbox.documents import StoredFile
from sandbox.errors import SlackError
from sandbox.messages import Draft, Message


class Talk(Desk):
    """What people do among themselves. The app hears of it as events."""

    async def say(
        self,
        user: str,
        channel: str,
        text: str,
        *,
        thread_ts: str | None = None,
        broadcast: bool = False,
        files: Mapping[str, bytes] | None = None,
    ) -> str:
        """Write a message, in a thread if told, with files by name. Returns its ts."""
        where = self._writable(user, channel)
        self._ask_messages_tab(where)
        attached = [self._upload(user, name, data) for name, data in (files or {}).items()]
        draft = Draft(
            text=message_text(self.workspace, text),
            thread_ts=thread_ts,
            reply_broadcast=broadcast,
            files=attached,
        )
        return posting.post(self.workspace, where, draft, by=user).ts

    async def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        """Raises cant_update_message for what somebody else wrote."""
        message = self._own(user, channel, ts, "cant_update_message")
        posting.edit(
            self.workspace, message, by=user, text=message_text(self.workspace, text), blocks=[]
        )

    async def delete(self, user: str, channel: str, ts: str) -> None:
        """Raises cant_delete_message for what somebody else wrote."""
        posting.delete(self.workspace, self._own(user, channel, ts, "cant_delete_message"))

    async def react(self, user: str, channel: str, ts: str, name: str) -> None:
        posting.react(self.workspace, self._message(user, channel, ts), name, by=user)

    async def unreact(self, user: str, channel: str, ts: str, name: str) -> None:
        posting.unreact(self.workspace, self._message(user, channel, ts), name, by=user)

    async def pin(self, user: str, channel: str, ts: str) -> None:
        posting.pin(self.workspace, self._message(user, channel, ts), by=user)

    async def unpin(self, user: str, channel: str, ts: str) -> None:
        posting.unpin(self.workspace, self._message(user, channel, ts), by=user)

    async def mark(self, user: str, channel: str, ts: str) -> None:
        """Read a channel up to `ts`."""
        rooms.mark(self.workspace, self._joined(user, channel), ts, by=user)

    async def create_channel(self, user: str, name: str, *, is_private: bool = False) -> str:
        """Make a channel and be in it. Raises name_taken and invalid_name_*. Returns its id."""
        self._not_a_guest(user)
        return rooms.create(self.workspace, name, by=user, is_private=is_private).id

    async def join(self, user: str, channel: str) -> None:
        self._not_a_guest(user)
        where = self.workspace.channel(channel, seen_by=user)
        if where.is_archived:
            raise SlackError("is_archived")
        rooms.join(self.workspace, where, user)

    async def leave(self, user: str, channel: str) -> None:
        rooms.leave(self.workspace, self._joined(user, channel), user)

    async def invite(self, user: str, channel: str, whom: str | Sequence[str]) -> None:
        """Bring people, or the bot, into a channel `user` is in. Raises user_not_found."""
        where = self._writable(user, channel)
        for each in self._people(whom):
            rooms.join(self.workspace, where, each, inviter=user)

    async def remove(self, user: str, channel: str, whom: str) -> None:
        """Take somebody, or the bot, out of a channel. Raises not_in_channel."""
        where = self._joined(user, channel)
        if whom not in where.members:
            raise SlackError("not_in_channel")
        rooms.leave(self.workspace, where, whom, kicked_by=user)

    async def archive(self, user: str, channel: str) -> None:
        rooms.archive(self.workspace, self._joined(user, channel), by=user)

    async def unarchive(self, user: str, channel: str) -> None:
        rooms.unarchive(self.workspace, self.workspace.channel(channel, seen_by=user), by=user)

    async def rename(self, user: str, channel: str, name: str) -> None:
        rooms.rename(self.workspace, self._joined(user, channel), name, by=user)

    async def set_topic(self, user: str, channel: str, topic: str) -> None:
        rooms.set_topic(self.workspace, self._writable(user, channel), topic, by=user)

    async def open_dm(self, user: str, others: str | Sequence[str]) -> str:
        """The direct-message conversation with these people or the bot. Returns its id."""
        return rooms.open_dm(self.workspace, user, *self._people(others))[0].id

    # -- what Slack's client asks ---------------------------------------------------------

    def _joined(self, user: str, channel: str) -> Channel:
        where = self.workspace.channel(channel, seen_by=user)
        if user not in where.members:
            raise SlackError("not_in_channel")
        return where

    def _writable(self, user: str, channel: str) -> Channel:
        where = self._joined(user, channel)
        if where.is_archived:
            raise SlackError("is_archived")
        return where

    def _ask_messages_tab(self, where: Channel) -> None:
        """Nobody can write to an app whose messages tab is off or read-only."""
        app = self.workspace.app
        writable = app.messages_tab and not app.messages_read_only
        if where.is_im and app.bot_user in where.members and not writable:
            raise SlackError("messages_tab_disabled")

    def _message(self, user: str, channel: str, ts: str) -> Message:
        self._writable(user, channel)
        return self.workspace.message(channel, ts)

    def _own(self, user: str, channel: str, ts: str, refusal: str) -> Message:
        message = self._message(user, channel, ts)
        if message.user != user:
            raise SlackError(refusal)
        return message

    def _people(self, whom: str | Sequence[str]) -> list[str]:
        people = [whom] if isinstance(whom, str) else whom
        return [self.workspace.person(each).id for each in people]

    def _not_a_guest(self, user: str) -> None:
        if self.workspace.person(user).is_restricted:
            raise SlackError("user_is_restricted")

    def _upload(self, user: str, name: str, data: bytes) -> str:
        workspace = self.workspace
        file = StoredFile(
            id=workspace.new_id("F"),
            name=name,
            title=name,
            user=user,
            created=int(workspace.now()),
            size=len(data),
            mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream",
            filetype=name.rpartition(".")[2].lower() if "." in name else "binary",
            content=data,
            uploaded=True,
            shared=True,
        )
        workspace.files[file.id] = file
        return file.id
