"""(incident, timeline) → document. Pure; every figure cites the events it comes from.

The sections are the house's merged template. What the timeline knows is filled in; what only
people can know is asked for, and an empty answer stays empty.
"""

from collections.abc import Sequence

from bot.domain import durations
from bot.domain.clock_annex import annex
from bot.domain.document import (
    Document,
    Fact,
    Item,
    Line,
    Moment,
    Prompt,
    Recorded,
    Section,
    Value,
    Words,
)
from bot.domain.durations import UNKNOWN, cited, happened, of
from bot.domain.events import (
    ClientUpdateSent,
    EscalationForced,
    EscalationStarted,
    EscalationStopped,
    EvidenceKept,
    FlagsChanged,
    IncidentCancelled,
    IncidentClosed,
    IncidentDeclared,
    IncidentMerged,
    IncidentReopened,
    IncidentResolved,
    LeadMissed,
    LevelSkipped,
    NoteKind,
    PageAcknowledged,
    PageDeclined,
    PersonCalled,
    ResponderPaged,
    RoleTaken,
    ServiceChanged,
    SeverityChanged,
    StatusChanged,
)
from bot.domain.ids import EventId, label
from bot.domain.incident import Incident, Status
from bot.domain.milestone import Known, Milestone, milestones
from bot.domain.naming import flag_name, milestone_name, status_name
from bot.domain.phrase import Phrase, Slot, Who, phrase
from bot.domain.policy import Policy
from bot.domain.record import Told, notes, told
from bot.domain.role import LEAD
from bot.domain.timeline import sentence
from bot.domain.timeline_record import marks

_RESPONSE = (
    EscalationStarted
    | ResponderPaged
    | PersonCalled
    | LevelSkipped
    | PageAcknowledged
    | PageDeclined
    | EscalationForced
    | EscalationStopped
    | RoleTaken
    | LeadMissed
)
_STATUS = (
    StatusChanged
    | IncidentResolved
    | IncidentReopened
    | IncidentClosed
    | IncidentCancelled
    | IncidentMerged
)
_ENDS = frozenset({Milestone.RESOLVED, Milestone.CLOSED})


def write(incident: Incident, entries: Sequence[Recorded], policy: Policy) -> Document:
    """The document as the timeline stands now; an open incident has one too."""
    log = sorted(told(entries), key=lambda one: happened(one.event))
    sections = (
        _summary(incident, log),
        _impact(incident, log, policy),
        _asks(
            "cause",
            phrase("Lead-up and cause"),
            phrase("What changed before it began? What set it off, and what made it possible?"),
            phrase("What did not work as expected? Link the evidence."),
        ),
        _detection(log),
        _response(incident, log),
        _recovery(log),
        _clients(incident, log, policy),
        *annex(log, policy),
        *_for_people(incident, log),
        _timeline(log),
    )
    title = f"{label(incident.id)} {incident.title}"
    above = (*head(incident, log, policy), *moments(incident, log))
    return Document(title=title, head=above, sections=sections)


def head(incident: Incident, log: Sequence[Recorded], policy: Policy) -> tuple[Fact, ...]:
    """What stands above everything, in the postmortem and on the incident's page."""
    declared = cited(log, IncidentDeclared)
    graded = cited(log, SeverityChanged, last=True) or declared
    moved = cited(log, _STATUS, last=True) or declared
    placed = cited(log, ServiceChanged, last=True) or declared
    led = [id for id, event in of(log, RoleTaken) if event.role == LEAD][-1:]
    lead: Slot = Who(incident.lead) if incident.lead else phrase("nobody")
    known = policy.services.get(incident.service) if incident.service else None
    service: Value = known.title if known else incident.service or UNKNOWN
    status: Value = policy.status_labels.get(incident.status) or status_name(incident.status)
    facts: tuple[Fact, ...] = (
        Fact(label=phrase("Severity"), value=incident.severity, cites=graded),
        Fact(label=phrase("Status"), value=status, cites=moved),
        Fact(label=phrase("Service"), value=service, cites=placed),
        Fact(label=phrase("Lead"), value=lead, cites=tuple(led)),
        Fact(label=phrase("Declared by"), value=Who(incident.declared_by), cites=declared),
    )
    kind = Fact(label=phrase("Kind"), value=phrase("drill"), cites=declared)
    return (kind, *facts) if incident.drill else facts


def moments(incident: Incident, log: Sequence[Recorded]) -> tuple[Fact, ...]:
    """Its milestones. The end is left out while it has none; all else that is unknown says so."""
    known = milestones(log)
    ends = set() if incident.status.open else {Milestone.RESOLVED}
    ends |= {Milestone.CLOSED} if incident.status is Status.CLOSED else set()
    shown = [each for each in Milestone if each in known or each in ends or each not in _ENDS]
    return tuple(_when(milestone_name(each), known.get(each)) for each in shown)


def timeline(log: Sequence[Recorded]) -> tuple[Moment, ...]:
    """Every event in the order it happened, as it reads now, numbered so that facts can cite it."""
    ordered = sorted(told(log), key=lambda one: happened(one.event))
    return tuple(row(number, one) for number, one in enumerate(ordered, start=1))


def row(number: int, one: Told) -> Moment:
    """One entry as a row of its timeline."""
    return Moment(
        number=number,
        kind=type(one.event).__name__,
        id=one.id,
        at=happened(one.event),
        text=sentence(one.event),
        marks=marks(one),
        struck=not one.stands,
        link=one.link,
        evidence=one.event.evidence if isinstance(one.event, EvidenceKept) else None,
    )


