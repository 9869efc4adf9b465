"""Files and canvases."""

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class StoredFile:
    """An uploaded file. `shared` is False between its upload and its completion."""

    id: str
    name: str
    title: str
    user: str
    created: int
    size: int
    mimetype: str = "application/octet-stream"
    filetype: str = "binary"
    content: bytes = b""
    uploaded: bool = False
    shared: bool = False
    channels: list[str] = field(default_factory=list)
    ticket: str = ""


@dataclass(slots=True, kw_only=True)
class Section:
    """One piece of a canvas between blank lines, with Slack's id for it."""

    id: str
    markdown: str


@dataclass(slots=True, kw_only=True)
class Canvas:
    """A canvas. `access` maps a person or a channel to read, write or owner. Unix seconds."""

    id: str
    title: str
    user: str
    created: int
    updated: int
    channel: str | None = None
    sections: list[Section] = field(default_factory=list)
    access: dict[str, str] = field(default_factory=dict)

    @property
    def markdown(self) -> str:
        return "\n\n".join(section.markdown for section in self.sections)
