"""How long a person waits for the wording check while they preview an update.

One preview checks the update in three languages. The texts are those of the templates, with a
word or two that has to be found, and the longest that a form takes. CPU time is told beside the
clock's: on a busy machine the difference is other people's work.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import quantiles
from time import perf_counter_ns, process_time_ns

from bot.domain.ids import EventId
from bot.domain.language import Language
from bot.domain.severity import ClientState
from bot.domain.text import TEXT_LIMIT
from bot.domain.wording import Context, Entry, check
from bot.integrations.templates import Templates
from tests.integrations.templates.letters import every

ROUNDS = 300
#: What a preview of three languages is held to, and what writing them from templates is.
BOUND_MS, WRITTEN_MS = 50.0, 5.0
UPDATE = {
    Language.EN: (
        "We are investigating a problem with card payments. About 15% of them fail with error 502 "
        "since 14:05 EET; payouts and webhooks work as usual. Our engineers are checking the "
        "payment gateway. We do not know the cause yet. No data was lost. We expect payments to "
        "be restored by 16:00. Our next update: by 15:30, even if nothing has changed. INC-12.\n"
    ),
    Language.UK: (
        "Досліджуємо проблему з картковими платежами. Близько 15% із них від 14:05 не проходять із "
        "помилкою 502; виплати й вебхуки працюють як завжди. Інженери перевіряють платіжний шлюз. "
        "Причина ще невідома. Дані не втрачено. Платежі буде відновлено до 16:00. Наступне "
        "повідомлення: не пізніше 15:30, навіть якщо змін не буде. INC-12.\n"
    ),
    Language.RU: (
        "Выясняем причину проблемы с карточными платежами. Около 15% из них с 14:05 не проходят с "
        "ошибкой 502; выплаты и вебхуки работают как обычно. Инженеры проверяют платёжный шлюз. "
        "Причина пока неизвестна. Данные не потеряны. Платежи будут восстановлены до 16:00. "
        "Следующее сообщение: не позднее 15:30, даже если изменений не будет. INC-12.\n"
    ),
}
CONTEXT = Context(
    state=ClientState.INVESTIGATING,
    entries=tuple(
        Entry(EventId(f"e{n}"), f"Checked table {n}: no data was lost.") for n in range(20)
    ),
    client=("Acme Marketplace",),
    others=tuple(f"Client{n} Bank" for n in range(200)),
    messages=4,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure, in milliseconds."""

    figure: str
    p50: float
    p99: float
    cpu_p99: float
    bound: float | None = None

    def __str__(self) -> str:
        bound = f"{self.bound:>12.0f}" if self.bound else ""
        return f"{self.figure:<36}{self.p50:>10.2f}{self.p99:>10.2f}{self.cpu_p99:>10.2f}{bound}"


def run() -> list[Row]:
    longest = {language: (text * TEXT_LIMIT)[:TEXT_LIMIT] for language, text in UPDATE.items()}
    wall, cpu = _timed(lambda: preview(UPDATE))
    templates = Templates()
    return [
        Row(figure="the first preview of a process", p50=wall, p99=wall, cpu_p99=cpu),
        measure("an update, three languages", lambda: preview(UPDATE), bound=BOUND_MS),
        measure(f"{TEXT_LIMIT:,} characters in each", lambda: preview(longest)),
        measure("written from templates", lambda: written(templates), bound=WRITTEN_MS),
    ]


def preview(texts: dict[Language, str]) -> int:
    """How many findings a person would see."""
    return sum(
        len(check(text, language=language, context=CONTEXT)) for language, text in texts.items()
    )


def written(templates: Templates) -> list[str]:
    """The same update in every language: its form is begun, and its letter written."""
    worst = (next(every(language)) for language in Language)
    return [told.letter(templates) for told in worst]


def measure(figure: str, call: Callable[[], object], bound: float | None = None) -> Row:
    wall, cpu = zip(*(_timed(call) for _ in range(ROUNDS)), strict=True)
    cuts = quantiles(wall, n=100)
    return Row(
        figure=figure, p50=cuts[49], p99=cuts[98], cpu_p99=quantiles(cpu, n=100)[98], bound=bound
    )


def _timed(call: Callable[[], object]) -> tuple[float, float]:
    """What the clock and what the processor say."""
    wall, cpu = perf_counter_ns(), process_time_ns()
    call()
    return (perf_counter_ns() - wall) / 1e6, (process_time_ns() - cpu) / 1e6


def show(rows: Sequence[Row]) -> None:
    head = "wording check, in milliseconds"
    print(f"{head:<36}{'p50':>10}{'p99':>10}{'CPU p99':>10}{'p99 under':>12}")
    for row in rows:
        print(row)


if __name__ == "__main__":
    show(run())
