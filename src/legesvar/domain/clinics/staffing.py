"""Pure rules about who works at a clinic, and who stands in for whom: None, or the reason why not (ADMIN-2)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from legesvar.core import refusal
from legesvar.core.actor import DOCTOR_ROLES, Role

LONGEST_NAME = 80
INVITATION_LASTS = timedelta(days=7)
INVITATIONS_AN_HOUR = 30
INVITATIONS_TO_ONE_AN_HOUR = 3
INVITATIONS_KEPT_FOR = timedelta(days=90)
KEY_PURPOSE = "invitations"  # what the key that seals their links is derived for
LONGEST_ABSENCE = timedelta(days=2 * 366)


class StaffRefusal(refusal.Refusal):
    """Why something about a colleague is not done."""

    LAST_ADMINISTRATOR = "clinics.last_administrator"
    OWN_ROLE = "clinics.own_role"
    OWN_REMOVAL = "clinics.own_removal"
    NO_NAME = "clinics.no_name"
    NO_EMAIL = "clinics.no_email"
    NEEDS_HPR = "clinics.needs_hpr"
    HPR_ELSEWHERE = "clinics.hpr_elsewhere"
    WORKS_HERE = "clinics.works_here"
    TOO_MANY_INVITATIONS = "clinics.too_many_invitations"
    INVITATION_OVER = "clinics.invitation_over"
    WRONG_HPR = "clinics.wrong_hpr"
    PERSON_TAKEN = "clinics.person_taken"
    NO_LOCAL_ACCOUNTS = "clinics.no_local_accounts"
    OWN_WAY_IN = "clinics.own_way_in"


class AbsenceRefusal(refusal.Refusal):
    """Why a period of absence is not taken."""

    BACKWARDS = "clinics.absence_backwards"
    PAST = "clinics.absence_past"
    TOO_LONG = "clinics.absence_too_long"
    NO_DOCTOR = "clinics.absence_no_doctor"
    SAME_PERSON = "clinics.absence_same_person"
    OVERLAPS = "clinics.absence_overlaps"
    SUBSTITUTE_AWAY = "clinics.absence_substitute_away"
    STANDS_IN = "clinics.absence_stands_in"
    OVER = "clinics.absence_over"


def name_refused(name: str) -> StaffRefusal | None:
    """Refuse what is no name: it stands in e-mails that we send, so it must hold no address and no line of its own."""
    letters = all(unicodedata.category(c)[0] in "LM" or c in " .'’-" for c in name)
    has_address = re.search(r"\.\S", name) is not None
    plain = name and unicodedata.category(name[0])[0] == "L" and letters and not has_address
    return None if plain and len(name) <= LONGEST_NAME else StaffRefusal.NO_NAME


def hpr_refused(role: Role, hpr_number: str) -> StaffRefusal | None:
    """Hold a doctor to an HPR number; nobody else needs one (ID-2)."""
    if not hpr_number:
        return StaffRefusal.NEEDS_HPR if role in DOCTOR_ROLES else None
    return None if re.fullmatch(r"[0-9]{5,9}", hpr_number) else StaffRefusal.NEEDS_HPR


def role_change_refused(*, former: Role, role: Role, own: bool, administrators: int) -> StaffRefusal | None:
    """Say why somebody does not get a role, or None.

    :param own: it is the role of who asks: nobody gives themselves more
    :param administrators: how many the clinic has now
    """
    if former is role:
        return None
    if own:
        return StaffRefusal.OWN_ROLE
    return StaffRefusal.LAST_ADMINISTRATOR if former is Role.ADMINISTRATOR and administrators < 2 else None


def removal_refused(*, role: Role, own: bool, administrators: int) -> StaffRefusal | None:
    """Say why somebody cannot be removed from a clinic, or None."""
    if own:
        return StaffRefusal.OWN_REMOVAL
    return StaffRefusal.LAST_ADMINISTRATOR if role is Role.ADMINISTRATOR and administrators < 2 else None


@dataclass(frozen=True, slots=True)
class Span:
    """A period in which somebody is away, first and last day included; `substitute_id` None when nobody stands in."""

    absent_id: int
    substitute_id: int | None
    first_date: date
    last_date: date

    def meets(self, other: Span) -> bool:
        """Say whether two periods have a day in common."""
        return self.first_date <= other.last_date and other.first_date <= self.last_date


def absence_refused(new: Span, known: Iterable[Span], today: date) -> AbsenceRefusal | None:
    """Say why a period is not taken beside those there are, or None."""
    if reason := _span_refused(new, today):
        return reason
    for span in known:
        if not span.meets(new):
            continue
        if span.absent_id == new.absent_id:
            return AbsenceRefusal.OVERLAPS
        if span.absent_id == new.substitute_id:
            return AbsenceRefusal.SUBSTITUTE_AWAY
        if span.substitute_id == new.absent_id:
            return AbsenceRefusal.STANDS_IN
    return None


def _span_refused(new: Span, today: date) -> AbsenceRefusal | None:
    if new.last_date < new.first_date:
        return AbsenceRefusal.BACKWARDS
    if new.last_date < today:
        return AbsenceRefusal.PAST
    if new.last_date - new.first_date > LONGEST_ABSENCE:
        return AbsenceRefusal.TOO_LONG
    return AbsenceRefusal.SAME_PERSON if new.absent_id == new.substitute_id else None
