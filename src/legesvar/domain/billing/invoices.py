"""What stands on an invoice or a credit note, as plain values, and how it is kept as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from legesvar.domain.billing.kinds import CreditReason, LineKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """The clinic that is paid, as it was when the invoice was issued."""

    name: str
    organisation_number: str
    account_number: str
    street: str
    postcode: str
    city: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """Who pays, and where they lived when the invoice was issued."""

    name: str
    street: str = ""
    postcode: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: what for, under which code (empty for the fee), for which day, how many øre."""

    kind: LineKind
    code: str
    provided_date: date
    amount_ore: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Credited:
    """The invoice that a credit note takes back."""

    number: int
    issue_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedInvoice:
    """All that the PDF of an invoice or a credit note shows, frozen at issue (PAY-4).

    :param kid: empty on a credit note, which nobody pays
    :param credited: None on an invoice
    """

    public_id: UUID
    about: UUID
    number: int
    kid: str
    issue_date: date
    due_date: date
    payee: Payee
    payer: Payer
    lines: tuple[Line, ...]
    total_ore: int
    credited: Credited | None = None
    credit_reason: CreditReason | None = None

    @property
    def provided_date(self) -> date:
        """The day of the service, which the law wants on an invoice."""
        return self.lines[0].provided_date


def lines_for(*, code: str, provided_date: date, amount_ore: int, fee_ore: int) -> tuple[Line, ...]:
    """Return the lines of an invoice: the egenandel, and the fee when there is one."""
    egenandel = Line(kind=LineKind.EGENANDEL, code=code, provided_date=provided_date, amount_ore=amount_ore)
    if not fee_ore:
        return (egenandel,)
    return egenandel, Line(kind=LineKind.FEE, code="", provided_date=provided_date, amount_ore=fee_ore)


def mirrored(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines of a credit note: the same with the sign turned round."""
    return tuple(replace(line, amount_ore=-line.amount_ore) for line in lines)


def total(lines: Iterable[Line]) -> int:
    """Return the sum in øre."""
    return sum(line.amount_ore for line in lines)


def as_json(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Turn lines into what the database keeps."""
    return [asdict(line) | {"provided_date": line.provided_date.isoformat()} for line in lines]


def from_json(stored: Iterable[dict[str, Any]]) -> tuple[Line, ...]:
    """Read lines back as they were issued."""
    return tuple(
        Line(
            kind=LineKind(line["kind"]),
            code=line["code"],
            provided_date=date.fromisoformat(line["provided_date"]),
            amount_ore=line["amount_ore"],
        )
        for line in stored
    )
