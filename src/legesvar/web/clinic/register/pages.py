"""The register in finished strings."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from legesvar.core.actor import Actor
from legesvar.core.paging import Page
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.roles import Permission, may
from legesvar.domain.patients import selectors as patients
from legesvar.domain.patients.selectors import RegisterRow
from legesvar.words import dates
from legesvar.words import register as words

FEWEST_DIGITS = 6
MOST_WRITTEN = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One patient."""

    url: str
    name: str
    born: str
    number: str
    gp: str
    left: bool


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A page of patients, and what was looked for."""

    rows: tuple[Row, ...]
    asked: str
    empty: str
    may_change: bool
    more: bool
    previous_url: str
    next_url: str


def register(actor: Actor, asked: str, key: str | None) -> RegisterPage:
    """Put a page of the register into words: all of it, or those whose name or number begins as asked."""
    asked = asked.replace("\0", "").strip()[:MOST_WRITTEN]
    digits = "".join(asked.split())
    if digits.isascii() and digits.isdigit():
        many = len(digits) >= FEWEST_DIGITS
        found = patients.register_by_number(actor, digits[:11]) if many else Page((), None, None)
    else:
        found = patients.register(actor, starts=asked, key=None if asked else key)
    gps = clinics.names(actor, actor.clinic_id or 0)
    return RegisterPage(
        rows=tuple(_row(row, gps) for row in found.rows),
        asked=asked,
        empty=_empty(asked, digits),
        may_change=may(actor.role, Permission.REGISTER),
        more=bool(asked and found.next_key),
        previous_url=f"?side={found.previous_key}" if found.previous_key and not asked else "",
        next_url=f"?side={found.next_key}" if found.next_key and not asked else "",
    )


def _row(row: RegisterRow, gps: dict[int, str]) -> Row:
    return Row(
        url=reverse("clinic:patient", args=[row.public_id]),
        name=row.name,
        born=dates.numeric(row.birth_date),
        number=words.grouped(row.identity_number),
        gp=gps.get(row.gp_id or 0, ""),
        left=row.ended_at is not None,
    )


def _empty(asked: str, digits: str) -> str:
    if not asked:
        return _("Det står ingen på listen ennå. Registrer en pasient, eller importer en fil.")
    if digits.isdigit() and len(digits) < FEWEST_DIGITS:
        return _("Skriv minst 6 siffer: fødselsdatoen, eller hele fødselsnummeret.")
    return _("Fant ingen på listen. Skriv starten på etternavnet, hele navnet eller fødselsnummeret.")
