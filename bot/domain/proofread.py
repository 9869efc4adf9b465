"""The wording check of a whole update: each text with what is known of its readers.

A text that one client reads may name that client; one that several read may name none. What the
timeline holds as a finding or a decision may bear a claim out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from bot.domain.change import Change
from bot.domain.client_update import ClientUpdate, TextKey, Waiver
from bot.domain.events import NoteAdded, NoteKind, WordingWaived
from bot.domain.ids import PersonId
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.medium import Medium
from bot.domain.phrase import phrase
from bot.domain.policy import Policy
from bot.domain.record import Told
from bot.domain.refusal import Refusal
from bot.domain.service import ClientName
from bot.domain.text import TEXT_LIMIT, clean
from bot.domain.wording import Context, Entry, Finding, Gravity, Rule, check, gravity
from bot.domain.wording.tongue import strange

#: What people must have marked a note as before it bears words out.
PROOF = (NoteKind.FINDING, NoteKind.DECISION, NoteKind.IMPACT)


def proofread(
    update: ClientUpdate, incident: Incident, policy: Policy, entries: tuple[Entry, ...] = ()
) -> Mapping[TextKey, tuple[Finding, ...]]:
    """What each text had better say otherwise. ``entries`` are the marked lines, oldest first."""
    return {
        key: (
            *_misplaced(update, text, key[0]),
            *_checked(
                text, key[0], _context(update, incident, policy, entries, _client_of(update, key))
            ),
        )
        for key, text in update.texts.items()
    }


def _misplaced(update: ClientUpdate, text: str, language: Language) -> Iterator[Finding]:
    """What was written into the field of another language, as far as its words tell."""
    for texts in (update.headline, update.impact, update.workaround, update.doing):
        said = texts.get(language, "")
        start = text.find(said) if strange(said, language) else -1
        if start >= 0:
            yield Finding(
                rule=Rule.OTHER_LANGUAGE,
                gravity=gravity(Rule.OTHER_LANGUAGE, frozenset()),
                start=start,
                end=start + len(said),
                quote=said,
                why=phrase(
                    "Write this in the client's language. Tocsin never translates by itself."
                ),
                language=language,
            )


@lru_cache(maxsize=64)
def _checked(text: str, language: Language, context: Context) -> tuple[Finding, ...]:
    """The same text is read again when it is asked about, agreed to and sent."""
    return check(text, language=language, context=context)


def evidence(notes: Iterable[Told]) -> tuple[Entry, ...]:
    """What people wrote down as found, decided or felt by clients, oldest first."""
    return tuple(Entry(one.id, one.event.text) for one in notes if isinstance(one.event, NoteAdded))


def _client_of(update: ClientUpdate, key: TextKey) -> ClientName | None:
    """The only client who reads this text; None when others read it too."""
    language, zone = key
    clients = {
        each.client
        for each in update.recipients
        if each.zone.key == zone and language in each.languages
        # Our own support channel is nobody's client, and may know every name.
        if each.medium is not Medium.SUPPORT
    }
    return clients.pop() if len(clients) == 1 else None


def _context(
    update: ClientUpdate,
    incident: Incident,
    policy: Policy,
    entries: tuple[Entry, ...],
    client: ClientName | None,
) -> Context:
    titles = {name: one.title for name, one in policy.clients.items()}
    return Context(
        state=update.state,
        flags=incident.flags,
        entries=entries,
        client=(titles[client],) if client in titles else (),
        others=tuple(title for name, title in titles.items() if name != client),
        public=_public(policy),
        messages=policy.client_updates.text_messages,
    )


def _public(policy: Policy) -> tuple[str, ...]:
    """Names that anybody may know: ours, and those of our services."""
    services = (
        text
        for service in policy.services.values()
        for text in (service.title.default, *service.title.by_language.values())
    )
    return tuple(dict.fromkeys((policy.workspace.name, *services)))


def grave(
    update: ClientUpdate, findings: Mapping[TextKey, Sequence[Finding]]
) -> tuple[Finding, ...]:
    """Grave findings that nobody let pass, each once."""
    waived = {(waiver.rule, _same(waiver.words)) for waiver in update.waived}
    found: dict[tuple[str, str], Finding] = {}
    for finding in _all(findings):
        mark = (finding.rule.value, _same(finding.quote))
        if finding.gravity is Gravity.GRAVE and mark not in waived:
            found.setdefault(mark, finding)
    return tuple(found.values())


def _all(findings: Mapping[TextKey, Sequence[Finding]]) -> Iterable[Finding]:
    return (finding for found in findings.values() for finding in found)


def _same(words: str) -> str:
    return " ".join(words.split()).casefold()


def must_be_clean(
    update: ClientUpdate,
    incident: Incident,
    findings: Mapping[TextKey, Sequence[Finding]],
) -> None:
    """In flagged incidents grave words stop an update, until they are waived in writing."""
    if not incident.flags:
        return
    if left := grave(update, findings):
        raise Refusal(
            "These words may hurt clients or us: {words}. Change them, or have them waived in "
            "writing by somebody who may.",
            field="text",
            words=", ".join(f"“{' '.join(finding.quote.split())}”" for finding in left),
        )


def waive(
    update: ClientUpdate,
    findings: Mapping[TextKey, Sequence[Finding]],
    finding: Finding,
    *,
    reason: str,
    by: PersonId,
    at: datetime,
) -> Change[ClientUpdate]:
    """Let grave words stand, with a reason. Waiving them twice changes nothing."""
    if finding not in grave(update, findings):
        return Change(update)
    said = clean(reason, TEXT_LIMIT)
    if not said:
        raise Refusal("Say why these words may stand.", field="reason")
    waiver = Waiver(rule=finding.rule, words=finding.quote, reason=said, by=by, at=at)
    fact = WordingWaived(
        incident=update.incident,
        at=at,
        by=by,
        update=update.id,
        number=update.number,
        rule=finding.rule,
        words=finding.quote,
        reason=said,
    )
    return Change(replace(update, waived=(*update.waived, waiver)), (fact,))
