"""What each step asks. A form is made of what the clinic has set, and refuses in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legesvar.core import text
from legesvar.core.kinds import DECLARED
from legesvar.domain.billing.policies import Price
from legesvar.domain.dialogues.commands.drafting import KEPT
from legesvar.domain.files.kinds import ACCEPTED
from legesvar.domain.files.settings import FileLimits
from legesvar.domain.services.policies import Recipient
from legesvar.domain.services.settings import MESSAGE_FIELDS, Field, ServiceSettings
from legesvar.web.fields import ConsentField, RadioField, TextField, UploadField
from legesvar.web.patient.start import prices
from legesvar.web.patient.start.flow import Clinic
from legesvar.words import files as file_words
from legesvar.words.kinds import KindWords

HIDDEN = "hidden"


class ClinicForm(forms.Form):
    """Which of several clinics."""

    clinic = RadioField(
        label=gettext_lazy("Velg legekontor"),
        error_messages={
            "required": gettext_lazy("Velg hvilket legekontor du vil skrive til."),
            "invalid_choice": gettext_lazy("Velg et av legekontorene som står her."),
        },
    )

    def __init__(self, *args: Any, clinics: Sequence[Clinic], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["clinic"].choices = [(str(one.public_id), one.name) for one in clinics]


class RecipientForm(forms.Form):
    """Whom to write to. With one to choose there is no choice to make, and the page shows a name."""

    recipient = RadioField(
        label=gettext_lazy("Velg mottaker"),
        help_text=gettext_lazy("Du ser bare leger som tar imot dette."),
        error_messages={
            "required": gettext_lazy("Velg hvem du vil skrive til."),
            "invalid_choice": gettext_lazy("Du kan ikke skrive til den du valgte. Velg en av dem som står her."),
        },
    )

    def __init__(
        self, data: Any = None, *, choices: Sequence[Recipient], hints: Mapping[str, str], chosen: Recipient | None
    ) -> None:
        super().__init__(data, initial={"recipient": str(chosen.public_id)} if chosen else None)
        self.by_id = {str(one.public_id): one for one in choices}
        field = self.fields["recipient"]
        if len(choices) == 1 and not self.is_bound:
            field.widget = forms.HiddenInput()
        field.choices = [(key, one.name) for key, one in self.by_id.items()]
        field.hints = hints

    def chosen(self) -> Recipient:
        """Return who was chosen, after the form was found valid."""
        return self.by_id[self.cleaned_data["recipient"]]


class FitForm(forms.Form):
    """Does it fit: no sign of danger, and not urgent (START-4)."""

    danger = RadioField(
        label=gettext_lazy("Har du noe av dette nå?"),
        choices=[
            ("ja", gettext_lazy("Ja, noe jeg skal ringe 113 om")),
            ("legevakt", gettext_lazy("Ja, noe jeg skal ringe legevakt om")),
            ("nei", gettext_lazy("Nei")),
        ],
        error_messages={
            "required": gettext_lazy("Svar ja eller nei på om noe av dette gjelder nå."),
            "invalid_choice": gettext_lazy("Svar ja eller nei på om noe av dette gjelder nå."),
        },
    )
    not_urgent = ConsentField(
        label=gettext_lazy("Det haster ikke"),
        error_messages={"required": gettext_lazy("Kryss av for at det ikke haster, for å gå videre.")},
    )

    def __init__(self, *args: Any, asked: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["danger"].label = asked


class PriceForm(forms.Form):
    """The patient accepts the price that the page shows; the box is never ticked beforehand (START-5).

    :param changed: another price was accepted than the one shown now
    """

    accept = ConsentField()

    def __init__(self, data: Any = None, *, price: Price, changed: bool = False) -> None:
        super().__init__(data)
        self.fields["accept"].label = prices.label(price)
        self.fields["accept"].error_messages["required"] = prices.required(price, changed=changed)


class HideForm(forms.Form):
    """Somebody of 12 to 15 chooses whether parents are to see it. Never ticked beforehand."""

    hidden = ConsentField(
        label=gettext_lazy("Skjul samtalen for foreldrene mine"),
        help_text=gettext_lazy("Da kan de ikke lese den eller se at den finnes, heller ikke senere."),
        required=False,
    )


class MessageForm(forms.Form):
    """The message in one field or three, whose limit holds for their sum, and the pictures (START-6, START-7)."""

    def __init__(
        self, data: Any = None, files: Any = None, *, settings: ServiceSettings, words: KindWords,
        texts: Mapping[str, str],        with_files: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(data, files, initial=texts)
        self.settings = settings
        for number, field in enumerate(settings.form):
            self.fields[field.name] = _text_field(settings, words, field, first=number == 0)
        if with_files and settings.max_files:
            self.fields["file"] = _file_field(settings.max_files)

    @property
    def text_fields(self) -> list[forms.BoundField]:
        """Return the fields of the message."""
        return [self[field.name] for field in self.settings.form]

    @property
    def file_field(self) -> forms.BoundField | None:
        """Return the field of the pictures, where the clinic takes any."""
        return self["file"] if "file" in self.fields else None

    def clean(self) -> dict[str, Any]:
        """Hold the fields together to the limit."""
        names = [field.name for field in self.settings.form]
        written = sum(text.count(self.cleaned_data.get(name, "")) for name in names)
        limit = self.settings.character_limit
        if len(names) > 1 and written > limit:
            self.add_error(names[0], _too_long(limit, written))
        return self.cleaned_data

    def show_again(self) -> None:
        """Make the form fit to be shown with what was posted, without what no page can hold."""
        data = self.data.copy()
        for name in (field.name for field in self.settings.form):
            data[name] = text.readable(data.get(name, ""))
        self.data = data


def _text_field(settings: ServiceSettings, words: KindWords, field: Field, *, first: bool) -> TextField:
    alone, lines = len(settings.form) == 1, bool(DECLARED[settings.kind].lines)
    asked = words.required if alone or lines else _("Svar på «%(question)s».") % {"question": field.label}
    return TextField(
        label=words.field if alone else field.label, required=field.required,
        help_text=words.hint if alone or (lines and first) else "",
        limit=settings.character_limit if alone else None, counter=alone,
        rows=1 if lines else 10 if alone else 5,
        error_messages={
            "required": asked,
            "too_long": _("Beskjeden kan ha høyst %(limit)d tegn. Du har skrevet %(count)d."),
            "unreadable": _("Beskjeden inneholder tegn vi ikke kan lagre. Vi har fjernet dem. Sjekk teksten."),
        },
    )  # fmt: skip


def _too_long(limit: int, written: int) -> str:
    return _("Beskjeden kan ha høyst %(limit)d tegn til sammen. Du har skrevet %(count)d.") % {
        "limit": limit,
        "count": written,
    }


def _file_field(most: int) -> UploadField:
    advice = _("Legg bare ved det som trengs for å svare deg.")
    return UploadField(
        label=_("Bilder eller PDF"), required=False, accept=ACCEPTED, most=most,
        help_text=f"{advice} {file_words.limits_told_up_front(FileLimits(max_files=most))}",
    )  # fmt: skip


def begun(texts: Mapping[str, str], fields: Sequence[str]) -> dict[str, str]:
    """Return what to fill the fields with, losing nothing when the clinic now has fewer of them."""
    left_over = [texts[name] for name in MESSAGE_FIELDS if name not in fields and texts.get(name, "").strip()]
    own = {name: texts.get(name, "") for name in fields}
    first = fields[0]
    own[first] = "\n\n".join(part for part in (own[first], *left_over) if part)[:KEPT]
    return own
