"""The price page's words: what it costs, when it is paid, and what holds with an exemption (START-5, PAY-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from legesvar.core import money
from legesvar.core.kinds import DECLARED
from legesvar.domain.billing.kinds import Exemption, LineKind
from legesvar.domain.billing.policies import Price
from legesvar.domain.billing.settings import BillingSettings, InvoiceAt
from legesvar.domain.patients import policies as patients
from legesvar.web.patient.start import pages
from legesvar.web.patient.start.flow import Flow
from legesvar.web.patient.start.pages import StepPage
from legesvar.web.patient.start.steps import Step
from legesvar.words import dates, labels
from legesvar.words.kinds import FREE

# An answer may come after the promised day; nobody waits longer than this.
LATEST_ANSWER = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class ExemptText:
    """Why the patient pays nothing, and what they pay should that no longer hold when the doctor answers.

    Who acts for the patient reads it too, so it says «du» to nobody.

    :param otherwise: empty where it cannot cease to hold before the answer
    """

    title: str
    text: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What a price page states. `lines` and `total` are what somebody without an exemption pays.

    `shown` goes back with the form, so that what is accepted is what was shown.
    """

    shown: str
    lines: tuple[dict[str, str], ...]
    total_label: str
    total: str
    when_paid: str
    evening: str
    exempt: ExemptText | None


@dataclass(frozen=True, slots=True)
class PricePage(StepPage):
    """Step 3."""

    terms: Terms


def page(flow: Flow, price: Price, why: str) -> PricePage:
    """Put step 3 into words."""
    said = terms(price, flow.billing, may_lapse=_may_lapse(flow, price))
    return PricePage(**pages.common(flow, Step.PRICE, _("Pris"), why), terms=said)


def _may_lapse(flow: Flow, price: Price) -> bool:
    """Say whether an exemption may cease to hold before the answer: a child's birthday is known."""
    if price.exemption is not Exemption.UNDER_16 or flow.place is None:
        return True
    return patients.age(flow.place.birth_date, flow.due_date + LATEST_ANSWER) >= patients.AGE_OF_CONSENT


def terms(price: Price, settings: BillingSettings, *, may_lapse: bool = True) -> Terms:
    """Put a price into words, wherever somebody is asked to accept it.

    :param may_lapse: whether an exemption may cease to hold before the doctor answers
    """
    return Terms(
        shown=price.shown,
        lines=_lines(price),
        total_label=_("Prisen er da") if price.exemption else _("Du betaler"),
        total=money.short(price.full_total_ore),
        when_paid=_when_paid(price, settings),
        evening=_evening(price, settings),
        exempt=_exempt(price, may_lapse=may_lapse) if price.exemption else None,
    )


def label(price: Price) -> str:
    """Say what the box on the price page accepts."""
    return _("Jeg godtar prisen") if price.exemption else _("Jeg godtar å betale egenandel")


def required(price: Price, *, changed: bool = False) -> str:
    """Say what to do when the price was not accepted, or when it was changed under way."""
    if changed:
        return _("Prisen er endret. Se den nye prisen, og kryss av for å godta den.")
    if price.exemption:
        return _("Du må godta prisen for å gå videre.")
    return _("Du må godta å betale egenandel for å gå videre.")


def said(flow: Flow) -> tuple[str, str]:
    """Say what the patient has accepted to pay, in a list and where it is sent; what costs nothing is free."""
    if not DECLARED[flow.kind].charged:
        return _("Gratis"), str(FREE)
    assert flow.price is not None  # noqa: S101 - the guard lets nobody in without the price they accepted
    return in_short(flow.price), on_sending(flow.price)


def in_short(price: Price) -> str:
    """Say what the patient has accepted to pay, in a list."""
    if price.exemption:
        return _("%(sum)s (%(why)s)") % {"sum": money.spoken(0), "why": _reason(price.exemption)}
    if price.full_evening_total_ore is None:
        return _("Du har godtatt å betale %(sum)s.") % {"sum": money.spoken(price.full_total_ore)}
    return _("Du har godtatt å betale %(sum)s, eller %(evening)s hvis legen svarer på kveld eller helg.") % {
        "sum": money.spoken(price.full_total_ore),
        "evening": money.spoken(price.full_evening_total_ore),
    }


def on_sending(price: Price) -> str:
    """Say what sending means for what the patient pays."""
    if price.exemption:
        return _("E-konsultasjonen koster ingenting så lenge dette gjelder: %(why)s.") % {
            "why": _reason(price.exemption)
        }
    highest = max(price.full_total_ore, price.full_evening_total_ore or 0)
    if highest > price.full_total_ore:
        return _("Når du sender, godtar du å betale %(sum)s, og høyst %(highest)s på kveld og i helg.") % {
            "sum": money.spoken(price.full_total_ore),
            "highest": money.spoken(highest),
        }
    return _("Når du sender, godtar du å betale %(sum)s.") % {"sum": money.spoken(price.full_total_ore)}


def _lines(price: Price) -> tuple[dict[str, str], ...]:
    egenandel = {"label": labels.line_label(LineKind.EGENANDEL), "amount": money.short(price.day_ore)}
    if not price.fee_ore:
        return (egenandel,)
    return egenandel, {"label": labels.line_label(LineKind.FEE), "amount": money.short(price.fee_ore)}


def _when_paid(price: Price, settings: BillingSettings) -> str:
    total = {"sum": money.spoken(price.full_total_ore)}
    first = settings.invoice_at is InvoiceAt.FIRST_ANSWER
    when = _("Du betaler %(sum)s når legen har svart.") if first else _(
        "Du betaler %(sum)s når legen har svart og avsluttet e-konsultasjonen."
    )  # fmt: skip
    return f"{when % total} {_('Egenandelen teller med til frikort. Har du frikort, betaler du ikke egenandel.')}"


def _evening(price: Price, settings: BillingSettings) -> str:
    if price.full_evening_total_ore is None:
        return ""
    return _(
        "Svarer legen etter kl. %(evening)s, før kl. %(day)s eller på en fridag, er egenandelen %(amount)s. "
        "Da betaler du %(sum)s til sammen."
    ) % {
        "evening": dates.hour(settings.evening_from_hour),
        "day": dates.hour(settings.day_from_hour),
        "amount": money.spoken(price.evening_ore or 0),
        "sum": money.spoken(price.full_evening_total_ore),
    }


def _exempt(price: Price, *, may_lapse: bool) -> ExemptText:
    titles = {
        Exemption.FRIKORT: _("0 kroner med frikort"),
        Exemption.UNDER_16: _("0 kroner for barn under 16 år"),
    }
    otherwise = {
        Exemption.FRIKORT: _("Gjelder ikke frikortet den dagen legen svarer, er prisen %(sum)s."),
        Exemption.UNDER_16: _("Er barnet fylt 16 år den dagen legen svarer, er prisen %(sum)s."),
    }
    usual = _("Gjelder ikke fritaket den dagen legen svarer, er prisen %(sum)s.")
    return ExemptText(
        title=titles.get(price.exemption, _("0 kroner, fritatt for egenandel")),
        text=_("Det blir verken egenandel, gebyr eller faktura."),
        otherwise=otherwise.get(price.exemption, usual) % {"sum": money.spoken(price.full_total_ore)}
        if may_lapse
        else "",
    )


def _reason(exemption: Exemption) -> str:
    reasons = {Exemption.FRIKORT: _("frikort"), Exemption.UNDER_16: _("fritak for barn under 16 år")}
    return reasons.get(exemption, _("fritak for egenandel"))
