"""What is sent about contact data itself: a code, a link, and that an address became another. Nothing about health.

The same test that walks the notices walks these: only portal, address, code and date vary (NOTE-2).
"""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import pgettext

from legesvar.core.clock import oslo_date
from legesvar.words import dates
from legesvar.words.notices import Words


def code_email(*, portal: str, address: str, code: str, language: str) -> Words:
    """Return the e-mail with the link, and the code for who reads it on another device.

    :param address: the link; it opens nothing without a login as the same person
    """
    with translation.override(language):
        subject = pgettext("notice", "Bekreft e-postadressen din i {portal}").format(portal=portal)
        body = pgettext(
            "notice",
            "Åpne lenken og logg inn for å bekrefte at e-postadressen er din:\n{address}\n\n"
            "Virker ikke lenken? Skriv denne koden i {portal}: {code}\n\n"
            "Lenken og koden virker i 24 timer. Har du ikke bedt om dette, trenger du ikke gjøre noe. "
            "Du kan ikke svare på denne e-posten.\n",
        ).format(portal=portal, address=address, code=code)
    return Words(subject, body)


def code_sms(*, portal: str, code: str, language: str) -> Words:
    """Return the SMS with the code."""
    with translation.override(language):
        body = pgettext(
            "notice",
            "{code} er koden din i {portal}. Den virker i 10 minutter. Gi den aldri til andre. "
            "Har du ikke bedt om den, trenger du ikke gjøre noe.",
        )
    return Words("", body.format(portal=portal, code=code))


def changed_email(*, portal: str, address: str, at: datetime, language: str) -> Words:
    """Return what a former e-mail address is told. The new one is not named: this may be read by somebody else."""
    with translation.override(language):
        subject = pgettext("notice", "E-postadressen din i {portal} er endret").format(portal=portal)
        body = pgettext(
            "notice",
            "E-postadressen din i {portal} ble endret {date}. Vi sender ikke flere varsler hit.\n\n"
            "Var det ikke du som gjorde det? Logg inn på {address} og rett det.\n",
        ).format(portal=portal, address=address, date=dates.day(oslo_date(at)))
    return Words(subject, body)


def changed_sms(*, portal: str, address: str, at: datetime, language: str) -> Words:
    """Return what a former mobile number is told."""
    with translation.override(language):
        body = pgettext(
            "notice",
            "Mobilnummeret ditt i {portal} ble endret {date}. Var det ikke du som gjorde det? "
            "Logg inn på {address} og rett det.",
        )
        return Words("", body.format(portal=portal, address=address, date=dates.day(oslo_date(at))))
