"""Invoices as the clinic looks after them, in finished strings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from legesvar.core import money
from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.kinds import Service
from legesvar.core.paging import Page
from legesvar.core.refusal import Refused, Unknown
from legesvar.domain.billing import policies, selectors
from legesvar.domain.billing.selectors import InvoiceRow, OverdueFacts, Unpaid
from legesvar.domain.clinics.roles import Permission, may
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.dialogues.selectors import Head
from legesvar.domain.patients import selectors as patients
from legesvar.web.clinic.invoices import lines
from legesvar.web.clinic.worklist.place import DIALOGUE
from legesvar.words import clinic, dates, people, refusals

Facts = tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One invoice that is unpaid."""

    name: str
    what: str
    marked: str
    url: str


@dataclass(frozen=True, slots=True)
class UnpaidPage:
    """A page of what the clinic has found unpaid."""

    rows: tuple[Row, ...]
    previous_url: str
    next_url: str


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """One invoice or credit note: whose it is, what it says, and what can be done about it.

    :param why_not: why it cannot be marked as unpaid, when it is not marked
    :param effect: what it means to the patient that it is marked
    """

    title: str
    name: str
    birth_date: str
    facts: Facts
    is_unpaid: bool
    why_not: str
    effect: str
    url: str
    pdf_url: str
    credit_url: str
    dialogue_url: str


@dataclass(frozen=True, slots=True)
class Credit:
    """Whose invoice it is, what it says, and why it cannot be credited, if so."""

    name: str
    birth_date: str
    number: int
    total: str
    text: str
    why_not: str
    back_url: str


def unpaid(actor: Actor, found: Page[Unpaid], now: datetime) -> UnpaidPage:
    """Put the list of what is unpaid into words."""
    names, today = patients.names(actor, {row.person_id for row in found.rows}), oslo_date(now)
    return UnpaidPage(
        rows=tuple(
            Row(
                name=names.get(row.person_id, ""),
                what=clinic.invoice(row.number, row.total_ore, row.due_date, today),
                marked=clinic.marked_unpaid(row.marked_at, row.marked_by, today),
                url=reverse("clinic:invoice", args=[row.invoice]),
            )
            for row in found.rows
        ),
        previous_url=f"?side={found.previous_key}" if found.previous_key else "",
        next_url=f"?side={found.next_key}" if found.next_key else "",
    )


def invoice(actor: Actor, invoice_id: UUID, now: datetime) -> InvoicePage:
    """Return the page of one invoice.

    :raises Unknown: when there is no such invoice at the actor's clinic
    """
    row, head, is_credited = _read(actor, invoice_id)
    today = oslo_date(now)
    mark = selectors.overdue(actor, row.id) if row.is_unpaid else None
    is_credit_note = row.credits_id is not None
    refusal = policies.overdue_refusal(
        is_credit_note=is_credit_note, is_credited=is_credited, is_overdue=mark is not None, due_date=row.due_date,
        today=today,
    )  # fmt: skip
    reads = may(actor.role, Permission.READ_DIALOGUE)
    said = _("Kreditnota %(number)s") if is_credit_note else _("Faktura %(number)s")
    return InvoicePage(
        title=said % {"number": row.number},
        name=head.patient_name,
        birth_date=dates.numeric(head.birth_date),
        facts=_facts(row, mark, today, is_credited=is_credited),
        is_unpaid=mark is not None,
        why_not=refusals.text(Refused(refusal)) if refusal else "",
        effect=_effect(actor, row.clinic_id, now),
        url=reverse("clinic:invoice", args=[row.public_id]),
        pdf_url=reverse("clinic:invoice_pdf", args=[row.public_id]) if reads else "",
        credit_url="" if is_credited or is_credit_note else reverse("clinic:credit", args=[row.public_id]),
        dialogue_url=f"{DIALOGUE}{row.about}/#betaling" if reads else "",
    )


def credit(actor: Actor, invoice_id: UUID, today: date) -> Credit:
    """Return what the page about crediting shows.

    :raises Unknown: when there is no such invoice at the actor's clinic
    """
    row, head, is_credited = _read(actor, invoice_id)
    reason = policies.credit_refusal(is_credit_note=row.credits_id is not None, is_credited=is_credited)
    return Credit(
        name=head.patient_name,
        birth_date=dates.numeric(head.birth_date),
        number=row.number,
        total=money.spoken(row.total_ore),
        text=lines.text(row, today),
        why_not=refusals.text(Refused(reason)) if reason else "",
        back_url=_back(actor, row),
    )


def _read(actor: Actor, invoice_id: UUID) -> tuple[InvoiceRow, Head, bool]:
    found = selectors.invoice(actor, invoice_id)
    head = dialogues.head(actor, found.about) if found else None
    if found is None or head is None:
        raise Unknown
    rows = selectors.invoices_about(actor, found.about)
    row = next(one for one in rows if one.id == found.id)
    return row, head, any(one.credits_id == row.id for one in rows)


def _facts(row: InvoiceRow, mark: OverdueFacts | None, today: date, *, is_credited: bool) -> Facts:
    facts = [(_("Beløp"), money.spoken(row.total_ore)), (_("Laget"), dates.day_near(row.issue_date, today))]
    if row.credits_id is None:
        facts += [(_("KID"), row.kid), (_("Betales innen"), dates.day_near(row.due_date, today))]
        facts += [(_("Status"), _standing(row, mark, today, is_credited=is_credited))]
    return tuple({"label": label, "value": value} for label, value in facts)


def _standing(row: InvoiceRow, mark: OverdueFacts | None, today: date, *, is_credited: bool) -> str:
    if is_credited:
        return _("Kreditert. Pasienten skal ikke betale.")
    if mark is not None:
        return clinic.marked_unpaid(mark.marked_at, mark.marked_by, today)
    return _("Forfalt. Ikke merket som ubetalt.") if row.due_date < today else _("Ikke forfalt")


def _effect(actor: Actor, clinic_id: int, now: datetime) -> str:
    stopped = patients.settings(actor, clinic_id, now).nothing_overdue_for
    if not stopped:
        return _("Pasienten ser at fakturaen ikke er betalt. Dere har ikke valgt at det skal stoppe noe.")
    said = _("Pasienten ser at fakturaen ikke er betalt, og kan ikke starte dette før den er gjort opp: %(services)s.")
    return said % {"services": people.listed([Service(one) for one in stopped])}


def _back(actor: Actor, row: InvoiceRow) -> str:
    if may(actor.role, Permission.READ_DIALOGUE):
        return f"{DIALOGUE}{row.about}/#betaling"
    return reverse("clinic:invoice", args=[row.public_id])
