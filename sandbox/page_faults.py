"""The inspector's fault switches: set by name, told in words."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.faults import Faults, Refusal


def set_fault(faults: Faults, body: Mapping[str, Any]) -> None:
    """One switch of the inspector. Raises KeyError or ValueError for what it cannot read."""
    method, kind = str(body.get("method", "*")), str(body.get("kind", "*"))
    times = int(body.get("times", 1))
    switches: dict[str, Callable[[], None]] = {
        "latency": lambda: faults.latency(method, float(body["seconds"])),
        "rate_limit": lambda: faults.rate_limit(method, times, int(body["retry_after"])),
        "error": lambda: faults.error(method, _code(str(body["code"])), times),
        "drop_response": lambda: faults.drop_response(method, times),
        "duplicate": lambda: faults.duplicate(kind, times),
        "delay_delivery": lambda: faults.delay_delivery(kind, float(body["seconds"])),
        "close_sockets": faults.close_sockets,
        "freeze_sockets": faults.freeze_sockets,
        "reset_sockets": faults.reset_sockets,
        "clear": faults.clear,
    }
    switches[str(body["fault"])]()


def _code(written: str) -> str | int:
    return int(written) if written.isdigit() else written


def active_faults(faults: Faults) -> list[str]:
    """Every fault now set, in words."""
    waits = [f"{name}: {seconds:g} s slower" for name, seconds in faults.latencies.items()]
    refusals = [
        f"{name}: {_answered(each)}, {_times(each.times)}"
        for name, waiting in faults.refusals.items()
        for each in waiting
    ]
    drops = [f"{name}: response dropped, {_times(n)}" for name, n in faults.drops.items()]
    twice = [f"{kind}: delivered twice, {_times(n)}" for kind, n in faults.duplicates.items()]
    late = [f"{kind}: {seconds:g} s late" for kind, seconds in faults.delays.items()]
    return [*waits, *refusals, *drops, *twice, *late]


def _answered(refusal: Refusal) -> str:
    if refusal.retry_after is not None:
        return f"429, retry after {refusal.retry_after} s"
    return str(refusal.code)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
