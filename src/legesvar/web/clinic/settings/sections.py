"""Every section of settings, declared once: where its settings are, its form, and its words (docs/settings.md)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.urls import register_converter
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from legesvar.core.actor import Actor
from legesvar.core.kinds import DECLARED, Kind
from legesvar.domain.billing.settings import BillingSettings
from legesvar.domain.clinics import commands
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.settings import ClinicFacts, ClinicSettings
from legesvar.domain.diagnoses.settings import DiagnosisSettings
from legesvar.domain.journal.settings import JournalSettings
from legesvar.domain.patients.settings import PatientSettings
from legesvar.domain.services import selectors as services
from legesvar.domain.services.settings import stored_as
from legesvar.domain.standard_texts.settings import StandardTextSettings
from legesvar.web.clinic.settings import clinic_forms, service_forms
from legesvar.web.clinic.settings.forms import SettingsForm

Said = tuple[Promise | str, Callable[[Any], str]]


@dataclass(frozen=True, slots=True)
class Source:
    """One capability's settings: how they are read, and by which command they are changed.

    :param also: settings that no form is about, with their names and how to say them
    """

    capability: str
    read: Callable[[Actor, int, datetime], Any]
    save: Callable[..., Any] = commands.change_settings
    also: dict[str, Said] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """One page of settings.

    :param name: its word in addresses, which lasts
    :param about: what the settings are for, in a sentence
    :param kind: the kind of dialogue it is about, if it is about one
    :param previews: the patient's pages that show it (`web/preview`)
    :param at_once: what is changed holds from now on, and from no other time
    """

    name: str
    title: Promise
    about: Promise
    source: Source
    form: Callable[..., SettingsForm]
    kind: Kind | None = None
    previews: tuple[str, ...] = ()
    at_once: bool = False


def _of_kind(kind: Kind) -> Source:
    def read(actor: Actor, clinic_id: int, at: datetime) -> Any:
        return services.settings(actor, clinic_id, at, kind)

    return Source(stored_as(kind), read, also=dict(service_forms.PAUSE))


def _of(cls: Any) -> Source:
    def read(actor: Actor, clinic_id: int, at: datetime) -> Any:
        return clinics.settings_for(actor, clinic_id, cls, at)

    return Source(cls.capability, read)


def _read_facts(actor: Actor, clinic_id: int, at: datetime) -> ClinicFacts:
    return clinics.facts(actor, clinic_id)


def _save_facts(*, actor: Actor, clinic_id: int, settings: Any, valid_from: datetime, now: datetime, seen: str) -> None:
    commands.change_facts(actor=actor, clinic_id=clinic_id, facts=settings, now=now, seen=seen)


def _sections_of(kind: Kind) -> tuple[Section, ...]:
    source, slug = _of_kind(kind), DECLARED[kind].slug
    return (
        Section(
            f"{slug}-tilbud", _("Tilbud og åpningstid"),
            _("Om dere tar imot, for hva, fra hvem og når."),
            source, partial(service_forms.OfferForm, kind=kind), kind, ("velg", "mottaker"),
        ),
        Section(
            f"{slug}-grenser", _("Grenser og frister"),
            _("Hvor mye pasienten kan skrive og legge ved, og hvor fort dere svarer."),
            source, partial(service_forms.LimitsForm, kind=kind), kind, ("beskjed", "velg"),
        ),
        Section(
            f"{slug}-tekster", _("Tekster"),
            _("Eksempler og ledetekster i deres egne ord."),
            source, partial(service_forms.TextsForm, kind=kind), kind, ("passer-det", "beskjed"),
        ),
    )  # fmt: skip


_BILLING, _PATIENTS = _of(BillingSettings), _of(PatientSettings)
SECTIONS: tuple[Section, ...] = (
    *(section for kind in Kind for section in _sections_of(kind)),
    Section(
        "betaling", _("Gebyr og faktura"), _("Fakturagebyr, kveldstakst, forfall og KID."),
        _BILLING, clinic_forms.InvoicingForm, previews=("pris",),
    ),
    Section(
        "krav", _("Krav til pasienten"), _("Hva pasienten må ha i orden før de kan skrive."),
        _PATIENTS, clinic_forms.PatientForm,
    ),
    Section(
        "varsler", _("Varsler til pasienten"), _("Hva som står i dem, og når SMS sendes."),
        _PATIENTS, clinic_forms.NoticesForm,
    ),
    Section(
        "samarbeid", _("Hvem kan hva"), _("Hva andre enn administratoren kan styre."),
        _of(ClinicSettings), clinic_forms.SharingForm,
    ),
    Section(
        "diagnose", _("Diagnose"), _("Om det skal velges en diagnose når dere svarer."),
        _of(DiagnosisSettings), clinic_forms.DiagnosisForm,
    ),
    Section(
        "journalen", _("Journal"), _("Om et svar kan holdes utenfor journalen."),
        _of(JournalSettings), clinic_forms.JournalForm,
    ),
    Section(
        "timebestilling", _("Timebestilling"), _("Lenken pasienten får når dere ber dem bestille time."),
        _of(StandardTextSettings), clinic_forms.BookingForm,
    ),
    Section(
        "legekontoret", _("Om legekontoret"), _("Navn, adresse, telefon og numrene deres."),
        Source(ClinicFacts.capability, _read_facts, _save_facts), clinic_forms.FactsForm, at_once=True,
    ),
)  # fmt: skip
BY_NAME = {section.name: section for section in SECTIONS}


class SectionConverter:
    """Reads a section from an address: `<section:section>`."""

    regex = "|".join(sorted(BY_NAME, key=len, reverse=True))

    def to_python(self, value: str) -> Section:
        """Return the section that a word of an address means."""
        return BY_NAME[value]

    def to_url(self, value: Section | str) -> str:
        """Return the word of a section."""
        return value.name if isinstance(value, Section) else value


register_converter(SectionConverter, "section")
