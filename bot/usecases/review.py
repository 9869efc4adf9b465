"""Write down what happened, from the timeline, as a document people can finish."""

from collections.abc import Callable, Mapping

from bot.domain import postmortem
from bot.domain.document import Document, Say, Value, escaped, markdown
from bot.domain.ids import IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.language import Localised
from bot.domain.phrase import Phrase, Slot, Where, Who
from bot.i18n import Translator
from bot.store.work import Work


async def draft(work: Work, id: IncidentId) -> tuple[Incident, Document]:
    """Nothing is stored: the document is a function of the timeline as it is now."""
    incident = await work.incidents.get(id)
    entries = await work.timeline.read(id)
    return incident, postmortem.write(incident, entries, work.policy)


async def names(work: Work) -> dict[PersonId, str]:
    """Everybody by the name people know: as Slack last gave it, else as the policy does."""
    named = {id: member.name for id, member in work.policy.people.items() if member.name}
    return {**named, **await work.profiles.names()}


def as_markdown(
    document: Document, t: Translator, incident: Incident, names: Mapping[PersonId, str]
) -> str:
    """The document in one language, people by name, times in UTC."""
    return markdown(document, speaker(t, incident, names, escaped))


def speaker(
    t: Translator,
    incident: Incident,
    names: Mapping[PersonId, str],
    text: Callable[[str], str] = str,
) -> Say:
    """Writes values for readers outside Slack; ``text`` escapes what people typed."""

    def show(slot: Slot) -> str:
        match slot:
            case Who(id=person):
                return text(names.get(person, person))
            case Where(id=room):
                known = incident.room_name if room == incident.room else ""
                return text(f"#{known or room}")
        return text(str(slot))

    def say(value: Value) -> str:
        if isinstance(value, Localised):
            return text(value.to(t.language))
        said = value if isinstance(value, Phrase) else Phrase("{it}", {"it": value})
        return t.phrase(said, show)

    return say
