"""What is said in words: promises, causes, denials, blame. The words stand in the lexicons."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.ids import EventId
from bot.domain.phrase import phrase
from bot.domain.severity import ClientState
from bot.domain.wording import english, russian, ukrainian
from bot.domain.wording.finding import Context, Entry, Rule
from bot.domain.wording.lexicon import Topic
from bot.domain.wording.mark import Advice, Mark
from bot.domain.wording.sight import Sight, sights
from bot.domain.wording.words import words

_RULES = {
    Topic.REPAIR_TIME: Rule.REPAIR_TIME,
    Topic.CAUSE: Rule.EARLY_CAUSE,
    Topic.DATA_UNTOUCHED: Rule.NO_HARM,
    Topic.DATA_KEPT: Rule.NO_HARM,
    Topic.DATA_UNSEEN: Rule.NO_HARM,
    Topic.MONEY_SAFE: Rule.NO_HARM,
    Topic.BLAME: Rule.BLAME,
    Topic.DOWNPLAYING: Rule.DOWNPLAYING,
    Topic.REFUND: Rule.SUM,
    Topic.LEGAL: Rule.LEGAL,
    Topic.LEAK: Rule.LEGAL,
    Topic.APOLOGY: Rule.EMPTY_APOLOGY,
}
#: Which statements of a timeline bear out which claim.
_BORNE_OUT_BY = {
    Topic.DATA_UNTOUCHED: (Topic.DATA_UNTOUCHED,),
    Topic.DATA_KEPT: (Topic.DATA_KEPT, Topic.DATA_UNTOUCHED),
    Topic.DATA_UNSEEN: (Topic.DATA_UNSEEN, Topic.DATA_UNTOUCHED),
    Topic.MONEY_SAFE: (Topic.MONEY_SAFE,),
}
#: A leak found later takes back what was believed of the data.
_TAKEN_BACK = (Topic.DATA_UNTOUCHED, Topic.DATA_UNSEEN)
_BORNE_OUT = Advice(phrase("The timeline bears this out."))
_UNPROVED = Advice(
    phrase("No finding or decision on the timeline bears this out."),
    phrase("We are checking whether your data is affected and will tell you what we find."),
)
_PAYMENT = Advice(
    phrase("A promise to pay binds the company. Somebody has to decide it first."),
    phrase("We will write to you about this separately."),
)
_ADVICE = {
    Topic.REPAIR_TIME: Advice(
        phrase("A time of repair is a guess. Promise the next update instead."),
        phrase("We are working on the fix. We will write again by the time named below."),
    ),
    Topic.CAUSE: Advice(
        phrase("The cause is not identified yet. A guess may have to be taken back."),
        phrase("We are investigating the cause."),
    ),
    Topic.DATA_UNTOUCHED: _UNPROVED,
    Topic.DATA_KEPT: _UNPROVED,
    Topic.DATA_UNSEEN: _UNPROVED,
    Topic.MONEY_SAFE: Advice(
        _UNPROVED.why,
        phrase("We are checking every payment and will tell you what we find."),
    ),
    Topic.BLAME: Advice(
        phrase("Clients rely on us, whoever failed. To name somebody reads as an excuse."),
        phrase("Part of our service does not work as it should. We answer for it."),
    ),
    Topic.DOWNPLAYING: Advice(
        phrase("To those affected it is not small. Say what does not work."),
        phrase("We know that this affects your work."),
    ),
    Topic.REFUND: _PAYMENT,
    Topic.LEGAL: Advice(phrase("This is a legal conclusion. It is for counsel to draw.")),
    Topic.LEAK: Advice(
        phrase("Whether this is a breach in law is for counsel to say."),
        phrase("We are investigating a security incident."),
    ),
    Topic.APOLOGY: Advice(
        phrase("An apology for “inconvenience” says nothing of what happened to the client."),
        phrase("We are sorry: we know that your work depends on this."),
    ),
}


def claims(latin: Sight, cyrillic: Sight, context: Context) -> list[Mark]:
    """Every claim in the text, in whichever language: writers mix them, and paste."""
    said = _said(latin, cyrillic)
    denials = [each for each in said if each.topic in _BORNE_OUT_BY]
    denied = bytearray(max((each.end for each in denials), default=0))
    for each in denials:
        denied[each.start : each.end] = b"\1" * (each.end - each.start)
    proofs = _proofs(context.entries) if denials else {}
    marks = []
    for each in said:
        early = each.topic is not Topic.CAUSE or context.state is ClientState.INVESTIGATING
        # “There was no leak of data” is a denial and not a leak.
        leak = each.topic is not Topic.LEAK or not any(denied[each.start : each.end])
        if early and leak:
            marks.append(_mark(each, proofs))
    return marks


@dataclass(frozen=True, slots=True)
class _Claim:
    """What was typed from ``start`` to ``end`` speaks of a topic."""

    topic: Topic
    start: int
    end: int


def _said(latin: Sight, cyrillic: Sight) -> list[_Claim]:
    found: list[_Claim] = []
    for sight, lexicons in (
        (latin, (english.lexicon(),)),
        (cyrillic, (ukrainian.lexicon(), russian.lexicon())),
    ):
        read = words(sight.text)
        for lexicon in lexicons:
            for hit in lexicon.find(read):
                start, end = sight.typed(read.starts[hit.first], read.ends[hit.last - 1])
                found.append(_Claim(hit.topic, start, end))
    return found


@lru_cache(maxsize=64)
def _proofs(entries: tuple[Entry, ...]) -> Mapping[Topic, EventId]:
    """The last entry that says so, of each topic. One preview asks once for each language."""
    proofs: dict[Topic, EventId] = {}
    for entry in entries:
        topics = {claim.topic for claim in _said(*sights(entry.text))}
        denials = topics & _BORNE_OUT_BY.keys()
        if Topic.LEAK in topics and not denials:
            for topic in _TAKEN_BACK:
                proofs.pop(topic, None)
        proofs |= dict.fromkeys(denials, entry.id)
    return proofs


def _mark(claim: _Claim, proofs: Mapping[Topic, EventId]) -> Mark:
    entry = next((proofs[t] for t in _BORNE_OUT_BY.get(claim.topic, ()) if t in proofs), None)
    return Mark(
        rule=_RULES[claim.topic],
        start=claim.start,
        end=claim.end,
        advice=_BORNE_OUT if entry else _ADVICE[claim.topic],
        entry=entry,
    )
