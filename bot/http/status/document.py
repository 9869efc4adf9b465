"""`/status.json`: the whole page for programs. Its shape is docs/status.schema.json.

Keys are only ever added. Texts are in all languages that they have; times are UTC, days are those
of the page's zone. A day of which nothing is known has no health.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.domain.component_history import Day
from bot.domain.ids import label
from bot.domain.language import Language, Localised
from bot.domain.published import PublicIncident, Published
from bot.domain.service import ServiceName
from bot.http.status.boards import Showing

VERSION = 1
#: Open incidents are all there; of those that are over, the newest.
INCIDENTS = 50


def document(showing: Showing, base: str) -> str:
    board, page = showing.board, showing.page
    over = [incident for incident in board.incidents if incident.over]
    return json.dumps(
        {
            "version": VERSION,
            "page": {
                "title": _texts(page.title, page.languages),
                "languages": page.languages,
                "time_zone": page.zone.key,
                "url": f"{base}/status",
            },
            "as_of": _stamp(board.at),
            "health": board.health,
            "components": [
                _component(showing, service, group.title)
                for group in page.groups
                for service in group.services
            ],
            "open": [_incident(incident, showing, base) for incident in board.open],
            "over": [_incident(incident, showing, base) for incident in over[:INCIDENTS]],
        },
        ensure_ascii=False,
    )


def _component(showing: Showing, service: ServiceName, group: Localised | None) -> dict[str, Any]:
    component, languages = showing.board.components[service], showing.page.languages
    known = showing.policy.services.get(service)
    return {
        "id": service,
        "title": _texts(known.title if known else Localised(service), languages),
        "group": _texts(group, languages) if group else None,
        "health": component.health,
        "days": [_day(day) for day in component.days],
    }


def _day(day: Day) -> dict[str, Any]:
    minutes = day.affected / timedelta(minutes=1)
    return {
        "date": day.date.isoformat(),
        "health": day.health,
        "affected_minutes": round(minutes, 1),
    }


def _incident(incident: PublicIncident, showing: Showing, base: str) -> dict[str, Any]:
    ended = incident.ended_at
    return {
        "id": label(incident.id),
        "url": f"{base}/status/incidents/{incident.id}",
        "state": incident.last.state,
        "health": incident.health,
        "components": incident.services(showing.page),
        "began_at": _stamp(incident.began_at),
        "ended_at": _stamp(ended) if ended else None,
        "updates": [_update(update, incident.updates) for update in reversed(incident.updates)],
    }


def _update(update: Published, all_: Sequence[Published]) -> dict[str, Any]:
    corrected = next((each.number for each in all_ if each.id == update.corrects), None)
    return {
        "number": update.number,
        "at": _stamp(update.at),
        "state": update.state,
        "headline": _by_code(update.headline),
        "text": _by_code(update.texts),
        "next_by": _stamp(update.next_by) if update.next_by else None,
        "corrects": corrected,
    }


def _texts(text: Localised, languages: Sequence[Language]) -> dict[str, str]:
    return {language.value: text.to(language) for language in languages}


def _by_code(texts: Mapping[Language, str]) -> dict[str, str]:
    return {language.value: text for language, text in texts.items()}


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
