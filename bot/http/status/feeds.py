"""Updates as feeds: Atom (RFC 4287) and RSS 2.0. An entry is one update, the newest first."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time
from email.utils import format_datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from bot.domain.published import PublicIncident, Published, Text, text_in
from bot.http.status.case import anchor
from bot.http.status.show import Writer

#: More than anybody missed between two looks.
ENTRIES = 50
_ATOM = "http://www.w3.org/2005/Atom"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: What XML 1.0 cannot hold, even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ET.register_namespace("atom", _ATOM)


def atom(w: Writer, base: str) -> str:
    home, own = f"{base}/status/{w.language}", f"{base}/status/{w.language}/feed.atom"
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": w.language.value})
    _put(feed, "title", w.title)
    _put(feed, "id", own)
    _put(feed, "updated", _stamp(_newest(w)))
    ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": home})
    _put(ET.SubElement(feed, "author"), "name", w.title)
    for incident, update in _updates(w):
        entry = ET.SubElement(feed, "entry")
        _put(entry, "title", _title(w, incident, update))
        _put(entry, "id", _id(update))
        _put(entry, "published", _stamp(update.at))
        _put(entry, "updated", _stamp(update.at))
        link = {"rel": "alternate", "type": "text/html", "href": _link(w, base, update)}
        ET.SubElement(entry, "link", link)
        ET.SubElement(entry, "category", {"term": update.state.value, "label": w.state(update)})
        text = text_in(w.language, update.texts)
        content = _put(entry, "content", _html(text))
        content.set("type", "html")
        content.set("xml:lang", text.language.value)
    return _written(feed)


def rss(w: Writer, base: str) -> str:
    home, own = f"{base}/status/{w.language}", f"{base}/status/{w.language}/feed.rss"
    document = ET.Element("rss", {"version": "2.0"})
    channel = ET.SubElement(document, "channel")
    _put(channel, "title", w.title)
    _put(channel, "link", home)
    _put(channel, "description", w.title)
    _put(channel, "language", w.language.value)
    _put(channel, "lastBuildDate", format_datetime(_newest(w)))
    reference = {"rel": "self", "type": "application/rss+xml", "href": own}
    ET.SubElement(channel, f"{{{_ATOM}}}link", reference)
    for incident, update in _updates(w):
        item = ET.SubElement(channel, "item")
        _put(item, "title", _title(w, incident, update))
        _put(item, "link", _link(w, base, update))
        _put(item, "guid", _id(update)).set("isPermaLink", "false")
        _put(item, "pubDate", format_datetime(update.at.astimezone(UTC)))
        _put(item, "category", w.state(update))
        _put(item, "description", _html(text_in(w.language, update.texts)))
    return _written(document)


def _updates(w: Writer) -> Iterator[tuple[PublicIncident, Published]]:
    told = ((each, update) for each in w.showing.board.incidents for update in each.updates)
    newest = sorted(told, key=lambda one: (one[1].at, one[1].incident, one[1].number), reverse=True)
    return iter(newest[:ENTRIES])


def _newest(w: Writer) -> datetime:
    """When the feed last changed; without an update, the beginning of the page's first day."""
    newest = next((update.at for _, update in _updates(w)), None)
    return newest or datetime.combine(w.showing.board.calendar.since, time(), UTC)


def _title(w: Writer, incident: PublicIncident, update: Published) -> str:
    own = text_in(w.language, update.headline).text if update.headline else ""
    return f"{w.state(update)}: {own or w.headline(incident).text}"


def _id(update: Published) -> str:
    """The same for ever, whatever the page's address becomes."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'tocsin:update:{update.id}')}"


def _link(w: Writer, base: str, update: Published) -> str:
    return f"{base}/status/{w.language}/incidents/{update.incident}#{anchor(update)}"


def _html(text: Text) -> str:
    """The letter with its lines, for readers that would run them together."""
    from markupsafe import escape

    return str(escape(text.text)).replace("\n", "<br>\n")


def _put(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = _FORBIDDEN.sub("\ufffd", text)
    return element


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _written(root: ET.Element) -> str:
    declared = '<?xml version="1.0" encoding="utf-8"?>\n'
    return declared + ET.tostring(root, encoding="unicode")
