"""What a client message may not claim, and why, in English, Ukrainian and Russian.

    findings = check(text, language=Language.UK, context=Context(state=ClientState.MONITORING))

A text is read as the eye sees it (``sight``), split into words (``words``) and compared with
what each language's lexicon holds (``english``, ``ukrainian``, ``russian``; ``pattern`` has their
notation, ``claims`` what each topic means). What has a form rather than words is found by it:
``secrets``, ``personal``, ``addresses``, ``amounts``, ``names``, ``mentions``, ``text_message``.
"""

from bot.domain.wording.finding import Context, Entry, Finding, Gravity, Rule, gravity
from bot.domain.wording.inspection import check

__all__ = ["Context", "Entry", "Finding", "Gravity", "Rule", "check", "gravity"]
