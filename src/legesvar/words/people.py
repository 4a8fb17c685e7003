"""What somebody may do for another, in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from legesvar.core.kinds import Service

SERVICES: dict[Service, Promise] = {
    Service.E_CONSULTATION: pgettext_lazy("fullmakt", "e-konsultasjon"),
    Service.PRESCRIPTION: pgettext_lazy("fullmakt", "reseptforespørsel"),
    Service.INVOICE_QUESTION: pgettext_lazy("fullmakt", "spørsmål om faktura"),
    Service.INQUIRY: pgettext_lazy("fullmakt", "andre henvendelser"),
    Service.INVOICES: pgettext_lazy("fullmakt", "fakturaer"),
}


def listed(services: Sequence[Service]) -> str:
    """Return services as a person says them: «a, b og c»."""
    names = [str(SERVICES[service]) for service in services]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s og %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def capital(service: Service) -> str:
    """Name a service where it begins a line: «E-konsultasjon»."""
    said = str(SERVICES[service])
    return said[:1].upper() + said[1:]