def _summary(incident: Incident, log: Sequence[Recorded]) -> Section:
    words = (
        Words(text=incident.summary, cites=cited(log, IncidentResolved, last=True))
        if incident.summary
        else Prompt(phrase("What happened, why, how bad and for how long: two or three sentences."))
    )
    return Section(name="summary", title=phrase("Summary"), items=(words,))


def _impact(incident: Incident, log: Sequence[Recorded], policy: Policy) -> Section:
    declared = cited(log, IncidentDeclared)
    items: list[Item] = [Words(text=incident.impact, cites=declared)]
    if incident.clients:
        known = [policy.clients.get(name) for name in incident.clients]
        titles = [
            client.title if client else name
            for name, client in zip(incident.clients, known, strict=True)
        ]
        items.append(Fact(label=phrase("Clients"), value=", ".join(titles), cites=declared))
    if incident.tickets:
        tickets = ", ".join(incident.tickets)
        items.append(Fact(label=phrase("Tickets"), value=tickets, cites=declared))
    items += durations.at_each_severity(incident, log)
    items.append(Prompt(phrase("How many clients and transactions? What did it cost them?")))
    return Section(name="impact", title=phrase("Impact"), items=tuple(items))


def _detection(log: Sequence[Recorded]) -> Section:
    ask = Prompt(phrase("Who or what noticed? What would have halved the time?"))
    items: tuple[Item, ...] = (*durations.detection(log), ask)
    return Section(name="detection", title=phrase("Detection"), items=items)


def _response(incident: Incident, log: Sequence[Recorded]) -> Section:
    steps = [one for one in log if isinstance(one.event, _RESPONSE)]
    ask = Prompt(phrase("What delayed people, and what would have helped them?"))
    items: tuple[Item, ...] = (*durations.response(incident, log), *_lines(steps), ask)
    return Section(name="response", title=phrase("Response and escalation"), items=items)


def _recovery(log: Sequence[Recorded]) -> Section:
    steps = [one for one in log if isinstance(one.event, _STATUS)]
    ask = Prompt(phrase("How did you know what to do? What would have halved the time?"))
    items: tuple[Item, ...] = (*durations.recovery(log), *_lines(steps), ask)
    return Section(name="recovery", title=phrase("Recovery"), items=items)


def _clients(incident: Incident, log: Sequence[Recorded], policy: Policy) -> Section:
    sent = [one for one in log if isinstance(one.event, ClientUpdateSent)]
    facts = (durations.first_update(log), durations.kept_promises(incident, log, policy))
    ask = Prompt(phrase("Which words would you choose differently?"))
    items: tuple[Item, ...] = (*facts, *_lines(sent), ask)
    return Section(name="clients", title=phrase("Client communication"), items=items)


def _for_people(incident: Incident, log: Sequence[Recorded]) -> tuple[Section, ...]:
    """Learning before fixing: what helped and what hindered, then what to do."""
    people = (_decisions(log), *_PEOPLES)
    if not incident.flags:
        return people
    flags = sorted(incident.flags)
    lines = [Line(text=flag_name(flag), cites=_flagged(log, flag)) for flag in flags]
    ask = phrase("Data involved, containment, evidence kept, notifications made.")
    kept = [one for one in log if isinstance(one.event, EvidenceKept)]
    items: tuple[Item, ...] = (*lines, *_lines(kept), Prompt(ask))
    return (Section(name="annex", title=phrase("Security annex"), items=items), *people)


def _flagged(log: Sequence[Recorded], flag: str) -> tuple[EventId, ...]:
    """Where it was said: later, or at declare."""
    added = [id for id, event in of(log, FlagsChanged) if flag in event.added]
    return tuple(added[-1:]) or cited(log, IncidentDeclared)


def _decisions(log: Sequence[Recorded]) -> Section:
    """What people marked as decided, then what only they can say of it."""
    ask = phrase("Which decisions mattered? What was known then that made them sensible?")
    items: tuple[Item, ...] = (*_lines(notes(log, NoteKind.DECISION)), Prompt(ask))
    return Section(name="decisions", title=phrase("Decisions"), items=items)


def _timeline(log: Sequence[Recorded]) -> Section:
    return Section(name="timeline", title=phrase("Timeline (UTC)"), items=timeline(log))


def _asks(name: str, title: Phrase, *prompts: Phrase) -> Section:
    return Section(name=name, title=title, items=tuple(Prompt(one) for one in prompts))


#: The sections that only people can write, in the order of their meeting.
_PEOPLES = (
    _asks(
        "factors",
        phrase("Contributing factors"),
        phrase(
            "Which conditions let it happen, or made it longer or worse? “Not found” is an answer."
        ),
    ),
    _asks(
        "lessons",
        phrase("Lessons"),
        phrase("What went well?"),
        phrase("What went badly?"),
        phrase("Where were we lucky?"),
    ),
    _asks(
        "actions",
        phrase("Actions"),
        phrase(
            "What prevents it, notices it sooner or softens it? "
            "Each with an owner, a date and a ticket."
        ),
    ),
    _asks(
        "meeting",
        phrase("Review"),
        phrase("Owner, approver, and a meeting within five working days."),
    ),
)


def _lines(log: Sequence[Recorded]) -> tuple[Line, ...]:
    return tuple(Line(text=sentence(one.event), cites=(one.id,)) for one in log)


def _when(name: Phrase, known: Known | None) -> Fact:
    """A moment that may be unknown. Nothing is cited for what nobody recorded."""
    if known is None:
        return Fact(label=name, value=UNKNOWN)
    return Fact(label=name, value=known.at, cites=known.cites)
