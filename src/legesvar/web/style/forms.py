"""One of each field, for the style page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from legesvar.web.fields import ConsentField, RadioField, SelectField, TextField, UploadField


class Example(forms.Form):
    """Every kind of field there is, with words like those of the real forms."""

    recipient = RadioField(
        label=_("Velg mottaker"),
        help_text=_("Du ser bare leger som tar imot e-konsultasjoner."),
        choices=[("gp", _("Ingrid Testlund")), ("substitute", _("Jonas Prøve"))],
        hints={"gp": _("Fastlegen din"), "substitute": _("Vikar for Ingrid Testlund til 4. desember")},
        error_messages={"required": _("Velg hvem du vil skrive til.")},
    )
    message = TextField(
        label=_("Beskjed"),
        help_text=_("Skriv hvilke plager du har, når de startet, og hvordan de påvirker hverdagen din."),
        limit=500,
        error_messages={
            "required": _("Skriv en beskjed til legen."),
            "too_long": _("Beskjeden kan ha høyst %(limit)d tegn. Du har skrevet %(count)d."),
        },
    )
    since = TextField(label=_("Når startet plagene?"), rows=1, required=False)
    clinic = SelectField(
        label=_("Legekontor"), choices=[("solvik", _("Solvik legesenter")), ("nordby", _("Nordby legekontor"))]
    )
    files = UploadField(
        label=_("Bilder eller PDF"),
        help_text=_(
            "Legg bare ved bilder hvis det hjelper legen. Høyst 5 filer på 20 MB hver: JPEG, PNG, HEIC eller PDF."
        ),
        accept="image/*,application/pdf",
        required=False,
    )
    accept = ConsentField(
        label=_("Jeg godtar å betale egenandel"),
        error_messages={"required": _("Du må godta å betale egenandel for å gå videre.")},
    )
