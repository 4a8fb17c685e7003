"""What staff fill in about a dialogue."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from legesvar.domain.billing.kinds import Exemption
from legesvar.domain.dialogues.policies import ANSWER_LIMIT
from legesvar.web.fields import RadioField, TextField
from legesvar.words import clinic, labels

LONGEST_EXEMPTION_YEARS = 2
RECORDED = (Exemption.FRIKORT, Exemption.CONTAGIOUS_DISEASE, Exemption.HIV, Exemption.UNABLE)


class AnswerForm(forms.Form):
    """An answer, or what somebody prepares for the doctor to send."""

    text = TextField(
        limit=ANSWER_LIMIT, rows=9,
        error_messages={
            "required": _("Skriv et svar før du sender."),
            "too_long": _("Svaret kan ha høyst %(limit)d tegn. Du har skrevet %(count)d."),
        },
    )  # fmt: skip

    def __init__(self, *args: Any, sends: bool, **options: Any) -> None:
        options.setdefault("auto_id", "svar_%s")
        super().__init__(*args, **options)
        self.fields["text"].label = _("Svar til pasienten") if sends else _("Forslag til svar")


class ReasonForm(forms.Form):
    """Why an e-consultation is rejected."""

    text = TextField(
        label=_("Begrunnelse til pasienten"), limit=ANSWER_LIMIT, rows=7,
        help_text=_("Skriv hvorfor det ikke passer, og hva pasienten skal gjøre nå, for eksempel bestille time."),
        error_messages={
            "required": _("Skriv en begrunnelse, så pasienten vet hva som skjer videre."),
            "too_long": _("Begrunnelsen kan ha høyst %(limit)d tegn. Du har skrevet %(count)d."),
        },
    )  # fmt: skip


class LastWordsForm(forms.Form):
    """What the patient is told when a dialogue is closed without an answer; it may be nothing."""

    text = TextField(
        label=_("Noen ord til pasienten (valgfritt)"), limit=ANSWER_LIMIT, rows=5, required=False,
        error_messages={"too_long": _("Teksten kan ha høyst %(limit)d tegn. Du har skrevet %(count)d.")},
    )  # fmt: skip


class WhyForm(forms.Form):
    """Why somebody opens what is not theirs to answer."""

    grunn = RadioField(label=_("Grunn"), error_messages={"required": _("Velg hvorfor du åpner den.")})

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["grunn"].choices = [(why.value, str(words)) for why, words in clinic.WHY.items()]


class ExemptionForm(forms.Form):
    """Why a patient pays no egenandel, and until when."""

    code = RadioField(label=_("Hvorfor skal pasienten ikke betale egenandel?"))
    last_date = forms.DateField(
        label=_("Gjelder til og med"),
        # As text: a browser's own date field speaks the browser's language, not ours.
        widget=forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off"}, format="%d.%m.%Y"),
        help_text=_("For eksempel 31.12.2026"),
        input_formats=["%d.%m.%Y", "%Y-%m-%d"],
        error_messages={
            "required": _("Skriv siste dag det gjelder."),
            "invalid": _("Skriv datoen slik: 31.12.2026."),
        },
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        self.today = today
        options.setdefault("initial", {"code": Exemption.FRIKORT.value, "last_date": date(today.year, 12, 31)})
        super().__init__(*args, **options)
        self.fields["code"].choices = [(code.value, labels.exemption_label(code)) for code in RECORDED]

    def clean_last_date(self) -> date:
        """Refuse a day that has passed, and one that nobody can have meant."""
        last_date: date = self.cleaned_data["last_date"]
        if last_date < self.today:
            raise forms.ValidationError(_("Siste dag kan ikke være før i dag."))
        if last_date.year > self.today.year + LONGEST_EXEMPTION_YEARS:
            raise forms.ValidationError(_("Siste dag er for langt fram. Sjekk årstallet."))
        return last_date


class CorrectionForm(forms.Form):
    """What should have stood in the record."""

    text = TextField(
        label=_("Rettelse"), limit=ANSWER_LIMIT, rows=6,
        help_text=_("Skriv hva som er feil, og hva som er riktig. Pasienten får ikke beskjed om rettelsen."),
        error_messages={"required": _("Skriv rettelsen før du lagrer den.")},
    )  # fmt: skip
