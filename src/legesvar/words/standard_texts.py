"""Standard texts in words: what each placeholder is called and becomes, whose a text is, in which language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from legesvar.domain.standard_texts.kinds import Language, Owner, Placeholder
from legesvar.words import dates, labels

PLACEHOLDERS: dict[Placeholder, Promise] = {
    Placeholder.PATIENT: gettext_lazy("pasientens navn"),
    Placeholder.FIRST_NAME: gettext_lazy("pasientens fornavn"),
    Placeholder.CLINIC: gettext_lazy("legekontorets navn"),
    Placeholder.DOCTOR: gettext_lazy("legens navn"),
    Placeholder.DATE: gettext_lazy("datoen i dag"),
    Placeholder.PHONE: gettext_lazy("legekontorets telefonnummer"),
    Placeholder.BOOKING: gettext_lazy("adressen der pasienten bestiller time, eller telefonnummeret"),
}
OWNERS: dict[Owner, Promise] = {
    Owner.OWN: pgettext_lazy("standard text", "Bare min"),
    Owner.CLINIC: pgettext_lazy("standard text", "Hele legekontorets"),
}
LANGUAGES: dict[Language, Promise] = {
    Language.ANY: pgettext_lazy("language", "Ikke valgt"),
    Language.BOKMAAL: pgettext_lazy("language", "Bokmål"),
    Language.NYNORSK: pgettext_lazy("language", "Nynorsk"),
    Language.ENGLISH: pgettext_lazy("language", "Engelsk"),
}


def kinds(chosen: Sequence[str]) -> str:
    """Say what a text is for: «E-konsultasjon, Annen henvendelse», or «Alle typer»."""
    return ", ".join(labels.kind_label(kind) for kind in chosen) or _("Alle typer")


def values(*, patient: str, clinic: str, doctor: str, phone: str, booking: str, today: date) -> dict[str, str]:
    """Return what each placeholder becomes; "" is what cannot be filled in, and must be written by hand.

    :param booking: the clinic's address for appointments, or ""
    """
    return {
        Placeholder.PATIENT.value: patient,
        Placeholder.FIRST_NAME.value: patient.split()[0] if patient.split() else "",
        Placeholder.CLINIC.value: clinic,
        Placeholder.DOCTOR.value: doctor,
        Placeholder.DATE.value: dates.day(today),
        Placeholder.PHONE.value: phone,
        Placeholder.BOOKING.value: booking or phone,
    }
