"""What the people of Kobza Pay said lately."""

# ruff: noqa: RUF001 Ukrainian and Russian letters are meant

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message. `at` is `HH:MM` UTC; `under` is the `name` of the line it answers."""

    channel: str
    user: str
    days_ago: int
    at: str
    text: str
    name: str = ""
    under: str = ""
    reactions: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def minutes(self) -> int:
        """Minutes after midnight, UTC."""
        hour, minute = self.at.split(":")
        return 60 * int(hour) + int(minute)


TALK = (
    Line(
        channel="C0GENERAL", user="U0OLEH", days_ago=4, at="08:02",
        text="Good morning, all. July volume was *41 % above* last July, and nobody had to work"
        " a weekend for it. Thank you.",
        reactions=(("tada", ("U0NATALIA", "U0ANNA", "U0OLENA", "U0JAMES")), ("heart", ("U0KATE",))),
    ),
    Line(
        channel="C0GENERAL", user="U0KATE", days_ago=3, at="09:15",
        text="Reminder: client data stays out of tickets and out of Slack. Order numbers are"
        " fine, names and card digits are not.",
        reactions=(("eyes", ("U0OLENA", "U0TARAS")),),
    ),
    Line(
        channel="C0RANDOM", user="U0SOFIIA", days_ago=3, at="11:40",
        text="У кухні з'явився кавун. Хто перший?",
        reactions=(("watermelon", ("U0TARAS", "U0MAKSYM", "U0IRYNA")),),
    ),
    Line(channel="C0RANDOM", user="U0JAMES", days_ago=3, at="11:52",
         text="From London with envy."),
    Line(
        channel="C0SUPPORT", user="U0OLENA", days_ago=2, at="07:31", name="settlement",
        text="Zoria Bank питає, чому вчорашній реєстр виплат прийшов на 40 хвилин пізніше.",
    ),
    Line(channel="C0SUPPORT", user="U0IRYNA", days_ago=2, at="07:38", under="settlement",
         text="Черга payouts стояла після деплою о 18:05. Вже наздогнала, дублікатів немає."),
    Line(channel="C0SUPPORT", user="U0OLENA", days_ago=2, at="07:44", under="settlement",
         text="Дякую, так і відповім.", reactions=(("+1", ("U0IRYNA",)),)),
    Line(channel="C0SUPPORT", user="U0PAVLO", days_ago=2, at="12:05",
         text="Altyn Travel просят вебхуки в тестовой среде. Я включил, срок до пятницы."),
    Line(channel="C0SUPPORT", user="U0MARKO", days_ago=1, at="14:20",
         text="Merchant portal: two tickets today about the export button doing nothing in"
         " Safari. <@U0VIKTOR>, can you reproduce it?"),
    Line(channel="C0PAYMENTS", user="U0ANNA", days_ago=2, at="09:02", name="pool",
         text="payments-api 2.84 is out. It keeps connections to the ledger open for longer;"
         " shout if you see more than 200 of them."),
    Line(channel="C0PAYMENTS", user="U0MAKSYM", days_ago=2, at="09:30", under="pool",
         text="140 at the moment, flat."),
    Line(channel="C0PAYMENTS", user="U0JAMES", days_ago=1, at="10:11",
         text="Next week I move `kyc` callbacks to the new queue. Nothing to do on your side."),
    Line(channel="C0PLATFORM", user="U0ELENA", days_ago=2, at="06:50",
         text="Certificates of *.kobzapay.example renewed, valid until 14 November."),
    Line(channel="C0PLATFORM", user="U0MAKSYM", days_ago=1, at="13:05",
         text="Database failover drill tomorrow at 06:00 UTC, 30 seconds of read-only."),
    Line(channel="C0INCIDENTS", user="U0NATALIA", days_ago=4, at="10:00",
         text="From this week every incident is announced here by the bot, once, and its message"
         " is kept up to date. Talk about it in the incident's own room."),
    Line(channel="C0ACME", user="U0GUEST", days_ago=1, at="15:31", name="acme-refunds",
         text="Hi team, are refunds above 5,000 EUR still reviewed by hand?"),
    Line(channel="C0ACME", user="U0MARKO", days_ago=1, at="15:36", under="acme-refunds",
         text="Hello Sam, yes: within two business hours, 08:00 to 20:00 Kyiv time."),
    Line(channel="C0ZORIA", user="U0OLENA", days_ago=1, at="07:50",
         text="Доброго ранку. Сьогоднішній реєстр виплат надіслано о 06:30, розбіжностей немає."),
    Line(channel="C0ALTYN", user="U0TARAS", days_ago=1, at="08:25",
         text="Доброе утро. Тестовые вебхуки включены, пример запроса во вложении к заявке."),
    Line(channel="C0NORTHWIND", user="U0IRYNA", days_ago=1, at="09:10",
         text="Good morning. Your new cash desks in Lviv and Odesa are live since 09:00."),
    Line(channel="G0SECURITY", user="U0KATE", days_ago=2, at="16:00",
         text="Quarterly access review starts on Monday. <@U0MAKSYM> owns the production list."),
)  # fmt: skip
