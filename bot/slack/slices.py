"""Every slice, in one place: what it listens to and what it sends."""

from collections.abc import Callable, Sequence

from bot.slack.amend import send as amend_send
from bot.slack.announce import send as announce_send
from bot.slack.approval import receive as approval
from bot.slack.approval import send as approval_send
from bot.slack.cadence import receive as cadence
from bot.slack.cadence import send as cadence_send
from bot.slack.calendar import receive as calendar
from bot.slack.catchup import receive as catchup
from bot.slack.clients import receive as clients
from bot.slack.clock import receive as clock
from bot.slack.clock import send as clock_send
from bot.slack.correct import receive as correct
from bot.slack.course import receive as course
from bot.slack.declare import receive as declare
from bot.slack.delivery import receive as delivery
from bot.slack.delivery import send as delivery_send
from bot.slack.desk import Desk
from bot.slack.escalate import receive as escalate
from bot.slack.guide import receive as guide
from bot.slack.home import receive as home
from bot.slack.milestone import receive as milestone
from bot.slack.note import receive as note
from bot.slack.oncall import receive as oncall
from bot.slack.override import receive as override
from bot.slack.page import receive as page
from bot.slack.page import send as page_send
from bot.slack.pick import receive as pick
from bot.slack.pick import send as pick_send
from bot.slack.report import receive as report
from bot.slack.report import send as report_send
from bot.slack.request import Routes
from bot.slack.resolve import receive as resolve
from bot.slack.review import receive as review
from bot.slack.review import send as review_send
from bot.slack.roster import send as roster_send
from bot.slack.runbook import receive as runbook
from bot.slack.schedule import receive as schedule
from bot.slack.sent import receive as sent
from bot.slack.shift import receive as shift
from bot.slack.shift import send as shift_send
from bot.slack.still import receive as still
from bot.slack.still import send as still_send
from bot.slack.timeline import receive as timeline
from bot.slack.triage import receive as triage
from bot.slack.triage import send as triage_send
from bot.slack.update import receive as update
from bot.slack.warroom import receive as warroom
from bot.slack.warroom import send as warroom_send
from bot.usecases.deliver import Senders

#: The order of the help.
_TOLD: Sequence[Routes] = (
    declare.ROUTES,
    warroom.ROUTES,
    triage.ROUTES,
    course.ROUTES,
    note.ROUTES,
    pick.ROUTES,
    correct.ROUTES,
    milestone.ROUTES,
    runbook.ROUTES,
    page.ROUTES,
    escalate.ROUTES,
    still.ROUTES,
    update.ROUTES,
    sent.ROUTES,
    clients.ROUTES,
    approval.ROUTES,
    cadence.ROUTES,
    delivery.ROUTES,
    clock.ROUTES,
    resolve.ROUTES,
    report.ROUTES,
    timeline.ROUTES,
    catchup.ROUTES,
    review.ROUTES,
    home.ROUTES,
    oncall.routes((*schedule.VERBS, *shift.VERBS, *override.VERBS, *calendar.VERBS)),
    shift.ROUTES,
    override.ROUTES,
)
ROUTES: Sequence[Routes] = (
    *_TOLD,
    guide.routes([verb for routes in _TOLD for verb in routes.verbs]),
)


SENDERS: Sequence[Callable[[Desk], Senders]] = (
    announce_send.senders,
    warroom_send.senders,
    triage_send.senders,
    pick_send.senders,
    page_send.senders,
    still_send.senders,
    approval_send.senders,
    cadence_send.senders,
    delivery_send.senders,
    clock_send.senders,
    review_send.senders,
    report_send.senders,
    roster_send.senders,
    shift_send.senders,
    amend_send.senders,
)


def senders(desk: Desk) -> Senders:
    return {kind: send for make in SENDERS for kind, send in make(desk).items()}
