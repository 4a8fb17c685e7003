"""Reading prices, consents, charges and invoices. A row behind the wall and a row that is not there look the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from legesvar.core import by_sql, paging
from legesvar.core.actor import Actor, Scope
from legesvar.core.kinds import Service
from legesvar.domain.billing import kid, policies, tariff
from legesvar.domain.billing.invoices import Credited, Payee, Payer, PrintedInvoice, from_json
from legesvar.domain.billing.kinds import CreditReason, Exemption
from legesvar.domain.billing.models import Charge, Consent, Invoice, Overdue, Tariff
from legesvar.domain.billing.policies import Price
from legesvar.domain.billing.settings import KID_WIDTH, BillingSettings
from legesvar.domain.billing.tariff import TariffLine
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.patients.selectors import Listing

PAGE_SIZE = 25
# The mark of an invoice that is unpaid, under a name that the pages may use.
OverdueFacts = Overdue
_LINE = ("public_id", "code", "day_ore", "evening_ore", "first_date", "last_date", "recorded_by")


def settings_in_force(actor: Actor, clinic_id: int, at: datetime) -> BillingSettings:
    """Return what a clinic had decided about prices and invoices at an instant."""
    return clinics.settings_for(actor, clinic_id, BillingSettings, at)


def tariff_lines(actor: Actor, clinic_id: int, code: str) -> list[TariffLine]:
    """Return all that a code has cost and will cost at a clinic, the newest first. Prices are public."""
    rows = Tariff.objects.filter(clinic_id=clinic_id, code=code).order_by("-first_date").values_list(*_LINE)
    return [_line(row) for row in rows]


def every_tariff(actor: Actor, clinic_id: int) -> list[TariffLine]:
    """Return all prices that a clinic has had, has and will have, the newest of each code first."""
    rows = Tariff.objects.filter(clinic_id=clinic_id).order_by("code", "-first_date").values_list(*_LINE)
    return [_line(row) for row in rows[:200]]


def _line(row: tuple[Any, ...]) -> TariffLine:
    version, code, day, evening, first_date, last_date, recorded_by = row
    return TariffLine(
        version=version, code=code, day_ore=day, evening_ore=evening, first_date=first_date, last_date=last_date,
        recorded_by=recorded_by,
    )  # fmt: skip


def tariff_in_force(actor: Actor, clinic_id: int, code: str, on: date) -> TariffLine | None:
    """Return what a code costs at a clinic on a day, or None when it has no price then."""
    return tariff.in_force(tariff_lines(actor, clinic_id, code), on)


def price(actor: Actor, clinic_id: int, code: str, settings: BillingSettings, exemption: str, on: date) -> Price | None:
    """Return what the price page states on a day (START-5), or None when the code has no price then.

    :param exemption: the code that holds for the patient that day, or "" (`patients.selectors.exemption`)
    """
    line = tariff_in_force(actor, clinic_id, code, on)
    return None if line is None else policies.price_shown(line, settings, exemption)


def consent(actor: Actor, consent_id: int | UUID) -> Consent | None:
    """Return a consent by its id or its public id."""
    key = "public_id" if isinstance(consent_id, UUID) else "id"
    whose, value = _whose(actor)
    return by_sql.first(Consent, f"WHERE {whose} AND {key} = %s", [*value, consent_id])


def consented_price(row: Consent) -> Price:
    """Return a consent as the price that was accepted."""
    return Price(
        code=row.code, tariff_version=row.tariff_version, day_ore=row.day_ore, evening_ore=row.evening_ore,
        fee_ore=row.fee_ore, exemption=Exemption(row.exemption),
    )  # fmt: skip


def charge_about(actor: Actor, about: UUID) -> Charge | None:
    """Return what a thing cost the patient, by the thing's public id, if it has been charged."""
    whose, value = _whose(actor)
    return by_sql.first(Charge, f"WHERE {whose} AND about = %s ORDER BY id", [*value, about])


