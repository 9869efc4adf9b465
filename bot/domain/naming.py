"""The words people read for states, statuses, flags and steps: one catalogue entry each."""

from bot.domain.contact import SLACK, Why
from bot.domain.phrase import Phrase, phrase


def status_name(status: str) -> Phrase:
    names = {
        "investigating": phrase("Investigating"),
        "identified": phrase("Identified"),
        "monitoring": phrase("Monitoring"),
        "resolved": phrase("Resolved"),
        "closed": phrase("Closed"),
        "cancelled": phrase("Cancelled"),
        "merged": phrase("Merged"),
    }
    return names.get(status) or phrase("{word}", word=status)


#: Client-visible states are a part of the same words.
state_name = status_name


def role_name(role: str) -> Phrase:
    """A role inside a sentence; one that only the policy knows goes by its name there."""
    names = {
        "lead": phrase("incident lead"),
        "comms": phrase("client communications"),
        "scribe": phrase("scribe"),
        "liaison": phrase("partner liaison"),
    }
    return names.get(role) or phrase("{word}", word=role)


def flag_name(flag: str) -> Phrase:
    names = {
        "security": phrase("Security"),
        "money": phrase("Client money"),
        "personal_data": phrase("Personal data"),
    }
    return names.get(flag) or phrase("{word}", word=flag)


def milestone_name(milestone: str) -> Phrase:
    """As a label, and between quotation marks inside a sentence."""
    names = {
        "started": phrase("Impact began"),
        "detected": phrase("Noticed"),
        "declared": phrase("Declared"),
        "acknowledged": phrase("First acknowledged"),
        "mitigated": phrase("Mitigated"),
        "resolved": phrase("Resolved"),
        "closed": phrase("Closed"),
    }
    return names.get(milestone) or phrase("{word}", word=milestone)


#: What each effect does for people, by its name.
_STEPS = {
    "OpenRoom": phrase("open the war room"),
    "InvitePeople": phrase("invite people"),
    "PostCard": phrase("post the card"),
    "RefreshCard": phrase("update the card"),
    "PinCard": phrase("pin the card"),
    "SetTopic": phrase("set the topic"),
    "AddBookmark": phrase("add a bookmark"),
    "Announce": phrase("announce the incident"),
    "PostRunbook": phrase("post a runbook"),
    "TellDeclarer": phrase("send the declarer a link"),
    "TellWaiting": phrase("tell the declarer to wait"),
    "TellRoom": phrase("post in the war room"),
    "TellDuties": phrase("send the role's duties"),
    "AskForLead": phrase("ask for a lead"),
    "RetireRoom": phrase("archive the old room"),
    "PagePerson": phrase("page a person"),
    "RefreshPages": phrase("update the pages"),
    "CallWebhook": phrase("call a webhook"),
    "AskIfStill": phrase("ask whether somebody still has it"),
    "NotifyPerson": phrase("reach a person outside Slack"),
    "HurryContacts": phrase("reach a person outside Slack"),
    "RefreshBundle": phrase("update the pages"),
    "TryContacts": phrase("send a trial page"),
    "TellTrial": phrase("tell what became of a trial page"),
    "SendClientUpdate": phrase("send a client update"),
    "MailClientUpdate": phrase("send a client update by e-mail"),
    "CallUpdateHook": phrase("tell a webhook of a client update"),
    "AskApproval": phrase("ask for an approval"),
    "RefreshApprovals": phrase("update the questions for approval"),
    "TellAuthor": phrase("tell the author of a client update"),
    "RemindOfUpdate": phrase("remind somebody of a client update"),
    "TellUpdateMissed": phrase("tell that a client update is late"),
    "EscalateUpdate": phrase("tell managers that a client update is late"),
    "SharePostmortem": phrase("share the postmortem"),
    "UploadPostmortem": phrase("upload the postmortem"),
    "PostReport": phrase("post a report"),
    "KeepMessage": phrase("keep a picked message"),
    "KeepEvidence": phrase("keep a file as evidence"),
    "ShowClocks": phrase("show the regulatory clocks"),
    "TellOfClock": phrase("warn of a regulatory clock"),
    "AskForCover": phrase("ask for cover"),
    "RefreshCoverAsks": phrase("update the requests for cover"),
    "TellOfRoster": phrase("tell somebody that their shifts changed"),
    "RemindShift": phrase("remind somebody of a shift"),
    "HandOver": phrase("post the hand-over"),
    "ReportGaps": phrase("report when nobody is on call"),
    "WarnOfGaps": phrase("warn that nobody will be on call"),
    "SyncUserGroup": phrase("keep a user group in step"),
    "TellUserGroupFailed": phrase("tell that a user group cannot be kept in step"),
}


def step_name(step: str) -> Phrase:
    """What an effect was about to do, in words for the card ("step failed: …")."""
    return _STEPS.get(step) or phrase("{word}", word=step)


def means_name(means: str) -> Phrase:
    """By what a page went out. A contact that the policy names itself keeps its name."""
    names = {
        SLACK: phrase("Slack"),
        "phone": phrase("phone"),
        "sms": phrase("SMS"),
        "email": phrase("e-mail"),
        "webhook": phrase("webhook"),
        "telegram": phrase("Telegram"),
        "pushover": phrase("Pushover"),
    }
    return names.get(means) or phrase("{word}", word=means)


def obstacle(why: Why, detail: str) -> Phrase:
    """What kept a message from arriving, or from being known to have arrived."""
    match why:
        case Why.REFUSED:
            said = phrase("the service refused it")
        case Why.UNREACHABLE:
            said = phrase("the service cannot be reached")
        case Why.NO_ANSWER:
            said = phrase("the service did not answer in time")
        case Why.INTERRUPTED:
            said = phrase("Tocsin stopped in the middle of sending")
        case Why.NO_SECRET:
            said = phrase("a secret that the address names is not set")
        case Why.UNREADABLE | Why.NONE:
            said = phrase("the address in the policy is not understood")
    return phrase("{said} ({detail})", said=said, detail=detail) if detail else said
