"""Which runbook is offered first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.runbook import Runbook, matching
from bot.domain.service import ServiceName
from bot.domain.severity import SeverityName

CARDS, PAYOUTS, LEDGER = ServiceName("cards"), ServiceName("payouts"), ServiceName("ledger")
SEV1, SEV3 = SeverityName("SEV1"), SeverityName("SEV3")


def runbook(
    slug: str,
    *patterns: str,
    services: tuple[ServiceName, ...] = (),
    severities: tuple[SeverityName, ...] = (),
) -> Runbook:
    return Runbook(
        slug=slug,
        title=slug,
        patterns=patterns,
        services=services,
        severities=severities,
        body="Look.",
    )


def found(
    *runbooks: Runbook,
    title: str = "Something",
    service: ServiceName | None = None,
    severity: SeverityName = SEV1,
    named: tuple[str, ...] = (),
) -> list[str]:
    fitting = matching(runbooks, service=service, title=title, severity=severity, named=named)
    return [one.slug for one in fitting]


@pytest.mark.parametrize(
    ("pattern", "title"),
    [
        ("card declin", "Cards declined at Acme"),
        ("card declin", "DECLINES of many cards"),
        ("card", "card"),
        ("картк платеж", "Не проходять платежі карткою"),
        ("реплик", "Отстаёт РЕПЛИКА базы"),
        ("5xx", "payments-api: 5xx above 2 %"),
    ],
)
def test_a_pattern_fits_by_the_beginnings_of_words(pattern: str, title: str) -> None:
    assert found(runbook("it", pattern), title=title) == ["it"]


@pytest.mark.parametrize(
    ("pattern", "title"),
    [
        ("card declin", "Cards are slow"),
        ("card", "Postcard shop"),
        ("cards", "card"),
        ("", "anything"),
        ("—", "anything — at all"),
    ],
)
def test_other_words_do_not_fit(pattern: str, title: str) -> None:
    assert found(runbook("it", pattern), title=title) == []


def test_nothing_in_common_is_not_offered() -> None:
    assert found(runbook("a", "replica", services=(LEDGER,)), service=CARDS) == []
    assert found(runbook("a", services=(LEDGER,)), service=None) == []


def test_other_severities_are_never_offered() -> None:
    only = runbook("a", "card", services=(CARDS,), severities=(SEV1,))
    assert found(only, title="card", service=CARDS, severity=SEV3, named=("a",)) == []
    assert found(only, title="card", service=CARDS, severity=SEV1) == ["a"]


@pytest.mark.parametrize("name", ["payouts-stuck", "payouts-stuck.md"])
def test_the_policy_can_name_a_runbook(name: str) -> None:
    assert found(runbook("payouts-stuck"), named=(name,)) == ["payouts-stuck"]


def test_the_order_is_the_one_promised() -> None:
    runbooks = [
        runbook("z-two-patterns", "card", "declin"),
        runbook("y-one-pattern", "card"),
        runbook("x-named"),
        runbook("w-service-and-severity", services=(CARDS, LEDGER), severities=(SEV1,)),
        runbook("v-one-service", services=(CARDS,)),
        runbook("a-two-services", services=(CARDS, LEDGER)),
        runbook("b-two-services", services=(CARDS, PAYOUTS)),
        runbook("never", "replica", services=(LEDGER,)),
    ]
    promised = [one.slug for one in runbooks[:-1]]
    for order in (runbooks, list(reversed(runbooks))):
        assert found(*order, title="Cards declined", service=CARDS, named=("x-named",)) == promised


slugs = st.lists(st.sampled_from("abcdef"), unique=True)


@given(slugs.flatmap(lambda chosen: st.tuples(st.just(chosen), st.permutations(chosen))))
def test_the_order_of_the_files_changes_nothing(orders: tuple[list[str], list[str]]) -> None:
    first, second = ([runbook(slug, "card") for slug in order] for order in orders)
    assert found(*first, title="card") == found(*second, title="card") == sorted(orders[0])
