"""What is left before a new clinic can answer its first e-consultation, computed from how things stand (ADMIN-4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from legesvar.core.actor import DOCTOR_ROLES, Actor
from legesvar.core.clock import oslo_date
from legesvar.core.kinds import Kind
from legesvar.domain.billing import selectors as billing
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.settings import ClinicFacts
from legesvar.domain.patients import selectors as patients
from legesvar.domain.services import selectors as services


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do, and where."""

    text: str
    about: str
    done: bool
    url: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """All of it."""

    lines: tuple[Line, ...]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(line.done for line in self.lines)

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.lines)


def checklist(actor: Actor, clinic_id: int, now: datetime) -> Checklist | None:
    """Return what is left to do, or None when the clinic is under way."""
    lines = tuple(_lines(actor, clinic_id, now))
    return None if all(line.done for line in lines) else Checklist(lines)


def _lines(actor: Actor, clinic_id: int, now: datetime) -> Iterator[Line]:
    yield Line(
        _("Fyll ut opplysningene om legekontoret"), _("Navn, telefon, adresse og numrene deres."),
        _facts_are_right(clinics.facts(actor, clinic_id)), _url("settings_section", "legekontoret"),
    )  # fmt: skip
    doctors = [one for one in clinics.staff(actor, clinic_id) if one.role in DOCTOR_ROLES]
    yield Line(
        _("Legg til en lege"), _("Pasientene skriver til legene. Vikarer og sekretærer legger du til samme sted."),
        bool(doctors), _url("staff"),
    )  # fmt: skip
    yield Line(
        _("Sett prisen"), _("Uten en pris kan ingen sende e-konsultasjoner."), _has_a_price(actor, clinic_id, now),
        _url("settings_prices"),
    )  # fmt: skip
    yield Line(
        _("Velg hva dere tar imot"), _("Minst én type henvendelse må være slått på."),
        any(services.settings(actor, clinic_id, now, kind).is_open for kind in Kind),
        _url("settings_section", "e-konsultasjon-tilbud"),
    )  # fmt: skip
    yield Line(
        _("Legg inn pasientene"), _("Bare den som står på listen deres, kan skrive til dere."),
        patients.has_any(actor, clinic_id), _url("imports"),
    )  # fmt: skip
    yield Line(
        _("Svar på den første e-konsultasjonen"), _("Be en pasient, eller deg selv som pasient, om å sende en."),
        billing.has_charged(actor, clinic_id), _url("worklist"),
    )  # fmt: skip


def _facts_are_right(facts: ClinicFacts) -> bool:
    try:
        ClinicFacts(**asdict(facts))
    except ValueError:
        return False
    return True


def _has_a_price(actor: Actor, clinic_id: int, now: datetime) -> bool:
    code = billing.settings_in_force(actor, clinic_id, now).e_consultation_code
    return billing.tariff_in_force(actor, clinic_id, code, oslo_date(now)) is not None


def _url(name: str, *arguments: str) -> str:
    try:
        return reverse(f"clinic:{name}", args=arguments)
    except NoReverseMatch:
        return ""
