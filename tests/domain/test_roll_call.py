"""Who was asked and what they said, told by the events alone."""

from datetime import datetime, timedelta

from bot.domain.events import (
    AckLapsed,
    Because,
    EscalationStopped,
    Event,
    LevelSkipped,
    PageAcknowledged,
    PageDeclined,
    PersonCalled,
    ResponderPaged,
    Skipped,
)
from bot.domain.ids import EscalationId, PersonId, RoomId
from bot.domain.phrase import Where, Who
from bot.domain.roll_call import BY_NAME, UNASKED, Answer, Call, roll_call
from tests.domain.sample import AT, INC_7, IRYNA, OLENA, OTHER_ROOM, TARAS

RUN, OTHER = EscalationId("run"), EscalationId("other")


def paged(
    level: int,
    person: PersonId | None = None,
    *,
    room: RoomId | None = None,
    after: int = 0,
    run: EscalationId = RUN,
) -> Event:
    return ResponderPaged(
        incident=INC_7,
        at=late(after),
        escalation=run,
        level=level,
        round=1,
        person=person,
        channel=room,
    )


def late(seconds: int) -> datetime:
    return AT + timedelta(seconds=seconds)


def call(level: int, person: PersonId, answer: Answer, *, after: int = 0, seconds: int = 0) -> Call:
    return Call(
        escalation=RUN,
        level=level,
        whom=Who(person),
        at=late(after),
        answer=answer,
        seconds=seconds,
    )


def acknowledged(person: PersonId | None, seconds: int, run: EscalationId = RUN) -> Event:
    return PageAcknowledged(
        incident=INC_7, at=late(seconds), by=person, escalation=run, seconds=seconds
    )


def test_nobody_was_asked() -> None:
    assert roll_call([]) == ()


def test_one_waits_and_one_answered() -> None:
    events = [paged(1, OLENA), paged(2, TARAS, after=300), acknowledged(TARAS, 320)]
    assert roll_call(events) == (
        call(1, OLENA, Answer.RELIEVED),
        call(2, TARAS, Answer.ACKNOWLEDGED, after=300, seconds=320),
    )


def test_one_still_waits() -> None:
    assert roll_call([paged(1, OLENA)]) == (call(1, OLENA, Answer.WAITING),)


def test_one_declined_and_nobody_was_there() -> None:
    events = [
        paged(1, OLENA),
        PageDeclined(incident=INC_7, at=late(5), by=OLENA, escalation=RUN, reason="on a train"),
        LevelSkipped(incident=INC_7, at=late(5), escalation=RUN, level=2, round=1),
        paged(3, room=OTHER_ROOM, after=5),
    ]
    assert roll_call(events) == (
        call(1, OLENA, Answer.DECLINED),
        Call(
            escalation=RUN,
            level=2,
            whom=None,
            at=late(5),
            answer=Answer.NOBODY,
            why=Skipped.NOBODY,
        ),
        Call(escalation=RUN, level=3, whom=Where(OTHER_ROOM), at=late(5)),
    )


def test_a_repeated_page_replaces_the_earlier_one_in_its_place() -> None:
    events = [paged(1, OLENA), paged(2, TARAS, after=60), paged(1, OLENA, after=120)]
    assert roll_call(events) == (
        call(1, OLENA, Answer.WAITING, after=120),
        call(2, TARAS, Answer.WAITING, after=60),
    )


def test_somebody_who_was_not_paged_steps_in() -> None:
    assert roll_call([paged(1, OLENA), acknowledged(IRYNA, 40)]) == (
        call(1, OLENA, Answer.RELIEVED),
        call(UNASKED, IRYNA, Answer.ACKNOWLEDGED, after=40, seconds=40),
    )


def test_a_person_called_by_name_stands_beside_the_path() -> None:
    event = PersonCalled(incident=INC_7, at=late(9), by=OLENA, escalation=RUN, person=IRYNA)
    assert roll_call([event]) == (call(BY_NAME, IRYNA, Answer.WAITING, after=9),)


def test_the_end_relieves_only_its_own_escalation() -> None:
    events = [
        paged(1, OLENA),
        paged(1, OLENA, run=OTHER, after=10),
        EscalationStopped(incident=INC_7, at=late(20), escalation=RUN),
    ]
    assert [one.answer for one in roll_call(events)] == [Answer.RELIEVED, Answer.WAITING]


def test_an_answer_by_nobody_relieves_without_naming_anybody() -> None:
    assert roll_call([paged(1, OLENA), acknowledged(None, 7)]) == (call(1, OLENA, Answer.RELIEVED),)


def after_silence(level: int, person: PersonId, after: int) -> Event:
    return ResponderPaged(
        incident=INC_7,
        at=late(after),
        escalation=RUN,
        level=level,
        round=1,
        person=person,
        because=Because.SILENCE,
        after_level=level - 1,
        waited_seconds=after,
    )


def test_whoever_did_not_answer_in_time_is_told_apart_and_may_still_answer() -> None:
    events = [paged(1, OLENA), after_silence(2, TARAS, 300)]
    assert [one.answer for one in roll_call(events)] == [Answer.SILENT, Answer.WAITING]
    answered = [*events, acknowledged(OLENA, 310)]
    assert [one.answer for one in roll_call(answered)] == [Answer.ACKNOWLEDGED, Answer.RELIEVED]


def test_somebody_called_by_name_is_not_silent_because_a_level_was() -> None:
    called = PersonCalled(incident=INC_7, at=late(9), by=OLENA, escalation=RUN, person=IRYNA)
    events = [paged(1, OLENA), called, after_silence(2, TARAS, 300)]
    assert [one.answer for one in roll_call(events)] == [
        Answer.SILENT,
        Answer.WAITING,
        Answer.WAITING,
    ]


def test_while_a_second_answer_is_needed_nobody_is_relieved() -> None:
    one = PageAcknowledged(
        incident=INC_7, at=late(20), by=OLENA, escalation=RUN, seconds=20, count=1, needed=2
    )
    events = [paged(1, OLENA), paged(1, TARAS), one]
    assert [call.answer for call in roll_call(events)] == [Answer.ACKNOWLEDGED, Answer.WAITING]


def test_whoever_had_it_and_fell_silent_is_told_so() -> None:
    lapsed = AckLapsed(incident=INC_7, at=late(900), escalation=RUN, people=(OLENA,))
    events = [paged(1, OLENA), acknowledged(OLENA, 20), lapsed, paged(2, TARAS, after=900)]
    assert [one.answer for one in roll_call(events)] == [Answer.LAPSED, Answer.WAITING]
