"""Colleagues, invitations and absence in finished strings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from legesvar.core.actor import Actor, Role
from legesvar.core.clock import oslo_date
from legesvar.domain.clinics.selectors import Absence, Colleague, Invited
from legesvar.domain.identity.selectors import AccountFacts
from legesvar.words import dates, roles


@dataclass(frozen=True, slots=True)
class Person:
    """One who works here."""

    name: str
    role: str
    comes_in: str
    you: bool
    url: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """One who is invited."""

    name: str
    what: str
    state: str
    tone: str
    again_url: str
    withdraw_url: str


@dataclass(frozen=True, slots=True)
class StaffPage:
    """Everybody, and who is invited."""

    people: tuple[Person, ...]
    waiting: tuple[Waiting, ...]
    local_accounts: bool
    done: str


def staff(
    actor: Actor, colleagues: list[Colleague], facts: Mapping[int, AccountFacts], local: Mapping[int, str],
    invited: list[Invited], now: datetime, *, local_accounts: bool, done: str,
) -> StaffPage:  # fmt: skip
    """Put those who work at a clinic, and those who are asked to, into words."""
    return StaffPage(
        people=tuple(_person(actor, one, facts[one.account_id], local.get(one.member.id)) for one in colleagues),
        waiting=tuple(_waiting(one, now) for one in invited),
        local_accounts=local_accounts,
        done=done,
    )


def _person(actor: Actor, one: Colleague, facts: AccountFacts, address: str | None) -> Person:
    role = roles.label(one.member.role)
    return Person(
        name=one.member.name,
        role=_("%(role)s, spesialist") % {"role": role} if one.member.specialist else role,
        comes_in=comes_in(facts, address),
        you=one.member.id == actor.staff_id,
        url=reverse("clinic:colleague", args=[one.member.public_id]),
    )


def comes_in(facts: AccountFacts, address: str | None) -> str:
    """Say how somebody comes in."""
    if facts.has_number and address:
        return _("HelseID og lokal konto (%(address)s)") % {"address": address}
    if facts.has_number:
        return _("HelseID")
    return _("Lokal konto (%(address)s)") % {"address": address} if address else _("Kan ikke logge inn")


def _waiting(one: Invited, now: datetime) -> Waiting:
    over = one.expires_at <= now
    failed = one.outcome not in {"", "sent"}
    state = _("Venter på svar til %(day)s") % {"day": dates.day(oslo_date(one.expires_at))}
    if over:
        state = _("Utløpt")
    elif failed:
        state = _("E-posten kom ikke fram")
    what = _("ny innlogging") if one.renews_id else roles.label(one.role)
    return Waiting(
        name=one.name,
        what=f"{what} · {one.email}",
        state=state,
        tone="danger" if failed and not over else "warning" if over else "info",
        again_url=reverse("clinic:invitation_again", args=[one.public_id]),
        withdraw_url=reverse("clinic:invitation_withdraw", args=[one.public_id]),
    )


@dataclass(frozen=True, slots=True)
class ColleaguePage:
    """One colleague: what can be changed is a form, the rest are acts."""

    name: str
    facts: list[dict[str, str]]
    you: bool
    locked: str
    unlock_url: str
    new_login_url: str
    remove_url: str
    done: str


def colleague(
    actor: Actor, one: Colleague, facts: AccountFacts, address: str | None, locked: datetime | None, done: str
) -> ColleaguePage:
    """Put one colleague into words."""
    args, own = [one.member.public_id], one.member.id == actor.staff_id
    rows = [
        {"label": _("Logger inn med"), "value": comes_in(facts, address)},
        {"label": _("HPR-nummer"), "value": facts.hpr_number or _("Ikke registrert")},
        {"label": _("Har jobbet her siden"), "value": dates.day(oslo_date(one.created_at))},
    ]
    if own:
        rows.append({"label": _("Rolle"), "value": roles.label(Role(one.member.role))})
    return ColleaguePage(
        name=one.member.name,
        facts=rows,
        you=own,
        locked=dates.time(locked) if locked else "",
        unlock_url=reverse("clinic:unlock", args=args) if locked else "",
        new_login_url=reverse("clinic:new_login", args=args),
        remove_url="" if own else reverse("clinic:remove_colleague", args=args),
        done=done,
    )


@dataclass(frozen=True, slots=True)
class Period:
    """One absence."""

    who: str
    when: str
    substitute: str
    state: str
    alone: bool
    said: str
    end_url: str


@dataclass(frozen=True, slots=True)
class AbsencePage:
    """Who is away, who will be, and who was."""

    coming: tuple[Period, ...]
    over: tuple[Period, ...]
    done: str


def absences(coming: list[Absence], over: list[Absence], now: datetime, done: str) -> AbsencePage:
    """Put periods of absence into words."""
    return AbsencePage(tuple(_period(a, now) for a in coming), tuple(_period(a, now) for a in over), done)


def _period(one: Absence, now: datetime) -> Period:
    today = oslo_date(now)
    is_open = not one.cancelled and one.last_date >= today
    when = {"first": dates.day(one.first_date), "last": dates.day(one.last_date)}
    return Period(
        who=one.absent,
        when=_("%(first)s til og med %(last)s") % when if one.first_date != one.last_date else when["first"],
        substitute=one.substitute or _("Ingen vikar"),
        state=_state(one, is_open=is_open, begun=one.first_date <= today),
        alone=not one.substitute and is_open,
        said=_said(one),
        end_url=reverse("clinic:end_absence", args=[one.public_id]) if is_open else "",
    )


def _state(one: Absence, *, is_open: bool, begun: bool) -> str:
    if one.cancelled:
        return _("Avlyst")
    if is_open:
        return _("Borte nå") if begun else _("Kommer")
    return _("Avsluttet før tiden") if one.ended_at else _("Over")


def _said(one: Absence) -> str:
    said = []
    if one.recorded_at:
        said.append(_("Registrert av %(name)s") % {"name": one.recorded_by})
    if one.ended_at:
        said.append(_("avsluttet av %(name)s") % {"name": one.ended_by})
    return ", ".join(said)
