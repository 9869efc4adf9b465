"""Facts about client updates: what each reads like, and what goes out for it."""

from bot.domain.events import (
    ApprovalAsked,
    ApprovalGiven,
    ApprovalRefused,
    ApprovalVoided,
    ClientsChanged,
    ClientUpdateSent,
    Event,
    UpdateDrafted,
    UpdateEscalated,
    UpdateMissed,
    UpdateReminded,
    UpdateRevised,
    UpdateSnoozed,
    UpdateWithdrawn,
    WordingWaived,
)
from bot.domain.ids import ClientUpdateId
from bot.domain.language import Language
from bot.domain.severity import ClientState
from tests.domain.happenings import of
from tests.domain.sample import ACME, AT, IRYNA, MINUTE, OLENA, TARAS, ZORIA

U1, U2 = ClientUpdateId("u1"), ClientUpdateId("u2")
DUE = AT - 3 * MINUTE
KNOWN = ["RefreshApprovals", "RefreshCard", "TellRoom"]
AUTHOR = ["RefreshApprovals", "TellAuthor", "RefreshCard", "TellRoom"]
SHOWN = ["RefreshCard", "TellRoom"]


def sent(**changes: object) -> ClientUpdateSent:
    told: dict[str, object] = {
        "update": U1,
        "number": 2,
        "state": ClientState.IDENTIFIED,
        "languages": (Language.UK,),
        "channels": (),
        "text": "We know the cause.",
    }
    return of(ClientUpdateSent, **{**told, **changes})


VOID = "The approval of client update 2 by @U0IRYNA is void"
WHYS = (
    ("words", "the text was changed"),
    ("readers", "others would read it now"),
    ("severity", "the severity was changed"),
    ("state", "clients were told another state"),
    ("approvers", "others have to approve it now"),
    ("expired", "it was not sent in time"),
)


def voided(why: str) -> ApprovalVoided:
    told = {"update": U1, "number": 2, "approved_by": IRYNA, "author": TARAS}
    return of(ApprovalVoided, by=None, why=why, **told)


TOLD: list[tuple[Event, list[str], str]] = [
    (
        of(UpdateDrafted, update=U1, number=2, state=ClientState.MONITORING),
        [],
        "@U0OLENA drafted client update 2 (Monitoring)",
    ),
    (sent(), KNOWN, "@U0OLENA sent a client update (Identified): We know the cause."),
    (
        sent(due_at=AT),
        KNOWN,
        "@U0OLENA sent a client update (Identified), on time: We know the cause.",
    ),
    (
        sent(due_at=DUE),
        KNOWN,
        "@U0OLENA sent a client update (Identified), 0:03:00 late: We know the cause.",
    ),
    (
        sent(due_at=DUE, corrects=U2, corrects_number=1),
        KNOWN,
        ("@U0OLENA sent client update 2 (Identified), which corrects update 1: We know the cause."),
    ),
    (
        of(UpdateRevised, update=U1, number=2, changed=("impact", "next_by")),
        KNOWN,
        "@U0OLENA changed client update 2: impact, next update",
    ),
    (
        of(UpdateRevised, by=None, update=U1, number=2, changed=("readers",)),
        KNOWN,
        "Tocsin changed client update 2: who reads it",
    ),
    (
        of(ApprovalAsked, update=U1, number=2, people=(IRYNA, TARAS)),
        ["AskApproval", "AskApproval", "AskApproval", "RefreshCard"],
        "@U0OLENA asked @U0IRYNA, @U0TARAS to approve client update 2",
    ),
    (
        of(ApprovalAsked, by=None, update=U1, number=2, people=(IRYNA,), again=True, let_in=True),
        ["InvitePeople", "AskApproval", "AskApproval", "RefreshCard"],
        "The approval of client update 2 was asked for again, of @U0IRYNA",
    ),
    (
        of(ApprovalGiven, update=U1, number=2, digest="d", author=TARAS),
        ["RefreshApprovals", "TellAuthor", "RefreshCard"],
        "@U0OLENA approved client update 2",
    ),
    # Whoever agrees by sending needs no message about it.
    (
        of(ApprovalGiven, update=U1, number=2, digest="d", author=OLENA),
        ["RefreshApprovals", "RefreshCard"],
        "@U0OLENA approved client update 2",
    ),
    (
        of(ApprovalRefused, update=U1, number=2, reason="say which cards", author=TARAS),
        AUTHOR,
        "@U0OLENA did not approve client update 2: say which cards",
    ),
    *((voided(why), AUTHOR, f"{VOID}: {told}") for why, told in WHYS),
    (
        of(WordingWaived, update=U1, number=2, rule="sum", words="$5", reason="on the invoice"),
        KNOWN,
        "@U0OLENA let the words “$5” stand in client update 2: on the invoice",
    ),
    (of(UpdateWithdrawn, update=U1, number=2), KNOWN, "@U0OLENA withdrew client update 2"),
    (
        of(UpdateWithdrawn, update=U1, number=2, reason="a false alarm"),
        KNOWN,
        "@U0OLENA withdrew client update 2: a false alarm",
    ),
    (
        of(UpdateReminded, by=None, due_at=DUE, people=(IRYNA, TARAS)),
        ["RemindOfUpdate", "RemindOfUpdate", "RefreshCard"],
        f"@U0IRYNA, @U0TARAS reminded: a client update is due at {DUE}",
    ),
    (
        of(UpdateReminded, by=None, due_at=DUE, people=()),
        SHOWN,
        f"A client update is due at {DUE}, and nobody has the task",
    ),
    (
        of(UpdateMissed, by=None, due_at=DUE, people=(IRYNA,)),
        ["TellUpdateMissed", *SHOWN],
        f"A client update was due at {DUE} and was not sent",
    ),
    (
        of(UpdateMissed, by=None, due_at=DUE, first=True),
        SHOWN,
        f"The first client update was due at {DUE} and was not sent",
    ),
    (
        of(UpdateEscalated, by=None, due_at=DUE, people=(IRYNA,)),
        ["EscalateUpdate", *SHOWN],
        f"Clients still wait for the update that was due at {DUE}; @U0IRYNA told",
    ),
    (
        of(UpdateEscalated, by=None, due_at=DUE, people=()),
        SHOWN,
        f"Clients still wait for the update that was due at {DUE}",
    ),
    (
        of(UpdateSnoozed, until=AT, reason="at night", due_at=DUE),
        SHOWN,
        f"@U0OLENA put off the reminders of client updates until {AT}: at night",
    ),
    (
        of(ClientsChanged, old=(), new=(ACME, ZORIA)),
        SHOWN,
        "@U0OLENA set the affected clients to: acme, zoria",
    ),
    (
        of(
            ClientsChanged,
            old=(),
            new=(ACME, ZORIA),
            titles=("Acme Marketplace", "Zoria Bank"),
        ),
        SHOWN,
        "@U0OLENA set the affected clients to: Acme Marketplace, Zoria Bank",
    ),
    (
        of(ClientsChanged, old=(ACME,), new=()),
        SHOWN,
        "@U0OLENA set the affected clients to: none",
    ),
]
REACTIONS: list[tuple[Event, list[str]]] = [(event, names) for event, names, _ in TOLD]
SENTENCES: list[tuple[Event, str]] = [(event, said) for event, _, said in TOLD]
