"""Finding an invoice, saying how one was settled, taking one back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from legesvar.domain.billing.kinds import SETTLED_BY_HAND, CreditReason
from legesvar.web.fields import RadioField, TextField
from legesvar.words import labels


class FindForm(forms.Form):
    """The number that stands on an invoice, or the KID that stands in the bank's list."""

    number = TextField(
        label=_("Fakturanummer eller KID"), rows=1, limit=40, counter=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "40"}),
        error_messages={"required": _("Skriv nummeret på fakturaen, eller KID fra banken.")},
    )  # fmt: skip


class SettleForm(forms.Form):
    """How an unpaid invoice was settled. One that is credited says so by itself."""

    how = RadioField(label=_("Hvorfor er fakturaen ikke lenger ubetalt?"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["how"].choices = [(how.value, labels.settled_label(how)) for how in SETTLED_BY_HAND]


class CreditForm(forms.Form):
    """Why an invoice is credited. A fixed list: free text might say something about health (PAY-4)."""

    reason = RadioField(label=_("Hvorfor krediterer du fakturaen?"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].choices = [(reason.value, labels.credit_reason_label(reason)) for reason in CreditReason]
