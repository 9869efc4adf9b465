"""Prometheus counters and gauges, named once. Labels are few and never hold people's words."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry(auto_describe=True)

COMMANDS = Counter(
    "tocsin_commands",
    "Requests from Slack, by verb and outcome.",
    ["verb", "outcome"],
    registry=REGISTRY,
)
ACK_SECONDS = Histogram(
    "tocsin_ack_seconds",
    "From a request's arrival to its acknowledgement.",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3),
    registry=REGISTRY,
)
OUTBOX_DEPTH = Gauge("tocsin_outbox_depth", "Effects waiting to leave.", registry=REGISTRY)
OUTBOX_AGE = Gauge(
    "tocsin_outbox_oldest_seconds", "Age of the oldest effect that is due.", registry=REGISTRY
)
EFFECTS = Counter("tocsin_effects", "Effects delivered, by kind.", ["kind"], registry=REGISTRY)
EFFECTS_FAILED = Counter(
    "tocsin_effects_failed", "Attempts that failed, by kind.", ["kind"], registry=REGISTRY
)
EFFECT_SECONDS = Histogram(
    "tocsin_effect_seconds",
    "From an effect's decision to its delivery, by kind.",
    ["kind"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300),
    registry=REGISTRY,
)
PAGES_LATE = Counter(
    "tocsin_pages_late", "Escalation steps fired over 30 s after they were due.", registry=REGISTRY
)
STEPS_FAILED = Counter(
    "tocsin_steps_failed",
    "Due steps that could not be fired, and were put off for a minute.",
    registry=REGISTRY,
)
STEP_LATENESS = Histogram(
    "tocsin_step_lateness_seconds",
    "From the instant a step was due to the transaction that fired it.",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 30, 300),
    registry=REGISTRY,
)
CLOCK_JUMPS = Counter(
    "tocsin_clock_jumps",
    "Jumps of the deciding clock by more than 2 s, by direction.",
    ["direction"],
    registry=REGISTRY,
)
AUDIT_FOUND = Counter(
    "tocsin_audit_found",
    "What the auditor found against the rules, by rule.",
    ["rule"],
    registry=REGISTRY,
)
SLACK_CALLS = Counter(
    "tocsin_slack_calls",
    "Web API calls, by method and outcome.",
    ["method", "outcome"],
    registry=REGISTRY,
)
SLACK_429 = Counter(
    "tocsin_slack_rate_limited",
    "Times Slack answered 429, by method.",
    ["method"],
    registry=REGISTRY,
)


def delivered(effect: object, seconds: float) -> None:
    kind = type(effect).__name__
    EFFECTS.labels(kind).inc()
    EFFECT_SECONDS.labels(kind).observe(seconds)


def failed(effect: object) -> None:
    EFFECTS_FAILED.labels(type(effect).__name__).inc()


def exposition() -> bytes:
    """The text format that Prometheus scrapes."""
    return generate_latest(REGISTRY)
