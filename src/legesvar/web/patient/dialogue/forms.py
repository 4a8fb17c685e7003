"""What a patient writes back."""

from __future__ import annotations

from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from legesvar.core import text as texts
from legesvar.domain.dialogues.policies import REPLY_LIMIT
from legesvar.web.fields import TextField


class ReplyForm(forms.Form):
    """A reply to whoever answered."""

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

    def show_again(self) -> None:
        """Make the form fit to be shown with what was posted, without what no page can hold."""
        readable = texts.UNWANTED.sub("", texts.LINE_BREAK.sub("\n", self.written))
        self.data = {"text": readable, "send_key": self.data.get("send_key", "")}
