"""Names that one slice puts on a button and another slice listens to.

Each button carries the incident's number in ``value``. An id may be followed by ``:`` and
anything that makes it unique within its message: routing looks at the first part only.
"""

#: `declare` opens the declare form. The button in App Home carries no incident.
DECLARE = "declare"
#: `triage`.
TAKE_LEAD = "take_lead"
SEVERITY = "severity"
STATUS = "status"
ROLE = "role"
TITLE = "title"
SERVICE = "service"
MAKE_PRIVATE = "make_private"
FLAG = "flag"
MERGE = "merge"
CANCEL = "cancel"
REOPEN = "reopen"
CLOSE = "close"
#: `note`.
NOTE = "note"
#: `page`.
ESCALATE = "escalate"
ACKNOWLEDGE = "acknowledge"
#: ``value`` names each page of the message: ``12:…,13:…``.
ACKNOWLEDGE_ALL = "acknowledge_all"
DECLINE = "decline"
#: `still`.
STILL = "still"
#: `update`. The last two carry a draft, as `preview` writes it.
CLIENT_UPDATE = "client_update"
EDIT_UPDATE = "edit_update"
CORRECT_UPDATE = "correct_update"
#: `sent`. It carries a draft in the same way.
WITHDRAW_UPDATE = "withdraw_update"
#: `approval`. Each carries a draft and the text that was seen.
SEND_UPDATE = "send_update"
APPROVE = "approve"
APPROVE_AND_SEND = "approve_and_send"
ASK_FOR_CHANGES = "ask_for_changes"
READ_UPDATE = "read_update"
#: `cadence`.
NO_CHANGE = "no_change"
SNOOZE = "snooze"
#: `sent`. Each carries an update.
UPDATE_STATE = "update_deliveries"
COPY_UPDATE = "copy_update"
#: `resolve`.
RESOLVE = "resolve"
#: `timeline`. ``value`` may say which strand, from which end and where.
TIMELINE = "timeline"
#: `correct`. ``value`` is an incident and an entry of its timeline: ``12:0123abcd``.
CORRECT = "correct"
#: `review`.
POSTMORTEM = "postmortem"
#: `milestone`. The second one's ``value`` is an incident, a milestone and a time in seconds.
MILESTONES = "milestones"
USE_MOMENT = "use_moment"
#: `catchup`.
CATCH_UP = "catch_up"
#: `report`.
REPORT_TACTICAL = "report_tactical"
REPORT_STAKEHOLDERS = "report_stakeholders"
#: `warroom`. ``value`` is the number of the failed step's row in the outbox.
RETRY = "retry"
#: `delivery`. ``value`` is the update, and for the last two a colon and the recipient's key.
RETRY_DELIVERY = "retry_delivery"
DELIVERY_ARRIVED = "delivery_arrived"
DELIVERY_MISSING = "delivery_missing"
#: `runbook`. ``value`` is the incident's number, a colon and the runbook's slug.
RUNBOOK = "runbook"
#: `guide`. The panel of one incident, as a modal.
PANEL = "panel"
#: `clock`. ``value`` is the incident's number, a colon, and an act or one of its clocks.
START_CLOCK = "start_clock"
SET_CLOCK = "set_clock"
SUBMIT_CLOCK = "submit_clock"
DISMISS_CLOCK = "dismiss_clock"
#: `home`.
REFRESH_HOME = "refresh_home"
#: `shift`. ``value`` is a shift, a request or a cover, as `rotas` writes it.
ASK_COVER = "ask_cover"
ASK_SWAP = "ask_swap"
TAKE_COVER = "take_cover"
DECLINE_COVER = "decline_cover"
WITHDRAW_COVER = "withdraw_cover"
UNDO_OVERRIDE = "undo_override"
UNDO_COVER = "undo_cover"
UNDO_SWAP = "undo_swap"
#: Buttons that only follow a link. Slack sends a click for them too, and nothing listens.
LINK = "link"
