"""Taking an invoice back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from legesvar.domain.billing.kinds import CreditReason
from legesvar.web.fields import RadioField
from legesvar.words import labels


class CreditForm(forms.Form):
    """Why an invoice is credited. A fixed list: free text might say something about health (PAY-4)."""

    reason = RadioField(label=_("Hvorfor krediterer du fakturaen?"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].choices = [(reason.value, labels.credit_reason_label(reason)) for reason in CreditReason]
