"""What an e-consultation costs, and from when: a new price is a new row, an old one is never rewritten (PAY-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legesvar.core import clock, money
from legesvar.core.clock import oslo_date
from legesvar.core.refusal import Refused
from legesvar.domain.billing import commands, policies, selectors, tariff
from legesvar.domain.billing.policies import Refusal
from legesvar.domain.billing.tariff import HIGHEST_ORE, TariffLine
from legesvar.domain.clinics.roles import Permission
from legesvar.web.access import clinic_page
from legesvar.web.clinic.settings.fields import Day, Kroner, Text
from legesvar.web.clinic.settings.pages import Difference
from legesvar.web.clinic.settings.views import DO, EDIT, SAVE, clinic_of
from legesvar.words import dates, refusals


class PriceForm(forms.Form):
    """A code's price from a day on."""

    code = Text(
        label=gettext_lazy("Takst"), limit=10,
        help_text=gettext_lazy("Slik den står i Normaltariffen, for eksempel 2ae."),
        error_messages={"required": gettext_lazy("Skriv en takst slik den står i Normaltariffen, for eksempel 2ae.")},
    )  # fmt: skip
    day = Kroner(
        label=gettext_lazy("Egenandel på dagtid"), highest=HIGHEST_ORE,
        help_text=gettext_lazy("I kroner. Det pasienten betaler, uten fakturagebyr. Er legene spesialister, skriver du "
                               "prisen for spesialist."),
        error_messages={"required": gettext_lazy("Skriv egenandelen på dagtid.")},
    )  # fmt: skip
    evening = Kroner(
        label=gettext_lazy("Egenandel på kveld og helg"), highest=HIGHEST_ORE, required=False,
        help_text=gettext_lazy("Brukes bare når kveldstakst er slått på under Gebyr og faktura."),
    )  # fmt: skip
    first_date = Day(
        label=gettext_lazy("Gjelder fra og med"),
        help_text=gettext_lazy("I dag eller senere. Den som har godtatt en lavere pris, betaler ikke mer."),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One price that has held, holds, or will hold."""

    code: str
    day: str
    evening: str
    first: str
    state: str
    tone: str
    who: str


@dataclass(frozen=True, slots=True)
class PricesPage:
    """All prices of the clinic."""

    lines: tuple[Line, ...]
    without: str
    saved: bool


@dataclass(frozen=True, slots=True)
class PriceConfirm:
    """What will change."""

    title: str
    differences: tuple[Difference, ...]
    when: str
    hidden: tuple[tuple[str, str], ...]
    previews: tuple[Any, ...]
    preview_url: str


@clinic_page(Permission.SETTINGS)
def prices(request: HttpRequest) -> HttpResponse:
    """Show the prices, and set one from a day on, after showing what changes."""
    now = clock.now()
    code = selectors.settings_in_force(request.actor, clinic_of(request), now).e_consultation_code
    if request.method != "POST":
        return _show(request, PriceForm(initial=_initial(request, code, now)), now)
    form = PriceForm(request.POST)
    if not form.is_valid() or request.POST.get(DO) == EDIT:
        return _show(request, form, now)
    if refused := _refused(request, form, now):
        field, sentence = refused
        form.add_error(field, sentence)
        return _show(request, form, now)
    if request.POST.get(DO) != SAVE:
        return _confirm(request, form, now)
    commands.set_tariff(actor=request.actor, clinic_id=clinic_of(request), **_written(form), now=now)
    return HttpResponseRedirect(f"{reverse('clinic:settings_prices')}?lagret=1")


def _initial(request: HttpRequest, code: str, now: datetime) -> dict[str, Any]:
    line = selectors.tariff_in_force(request.actor, clinic_of(request), code, oslo_date(now))
    known = {"day": line.day_ore, "evening": line.evening_ore} if line else {}
    return {"code": code, "first_date": oslo_date(now), **known}


def _written(form: PriceForm) -> dict[str, Any]:
    cleaned = form.cleaned_data
    return {
        "code": cleaned["code"], "day_ore": cleaned["day"], "evening_ore": cleaned["evening"],
        "first_date": date.fromisoformat(cleaned["first_date"]),
    }  # fmt: skip


_FIELDS = {
    Refusal.TARIFF_NOT_A_CODE: "code",
    Refusal.TARIFF_OUT_OF_RANGE: "day",
    Refusal.TARIFF_IN_THE_PAST: "first_date",
}


def _refused(request: HttpRequest, form: PriceForm, now: datetime) -> tuple[str | None, str] | None:
    reason = policies.tariff_refusal(request.actor, **_written(form), last_date=None, today=oslo_date(now))
    return (_FIELDS.get(reason), refusals.text(Refused(reason))) if reason else None


def _show(request: HttpRequest, form: PriceForm, now: datetime) -> HttpResponse:
    actor, clinic_id, today = request.actor, clinic_of(request), oslo_date(now)
    lines = selectors.every_tariff(actor, clinic_id)
    code = selectors.settings_in_force(actor, clinic_id, now).e_consultation_code
    without = "" if selectors.tariff_in_force(actor, clinic_id, code, today) else _(
        "Taksten %(code)s har ingen pris i dag. Da kan ingen sende e-konsultasjoner."
    ) % {"code": code}  # fmt: skip
    page = PricesPage(tuple(_line(line, lines, today) for line in lines), without, "lagret" in request.GET)
    return render(request, "clinic/settings/prices.html", {"page": page, "form": form, "section": "settings"})


def _line(line: TariffLine, lines: list[TariffLine], today: date) -> Line:
    held = tariff.in_force([one for one in lines if one.code == line.code], today)
    state, tone = _("Har vært"), "neutral"
    if line.first_date > today:
        state, tone = _("Kommer"), "info"
    elif held is not None and held.version == line.version:
        state, tone = _("Gjelder nå"), "success"
    return Line(
        code=line.code,
        day=money.short(line.day_ore),
        evening="" if line.evening_ore is None else money.short(line.evening_ore),
        first=dates.day(line.first_date),
        state=state,
        tone=tone,
        who=line.recorded_by,
    )


def _confirm(request: HttpRequest, form: PriceForm, now: datetime) -> HttpResponse:
    written = _written(form)
    before = selectors.tariff_in_force(request.actor, clinic_of(request), written["code"], written["first_date"])
    hidden = tuple((name, form.data.get(name, "")) for name in form.fields)
    page = PriceConfirm(
        _("Pris på takst %(code)s") % {"code": written["code"]}, _differences(before, written),
        dates.day(written["first_date"]), hidden, (), "",
    )  # fmt: skip
    return render(request, "clinic/settings/confirm.html", {"page": page, "section": "settings"})


def _differences(before: TariffLine | None, written: dict[str, Any]) -> tuple[Difference, ...]:
    def said(ore: int | None) -> str:
        return _("Ingen pris") if ore is None else money.spoken(ore)

    return (
        Difference(_("Egenandel på dagtid"), said(before.day_ore if before else None), said(written["day_ore"])),
        Difference(
            _("Egenandel på kveld og helg"), said(before.evening_ore if before else None), said(written["evening_ore"])
        ),
    )
