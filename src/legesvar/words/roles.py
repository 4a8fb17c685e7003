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


def label(role: Role) -> str:
    """Return what a role is called, or "" for one that nobody at a clinic has."""
    return str(LABELS.get(role, ""))
