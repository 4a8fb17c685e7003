"""A doctor's own e-consultation: on, off, or paused until a day (START-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legesvar.core import clock
from legesvar.core.clock import oslo_date
from legesvar.core.kinds import Kind
from legesvar.core.refusal import Refused
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.services import commands, selectors
from legesvar.domain.services.selectors import OwnOffer
from legesvar.web.access import clinic_page
from legesvar.web.clinic.settings import pages
from legesvar.web.clinic.settings.fields import Choice, Day
from legesvar.web.clinic.settings.moments import instant
from legesvar.web.clinic.settings.views import clinic_of
from legesvar.words import dates, refusals

ON, PAUSED, OFF = "pa", "pause", "av"
KIND = Kind.E_CONSULTATION


class OfferForm(forms.Form):
    """What the doctor wants from now on."""

    offer = Choice(
        label=gettext_lazy("Tar du imot e-konsultasjoner?"),
        choices=[
            (ON, gettext_lazy("Ja")), (PAUSED, gettext_lazy("Ikke før en dag jeg velger")), (OFF, gettext_lazy("Nei")),
        ],
        hints={
            OFF: gettext_lazy("Pasientene dine kan ikke starte nye. De som er sendt, ligger i arbeidslisten som før."),
        },
        error_messages={"required": gettext_lazy("Velg om du tar imot e-konsultasjoner.")},
    )  # fmt: skip
    day = Day(label=gettext_lazy("Første dag du tar imot igjen"), required=False)

    def until(self) -> datetime | None:
        """Return when the pause ends, after the form was found valid."""
        return instant(self.cleaned_data["day"]) if self.cleaned_data["offer"] == PAUSED else None

    def clean(self) -> dict[str, str]:
        """Ask for the day when there is to be a pause."""
        cleaned = super().clean() or {}
        if cleaned.get("offer") == PAUSED and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Skriv den første dagen du tar imot igjen."))
        return cleaned


@dataclass(frozen=True, slots=True)
class OfferPage:
    """Where the doctor's offer stands."""

    now: str
    clinic: str
    writing: str
    saved: bool


@clinic_page(Permission.OWN_OFFER)
def own(request: HttpRequest) -> HttpResponse:
    """Show and change the doctor's own offer."""
    now, offer = clock.now(), selectors.own_offer(request.actor, KIND)
    if request.method != "POST":
        return _show(request, OfferForm(initial=_initial(offer, now)), offer, now)
    form = OfferForm(request.POST)
    if not form.is_valid():
        return _show(request, form, offer, now)
    try:
        commands.set_offer(
            actor=request.actor, clinic_id=clinic_of(request), staff_id=request.actor.staff_id, kind=KIND,
            is_open=form.cleaned_data["offer"] != OFF, paused_until=form.until(), now=now,
        )  # fmt: skip
    except Refused as refused:
        form.add_error("day", refusals.text(refused))
        return _show(request, form, offer, now)
    return HttpResponseRedirect(f"{reverse('clinic:settings_own_offer')}?lagret=1")


def _is_paused(offer: OwnOffer, now: datetime) -> bool:
    return offer.is_open and offer.paused_until is not None and offer.paused_until > now


def _initial(offer: OwnOffer, now: datetime) -> dict[str, str]:
    if _is_paused(offer, now) and offer.paused_until:
        return {"offer": PAUSED, "day": oslo_date(offer.paused_until).isoformat()}
    return {"offer": ON if offer.is_open else OFF}


def _show(request: HttpRequest, form: OfferForm, offer: OwnOffer, now: datetime) -> HttpResponse:
    reason = dialogues.kind_closed(request.actor, clinic_of(request), KIND, now)
    page = OfferPage(
        now=_now(offer, now),
        clinic=pages.standing(request.actor, clinic_of(request), KIND, now, reason) if reason else "",
        writing=pages.writing(request.actor, KIND, now),
        saved="lagret" in request.GET,
    )
    return render(request, "clinic/settings/offer.html", {"page": page, "form": form, "section": "own_offer"})


def _now(offer: OwnOffer, now: datetime) -> str:
    if _is_paused(offer, now) and offer.paused_until:
        return _("Du tar imot e-konsultasjoner igjen fra %(day)s.") % {
            "day": dates.weekday_and_day(oslo_date(offer.paused_until), oslo_date(now))
        }
    if offer.is_open:
        return _("Du tar imot e-konsultasjoner.")
    return _("Du tar ikke imot e-konsultasjoner.")
