"""What the roles at a clinic are called on screen (ID-8)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from legesvar.core.actor import Role

LABELS: dict[Role, str | Promise] = {
    Role.FASTLEGE: pgettext_lazy("role", "fastlege"),
    Role.VIKAR: pgettext_lazy("role", "vikar"),
    Role.CLINICIAN: pgettext_lazy("role", "helsepersonell"),
    Role.SECRETARY: pgettext_lazy("role", "helsesekretær"),
    Role.ADMINISTRATOR: pgettext_lazy("role", "administrator"),
}

MAY: dict[Role, str | Promise] = {
    Role.FASTLEGE: pgettext_lazy("role", "Leser og svarer sine egne pasienter, og krediterer."),
    Role.VIKAR: pgettext_lazy("role", "Leser og svarer for den legen vikaren er vikar for."),
    Role.CLINICIAN: pgettext_lazy("role", "Leser med begrunnelse, og foreslår svar."),
    Role.SECRETARY: pgettext_lazy("role", "Sorterer, foreslår svar og krediterer."),
    Role.ADMINISTRATOR: pgettext_lazy("role", "Styrer ansatte og innstillinger. Leser ikke samtaler."),
}


def label(role: Role) -> str:
    """Return what a role is called, or "" for one that nobody at a clinic has."""
    return str(LABELS.get(role, ""))
