"""There is nobody to write to, or no price, or something is not in order: why, and what else can be done."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from legesvar.core.kinds import Kind
from legesvar.core.refusal import Refusal, Refused
from legesvar.domain.patients.policies import PrerequisiteRefusal
from legesvar.domain.services.availability import Closed
from legesvar.web.patient.invoices.links import ToPay, to_pay
from legesvar.web.patient.profile.back import with_back
from legesvar.web.patient.start.flow import Flow
from legesvar.words import dates, refusals

PROFILE = "/profil/"


@dataclass(frozen=True, slots=True)
class ClosedPage:
    """There is nobody to write to, or no price: why, and what else can be done.

    :param unpaid: what must be paid first, as far as the reader may see it
    :param ask_url: where a question about an invoice is begun
    """

    title: str
    explanation: str
    phone: str
    other_clinics_url: str
    kept: bool
    way_out: str = ""
    way_out_url: str = ""
    texts: tuple[str, ...] = ()
    is_unpaid: bool = False
    unpaid: tuple[ToPay, ...] = ()
    ask_url: str = ""


def nobody(flow: Flow, refusal: Refusal, back: str) -> ClosedPage:
    """Say that it cannot be started now, why, and what else can be done (START-3, START-11, ID-5).

    :param back: the page to come back to from the profile
    """
    page = _closed(flow, str(flow.words.closed), why_closed(flow, refusal))
    match refusal:
        case PrerequisiteRefusal.VERIFIED_MOBILE:
            return replace(page, way_out=_("Bekreft mobilnummeret"), way_out_url=with_back(PROFILE, back))
        case PrerequisiteRefusal.NOTHING_OVERDUE:
            bills = tuple(to_pay(one, flow.today) for one in flow.read_unpaid())
            asks = reverse("patient:begin", args=[Kind.INVOICE_QUESTION]) if flow.asks_about_invoices else ""
            return replace(page, is_unpaid=True, unpaid=bills, ask_url=asks)
    return page


def why_closed(flow: Flow, refusal: Refusal) -> str:
    """Say why a kind cannot be started or sent now (START-11, ID-5)."""
    if isinstance(refusal, PrerequisiteRefusal):
        return refusals.text(Refused(refusal))
    settings, clinic = flow.settings, {"clinic": flow.clinic.name, "many": flow.words.many}
    first, last = settings.period
    match refusal:
        case Closed.OFF:
            return _("%(clinic)s tar ikke imot %(many)s.") % clinic
        case Closed.NOT_YET if first:
            return _("%(clinic)s tar imot %(many)s fra %(day)s.") % {**clinic, "day": dates.day(first)}
        case Closed.OVER if last:
            return _("%(clinic)s tok imot %(many)s til og med %(day)s.") % {**clinic, "day": dates.day(last)}
        case Closed.PAUSED if settings.resumes_at:
            until = dates.moment_within(settings.resumes_at, flow.today)
            return _("%(reason)s Du kan skrive igjen fra %(when)s.") % {"reason": settings.pause_reason, "when": until}
        case Closed.OUTSIDE_HOURS:
            return _("%(clinic)s tar imot %(many)s bare i åpningstiden.") % clinic
        case Closed.FULL_TODAY:
            return _("%(clinic)s har fått så mange %(many)s som de kan svare på i dag. Prøv i morgen.") % clinic
    return _("Ingen leger ved %(clinic)s tar imot %(many)s nå.") % clinic


def no_price(flow: Flow) -> ClosedPage:
    """Say that the clinic has set no price, so that nothing can be accepted."""
    explanation = _("%(clinic)s har ikke lagt inn prisen på e-konsultasjoner. Derfor kan du ikke gå videre her.")
    return _closed(flow, _("Vi kan ikke vise prisen nå"), explanation % {"clinic": flow.clinic.name})


def no_list(flow: Flow) -> ClosedPage:
    """Say that the patient is on no list any more."""
    return ClosedPage(
        title=_("Du står ikke på listen til et legekontor her"),
        explanation=_("Ring legekontoret ditt, så kan de legge deg til."),
        phone="",
        other_clinics_url="",
        kept=flow.draft is not None,
    )


def _closed(flow: Flow, title: str, explanation: str) -> ClosedPage:
    other = reverse("patient:clinic", args=[flow.kind]) if len(flow.places) > 1 else ""
    return ClosedPage(title, explanation, flow.clinic.phone, other, flow.draft is not None, texts=_unsent(flow))


def _unsent(flow: Flow) -> tuple[str, ...]:
    return tuple(text for text in flow.draft.texts.values() if text.strip()) if flow.draft else ()
