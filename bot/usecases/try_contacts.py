"""`/oncall test`: page me now by every method I have, and tell me what arrived."""

from bot.domain.contact import Contact
from bot.domain.effects import TryContacts
from bot.domain.ids import PersonId
from bot.store.work import Work


async def try_contacts(work: Work, *, by: PersonId) -> tuple[Contact, ...]:
    """Order a trial page by all methods at once; they are returned, in the policy's order.

    Delays, severities and quiet hours do not matter to a trial. What became of each follows in
    a direct message, which is Slack's own trial: someone without any method gets it too.
    """
    member = work.policy.people.get(by)
    trial = work.timeline.new_id()
    work.also(TryContacts(person=by, trial=trial), because=trial)
    return member.contacts if member else ()
