"""Pure rules about who offers what to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from legesvar.core import refusal
from legesvar.core.actor import DOCTOR_ROLES, Actor, Role
from legesvar.domain.clinics.roles import Permission, may
from legesvar.domain.clinics.selectors import Member, Period
from legesvar.domain.clinics.settings import ClinicSettings
from legesvar.domain.services.availability import Closed
from legesvar.domain.services.kinds import SentTo
from legesvar.domain.services.settings import ServiceSettings


class Refusal(refusal.Refusal):
    """Why a service is not to be had."""

    NO_RECIPIENT = "services.no_recipient"
    RECIPIENT_GONE = "services.recipient_gone"
    CHOOSE_RECIPIENT = "services.choose_recipient"
    NOT_YOUR_OFFER = "services.not_your_offer"
    RESUMES_IN_THE_PAST = "services.resumes_in_the_past"
    PAUSE_NEEDS_A_REASON = "services.pause_needs_a_reason"
    PAUSE_NOT_ALLOWED = "services.pause_not_allowed"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody a patient may write to. `stands_in_for` is the GP's name when this is a substitute."""

    staff_id: int
    public_id: UUID
    name: str
    stands_in_for: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A doctor's own choice about a kind, since an instant."""

    is_open: bool
    paused_until: datetime | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Writing:
    """Somebody who is writing: what, to whom, and since when."""

    kind: str
    recipient_id: int | None
    begun_at: datetime


def takes(choice: Choice, at: datetime, *, begun_at: datetime | None, grace: timedelta) -> bool:
    """Say whether a doctor takes a kind at an instant; who was writing to them when they stopped may finish (START-11).

    :param begun_at: when the patient began to write to this doctor; None for one who has not
    """
    if choice.is_open and (choice.paused_until is None or choice.paused_until <= at):
        return True
    return begun_at is not None and begun_at < choice.changed_at and at < choice.changed_at + grace


def recipients(
    *, gp_id: int | None, staff: Sequence[Member], periods: Sequence[Period], offers: Mapping[int, bool],
    settings: ServiceSettings, on: date,
) -> list[Recipient]:  # fmt: skip
    """Return whom this patient may write to, own GP first, then the GP's substitutes, then others (START-3).

    A kind that is written to the clinic has no recipients to choose among.

    :param offers: each doctor's own choice; one who has not chosen takes the kind
    """
    if settings.sent_to is SentTo.CLINIC:
        return []
    doctors = {m.id: m for m in staff if m.role in DOCTOR_ROLES and m.active and offers.get(m.id, True)}
    names = {m.id: m.name for m in staff}
    found: dict[int, Recipient] = {}
    if gp_id in doctors:
        found[gp_id] = _recipient(doctors[gp_id])
    for period in periods:
        if period.absent_id == gp_id and period.covers(on) and period.substitute_id in doctors:
            substitute = doctors[period.substitute_id]
            found.setdefault(substitute.id, _recipient(substitute, names.get(period.absent_id, "")))
    if settings.sent_to is SentTo.ALL_DOCTORS:
        for doctor in doctors.values():
            found.setdefault(doctor.id, _recipient(doctor))
    return list(found.values())


def _recipient(member: Member, stands_in_for: str = "") -> Recipient:
    return Recipient(member.id, member.public_id, member.name, stands_in_for)


def preselected(choices: Sequence[Recipient], gp_id: int | None) -> Recipient | None:
    """Return the one that is chosen beforehand: the only one, or the own GP unless somebody stands in for them."""
    if len(choices) == 1:
        return choices[0]
    if any(c.stands_in_for for c in choices):
        return None
    return next((c for c in choices if c.staff_id == gp_id), None)


def not_offered(settings: ServiceSettings, on: date) -> Closed | None:
    """Say why the clinic does not offer a kind at all that day; hours and daily limits are for what patients begin."""
    first, last = settings.period
    if not settings.is_open:
        return Closed.OFF
    if first is not None and on < first:
        return Closed.NOT_YET
    return Closed.OVER if last is not None and on > last else None


def offer_refused(settings: ServiceSettings, choices: Sequence[Recipient]) -> Refusal | None:
    """Say why there is nobody to write to, or None."""
    return None if choices or settings.sent_to is SentTo.CLINIC else Refusal.NO_RECIPIENT


def recipient_refused(settings: ServiceSettings, choices: Sequence[Recipient], staff_id: int | None) -> Refusal | None:
    """Say why the chosen recipient cannot be written to, or None. Nobody is chosen for what is sent to the clinic."""
    if settings.sent_to is SentTo.CLINIC:
        return None if staff_id is None else Refusal.RECIPIENT_GONE
    if staff_id is None:
        return Refusal.CHOOSE_RECIPIENT
    return None if any(c.staff_id == staff_id for c in choices) else Refusal.RECIPIENT_GONE


LONGEST_PAUSE = timedelta(days=366)


def offer_change_refused(actor: Actor, clinic_id: int, staff_id: int) -> Refusal | None:
    """Let doctors change their own offer, and an administrator anybody's."""
    if actor.role is Role.SYSTEM:
        return None
    own = actor.staff_id == staff_id and may(actor.role, Permission.OWN_OFFER)
    allowed = actor.clinic_id == clinic_id and (own or may(actor.role, Permission.SETTINGS))
    return None if allowed else Refusal.NOT_YOUR_OFFER


def resume_refused(until: datetime | None, now: datetime) -> Refusal | None:
    """Refuse a pause that has ended before it begins, or that ends when nobody remembers it."""
    if until is None or now < until <= now + LONGEST_PAUSE:
        return None
    return Refusal.RESUMES_IN_THE_PAST


def reason_refused(reason: str) -> Refusal | None:
    """Refuse a pause that patients are told no reason for."""
    return None if reason.strip() else Refusal.PAUSE_NEEDS_A_REASON


def pause_refused(actor: Actor, sharing: ClinicSettings) -> Refusal | None:
    """Say why somebody may not pause a kind: a secretary may where the clinic has said so."""
    if actor.role is Role.SYSTEM or may(actor.role, Permission.SETTINGS):
        return None
    allowed = may(actor.role, Permission.PAUSE) and sharing.secretaries_may_pause
    return None if allowed else Refusal.PAUSE_NOT_ALLOWED
