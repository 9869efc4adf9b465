"""The same update in every state, severity and language, as clients would read it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.client_update import Correction, Draft
from bot.domain.ids import ClientUpdateId
from bot.domain.incident import Incident
from bot.domain.language import Language, Localised
from bot.domain.policy import Policy
from bot.domain.service import ServiceName
from bot.domain.severity import ClientState, Severity
from bot.integrations.templates import Templates
from tests.domain.sample import CARDS, PAYOUTS, POLICY, incident

KYIV = ZoneInfo("Europe/Kyiv")
#: A Monday in November: 12:40, 13:15 and 13:45 in Kyiv.
BEGAN = datetime(2026, 11, 23, 10, 40, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 11, 15, tzinfo=UTC)
NEXT = datetime(2026, 11, 23, 11, 45, tzinfo=UTC)
TITLES: dict[ServiceName, dict[Language, str]] = {
    CARDS: {
        Language.EN: "Card processing",
        Language.UK: "Обробка карток",
        Language.RU: "Обработка карт",
    },
    PAYOUTS: {Language.EN: "Payouts", Language.UK: "Виплати", Language.RU: "Выплаты"},
}
IMPACT = {
    Language.EN: "Some card payments are declined.",
    Language.UK: "Частина оплат карткою не проходить.",
    Language.RU: "Часть оплат картой не проходит.",
}
WORKAROUND = {
    Language.EN: "Offer your customers payment by bank transfer.",
    Language.UK: "Запропонуйте покупцям оплату переказом.",
    Language.RU: "Предложите покупателям оплату переводом.",
}
TWICE = {
    Language.EN: "Please repeat the declined payments.",
    Language.UK: "Будь ласка, повторіть відхилені оплати.",
    Language.RU: "Пожалуйста, повторите отклонённые оплаты.",
}
SENT = Correction(
    update=ClientUpdateId("u1"), number=1, sent_at=datetime(2026, 11, 23, 10, 50, tzinfo=UTC)
)


def policy(**changes: Any) -> Policy:
    services = {
        name: replace(POLICY.services[name], title=Localised(titles[Language.EN], titles))
        for name, titles in TITLES.items()
    }
    return replace(POLICY, services=services, **changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One letter: SEV1 knows a workaround, SEV2 two services, SEV3 when it began."""

    state: ClientState
    severity: Severity
    language: Language

    @property
    def name(self) -> str:
        return f"{self.state} {self.severity.name}"

    def incident(self, **changes: Any) -> Incident:
        began = BEGAN if self.severity.rank == 3 else None
        return incident(severity=self.severity.name, started_at=began, **changes)

    def draft(self, templates: Templates, **changes: Any) -> Draft:
        """As the form opens, and with what people always write themselves."""
        begun = templates.prefill(self.incident(), policy(), self.state, self.language)
        over = self.state is ClientState.RESOLVED
        todo = TWICE if over else WORKAROUND
        facts: dict[str, Any] = {
            "state": self.state,
            "headline": {self.language: begun.headline},
            "impact": IMPACT,
            "doing": {self.language: begun.doing},
            "workaround": todo if self.severity.rank == 1 else {},
            "services": (CARDS, PAYOUTS) if self.severity.rank == 2 else (),
            "next_by": None if over else NEXT,
        }
        return Draft(**{**facts, **changes})

    def letter(self, templates: Templates, **changes: Any) -> str:
        said = self.draft(templates, **changes)
        return templates.render(self.incident(), said, policy(), self.language, KYIV)


def every(language: Language) -> Iterator[Told]:
    for state in ClientState:
        for severity in POLICY.severities:
            yield Told(state=state, severity=severity, language=language)


def table(language: Language) -> dict[str, str]:
    """The texts that a person has read and found good, by state and severity."""
    text = (Path(__file__).parent / f"letters.{language}.txt").read_text(encoding="utf-8")
    pages = (page.partition("\n") for page in text.split("== ")[1:])
    return {name: page.strip() for name, _, page in pages}


def templates() -> Templates:
    return Templates(clock=lambda: NOW)
