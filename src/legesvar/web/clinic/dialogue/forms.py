"""What staff fill in about a dialogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from legesvar.domain.billing.kinds import Exemption
from legesvar.domain.diagnoses.selectors import LONGEST_QUERY, CodeRow
from legesvar.domain.dialogues.kinds import How
from legesvar.domain.dialogues.policies import ANSWER_LIMIT, NOTE_LIMIT
from legesvar.web.fields import RadioField, SelectField, TextField
from legesvar.words import clinic, labels, sharing

LONGEST_EXEMPTION_YEARS = 2
NOBODY = "ingen"
JOURNALED = "ja"
RECORDED = (Exemption.FRIKORT, Exemption.CONTAGIOUS_DISEASE, Exemption.HIV, Exemption.UNABLE)


@dataclass(frozen=True, slots=True)
class Noting:
    """What may be noted with an answer.

    :param omitted: whether it is put on the record, as choices; none means that it always is
    :param find: gives the code that was written, or the codes that fit
    """

    omitted: tuple[tuple[str, str], ...]
    asks_diagnosis: bool
    find: Callable[[str], tuple[str, Sequence[CodeRow]]]


class JournalField(SelectField):
    """Whether it is put on the record: yes, unless somebody says why not. A form without the field says yes."""

    def clean(self, value: Any) -> str:
        """Give the reason, "" for none."""
        chosen = super().clean(value or JOURNALED)
        return "" if chosen == JOURNALED else str(chosen)


class DiagnosisField(TextField):
    """A code of ICPC-2, written as a code or found by words."""

    def __init__(self, find: Callable[[str], tuple[str, Sequence[CodeRow]]]) -> None:
        self.find, self.hits = find, ()
        super().__init__(
            label=_("Diagnose (ICPC-2)"), limit=LONGEST_QUERY, rows=1, counter=False, required=False,
            help_text=_("Skriv en kode, eller ord å søke med, for eksempel hoste. Du trenger den for å avslutte."),
        )  # fmt: skip

    def clean(self, value: Any) -> str:
        """Give the code. Words that are no code are refused, with what they may have meant in `hits`."""
        written = super().clean(value)
        if not written:
            return ""
        code, self.hits = self.find(written)
        if code:
            return code
        raise forms.ValidationError(
            _("Velg en av diagnosene under.") if self.hits else _("Ingen diagnose passer. Prøv et annet ord.")
        )


class AnswerForm(forms.Form):
    """An answer, or what somebody prepares for the doctor to send.

    :param noting: what is noted with the answer; a form without it, such as a colleague's suggestion, notes nothing
    """

    text = TextField(
        limit=ANSWER_LIMIT, rows=9,
        error_messages={
            "required": _("Skriv et svar før du sender."),
            "too_long": _("Svaret kan ha høyst %(limit)d tegn. Du har skrevet %(count)d."),
        },
    )  # fmt: skip

    def __init__(self, *args: Any, sends: bool, noting: Noting | None = None, **options: Any) -> None:
        options.setdefault("auto_id", "svar_%s")
        super().__init__(*args, **options)
        self.fields["text"].label = _("Svar til pasienten") if sends else _("Forslag til svar")
        if noting and noting.omitted:
            self.fields["journal"] = JournalField(label=_("Journal"), choices=noting.omitted)
        if noting and noting.asks_diagnosis:
            self.fields["diagnosis"] = DiagnosisField(noting.find)


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
        label=_("Noen ord til pasienten"), limit=ANSWER_LIMIT, rows=5, required=False,
        error_messages={"too_long": _("Teksten kan ha høyst %(limit)d tegn. Du har skrevet %(count)d.")},
    )  # fmt: skip


class WhyForm(forms.Form):
    """Why somebody opens what is not theirs to answer."""

    grunn = RadioField(label=_("Grunn"), error_messages={"required": _("Velg hvorfor du åpner den.")})

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["grunn"].choices = [(why.value, str(words)) for why, words in clinic.WHY.items()]


class NoteForm(forms.Form):
    """An internal note."""

    note = TextField(
        label=_("Nytt internt notat"), limit=NOTE_LIMIT, rows=3,
        help_text=_("Bare kolleger ved legekontoret ser notatet. Det kan ikke endres."),
        error_messages={
            "required": _("Skriv et notat før du lagrer."),
            "too_long": _("Notatet kan ha høyst %(limit)d tegn. Du har skrevet %(count)d."),
        },
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("auto_id", "notat_%s")
        super().__init__(*args, **options)


@cache
def blank_note(language: str | None) -> SafeString:
    """Draw the field for a note that nobody has begun, which stands below each case: once for each language.

    :param language: the one that is spoken now
    """
    return NoteForm()["note"].as_field_group()


class ColleagueForm(forms.Form):
    """Which colleague something is given to or shared with."""

    to = RadioField()

    def __init__(self, *args: Any, choices: list[tuple[str, str]], how: How, **options: Any) -> None:
        super().__init__(*args, **options)
        said = sharing.WORDS[how]
        self.fields["to"].label = said.field
        self.fields["to"].choices = choices
        self.fields["to"].error_messages["required"] = said.missing
        self.fields["to"].error_messages["invalid_choice"] = said.missing


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
