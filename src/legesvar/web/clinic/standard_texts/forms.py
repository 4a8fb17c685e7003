"""What somebody fills in about a standard text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from legesvar.core.kinds import Kind
from legesvar.domain.standard_texts.commands import Written
from legesvar.domain.standard_texts.kinds import Language, Owner
from legesvar.domain.standard_texts.policies import TEXT_LIMIT, TITLE_LIMIT
from legesvar.domain.standard_texts.selectors import TextRow
from legesvar.web.fields import RadioField, SelectField, TextField
from legesvar.words import labels
from legesvar.words import standard_texts as said


class StandardTextForm(forms.Form):
    """A standard text."""

    title = TextField(
        label=_("Navn på malen"), limit=TITLE_LIMIT, rows=1, counter=False,
        help_text=_("Navnet ser bare dere som jobber her."),
        error_messages={
            "required": _("Gi malen et navn."),
            "too_long": _("Navnet kan ha høyst %(limit)d tegn. Du har skrevet %(count)d."),
        },
    )  # fmt: skip
    text = TextField(
        label=_("Tekst"), limit=TEXT_LIMIT, rows=9, error_messages={"required": _("Skriv teksten i malen.")}
    )
    kinds = forms.MultipleChoiceField(
        label=_("Hva er malen for?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Velger du ingen, kan malen brukes til alt."),
        error_messages={"invalid_choice": _("Velg blant typene som står her.")},
    )  # fmt: skip
    language = SelectField(label=_("Språk"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kinds"].choices = [(kind.value, labels.kind_label(kind)) for kind in Kind]
        self.fields["language"].choices = [(code.value, str(words)) for code, words in said.LANGUAGES.items()]

    @property
    def written(self) -> Written:
        """Return what was filled in, for the command."""
        given = self.cleaned_data
        return Written(
            title=given["title"], text=given["text"], kinds=tuple(given["kinds"]),
            language=Language(given["language"] or ""),
        )  # fmt: skip


class NewStandardTextForm(StandardTextForm):
    """A new standard text: also whose it is."""

    owner = RadioField(label=_("Hvem skal bruke den?"), error_messages={"required": _("Velg hvem som skal bruke den.")})
    field_order = ("owner", "title", "text", "kinds", "language")

    def __init__(self, *args: Any, owners: list[Owner], **options: Any) -> None:
        options.setdefault("initial", {"owner": owners[0].value})
        super().__init__(*args, **options)
        self.fields["owner"].choices = [(owner.value, str(said.OWNERS[owner])) for owner in owners]


def filled(row: TextRow) -> dict[str, Any]:
    """Return a text as its form shows it."""
    return {"title": row.title, "text": row.text, "kinds": list(row.kinds), "language": row.language}
