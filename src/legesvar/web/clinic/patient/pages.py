"""One patient at the clinic, in finished strings. Of dialogues only heads: no clinical text stands here (WORK-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.kinds import Service
from legesvar.domain.billing import selectors as billing
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.roles import Permission, may
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.dialogues.selectors import HeadLine
from legesvar.domain.identity import selectors as identity
from legesvar.domain.patients import policies
from legesvar.domain.patients import selectors as patients
from legesvar.domain.patients.kinds import Basis
from legesvar.domain.patients.selectors import Acting, Listing
from legesvar.web.clinic import reached
from legesvar.web.clinic.dialogue import record
from legesvar.web.clinic.dialogue.record import NoticeLine
from legesvar.web.clinic.invoices import lines
from legesvar.web.clinic.invoices.lines import Bill
from legesvar.web.clinic.reached import ContactLine
from legesvar.words import dates, labels, people
from legesvar.words import register as words


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something under it, and where it leads."""

    text: str
    note: str = ""
    url: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Represents:
    """Somebody who acts for the patient, or has."""

    name: str
    basis: str
    note: str
    tag: str
    tone: str
    end_url: str


@dataclass(frozen=True, slots=True)
class Page:
    """All that a patient's page shows."""

    public_id: UUID
    name: str
    birth_date: str
    age: str
    identity_number: str
    address: str
    gp: str
    left: str
    query: str
    may_change: bool
    may_begin: bool
    may_trail: bool
    contact: tuple[ContactLine, ...]
    memberships: tuple[Line, ...]
    represented_by: tuple[Represents, ...]
    dialogues: tuple[Line, ...]
    may_dialogues: bool
    invoices: tuple[Bill, ...]
    notices: tuple[NoticeLine, ...]
    may_notices: bool


def page(actor: Actor, place: Listing, query: str, now: datetime) -> Page:
    """Return the page of a patient that has just been opened.

    :param query: what goes with the patient from page to page
    """
    today, names = oslo_date(now), clinics.names(actor, place.clinic_id)
    stretches = patients.memberships(actor, place)
    since = stretches[-1].began_at if stretches else place.listed_at
    reads, notices = may(actor.role, Permission.READ_DIALOGUE), may(actor.role, Permission.NOTICES)
    listed = place.ended_at is None
    return Page(
        public_id=place.public_id,
        name=place.name,
        birth_date=dates.numeric(place.birth_date),
        age=_("%(years)d år") % {"years": policies.age(place.birth_date, today)},
        identity_number=words.grouped(place.identity_number),
        address=", ".join(part for part in (place.street, f"{place.postcode} {place.city}".strip()) if part),
        gp=names.get(place.gp_id or 0) or _("Ingen fastlege her"),
        left="" if listed else _left(place, today),
        query=query,
        may_change=may(actor.role, Permission.REGISTER),
        may_begin=listed and may(actor.role, Permission.PREPARE_ANSWER),
        may_trail=may(actor.role, Permission.TRAIL),
        contact=reached.lines(actor, place.person_id, since, today),
        memberships=tuple(Line(words.stretch(row, names, today), words.who_did(row)) for row in stretches),
        represented_by=_representing(actor, place, today),
        dialogues=tuple(_head(row, today) for row in dialogues.heads_of(actor, place.person_id)) if reads else (),
        may_dialogues=reads,
        invoices=lines.bills(actor, billing.invoices_of(actor, place.person_id), today) if reads else (),
        notices=record.notices_to(actor, place.person_id, today) if notices else (),
        may_notices=notices,
    )


def _left(place: Listing, today: date) -> str:
    assert place.ended_at is not None  # noqa: S101 - asked by `page`
    return _("Ikke på listen siden %(day)s") % {"day": dates.day_near(oslo_date(place.ended_at), today)}


def _head(row: HeadLine, today: date) -> Line:
    said = _("%(kind)s til %(recipient)s") if row.recipient_name else "%(kind)s"
    return Line(
        text=said % {"kind": labels.kind_label(row.kind), "recipient": row.recipient_name},
        note=_("Startet %(started)s, sist endret %(updated)s")
        % {
            "started": dates.day_near(oslo_date(row.started_at), today),
            "updated": dates.moment_within(row.updated_at, today),
        },
        url=reverse("clinic:dialogue", args=[row.public_id]),
        tag=labels.state_at_clinic_label(row.state),
    )


def _representing(actor: Actor, place: Listing, today: date) -> tuple[Represents, ...]:
    rows = patients.representations(actor, place)
    known = identity.people(actor, {row.representative_id for row in rows})
    may_end = may(actor.role, Permission.REGISTER)
    return tuple(
        _represents(row, row.name or known[row.representative_id].name, place, today, may_end=may_end) for row in rows
    )


def _represents(row: Acting, name: str, place: Listing, today: date, *, may_end: bool) -> Represents:
    term = policies.Term(Basis(row.basis), tuple(row.services), row.first_date, row.last_date)
    last = policies.last_day(term, place.birth_date)
    holds = row.ended_at is None and policies.in_force(term, place.birth_date, today)
    waits = row.ended_at is None and row.first_date > today
    tag, tone = _("Gjelder nå"), "success"
    if not holds:
        tag, tone = (_("Gjelder senere"), "info") if waits else (_("Gjelder ikke lenger"), "neutral")
    end = reverse("clinic:end_representation", args=[place.public_id, row.public_id])
    return Represents(
        name=name,
        basis=str(words.BASIS[Basis(row.basis)]),
        note=" ".join((_what(row), _when(row, last, today))),
        tag=tag,
        tone=tone,
        end_url=end if may_end and (holds or waits) else "",
    )


def _what(row: Acting) -> str:
    if not row.services:
        return _("Gjelder alt.")
    return _("Gjelder %(services)s.") % {"services": people.listed([Service(one) for one in row.services])}


def _when(row: Acting, last: date | None, today: date) -> str:
    first = dates.day_near(row.first_date, today)
    if row.ended_at is not None:
        ended = dates.day_near(oslo_date(row.ended_at), today)
        return _("Fra %(first)s. Avsluttet %(ended)s av %(name)s.") % {
            "first": first, "ended": ended, "name": row.ended_by,
        }  # fmt: skip
    if last is None:
        return _("Fra %(first)s.") % {"first": first}
    return _("Fra %(first)s til og med %(last)s.") % {"first": first, "last": dates.day_near(last, today)}
