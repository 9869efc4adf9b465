"""The word before a note that says what kind it is: `decision: we roll back`."""

import re

from bot.domain.events.record import NoteKind

#: In English, Ukrainian and Russian, as people under stress write them.
_WORDS = {
    NoteKind.DECISION: (
        "decision", "decided", "we decided", "рішення", "вирішили", "вирішено", "решение",
        "решили", "решено",
    ),
    NoteKind.FINDING: (
        "finding", "found", "we found", "знахідка", "з'ясували", "з'ясовано",
        "виявили", "виявлено", "находка", "выяснили", "выяснено", "обнаружили",
        "обнаружено",
    ),
    NoteKind.ACTION: (
        "action", "action taken", "done", "дія", "зробили", "зроблено", "действие", "сделали",
        "сделано",
    ),
    NoteKind.IMPACT: (
        "impact", "client impact", "вплив", "вплив на клієнтів", "влияние",
        "влияние на клиентов",
    ),
}  # fmt: skip
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words}
_PREFIX = re.compile(r"\s*([^:\n]{1,40}?)\s*:\s*(?=\S)")


def marked(text: str) -> tuple[NoteKind | None, str]:
    """The kind that the words before a colon name, and the rest; None and all of it otherwise."""
    found = _PREFIX.match(text)
    # A telephone writes the curved apostrophe.
    word = " ".join(found[1].casefold().replace("\u2019", "'").split()) if found else ""
    kind = _KINDS.get(word)
    return (kind, text[found.end() :]) if found and kind else (None, text)
