"""Pure rules about people on a list: age, channel, why somebody pays nothing, who acts for whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from legesvar.core import refusal
from legesvar.core.actor import STAFF_ROLES, Role
from legesvar.core.kinds import Service
from legesvar.domain.clinics.roles import Permission, may
from legesvar.domain.notifications.events import Channel
from legesvar.domain.patients.kinds import ASKED, Basis
from legesvar.domain.patients.settings import PatientSettings

AGE_OF_CONSENT = 16  # pasient- og brukerrettighetsloven § 4-3: helserettslig myndig
MAY_HIDE = 12  # § 4-4: from twelve on, parents are not told what the child has good reasons to keep
OF_AGE = 18  # vergemålsloven § 8
LONGEST_NAME = 100
_NOT_IN_NAMES = frozenset('0123456789<>{}[]|\\^~=+@#$%&*?!:;"_/\n\t')
CHILD = "B"  # kodeverk 7461: barn under 16 år


class Refusal(refusal.Refusal):
    """Why somebody cannot be made a representative."""

    NOT_BY_YOU = "patients.not_by_you"
    FOR_THEMSELVES = "patients.for_themselves"
    ENDS_BEFORE_IT_STARTS = "patients.ends_before_it_starts"
    CHILD_TOO_OLD = "patients.child_too_old"
    GIVER_TOO_YOUNG = "patients.giver_too_young"
    RECEIVER_TOO_YOUNG = "patients.receiver_too_young"
    NO_SERVICES = "patients.no_services"
    UNKNOWN_SERVICE = "patients.unknown_service"


class RegisterRefusal(refusal.Refusal):
    """Why the register of patients cannot be changed like that (ADMIN-3)."""

    NOT_YOUR_ROLE = "patients.register_not_your_role"
    SAY_WHY = "patients.say_why"
    ALREADY_LISTED = "patients.already_listed"
    NOT_LISTED = "patients.not_listed"
    STILL_LISTED = "patients.still_listed"
    NO_SUCH_GP = "patients.no_such_gp"
    SAME_GP = "patients.same_gp"
    WRONG_DAY = "patients.left_on_wrong_day"
    NO_NAME = "patients.no_name"
    NO_EMAIL = "patients.no_email"
    NO_MOBILE = "patients.no_mobile"
    IMPORT_OLD = "patients.import_old"
    IMPORT_MOVED = "patients.import_moved"
    IMPORT_EMPTY = "patients.import_empty"


class PrerequisiteRefusal(refusal.Refusal):
    """What somebody must have in order before they can start something (ID-5)."""

    FULL_NUMBER = "patients.needs_full_number"
    VERIFIED_MOBILE = "patients.needs_verified_mobile"
    NOTHING_OVERDUE = "patients.needs_nothing_overdue"


def prerequisite_refused(
    settings: PatientSettings, service: str, *, has_full_number: bool, has_verified_mobile: bool, owes_overdue: bool
) -> PrerequisiteRefusal | None:
    """Say what somebody must have in order before they can use a service at a clinic, or None (ID-5).

    :param service: of `kinds.Service`
    :param owes_overdue: they have an unpaid claim that is overdue
    """
    missing = (
        (PrerequisiteRefusal.FULL_NUMBER, settings.full_number_for, not has_full_number),
        (PrerequisiteRefusal.VERIFIED_MOBILE, settings.verified_mobile_for, not has_verified_mobile),
        (PrerequisiteRefusal.NOTHING_OVERDUE, settings.nothing_overdue_for, owes_overdue),
    )
    return next((reason for reason, services, lacks in missing if lacks and service in services), None)


def register_refused(by: Role) -> RegisterRefusal | None:
    """Say why somebody may not change who is on the list, or None."""
    return None if by is Role.SYSTEM or may(by, Permission.REGISTER) else RegisterRefusal.NOT_YOUR_ROLE


def opening_refused(
    by: Role, *, staff_id: int | None, gp_id: int | None, stands_in_for: Collection[int], why: str
) -> RegisterRefusal | None:
    """Refuse somebody at the clinic who opens the page of a patient not in their care and does not say why (WORK-8).

    The patient's GP need not say, nor who stands in for that GP today, nor the secretary, who sorts for the whole
    clinic. Everybody's opening is traced all the same.
    """
    own = gp_id is not None and (staff_id == gp_id or gp_id in stands_in_for)
    return None if own or by is Role.SECRETARY or why in ASKED else RegisterRefusal.SAY_WHY


def is_name(written: str) -> bool:
    """Say whether a text can be somebody's name: two words at least, and no digits or signs of a code."""
    return len(written.split()) > 1 and len(written) <= LONGEST_NAME and not set(written) & _NOT_IN_NAMES


def leaving_refused(*, listed: bool, since: date, last_day: date, today: date) -> RegisterRefusal | None:
    """Say why somebody cannot leave a list on a day, or None. A day to come is not known yet.

    :param since: the day they came on it
    """
    if not listed:
        return RegisterRefusal.NOT_LISTED
    return None if since <= last_day <= today else RegisterRefusal.WRONG_DAY


def quiet_until(settings: PatientSettings, at: datetime) -> datetime | None:
    """Return when an SMS may go out that is not to disturb anybody's sleep, or None when it may go now (NOTE-4).

    :param at: in Oslo's time
    """
    start, end = settings.quiet_from, settings.quiet_to
    quiet = start <= at.hour < end if start <= end else at.hour >= start or at.hour < end
    if not quiet:
        return None
    morning = at.replace(hour=end, minute=0, second=0, microsecond=0, fold=0)
    return morning if at.hour < end else morning + timedelta(days=1)