def has_charged(actor: Actor, clinic_id: int) -> bool:
    """Say whether a clinic has ever charged for an answer, 0 kroner included."""
    return Charge.objects.filter(clinic_id=clinic_id).exists()


def invoice(actor: Actor, public_id: UUID) -> Invoice | None:
    """Return an invoice or a credit note."""
    return Invoice.objects.filter(**_own(actor), public_id=public_id).first()


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice or a credit note where it is listed.

    :param is_credited: a credit note has taken it back
    :param mark: UNPAID when the clinic has found that it was not paid in time, or how that was settled the last time
    """

    id: int
    public_id: UUID
    clinic_id: int
    person_id: int
    hidden: bool
    about: UUID
    number: int
    kid: str
    credits_id: int | None
    issue_date: date
    due_date: date
    total_ore: int
    account_number: str
    credit_reason: str
    is_credited: bool
    mark: str

    @property
    def is_unpaid(self) -> bool:
        """Say whether the clinic has found that it was not paid in time."""
        return self.mark == UNPAID


UNPAID = "unpaid"
_CREDITED = "EXISTS (SELECT 1 FROM billing_invoice c WHERE c.credits_id = i.id)"
_MARK = (
    f"SELECT CASE WHEN o.settled_at IS NULL THEN '{UNPAID}' ELSE o.settled END "  # noqa: S608 - constants only
    "FROM billing_overdue o WHERE o.invoice_id = i.id ORDER BY o.id DESC LIMIT 1"
)
_INVOICE = (
    f"SELECT {', '.join(f'i.{name}' for name in InvoiceRow.__slots__[:-2])}, {_CREDITED}, "  # noqa: S608 - constants only
    f"coalesce(({_MARK}), '') FROM billing_invoice i WHERE "
)


def invoices_about(actor: Actor, about: UUID) -> list[InvoiceRow]:
    """Return the invoice and the credit note about a thing, in the order they were issued."""
    whose, value = _whose(actor)
    return _rows(f"{whose} AND about = %s ORDER BY number", [*value, about])


def invoices_of(actor: Actor, person_id: int, *, most: int = 25) -> list[InvoiceRow]:
    """Return the newest invoices and credit notes of a patient of the actor's clinic, the newest first."""
    whose, value = _whose(actor)
    return _rows(f"{whose} AND person_id = %s ORDER BY issued_at DESC LIMIT %s", [*value, person_id, most])


def unpaid(actor: Actor, clinic_id: int, person_id: int) -> list[InvoiceRow]:
    """Return the ten oldest invoices of a patient that a clinic has found unpaid, as far as the actor may see them."""
    whose, value = _whose(actor)
    theirs = (
        "id IN (SELECT invoice_id FROM billing_overdue WHERE clinic_id = %s AND person_id = %s AND settled_at IS NULL)"
    )
    return _rows(f"{whose} AND {theirs} ORDER BY number LIMIT 10", [*value, clinic_id, person_id])


def _rows(rest: str, values: Sequence[Any]) -> list[InvoiceRow]:
    return [InvoiceRow(*row) for row in by_sql.query(_INVOICE + rest, values)]


def overdue(actor: Actor, invoice_id: int) -> Overdue | None:
    """Return who found an invoice unpaid the last time, and how that was settled; None when nobody has."""
    return by_sql.first(Overdue, "WHERE invoice_id = %s ORDER BY id DESC", [invoice_id])


def invoice_named(actor: Actor, written: str) -> Invoice | None:
    """Return the invoice or credit note of the actor's clinic that a number or a KID names, spaces and all."""
    digits = "".join(written.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) <= kid.LONGEST):
        return None
    if len(digits) <= KID_WIDTH:
        return by_sql.first(Invoice, "WHERE clinic_id = %s AND number = %s", [actor.clinic_id, int(digits)])
    # That it is not empty is what the index knows of its rows.
    return by_sql.first(Invoice, "WHERE clinic_id = %s AND kid = %s AND kid <> ''", [actor.clinic_id, digits])


