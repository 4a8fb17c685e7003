"""The register of patients in words: why somebody left, why their page is opened, what is wrong with a number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from legesvar.core.clock import oslo_date
from legesvar.core.identity_number import Fault
from legesvar.domain.patients.kinds import NEW_GP, Basis, Left, Why
from legesvar.domain.patients.selectors import Stretch
from legesvar.words import dates

LEFT: dict[Left, Promise] = {
    Left.MOVED: pgettext_lazy("left", "Pasienten har flyttet"),
    Left.OTHER_CLINIC: pgettext_lazy("left", "Pasienten har byttet til et annet legekontor"),
    Left.WISH: pgettext_lazy("left", "Pasienten ønsker det selv"),
    Left.DEAD: pgettext_lazy("left", "Pasienten er død"),
    Left.MISTAKE: pgettext_lazy("left", "Pasienten ble lagt inn ved en feil"),
}
WHY: dict[Why, Promise] = {
    Why.CARE: pgettext_lazy("why", "Jeg gir pasienten helsehjelp"),
    Why.REGISTER: pgettext_lazy("why", "Jeg retter eller fører opplysninger om pasienten"),
    Why.COMPLAINT: pgettext_lazy("why", "Klage eller tilsyn"),
}
BASIS: dict[Basis, Promise] = {
    Basis.PARENT: pgettext_lazy("basis", "Forelder"),
    Basis.FULLMAKT: pgettext_lazy("basis", "Fullmakt"),
    Basis.GUARDIAN: pgettext_lazy("basis", "Verge"),
}
BASIS_HINTS: dict[Basis, Promise] = {
    Basis.PARENT: pgettext_lazy("basis", "Handler for barnet i alt, til dagen barnet fyller 16 år."),
    Basis.FULLMAKT: pgettext_lazy("basis", "Pasienten har fylt 16 år og velger hva fullmakten gjelder."),
    Basis.GUARDIAN: pgettext_lazy("basis", "Oppnevnt av Statsforvalteren. Gjelder alt, eller det du velger."),
}
FAULTS: dict[Fault, Promise] = {
    Fault.NOT_ELEVEN_DIGITS: pgettext_lazy("number", "Fødselsnummeret må ha 11 siffer. Sjekk om et siffer mangler."),
    Fault.NO_SUCH_DATE: pgettext_lazy("number", "De 6 første sifrene i fødselsnummeret er ikke en dato. Rett dem."),
    Fault.CHECK_DIGITS: pgettext_lazy("number", "Fødselsnummeret har en skrivefeil. Sjekk alle sifrene."),
    Fault.SYNTHETIC: pgettext_lazy("number", "Dette er et testnummer. Det kan ikke brukes her."),
}
NO_BIRTH_DATE = pgettext_lazy("number", "Vi kan ikke lese fødselsdatoen ut av dette nummeret. Ring dem som drifter.")


def reason_left(why: str) -> str:
    """Say why a stretch on the list ended."""
    return str(_("Byttet fastlege ved legekontoret") if why == NEW_GP else LEFT[Left(why)])


def stretch(row: Stretch, gps: Mapping[int, str], today: date) -> str:
    """Say with which GP somebody was on the list, and when."""
    gp = gps.get(row.gp_id or 0) or _("Uten fastlege her")
    began = dates.day_near(oslo_date(row.began_at), today)
    if row.ended_at is None:
        return _("%(gp)s, fra %(began)s") % {"gp": gp, "began": began}
    ended = dates.day_near(oslo_date(row.ended_at), today)
    return _("%(gp)s, %(began)s til %(ended)s") % {"gp": gp, "began": began, "ended": ended}


def who_did(row: Stretch) -> str:
    """Say who put somebody on the list and who took them off, as far as it is known."""
    parts = []
    if row.began_by:
        parts.append(_("Registrert av %(name)s.") % {"name": row.began_by})
    if row.ended_at is not None:
        parts.append(f"{reason_left(row.ended_why)}.")
        if row.ended_by.strip("–"):
            parts.append(_("Avsluttet av %(name)s.") % {"name": row.ended_by})
    return " ".join(parts)


def grouped(number: str) -> str:
    """Write an identity number as people read it."""
    return f"{number[:6]}{dates.NBSP}{number[6:]}"
