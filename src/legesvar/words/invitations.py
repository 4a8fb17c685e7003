"""The e-mail by which somebody is invited to a clinic. The clinic's and people's names are all that varies, and a link.

A test walks it with the notices: it says nothing about health, and no name in it can be an address (NOTE-2).
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import pgettext

from legesvar.core.clock import oslo_date
from legesvar.words import dates
from legesvar.words.notices import Words


def email(
    *, portal: str, name: str, clinic: str, invited_by: str, address: str, expires_at: datetime, renews: bool
) -> Words:
    """Return the invitation.

    :param renews: to make a new way in, for somebody who works there already
    """
    with translation.override(settings.LANGUAGE_CODE):
        subject = pgettext("notice", "Invitasjon til {portal} fra {clinic}").format(portal=portal, clinic=clinic)
        said = (
            pgettext("notice", "{invited_by} ber deg lage ny innlogging til {portal} ved {clinic}.")
            if renews
            else pgettext("notice", "{invited_by} inviterer deg til å bruke {portal} ved {clinic}.")
        ).format(invited_by=invited_by, portal=portal, clinic=clinic)
        body = pgettext(
            "notice",
            "Hei, {name}!\n\n{said}\n\nÅpne lenken for å godta:\n{address}\n\n"
            "Lenken virker én gang, til og med {date}. Gi den ikke til andre. "
            "Venter du ikke på en invitasjon, trenger du ikke gjøre noe. Du kan ikke svare på denne e-posten.\n",
        ).format(name=name, said=said, address=address, date=dates.day(oslo_date(expires_at)))
    return Words(subject, body)
