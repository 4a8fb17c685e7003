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
from legesvar.core.kinds import Kind, Service
from legesvar.core.paging import Page
from legesvar.core.refusal import Refused, Unknown
from legesvar.domain.billing import kid, policies, selectors
from legesvar.domain.billing.selectors import InvoiceRow, OverdueFacts, Unpaid
from legesvar.domain.clinics.roles import Permission, may
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.dialogues.selectors import Head
from legesvar.domain.patients import selectors as patients
from legesvar.web.clinic.invoices import lines
from legesvar.web.clinic.worklist.place import DIALOGUE
from legesvar.words import clinic, dates, labels, people, refusals

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
class Twin:
    """The credit note of an invoice, or the invoice of a credit note."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """One invoice or credit note: whose it is, what it says, and what can be done about it.

    :param effect: what it means to the patient that it is marked as unpaid, or would mean
    """

    title: str
    name: str
    birth_date: str
    facts: Facts
    is_unpaid: bool
    may_mark: bool
    effect: str
    url: str
    pdf_url: str
    credit_url: str
    dialogue_url: str
    twins: tuple[Twin, ...]


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
    row, head, others = _read(actor, invoice_id)
    today, is_credit_note = oslo_date(now), row.credits_id is not None
    refusal = policies.overdue_refusal(
        is_credit_note=is_credit_note, is_credited=row.is_credited, is_overdue=row.is_unpaid, due_date=row.due_date,
        today=today,
    )  # fmt: skip
    reads = may(actor.role, Permission.READ_DIALOGUE)
    return InvoicePage(
        title=_name(row),
        name=head.patient_name,
        birth_date=dates.numeric(head.birth_date),
        facts=_facts(row, selectors.overdue(actor, row.id) if row.mark else None, today),
        is_unpaid=row.is_unpaid,
        may_mark=refusal is None,
        effect=_effect(actor, row, now),
        url=reverse("clinic:invoice", args=[row.public_id]),
        pdf_url=reverse("clinic:invoice_pdf", args=[row.public_id]) if reads else "",
        credit_url="" if row.is_credited or is_credit_note else reverse("clinic:credit", args=[row.public_id]),
        dialogue_url=f"{DIALOGUE}{row.about}/#betaling" if reads else "",
        twins=tuple(Twin(_name(one), reverse("clinic:invoice", args=[one.public_id])) for one in others),
    )


def credit(actor: Actor, invoice_id: UUID, today: date) -> Credit:
    """Return what the page about crediting shows.

    :raises Unknown: when there is no such invoice at the actor's clinic
    """
    row, head, _others = _read(actor, invoice_id)
    reason = policies.credit_refusal(is_credit_note=row.credits_id is not None, is_credited=row.is_credited)
    return Credit(
        name=head.patient_name,
        birth_date=dates.numeric(head.birth_date),
        number=row.number,
        total=money.spoken(row.total_ore),
        text=lines.text(row, today),
        why_not=refusals.text(Refused(reason)) if reason else "",
        back_url=_back(actor, row),
    )


def _read(actor: Actor, invoice_id: UUID) -> tuple[InvoiceRow, Head, list[InvoiceRow]]:
    found = selectors.invoice(actor, invoice_id)
    head = dialogues.head(actor, found.about) if found else None
    if found is None or head is None:
        raise Unknown
    rows = selectors.invoices_about(actor, found.about)
    return next(row for row in rows if row.id == found.id), head, [row for row in rows if row.id != found.id]


def _name(row: InvoiceRow) -> str:
    said = _("Faktura %(number)s") if row.credits_id is None else _("Kreditnota %(number)s")
    return said % {"number": row.number}


def _facts(row: InvoiceRow, mark: OverdueFacts | None, today: date) -> Facts:
    facts = [(_("Beløp"), money.spoken(row.total_ore)), (_("Laget"), dates.day_near(row.issue_date, today))]
    if row.credits_id is not None:
        facts += [(_("Grunn"), labels.credit_reason_label(row.credit_reason))]
    else:
        facts += [(_("KID"), kid.grouped(row.kid)), (_("Betales innen"), dates.day_near(row.due_date, today))]
        facts += [(_("Status"), _standing(row, mark, today))]
    return tuple({"label": label, "value": value} for label, value in facts)


def _standing(row: InvoiceRow, mark: OverdueFacts | None, today: date) -> str:
    if row.is_credited:
        return _("Kreditert. Pasienten skal ikke betale.")
    if mark is None:
        return _("Forfalt. Ikke merket som ubetalt.") if row.due_date < today else _("Ikke forfalt")
    if mark.settled_at is None:
        return clinic.marked_unpaid(mark.marked_at, mark.marked_by, today)
    return clinic.settled(mark.settled, mark.settled_at, mark.settled_by, today)


def _effect(actor: Actor, row: InvoiceRow, now: datetime) -> str:
    asked = patients.settings(actor, row.clinic_id, now).nothing_overdue_for
    stopped = [Service(kind) for kind in Kind if kind in asked]
    sees = (
        _("Pasienten ser at fakturaen ikke er betalt.")
        if row.is_unpaid
        else _("Pasienten får se at fakturaen ikke er betalt.")
    )
    if not stopped:
        return f"{sees} {_('Dere har ikke valgt at det skal stoppe noe.')}"
    stops = _("Så lenge fakturaen er merket, kan pasienten ikke starte dette: %(services)s.")
    return f"{sees} {stops % {'services': people.listed(stopped)}}"


def _back(actor: Actor, row: InvoiceRow) -> str:
    if may(actor.role, Permission.READ_DIALOGUE):
        return f"{DIALOGUE}{row.about}/#betaling"
    return reverse("clinic:invoice", args=[row.public_id])
