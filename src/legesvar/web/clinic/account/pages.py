"""One's own login in finished strings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from legesvar.core.clock import oslo_date
from legesvar.domain.identity.kinds import FactorKind
from legesvar.domain.identity.selectors import KnownFactor, LocalAccount
from legesvar.words import dates


@dataclass(frozen=True, slots=True)
class Shown:
    """A passkey or an app."""

    name: str
    used: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class AccountPage:
    """How somebody comes in, and what they can change about it. `email` is "" for who has no local account."""

    email: str
    factors: tuple[Shown, ...]
    codes: str
    few_codes: bool
    done: str


def account(own: LocalAccount | None, has: list[KnownFactor], codes_left: int, now: datetime, done: str) -> AccountPage:
    """Put a login into words."""
    said: dict[str, str] = {
        "passord": _("Passordet er endret, og du er logget ut alle andre steder."),
        "lagt-til": _("Det er lagt til. Du kan bruke det neste gang du logger inn."),
        "fjernet": _("Det er fjernet."),
    }
    shown = tuple(factor(one, now) for one in has)
    return AccountPage(
        email=own.email if own else "",
        factors=shown,
        codes=_("%(number)d ubrukte koder") % {"number": codes_left},
        few_codes=codes_left < 3,
        done=said.get(done, ""),
    )


def factor(one: KnownFactor, now: datetime) -> Shown:
    """Put a passkey or an app into words; two of a kind differ by the day they were added."""
    kind = _("Passnøkkel") if one.kind == FactorKind.PASSKEY else _("App med engangskoder")
    added = dates.day(oslo_date(one.added_at))
    used = _("Sist brukt %(day)s") % {"day": dates.day(oslo_date(one.used_at))} if one.used_at else _("Ikke brukt ennå")
    return Shown(
        name=_("%(kind)s fra %(day)s") % {"kind": kind, "day": added},
        used=used,
        remove_url=reverse("clinic:remove_factor", args=[one.public_id]),
    )
