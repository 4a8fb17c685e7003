"""What an administrator fills in about colleagues."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from legesvar.core.actor import Role
from legesvar.domain.clinics.staffing import LONGEST_NAME
from legesvar.web.fields import RadioField, SelectField, TextField
from legesvar.words import roles

ORDER = (Role.FASTLEGE, Role.VIKAR, Role.CLINICIAN, Role.SECRETARY, Role.ADMINISTRATOR)


class _AboutForm(forms.Form):
    name = TextField(
        label=_("Navn"), limit=LONGEST_NAME, counter=False, rows=1,
        error_messages={"required": _("Skriv navnet, for eksempel Kari Nordmann.")},
    )  # fmt: skip
    role = RadioField(label=_("Rolle"), error_messages={"required": _("Velg en rolle.")})
    hpr_number = TextField(
        label=_("HPR-nummer"), limit=9, counter=False, rows=1, required=False,
        help_text=_("Må fylles ut for leger. Med HelseID må nummeret være det samme."),
        error_messages={"too_long": _("Et HPR-nummer har høyst %(limit)d siffer.")},
    )  # fmt: skip
    specialist = forms.BooleanField(
        label=_("Spesialist i allmennmedisin"), required=False, help_text=_("Gir høyere takst og egenandel.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        role: Any = self.fields["role"]
        role.choices = [(str(one), roles.label(one).capitalize()) for one in ORDER]
        role.hints = {str(one): str(roles.MAY[one]) for one in ORDER}


class InviteForm(_AboutForm):
    """Whom to invite, and as what."""

    email = TextField(
        label=_("E-postadresse"), limit=254, counter=False, rows=1,
        help_text=_("Bruk en adresse bare den ansatte leser. Vi sender en lenke dit."),
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off"}),
        error_messages={"required": _("Skriv en e-postadresse, for eksempel navn@legekontoret.no.")},
    )  # fmt: skip
    field_order = ("email", "name", "role", "hpr_number", "specialist")


class ChangeForm(_AboutForm):
    """What a colleague is called and may do."""

    def __init__(self, *args: Any, knows_hpr: bool, own: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if knows_hpr:
            del self.fields["hpr_number"]
        if own:
            del self.fields["role"]


class NewLoginForm(forms.Form):
    """Where to send the link by which a colleague makes a new way in."""

    email = InviteForm.base_fields["email"]


class LocalAccountsForm(forms.Form):
    """Whether staff may come in without HelseID."""

    local_accounts = RadioField(
        label=_("Hvordan skal de ansatte logge inn?"),
        choices=[("nei", _("Bare med HelseID")), ("ja", _("Med HelseID eller lokal konto"))],
        hints={
            "nei": _("Anbefalt når alle på legekontoret har HelseID."),
            "ja": _("En lokal konto har passord og enten passnøkkel eller engangskode."),
        },
    )


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(
        widget=forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off"}, format="%d.%m.%Y"),
        help_text=_("For eksempel 31.12.2026"),
        input_formats=["%d.%m.%Y", "%Y-%m-%d"],
        error_messages={"required": _("Skriv en dato."), "invalid": _("Skriv datoen slik: 31.12.2026.")},
        **options,
    )


class AbsenceForm(forms.Form):
    """Who is away, from when, until when, and who stands in."""

    absent = SelectField(label=_("Hvem er borte?"), error_messages={"required": _("Velg hvem som er borte.")})
    first_date = _day(label=_("Første dag borte"))
    last_date = _day(label=_("Siste dag borte"))
    substitute = SelectField(
        label=_("Hvem er vikar?"), error_messages={"required": _("Velg en vikar, eller at det ikke er noen.")}
    )

    def __init__(self, *args: Any, doctors: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        absent: Any = self.fields["absent"]
        substitute: Any = self.fields["substitute"]
        absent.choices = [("", _("Velg")), *doctors]
        substitute.choices = [("", _("Velg")), ("ingen", _("Ingen vikar")), *doctors]
