"""What is wrong with settings that contradict each other, said at the field it is put right in."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What a settings dataclass calls its fault → (the field, what to do).
FAULTS: dict[str, tuple[str, Promise]] = {
    # services
    "answer_days must be from 1 to 30": ("answer_days", _("Svarfristen må være fra 1 til 30 arbeidsdager.")),
    "character_limit must be from 50 to 10 000": ("character_limit", _("Antall tegn må være fra 50 til 10 000.")),
    "max_files must be from 0 to 5": ("max_files", _("Antall filer må være fra 0 til 5.")),
    "daily_limit must be at least 1": ("daily_limit", _("Skriv 1 eller mer. Vil dere ikke ta imot, slår du det av.")),
    "grace_minutes must be from 0 to 240": ("grace_minutes", _("Skriv fra 0 til 240 minutter.")),
    "silence_days must be from 3 to 90": ("silence_days", _("Skriv fra 3 til 90 dager.")),
    "the period ends before it starts": ("last_date", _("Siste dag er før første dag. Rett en av dem.")),
    "opening hours end before they start": ("hours", _("En åpningstid slutter før den begynner. Rett klokkeslettene.")),
    "opening hours overlap": ("hours", _("To åpningstider på samme dag går over i hverandre. Rett klokkeslettene.")),
    "a label is missing": ("field_labels", _("Skriv en ledetekst til hvert felt.")),
    "there must be three field labels": ("field_labels", _("Skriv tre linjer, én for hvert felt.")),
    "texts are translated into a language the portal knows": ("fits", _("Skriv på et språk portalen har.")),
    "only texts can be translated": ("fits", _("Se over tekstene på de andre språkene.")),
    "there are too many signs of danger, or one is empty or too long": (
        "own_signs", _("Skriv høyst 10 faresignaler, hvert på høyst 200 tegn."),
    ),
    "a pause needs a reason": ("pause_reason", _("Skriv hvorfor dere tar pause.")),
    # billing
    "fee_out_of_range": ("fee_ore", _("Gebyret må være fra 0 til 10 000 kroner.")),
    "fee_after_hours_out_of_range": ("fee_after_hours", _("Skriv fra 0 til 720 timer.")),
    "hours_to_avoid_a_fee_that_is_not_taken": (
        "fee_after_hours", _("Dere tar ikke gebyr. Skriv 0 her, eller skriv et gebyr over."),
    ),
    "evening_hours_contradict": ("evening_from_hour", _("Kvelden må begynne etter at dagen har begynt.")),
    "due_days_out_of_range": ("due_days", _("Skriv fra 1 til 90 dager.")),
    "kid_prefix_is_not_digits": ("kid_prefix", _("Skriv bare siffer.")),
    "kid_prefix_too_long": ("kid_prefix", _("Skriv færre siffer. KID blir for lang.")),
    "not_a_tariff_code": ("e_consultation_code", _("Skriv taksten slik den står i Normaltariffen, for eksempel 2ae.")),
    "first_invoice_number_out_of_range": ("first_invoice_number", _("Skriv et tall fra 1 til 99999999.")),
    # patients
    "a prerequisite names a service that does not exist": ("full_number_for", _("Velg blant dem som står her.")),
    "quiet hours must be from 0 to 23": ("quiet_from", _("Velg et klokkeslett fra listen.")),
    # answering
    "booking_link_is_not_an_https_address": (
        "booking_link", _("Skriv hele adressen, for eksempel https://legekontor.example/time."),
    ),
    # clinic
    "name_missing": ("name", _("Skriv navnet på legekontoret.")),
    "not_a_phone_number": ("phone", _("Skriv et telefonnummer med bare siffer, for eksempel 22 00 11 22.")),
    "street_missing": ("street", _("Skriv gateadressen.")),
    "not_a_postcode": ("postcode", _("Skriv et postnummer med fire siffer.")),
    "city_missing": ("city", _("Skriv poststedet.")),
    "not_an_organisation": (
        "organisation_number", _("Organisasjonsnummeret stemmer ikke. Sjekk de ni sifrene."),
    ),
    "not_an_account": ("account_number", _("Kontonummeret stemmer ikke. Sjekk de elleve sifrene.")),
    "not_a_her_id": ("her_id", _("Skriv HER-id med bare siffer.")),
    "too_long": ("name", _("Teksten er for lang. Gjør den kortere.")),
}  # fmt: skip
UNNAMED = _("Noe av dette går ikke sammen. Se over feltene, og rett dem.")


def contradiction(fault: str) -> tuple[str, str]:
    """Return the field where a fault is put right, and the sentence there."""
    name, sentence = FAULTS.get(fault, ("", UNNAMED))
    return name, str(sentence)
