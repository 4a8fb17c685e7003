"""Addresses and numbers in words: what they are, whether verified; and shown so that only their owner knows."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from legesvar.core.clock import oslo_date
from legesvar.domain.identity.kinds import ContactKind
from legesvar.domain.identity.selectors import Changed
from legesvar.words import dates

HIDDEN = "\N{BULLET}" * 4
NBSP = "\N{NO-BREAK SPACE}"

PREFERENCES: dict[str, Promise] = {
    "automatic": pgettext_lazy("channel", "Automatisk: e-post, og SMS hvis e-posten ikke virker"),
    "email": pgettext_lazy("channel", "E-post"),
    "sms": pgettext_lazy("channel", "SMS"),
}
_LABELS = {
    ContactKind.EMAIL: pgettext_lazy("contact", "E-post"),
    ContactKind.MOBILE: pgettext_lazy("contact", "Mobilnummer"),
}


def masked_email(address: str) -> str:
    """Show an e-mail address by its first letter and its host: «k••••@eksempel.no»."""
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}{HIDDEN}@{host}"


def masked_mobile(number: str) -> str:
    """Show a phone number by its last three digits: «••••• 001»."""
    return f"{HIDDEN}{NBSP}{number[-3:]}"


def spoken(kind: ContactKind, value: str) -> str:
    """Write an address as people read it: a Norwegian number in groups, «912 34 567»."""
    if kind is ContactKind.EMAIL or not value.startswith("+47") or len(value) != len("+4791234567"):
        return value
    return NBSP.join((value[3:6], value[6:8], value[8:]))


def label(kind: ContactKind) -> str:
    """Name a kind of address."""
    return str(_LABELS[kind])


def preference(value: str) -> str:
    """Name how somebody wants to be told."""
    return str(PREFERENCES[value])


def status(value: str, verified_at: datetime | None, *, failing: bool, today: date) -> tuple[str, str]:
    """Say how sure we are of an address, and in which tone."""
    if not value:
        return "", "neutral"
    if failing:
        return _("Virker ikke"), "danger"
    if verified_at is None:
        return _("Ikke bekreftet"), "warning"
    return _("Bekreftet %(when)s") % {"when": dates.day_near(oslo_date(verified_at), today)}, "success"


def changed(last: Changed | None, today: date) -> str:
    """Say who last changed an address, and when."""
    if last is None:
        return ""
    return _("Endret av %(who)s %(when)s") % {"who": last.by, "when": dates.moment_within(last.at, today)}
