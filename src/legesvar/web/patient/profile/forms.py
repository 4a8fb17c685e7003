"""What somebody fills in about how they can be reached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from legesvar.domain.identity.kinds import ContactKind
from legesvar.web.fields import RadioField, TextField
from legesvar.words import contacts


class EmailForm(forms.Form):
    """An e-mail address."""

    address = TextField(
        rows=1,
        label=_("E-postadresse"),
        help_text=_("For eksempel navn@eksempel.no"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "maxlength": "254"}),
        error_messages={"required": _("Skriv e-postadressen din.")},
    )


class MobileForm(forms.Form):
    """A mobile number."""

    address = TextField(
        rows=1,
        label=_("Mobilnummer"),
        help_text=_("8 siffer. Er nummeret utenlandsk, begynner du med + og landkoden."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "maxlength": "30"}),
        error_messages={"required": _("Skriv mobilnummeret ditt.")},
    )


FORMS: dict[ContactKind, type[forms.Form]] = {ContactKind.EMAIL: EmailForm, ContactKind.MOBILE: MobileForm}


class CodeForm(forms.Form):
    """A code as it stands in the message. It can be pasted, and the browser may fill it in."""

    code = TextField(
        rows=1,
        label=_("Kode"),
        help_text=_("6 siffer"),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "20", "class": "short"}
        ),
        error_messages={"required": _("Skriv koden du fikk.")},
    )


class ChannelForm(forms.Form):
    """How a clinic is to tell that there is something to read."""

    channel = RadioField(label=_("Hvordan vil du få beskjed?"), error_messages={"required": _("Velg hvordan.")})

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["channel"].choices = [(value, str(said)) for value, said in contacts.PREFERENCES.items()]
