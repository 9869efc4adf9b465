"""What leads to one person: e-mail addresses, phone numbers, tax numbers, passports."""

import re
from collections.abc import Iterator

from bot.domain.phrase import phrase
from bot.domain.wording.finding import Rule
from bot.domain.wording.mark import Advice, Mark, mark
from bot.domain.wording.sight import Sight

_EMAIL = re.compile(
    r"(?<![\w.+-])(?P<box>[\w.+'-]{1,64})@(?P<host>(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24})(?![\w@])"
)
#: Mailboxes that belong to an office, not to a person (RFC 2142, and what companies add).
_OFFICE = re.compile(
    r"(?:abuse|accounts|admin|api|billing|care|client|clients|compliance|contact|customer|desk|dpo"
    r"|feedback|finance|hello|help|helpdesk|hostmaster|info|incident|incidents|integration|legal"
    r"|mail|merchant|merchants|news|noc|no-?reply|office|operations|partner|partners|payments"
    r"|postmaster|press|privacy|sales|security|service|status|support|team|tech|webmaster)"
    r"(?:[.+_-][\w.+-]*)?",
    re.IGNORECASE,
)
_GAP = r"[ \u00a0.-]?"
_PHONE = re.compile(
    r"(?<![\w+./:-])(?:"
    # With the country in front: at most 15 digits (ITU-T E.164).
    r"\+\d{1,3}(?:[ \u00a0.-]?\(?\d{1,5}\)?){2,6}"
    rf"|380{_GAP}\d\d{_GAP}\d{{3}}{_GAP}\d\d{_GAP}\d\d"
    rf"|\(?0[3-9]\d\)?{_GAP}\d{{3}}{_GAP}\d\d{_GAP}\d\d"
    rf"|8{_GAP}\(?[3-9]\d\d\)?{_GAP}\d{{3}}[ \u00a0-]\d\d[ \u00a0-]?\d\d"
    r"|\(\d{3}\) ?\d{3}-\d{4}|\d{3}-\d{3}-\d{4}"
    r")(?![\w:]|[.,-]\d)"
)
_FREE_CALL = re.compile(r"(?:\+?380|0|\+?7|8|\+?1)?800")
_DIGITS = range(9, 16)
#: Said before a number, these make it the company's own.
_OUR_LINE = re.compile(
    r"(?:hotline|helpline|call us|phone us|support|contact centre|contact center"
    r"|гаряч\w{1,4} ліні\w{1,3}|підтримк\w{1,3}|зателефонуйте нам|телефонуйте нам"
    r"|контакт-центр\w{0,3}"
    r"|горяч\w{1,4} лини\w{1,3}|поддержк\w{1,3}|позвоните нам|звоните нам)"
    r"(?:[^.!?\n]|\.(?=\w)){0,40}$",
    re.IGNORECASE,
)
_BEFORE = 60
#: Said before a number, these make it the number of a thing.
_OF_A_THING = re.compile(
    r"(?:order|invoice|payment|transaction|ticket|request|account|замовлен\w{1,3}|платеж\w{0,3}"
    r"|платіж|рахун\w{1,3}|заказ\w{0,2}|сч[её]т\w{0,2}|транзакц\w{1,3}|№|#)"
    r"(?: (?:id|no\.?|number|номер|№|#))?:? ?$",
    re.IGNORECASE,
)
_TAX = re.compile(
    r"\b(?:ІПН|РНОКПП|ИНН|РНУКПН|ідентифікаційн\w{2,3} (?:номер\w{0,2}|код\w{0,2})"
    r"|идентификационн\w{2,3} (?:номер\w{0,2}|код\w{0,2})|податков\w{2,3} номер\w{0,2}"
    r"|налогов\w{2,3} номер\w{0,2}|tax(?:payer)? (?:number|id|code|identification number)|TIN|SSN"
    r"|social security number)(?: [^\W\d_]{1,20}){0,2}[ :№#\u2013\u2014-]{1,4}"
    r"(?P<number>\d(?:[ -]?\d){7,13})(?!\d)",
    re.IGNORECASE,
)
_SSN = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_PASSPORT = re.compile(
    r"\b(?:паспорт\w{0,3}|passport)(?: (?:number|no\.?|серії|серия|серии|номер\w{0,2}))?"
    r"[ :№#\u2013\u2014-]{1,4}(?P<number>[^\W\d_]{2} ?№? ?\d{6}|\d{9}|\d{4} ?\d{6})(?!\d)",
    re.IGNORECASE,
)


def personal_data(sight: Sight) -> Iterator[Mark]:
    """E-mail addresses of people, phone numbers that are no hotline, tax numbers, passports."""
    yield from _emails(sight)
    yield from _numbers(sight)
    yield from _phones(sight)


def _emails(sight: Sight) -> Iterator[Mark]:
    advice = Advice(phrase("This is somebody's e-mail address. Give a mailbox of the company."))
    for found in _EMAIL.finditer(sight.text):
        if not _OFFICE.fullmatch(found["box"]):
            yield mark(Rule.PERSONAL_DATA, sight, *found.span(), advice)


def _numbers(sight: Sight) -> Iterator[Mark]:
    tax = Advice(phrase("This is somebody's tax number. It may be sent to nobody."))
    passport = Advice(phrase("This is somebody's passport. It may be sent to nobody."))
    for found in _TAX.finditer(sight.text):
        yield mark(Rule.PERSONAL_DATA, sight, *found.span("number"), tax)
    for found in _SSN.finditer(sight.text):
        yield mark(Rule.PERSONAL_DATA, sight, *found.span(), tax)
    for found in _PASSPORT.finditer(sight.text):
        yield mark(Rule.PERSONAL_DATA, sight, *found.span("number"), passport)


def _phones(sight: Sight) -> Iterator[Mark]:
    advice = Advice(phrase("This is somebody's phone number. Give the company's own line."))
    for found in _PHONE.finditer(sight.text):
        digits = re.sub(r"\D", "", found[0])
        before = sight.text[max(0, found.start() - _BEFORE) : found.start()]
        harmless = (
            _OUR_LINE.search(before) or _OF_A_THING.search(before) or _FREE_CALL.match(digits)
        )
        if len(digits) in _DIGITS and not harmless:
            yield mark(Rule.PERSONAL_DATA, sight, *found.span(), advice)
