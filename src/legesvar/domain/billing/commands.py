"""Setting a price, accepting it, charging, invoicing, crediting, following up. Each once, whoever asks again."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.command import command
from legesvar.core.models import new_public_id
from legesvar.core.queue import enqueue
from legesvar.core.refusal import Refused, refuse_if
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.billing import invoices, kid, policies, selectors
from legesvar.domain.billing.invoices import Payee, Payer, PrintedInvoice
from legesvar.domain.billing.kinds import SETTLED_BY_HAND, CreditReason, Settled
from legesvar.domain.billing.models import Charge, Consent, Invoice, Overdue, Series, Tariff
from legesvar.domain.billing.policies import Refusal
from legesvar.domain.billing.selectors import InvoiceRow
from legesvar.domain.billing.settings import KID_WIDTH, BillingSettings
from legesvar.domain.billing.tasks import Task


@command
def set_tariff(
    *, actor: Actor, clinic_id: int, code: str, day_ore: int, evening_ore: int | None = None, first_date: date,
    last_date: date | None = None, now: datetime,
) -> Tariff:  # fmt: skip
    """Say what a code costs from a day on. It replaces what was set before; the same day again puts a mistake right.

    :param last_date: the last day the code has a price at all; None until something newer is set
    :raises Refused: WRONG_ROLE, TARIFF_NOT_A_CODE, TARIFF_OUT_OF_RANGE, TARIFF_ENDS_BEFORE_IT_STARTS,
        TARIFF_IN_THE_PAST
    """
    refuse_if(policies.role_refusal(actor, clinic_id, policies.SETS_TARIFFS))
    refuse_if(
        policies.tariff_refusal(
            actor, code=code, day_ore=day_ore, evening_ore=evening_ore, first_date=first_date, last_date=last_date,
            today=oslo_date(now),
        )
    )  # fmt: skip
    row, _ = Tariff.objects.update_or_create(
        clinic_id=clinic_id, code=code, first_date=first_date,
        # A new version, so that the page with the former amounts can no longer be accepted.
        defaults={
            "public_id": new_public_id(), "day_ore": day_ore, "evening_ore": evening_ore, "last_date": last_date,
            "recorded_at": now, "recorded_by": actor.name,
        },
    )  # fmt: skip
    audit.record(
        actor=actor, event=Event.TARIFF_CHANGED, clinic_id=clinic_id, about=row.public_id, now=now, code=code,
        day_ore=day_ore, evening_ore=evening_ore, first_date=first_date.isoformat(),
    )  # fmt: skip
    return row


@command
def accept_price(
    *, actor: Actor, clinic_id: int, code: str, shown: str, settings: BillingSettings, exemption: str,
    hidden: bool = False, now: datetime,
) -> Consent:  # fmt: skip
    """Store that a patient accepts what the price page states, with its amounts (START-5).

    :param shown: `Price.shown` of the page that was answered
    :param exemption: the code that holds for the patient today, or ""
    :raises Refused: WRONG_ROLE; NO_TARIFF; PRICE_CHANGED when the page was made before the price was changed
    :raises django.db.IntegrityError: when the patient is not on the clinic's list
    """
    price = selectors.price(actor, clinic_id, code, settings, exemption, oslo_date(now))
    if price is None:
        raise Refused(Refusal.NO_TARIFF)
    refuse_if(policies.accept_refusal(actor, price, shown))
    row = Consent.objects.create(
        clinic_id=clinic_id, person_id=actor.person_id, hidden=hidden, tariff_version=price.tariff_version, code=code,
        day_ore=price.day_ore, evening_ore=price.evening_ore, fee_ore=price.fee_ore, exemption=price.exemption,
        accepted_at=now, accepted_by=actor.name,
    )  # fmt: skip
    audit.record(
        actor=actor, event=Event.PRICE_ACCEPTED, clinic_id=clinic_id, about=row.public_id, hidden=hidden, now=now,
        code=code,
    )  # fmt: skip
    return row


@command
def charge(
    *, actor: Actor, clinic_id: int, person_id: int, about: UUID, consent_id: int, exemption: str,
    settings: BillingSettings, hidden: bool = False, now: datetime,
) -> Charge:  # fmt: skip
    """Charge an e-consultation that is being answered, once; asked again, return the charge that there is (PAY-2).

    :param about: public id of what was answered
    :param exemption: the code that holds for the patient on the day of the answer, or ""
    :param now: when the doctor answers, which decides the price
    :raises Refused: WRONG_ROLE, NO_CONSENT
    """
    refuse_if(policies.role_refusal(actor, clinic_id, policies.CHARGES))
    consent = Consent.objects.filter(id=consent_id, clinic_id=clinic_id, person_id=person_id).first()
    if consent is None:
        raise Refused(Refusal.NO_CONSENT)
    amount = policies.amount_at_answer(
        selectors.consented_price(consent),
        selectors.tariff_in_force(actor, clinic_id, consent.code, oslo_date(now)),
        now, settings, exemption,
    )  # fmt: skip
    new = Charge(
        clinic_id=clinic_id, person_id=person_id, hidden=hidden, about=about, code=consent.code, consent=consent,
        answered_at=now, **asdict(amount),
    )  # fmt: skip
    # Two who answer at once: the unique constraint lets one row in and the other waits for it.
    Charge.objects.bulk_create([new], ignore_conflicts=True)
    row = Charge.objects.get(clinic_id=clinic_id, about=about)
    if row.public_id == new.public_id:
        _trace(actor, Event.CHARGED, row, now, amount_ore=row.amount_ore, fee_ore=row.fee_ore)
    return row


@command
def bill(
    *, actor: Actor, clinic_id: int, about: UUID, payee: Payee, payer: Payer, settings: BillingSettings,
    closing: bool, now: datetime,
) -> Invoice | None:  # fmt: skip
    """Invoice an answered e-consultation when the clinic's settings say so; call at each answer and at the close.

    Where the patient has some hours to pay before a fee, the invoice is left to `Task.ISSUE_INVOICE`. Safe to repeat.

    :param closing: whether the dialogue ends with this act
    :returns: the invoice, or None when there is nothing to pay, or it is not time yet
    :raises Refused: WRONG_ROLE
    """
    if not policies.is_time_to_invoice(settings, closing=closing):
        return None
    if settings.fee_after_hours == 0:
        return issue_invoice(
            actor=actor, clinic_id=clinic_id, about=about, payee=payee, payer=payer, settings=settings, now=now
        )
    refuse_if(policies.role_refusal(actor, clinic_id, policies.INVOICES))
    if Charge.objects.filter(clinic_id=clinic_id, about=about, amount_ore__gt=0).exists():
        enqueue(
            Task.ISSUE_INVOICE, queueing_lock=f"{Task.ISSUE_INVOICE}:{clinic_id}:{about}",
            schedule_at=now + timedelta(hours=settings.fee_after_hours), clinic_id=clinic_id, about=str(about),
        )  # fmt: skip
    return None


@command
def issue_invoice(
    *, actor: Actor, clinic_id: int, about: UUID, payee: Payee, payer: Payer, settings: BillingSettings, now: datetime
) -> Invoice | None:
    """Invoice what was charged, once; asked again, return the invoice that there is (PAY-4).

    The number is taken under a lock that is held until the act commits, so that one that fails leaves no hole.

    :returns: the invoice, or None when nothing was charged or the patient pays nothing
    :raises Refused: WRONG_ROLE
    """
    refuse_if(policies.role_refusal(actor, clinic_id, policies.INVOICES))
    row = Charge.objects.filter(clinic_id=clinic_id, about=about, amount_ore__gt=0).first()
    if row is None:
        return None
    series = _locked_series(clinic_id, settings.first_invoice_number)
    issued = Invoice.objects.filter(clinic_id=clinic_id, about=about, charge=row, credits=None).first()
    return issued or _issue(actor, series, row, payee, payer, settings, now)


def _issue(
    actor: Actor, series: Series, row: Charge, payee: Payee, payer: Payer, settings: BillingSettings, now: datetime
) -> Invoice:
    number = _take_number(series)
    lines = invoices.lines_for(
        code=row.code, provided_date=oslo_date(row.answered_at), amount_ore=row.amount_ore, fee_ore=row.fee_ore
    )
    invoice = Invoice.objects.create(
        **_pair(row), number=number, charge=row, about=row.about, credits=None,
        kid=kid.for_invoice(
            number, algorithm=settings.kid_method, width=KID_WIDTH, prefix=settings.kid_prefix or str(row.clinic_id)
        ),
        issued_at=now, issue_date=oslo_date(now), due_date=oslo_date(now) + timedelta(days=settings.due_days),
        account_number=payee.account_number, payee=asdict(payee), payer=asdict(payer),
        lines=invoices.as_json(lines), total_ore=invoices.total(lines),
    )  # fmt: skip
    _trace(actor, Event.INVOICED, invoice, now, number=number, total_ore=invoice.total_ore)
    return invoice


@command
def credit(*, actor: Actor, public_id: UUID, reason: CreditReason, now: datetime) -> Invoice:
    """Take an invoice back, whole and once, by a credit note with the next number of the same series (PAY-4).

    :param public_id: the invoice's
    :raises Refused: NO_SUCH_INVOICE, WRONG_ROLE, NOT_AN_INVOICE, ALREADY_CREDITED
    """
    invoice, series = _handled(actor, public_id)
    is_credit_note = invoice.credits_id is not None
    refuse_if(policies.credit_refusal(is_credit_note=is_credit_note, is_credited=_is_credited(invoice)))
    number = _take_number(series)
    lines = invoices.mirrored(invoices.from_json(invoice.lines))
    note = Invoice.objects.create(
        **_pair(invoice), number=number, charge_id=invoice.charge_id, about=invoice.about, credits=invoice, kid="",
        issued_at=now, issue_date=oslo_date(now), due_date=oslo_date(now), account_number=invoice.account_number,
        payee=invoice.payee, payer=invoice.payer, lines=invoices.as_json(lines), total_ore=invoices.total(lines),
        credit_reason=reason,
    )  # fmt: skip
    _trace(actor, Event.INVOICE_CREDITED, note, now, number=number, credited=invoice.number, reason=reason)
    _settle(actor, invoice, Settled.CREDITED, now)
    return note


@command
def mark_overdue(*, actor: Actor, public_id: UUID, now: datetime) -> Overdue:
    """Say that an invoice is unpaid after its due date, which stops the patient where the clinic says so (ID-5).

    :param public_id: the invoice's
    :raises Refused: NO_SUCH_INVOICE, WRONG_ROLE, NOT_AN_INVOICE, ALREADY_CREDITED, NOT_DUE, ALREADY_OVERDUE
    """
    invoice, _ = _handled(actor, public_id)
    is_overdue = Overdue.objects.filter(invoice=invoice, settled_at=None).exists()
    refuse_if(
        policies.overdue_refusal(
            is_credit_note=invoice.credits_id is not None, is_credited=_is_credited(invoice), is_overdue=is_overdue,
            due_date=invoice.due_date, today=oslo_date(now),
        )
    )  # fmt: skip
    row = Overdue.objects.create(**_pair(invoice), invoice=invoice, marked_at=now, marked_by=actor.name)
    _trace(actor, Event.INVOICE_OVERDUE, invoice, now, number=invoice.number)
    return row


@command
def settle(*, actor: Actor, public_id: UUID, how: Settled, now: datetime) -> None:
    """Say that an invoice is no longer unpaid, and how that came (PAY-5).

    :param public_id: the invoice's
    :param how: one of `SETTLED_BY_HAND`; what is credited is settled by its credit note
    :raises ValueError: for any other
    :raises Refused: NO_SUCH_INVOICE, WRONG_ROLE, NOT_OVERDUE
    """
    if how not in SETTLED_BY_HAND:
        raise ValueError("an invoice is credited by a credit note")
    invoice, _ = _handled(actor, public_id)
    if not _settle(actor, invoice, how, now):
        raise Refused(Refusal.NOT_OVERDUE)


def _settle(actor: Actor, invoice: Invoice, how: Settled, now: datetime) -> bool:
    """Settle an invoice if it is marked as unpaid; say whether it was."""
    marked = Overdue.objects.filter(invoice=invoice, settled_at=None)
    if not marked.update(settled=how, settled_at=now, settled_by=actor.name):
        return False
    _trace(actor, Event.INVOICE_SETTLED, invoice, now, number=invoice.number, why=how)
    return True


def _handled(actor: Actor, public_id: UUID) -> tuple[Invoice, Series]:
    """Return an invoice to somebody who may handle it, and its series locked, so that each sees what the last did."""
    invoice = selectors.invoice(actor, public_id)
    if invoice is None:
        raise Refused(Refusal.NO_SUCH_INVOICE)
    refuse_if(policies.role_refusal(actor, invoice.clinic_id, policies.HANDLES_INVOICES))
    return invoice, _locked_series(invoice.clinic_id, invoice.number + 1)


def _is_credited(invoice: Invoice) -> bool:
    return Invoice.objects.filter(credits=invoice).exists()


@command
def open_invoice(*, actor: Actor, public_id: UUID, now: datetime) -> PrintedInvoice | None:
    """Return what an invoice or a credit note shows, and note who has read it (PRIV-2). None: there is no such one."""
    invoice = selectors.invoice(actor, public_id)
    if invoice is None:
        return None
    _trace(actor, Event.INVOICE_READ, invoice, now, number=invoice.number)
    return selectors.invoice_document(actor, public_id)


@command
def read_unpaid(*, actor: Actor, clinic_id: int, person_id: int, now: datetime) -> list[InvoiceRow]:
    """Return the invoices that stop a patient at a clinic, as far as the actor may see them, and note the reading."""
    rows = selectors.unpaid(actor, clinic_id, person_id)
    for row in rows:
        audit.record(
            actor=actor, event=Event.INVOICE_READ, clinic_id=clinic_id, person_id=person_id, about=row.about,
            hidden=row.hidden, now=now, number=row.number,
        )  # fmt: skip
    return rows


def _locked_series(clinic_id: int, first_number: int) -> Series:
    Series.objects.bulk_create([Series(clinic_id=clinic_id, next_number=first_number)], ignore_conflicts=True)
    return Series.objects.select_for_update(of=("self",), no_key=True).get(clinic_id=clinic_id)


def _take_number(series: Series) -> int:
    number: int = series.next_number
    series.next_number = number + 1
    series.save(update_fields=["next_number"])
    return number


def _pair(row: Charge | Invoice) -> dict[str, Any]:
    return {"clinic_id": row.clinic_id, "person_id": row.person_id, "hidden": row.hidden}


def _trace(actor: Actor, event: Event, row: Charge | Invoice, now: datetime, **details: Any) -> None:
    audit.record(actor=actor, event=event, about=row.about, now=now, **_pair(row), **details)
