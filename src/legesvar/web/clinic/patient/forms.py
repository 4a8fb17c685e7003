"""What somebody at the clinic fills in about one patient."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from legesvar.core.kinds import Kind, Service
from legesvar.domain.clinics.selectors import Doctor
from legesvar.domain.dialogues.policies import ANSWER_LIMIT
from legesvar.domain.patients.kinds import Basis, Left
from legesvar.domain.patients.policies import LONGEST_NAME
from legesvar.web.clinic.numbers import DayField, IdentityNumberField
from legesvar.web.clinic.register.forms import NO_GP, gp_choices
from legesvar.web.fields import RadioField, SelectField, TextField
from legesvar.words import labels, people
from legesvar.words import register as words

TO_CLINIC = "legekontoret"
YES, NO = "ja", "nei"


class WhyForm(forms.Form):
    """Why somebody opens the page of a patient who is not in their care."""

    grunn = RadioField(label=_("Grunn"), error_messages={"required": _("Velg hvorfor du åpner pasienten.")})

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["grunn"].choices = [(why.value, str(said)) for why, said in words.WHY.items()]


class GpForm(forms.Form):
    """Another GP at the clinic."""

    gp = SelectField(label=_("Fastlege"), error_messages={"required": _("Velg en fastlege, eller ingen.")})

    def __init__(self, *args: Any, doctors: Sequence[Doctor], gp_id: int | None = None, **options: Any) -> None:
        known = next((str(one.public_id) for one in doctors if one.id == gp_id), NO_GP)
        options.setdefault("initial", {"gp": known})
        super().__init__(*args, **options)
        self.fields["gp"].choices = gp_choices(doctors)


class LeaveForm(forms.Form):
    """When and why somebody leaves the list."""

    why = RadioField(label=_("Hvorfor skal pasienten ut av listen?"))
    last_day = DayField(label=_("Siste dag på listen"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        options.setdefault("initial", {"last_day": today})
        super().__init__(*args, **options)
        self.fields["why"].choices = [(left.value, str(words.LEFT[left])) for left in Left]


class RepresentationForm(forms.Form):
    """Somebody who may act for the patient."""

    basis = RadioField(label=_("Hva er grunnlaget?"))
    number = IdentityNumberField(label=_("Fødselsnummeret til den som skal handle for pasienten"))
    name = TextField(
        rows=1, label=_("Navnet til den som skal handle for pasienten"), help_text=_("Fornavn og etternavn"),
        limit=LONGEST_NAME, counter=False, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Skriv navnet til den som skal handle for pasienten.")},
    )  # fmt: skip
    services = forms.MultipleChoiceField(
        label=_("Hva gjelder det?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Velg alltid for en fullmakt. For en verge gjelder det alt hvis du ikke velger noe."),
        error_messages={"invalid_choice": _("Velg blant tjenestene på siden.")},
    )  # fmt: skip
    first_date = DayField(label=_("Første dag"))
    last_date = DayField(
        label=_("Siste dag"), required=False, help_text=_("La feltet stå tomt hvis det gjelder til dere avslutter det.")
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        options.setdefault("initial", {"first_date": today})
        super().__init__(*args, **options)
        basis = self.fields["basis"]
        basis.choices = [(one.value, str(words.BASIS[one])) for one in Basis]
        basis.hints = {one.value: str(words.BASIS_HINTS[one]) for one in Basis}
        self.fields["services"].choices = [(one.value, people.capital(one)) for one in Service]


class _BegunForm(forms.Form):
    """A text about one kind of thing."""

    kind = RadioField(label=_("Hva gjelder det?"))
    text = TextField(label=_("Tekst"), limit=ANSWER_LIMIT, rows=9)

    def __init__(self, *args: Any, kinds: Sequence[Kind], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(kind.value, labels.kind_label(kind)) for kind in kinds]


class WriteForm(_BegunForm):
    """What the clinic writes to a patient by itself (START-13)."""

    reply = RadioField(
        label=_("Kan pasienten svare?"), choices=[(YES, _("Ja, pasienten kan skrive tilbake")), (NO, _("Nei"))],
        hints={NO: _("Samtalen blir avsluttet med en gang. Pasienten kan lese den.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label = _("Melding til pasienten")
        self.fields["text"].error_messages["required"] = _("Skriv meldingen til pasienten.")


class PhoneForm(_BegunForm):
    """What a patient says on the phone (START-13)."""

    recipient = SelectField(label=_("Hvem skal få den?"))

    def __init__(self, *args: Any, doctors: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label = _("Hva pasienten ringte om")
        self.fields["text"].error_messages["required"] = _("Skriv hva pasienten ringte om.")
        chosen = [(str(one.public_id), one.name) for one in doctors]
        self.fields["recipient"].choices = [(TO_CLINIC, _("Legekontoret, ingen bestemt")), *chosen]
