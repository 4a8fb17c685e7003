"""A field for an identity number: checked to its last digit, with words about what is wrong (ID-3)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from legesvar.core import identity_number
from legesvar.core.identity_number import IdentityNumber, InvalidIdentityNumber
from legesvar.web.fields import TextField
from legesvar.words import register as words


class IdentityNumberField(TextField):
    """Eleven digits, D-numbers too, and synthetic ones where the installation allows them; gives an IdentityNumber."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "20", "data-width": "short"}
        options.setdefault("label", _("Fødselsnummer eller D-nummer"))
        options.setdefault("help_text", _("11 siffer"))
        super().__init__(
            rows=1, widget=forms.TextInput(attrs=attrs),
            error_messages={"required": _("Skriv fødselsnummeret, 11 siffer.")}, **options,
        )  # fmt: skip

    def clean(self, value: Any) -> IdentityNumber:
        """Read the number.

        :raises ValidationError: saying what is wrong with it
        """
        written = super().clean(value)
        try:
            number = identity_number.parse(written, synthetic_allowed=settings.SYNTHETIC_IDENTITIES)
        except InvalidIdentityNumber as wrong:
            raise forms.ValidationError(words.FAULTS[wrong.fault]) from wrong
        if number.birth_date is None:
            raise forms.ValidationError(words.NO_BIRTH_DATE)
        return number


class DayField(forms.DateField):
    """A day written as in Norway. As text: a browser's own date field speaks the browser's language, not ours."""

    default_error_messages = {"invalid": _("Skriv datoen slik: 31.12.2026."), "required": _("Skriv datoen.")}

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "data-width": "short"}
        options.setdefault("help_text", _("For eksempel 31.12.2026"))
        super().__init__(
            widget=forms.DateInput(attrs=attrs, format="%d.%m.%Y"), input_formats=["%d.%m.%Y", "%Y-%m-%d"], **options
        )