def age(birth_date: date, on: date) -> int:
    """Return full years of age on a day; somebody born 29 February turns a year older on 1 March in common years."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def channel(preference: str, email: str, mobile: str) -> tuple[Channel, str]:
    """Choose how to tell somebody: e-mail first, then SMS, unless the patient prefers SMS (NOTE-1)."""
    ways = [(Channel.EMAIL, email), (Channel.SMS, mobile)]
    if preference == "sms":
        ways.reverse()
    return next(((way, address) for way, address in ways if address), (Channel.NONE, ""))


def exemption(birth_date: date, recorded: list[str], on: date) -> str:
    """Return the code of the reason why somebody pays no egenandel on a day, or "" (PAY-3, kodeverk 7461)."""
    if age(birth_date, on) < AGE_OF_CONSENT:
        return CHILD
    return recorded[0] if recorded else ""


@dataclass(frozen=True, slots=True)
class Term:
    """A representation and how long it was meant to hold, both days included. `last_date` None: until it is ended."""

    basis: Basis
    services: tuple[str, ...]
    first_date: date
    last_date: date | None
    ended: bool = False


def birthday(birth_date: date, years: int) -> date:
    """Return the day somebody turns so many years; born 29 February, 1 March in common years."""
    try:
        return birth_date.replace(year=birth_date.year + years)
    except ValueError:
        return date(birth_date.year + years, 3, 1)


def last_day(term: Term, born: date) -> date | None:
    """Return the last day a representation can hold, or None: a parent's ends with the fifteenth year (ID-6).

    :param born: the patient's birth date
    """
    if term.basis is not Basis.PARENT:
        return term.last_date
    before_sixteen = birthday(born, AGE_OF_CONSENT) - timedelta(days=1)
    return min(term.last_date or before_sixteen, before_sixteen)


def in_force(term: Term, born: date, on: date) -> bool:
    """Say whether somebody may act for another on a day in Norway: asked again at every request.

    :param born: the patient's birth date; it decides, whatever the last day was recorded to be
    """
    last = last_day(term, born)
    return not term.ended and term.first_date <= on and (last is None or on <= last)


def readers(
    *, patient_id: int, born: date, on: date, hidden: bool, reachable: bool, wrote: Collection[int],
    deputies: Collection[int],
) -> list[int]:  # fmt: skip
    """Return the ids of those who are told that there is something to read about a patient (NOTE-1, ID-6).

    About a child, those who act for it are told, and the child when it wrote itself. About a grown-up, they are told,
    and those who act for them when these wrote, or when the patient cannot be reached at all.

    :param hidden: it is kept from those who act for the patient: nobody else is told
    :param reachable: the patient has an e-mail address or a mobile number
    :param wrote: who has written in it
    :param deputies: who may act for the patient in this today
    """
    if hidden:
        return [patient_id]
    is_child = age(born, on) < AGE_OF_CONSENT
    told = [one for one in deputies if is_child or one in wrote or not reachable]
    is_told_too = not is_child or patient_id in wrote or not told
    return [patient_id, *told] if is_told_too else told


def may_hide(born: date, on: date) -> bool:
    """Say whether somebody is at the age when a dialogue can be kept hidden from parents: 12 to 15 (ID-6)."""
    return MAY_HIDE <= age(born, on) < AGE_OF_CONSENT


def ending_refused(by: Role) -> Refusal | None:
    """Say why somebody may not record or end a representation, or None: only a clinic does."""
    return None if by in STAFF_ROLES or by is Role.SYSTEM else Refusal.NOT_BY_YOU


def representation_refused(term: Term, *, by: Role, born: date, representative_born: date | None) -> Refusal | None:
    """Say why a representation cannot be recorded, or None.

    :param by: the role of who wants to record it
    :param born: the patient's birth date
    :param representative_born: None when it is the same person
    """
    if refused := ending_refused(by):
        return refused
    if representative_born is None:
        return Refusal.FOR_THEMSELVES
    if term.last_date is not None and term.last_date < term.first_date:
        return Refusal.ENDS_BEFORE_IT_STARTS
    return _age_refused(term, born, representative_born) or _services_refused(term)


def _age_refused(term: Term, born: date, representative_born: date) -> Refusal | None:
    years = age(born, term.first_date)
    if term.basis is Basis.PARENT:
        return Refusal.CHILD_TOO_OLD if years >= AGE_OF_CONSENT else None
    if age(representative_born, term.first_date) < OF_AGE:
        return Refusal.RECEIVER_TOO_YOUNG
    return Refusal.GIVER_TOO_YOUNG if term.basis is Basis.FULLMAKT and years < AGE_OF_CONSENT else None


def _services_refused(term: Term) -> Refusal | None:
    if not set(term.services) <= set(Service):
        return Refusal.UNKNOWN_SERVICE
    if term.basis is Basis.PARENT:
        return Refusal.UNKNOWN_SERVICE if term.services else None
    return Refusal.NO_SERVICES if term.basis is Basis.FULLMAKT and not term.services else None


def services_given(all_services: Collection[tuple[str, ...]]) -> frozenset[str] | None:
    """Put together what several representations at one clinic allow; None means everything."""
    if any(not services for services in all_services):
        return None
    return frozenset(service for services in all_services for service in services)
