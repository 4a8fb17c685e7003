"""Form fields that speak plainly: what they refuse, they say how to put right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from legesvar.core import text


class TextField(forms.CharField):
    """A text as people write it, counted the way they count (START-6).

    :param limit: most characters that may be written; shown with a live counter unless `counter` is False
    :param rows: height of the box in lines; 1 gives a single line
    :param error_messages: may replace `required`, `too_long` (gets `limit` and `count`) and `unreadable`
    """

    default_error_messages = {
        "required": _("Skriv noe i feltet før du går videre."),
        "too_long": _("Teksten kan ha høyst %(limit)d tegn. Du har skrevet %(count)d."),
        "unreadable": _("Teksten inneholder tegn vi ikke kan lagre. Skriv den på nytt, eller lim inn bare ren tekst."),
    }

    def __init__(self, *, limit: int | None = None, counter: bool = True, rows: int = 6, **options: Any) -> None:
        self.limit, self.counter = limit, counter
        if rows > 1:
            options.setdefault("widget", forms.Textarea(attrs={"rows": rows, "cols": None}))
        super().__init__(strip=False, **options)
        self.validators = [v for v in self.validators if not isinstance(v, ProhibitNullCharactersValidator)]

    def to_python(self, value: Any) -> str:
        """Make the text uniform: the same breaks, letters and ends whatever keyboard and browser it came from."""
        value = super().to_python(value)
        if "\0" in value:
            raise forms.ValidationError(self.error_messages["unreadable"], code="unreadable")
        return text.normalise(value)

    def validate(self, value: str) -> None:
        """Refuse a text longer than the limit, telling by how much."""
        super().validate(value)
        if self.limit is not None and (written := text.count(value)) > self.limit:
            numbers = {"limit": self.limit, "count": written}
            raise forms.ValidationError(self.error_messages["too_long"], code="too_long", params=numbers)


class SelectField(forms.ChoiceField):
    """One of many choices, in a list that opens."""

    default_error_messages = {
        "required": _("Velg ett av alternativene."),
        "invalid_choice": _("Velg ett av alternativene som står her."),
    }


class RadioField(SelectField):
    """One of a few choices, all in sight.

    :param hints: a line of explanation under a choice, by its value
    """

    widget = forms.RadioSelect

    def __init__(self, *, hints: Mapping[str, str] | None = None, **options: Any) -> None:
        self.hints = hints or {}
        super().__init__(**options)


class ConsentField(forms.BooleanField):
    """Something that must be said yes to; never ticked in advance."""

    default_error_messages = {"required": _("Du må krysse av her for å gå videre.")}


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class UploadField(forms.FileField):
    """Files chosen with the form; gives a list. What they hold is judged where they are stored, not here.

    :param accept: what the file picker offers, as in HTML's `accept`
    :param most: most files at once
    """

    default_error_messages = {
        "required": _("Velg en fil."),
        "empty": _("Filen er tom. Velg en annen fil."),
        "too_many": ngettext_lazy(
            "Du kan legge ved høyst %(most)d fil.", "Du kan legge ved høyst %(most)d filer.", "most"
        ),
        "max_length": _("Filnavnet er for langt. Gi filen et kortere navn."),
        "missing": _("Velg en fil."),
        "invalid": _("Vi fikk ikke tak i filen. Velg den på nytt."),
    }

    def __init__(self, *, accept: str = "", most: int = 5, **options: Any) -> None:
        self.most = most
        attrs = {"multiple": most > 1, **({"accept": accept} if accept else {})}
        super().__init__(widget=_ManyFiles(attrs=attrs), **options)

    def clean(self, data: Sequence[UploadedFile] | UploadedFile | None, initial: Any = None) -> list[UploadedFile]:
        """Give the files that were chosen, none when the field is optional and empty."""
        chosen = data if isinstance(data, list | tuple) else [data] if data else []
        if len(chosen) > self.most:
            raise forms.ValidationError(self.error_messages["too_many"], code="too_many", params={"most": self.most})
        if not chosen:
            super().clean(None, initial)
            return []
        parent = super()
        return [parent.clean(one, initial) for one in chosen]
