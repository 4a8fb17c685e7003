"""What somebody looks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from legesvar.domain.search.policies import LONGEST
from legesvar.web.fields import SelectField, TextField
from legesvar.words import search


class SearchForm(forms.Form):
    """Words, and whether messages are looked through too, which needs a reason."""

    words = TextField(
        label=_("Hva leter du etter?"), rows=1, limit=LONGEST, counter=False,
        help_text=_("Navn, fødselsnummer eller fødselsdato. Eller ord fra en melding."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search", "spellcheck": "false"}),
        error_messages={
            "required": _("Skriv hva du leter etter."),
            "too_long": _("Søket kan ha høyst %(limit)d tegn. Du har skrevet %(count)d."),
        },
    )  # fmt: skip
    why = SelectField(label=_("Vil du lete i meldingene også?"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["why"].choices = search.whys()
