"""What a patient writes back."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from legesvar.domain.dialogues.policies import REPLY_LIMIT
from legesvar.domain.dialogues.states import Action
from legesvar.web.fields import TextField


class ReplyForm(forms.Form):
    """A reply to whoever answered, or more about what waits for an answer."""

    text = TextField(
        label=_("Skriv tilbake"),
        limit=REPLY_LIMIT,
        rows=6,
        error_messages={
            "required": _("Skriv en beskjed før du sender."),
            "too_long": _("Beskjeden kan ha høyst %(limit)d tegn. Du har skrevet %(count)d."),
            "unreadable": _("Beskjeden inneholder tegn vi ikke kan lagre. Vi har fjernet dem. Sjekk teksten."),
        },
    )

    def __init__(self, *args: Any, adds: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(adds=adds)

    def offer(self, *, adds: bool) -> None:
        """Say on the field what writing here is: writing back, or adding to what waits."""
        if adds:
            self.fields["text"].label = _("Legg til opplysninger")
            self.fields["text"].help_text = _("Bruk dette hvis du glemte noe. Fristen for svar blir den samme.")

    @property
    def action(self) -> Action:
        """Return what the page that was posted offered; an old page offered to write back."""
        return Action.ADD if self.data.get("action") == Action.ADD else Action.REPLY

    @property
    def written(self) -> str:
        """Return what was posted, as it came."""
        return self.data.get("text", "")

    @property
    def send_key(self) -> UUID:
        """Return the key that makes the same form, sent twice, one reply."""
        try:
            return UUID(self.data.get("send_key", ""))
        except ValueError:
            return uuid4()

    def show_again(self, kept: str) -> None:
        """Make the form fit to be shown with what was posted, as it has been kept."""
        self.data = {"text": kept} | {name: self.data.get(name, "") for name in ("send_key", "action")}