def owes_overdue(actor: Actor, clinic_id: int, person_id: int) -> bool:
    """Say whether a clinic has found an invoice of a patient unpaid after its due date (ID-5).

    Also to a representative who may not see invoices: what stops the patient stops who acts for them.
    """
    return Overdue.objects.filter(clinic_id=clinic_id, person_id=person_id, settled_at=None).exists()


@dataclass(frozen=True, slots=True)
class Unpaid:
    """A line of a clinic's list of what is unpaid."""

    id: int
    person_id: int
    invoice: UUID
    number: int
    total_ore: int
    due_date: date
    marked_at: datetime
    marked_by: str


_UNPAID = (
    "SELECT o.id, o.person_id, i.public_id, i.number, i.total_ore, i.due_date, o.marked_at, o.marked_by "  # noqa: S608 - constants only
    "FROM billing_overdue o JOIN billing_invoice i ON i.id = o.invoice_id "
    # As a number, so that a plan for any value knows it.
    f"WHERE o.clinic_id = %s AND o.settled_at IS NULL {{after}} ORDER BY o.id {{way}} LIMIT {PAGE_SIZE + 1}"
)


def unpaid_at(actor: Actor, key: str | None) -> paging.Page[Unpaid]:
    """Return a page of what the actor's clinic has found unpaid, what was marked last first."""
    return by_sql.newest_first(Unpaid, _UNPAID, [actor.clinic_id], key, by="o.id", size=PAGE_SIZE)


def invoice_document(actor: Actor, public_id: UUID) -> PrintedInvoice | None:
    """Return all that the PDF of an invoice or a credit note shows, as it was when it was issued."""
    row = Invoice.objects.filter(**_own(actor), public_id=public_id).select_related("credits").first()
    return None if row is None else _printed(row)


def _printed(row: Invoice) -> PrintedInvoice:
    original = row.credits
    return PrintedInvoice(
        public_id=row.public_id, about=row.about, number=row.number, kid=row.kid,
        issue_date=row.issue_date, due_date=row.due_date,
        payee=Payee(**row.payee), payer=Payer(**row.payer), lines=from_json(row.lines), total_ore=row.total_ore,
        credited=Credited(number=original.number, issue_date=original.issue_date) if original else None,
        credit_reason=CreditReason(row.credit_reason) if row.credit_reason else None,
    )  # fmt: skip


def payee(actor: Actor, clinic_id: int) -> Payee:
    """Return a clinic as an invoice of today names it."""
    clinic = clinics.clinic(actor, clinic_id)
    return Payee(
        name=clinic.name, organisation_number=clinic.organisation_number, account_number=clinic.account_number,
        street=clinic.street, postcode=clinic.postcode, city=clinic.city, phone=clinic.phone,
    )  # fmt: skip


def payer(place: Listing) -> Payer:
    """Return a patient as an invoice of today names them."""
    return Payer(name=place.name, street=place.street, postcode=place.postcode, city=place.city)


def _whose(actor: Actor) -> tuple[str, list[Any]]:
    """Return the same as `_own` in SQL, with its values."""
    own = _own(actor)
    terms = {"clinic_id__in": "clinic_id = ANY(%s::bigint[])"}
    return " AND ".join(terms.get(name, f"{name} = %s") for name in own) or "true", list(own.values())


def _own(actor: Actor) -> dict[str, Any]:
    """Return the filter of the actor's own rows: what has the index, and what the wall says once more."""
    if actor.scope is Scope.OPEN:
        return {}
    if actor.scope is Scope.CLINIC:
        return {"clinic_id": actor.clinic_id}
    if actor.is_limited:
        return {
            "person_id": actor.person_id,
            "clinic_id__in": [m.clinic_id for m in actor.mandates if m.covers(Service.INVOICES)],
        }
    return {"person_id": actor.person_id}
