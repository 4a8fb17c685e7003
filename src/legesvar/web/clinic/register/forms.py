"""What somebody fills in about a patient who comes on the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from legesvar.domain.clinics.selectors import Doctor
from legesvar.domain.patients.policies import LONGEST_NAME
from legesvar.web.clinic.numbers import IdentityNumberField
from legesvar.web.fields import SelectField, TextField

NO_GP = "ingen"


def gp_choices(doctors: Sequence[Doctor]) -> list[tuple[str, Any]]:
    """Return the GPs one can choose among, and none of them."""
    return [*((str(one.public_id), one.name) for one in doctors), (NO_GP, _("Ingen fastlege her"))]


def gp_id(chosen: str, doctors: Sequence[Doctor]) -> int | None:
    """Return the GP that was chosen, or None for none."""
    return next((one.id for one in doctors if str(one.public_id) == chosen), None)


class DetailsForm(forms.Form):
    """Name and addresses, as the clinic knows them."""

    name = TextField(
        rows=1, label=_("Navn"), help_text=_("Fornavn og etternavn"), limit=LONGEST_NAME, counter=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Skriv navnet til pasienten, med fornavn og etternavn.")},
    )  # fmt: skip
    email = TextField(
        rows=1, label=_("E-postadresse"), required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "maxlength": "254"}),
    )  # fmt: skip
    mobile = TextField(
        rows=1, label=_("Mobilnummer"), required=False, help_text=_("8 siffer"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "inputmode": "tel", "maxlength": "30", "data-width": "short"}
        ),
    )  # fmt: skip


class NewPatientForm(DetailsForm):
    """Somebody who comes on the list."""

    number = IdentityNumberField()
    gp = SelectField(label=_("Fastlege"), error_messages={"required": _("Velg en fastlege, eller ingen.")})
    field_order = ("number", "name", "email", "mobile", "gp")

    def __init__(self, *args: Any, doctors: Sequence[Doctor], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["gp"].choices = [("", _("Velg fastlege")), *gp_choices(doctors)]
