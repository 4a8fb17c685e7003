"""Invoices for what was charged, numbered clinic by clinic in the order of time, without a hole."""

from __future__ import annotations

from typing import Any

from legesvar.domain.audit.events import Event
from legesvar.domain.billing import kid
from legesvar.domain.billing.kinds import LineKind
from legesvar.domain.billing.settings import KID_WIDTH, BillingSettings

CHUNK = 50_000

# What is found by a search for charges without an invoice also mends what a killed run has left.
FORGET = "DROP TABLE IF EXISTS seed_invoice"
DUE = """
CREATE TEMP TABLE seed_invoice AS
SELECT row_number() OVER (ORDER BY at, charge_id) AS n, found.* FROM (
    SELECT c.id AS charge_id, c.person_id, c.about, c.code, c.amount_ore, c.fee_ore, c.answered_at,
        CASE WHEN %(at_first_answer)s THEN c.answered_at ELSE d.closed_at END AS at, s.name, s.role, s.account_id,
        nextval('billing_invoice_id_seq') AS id
    FROM billing_charge c
    JOIN dialogues_dialogue d ON d.public_id = c.about AND d.clinic_id = c.clinic_id
    JOIN clinics_staff s ON s.id = d.recipient_id
    WHERE c.clinic_id = %(clinic)s AND c.amount_ore > 0 AND (d.state = 'closed' OR %(at_first_answer)s)
        AND NOT EXISTS (SELECT 1 FROM billing_invoice i WHERE i.charge_id = c.id AND i.credits_id IS NULL)
    ORDER BY 8, c.id LIMIT %(chunk)s
) found
"""

SERIES = """
INSERT INTO billing_series (clinic_id, next_number) VALUES (%(clinic)s, %(first)s) ON CONFLICT DO NOTHING;
UPDATE billing_series SET next_number = next_number + %(taken)s WHERE clinic_id = %(clinic)s
RETURNING next_number - %(taken)s
"""

INVOICES = """
INSERT INTO billing_invoice (id, clinic_id, person_id, hidden, public_id, number, kid, charge_id, about, issued_at,
    issue_date, due_date, total_ore, account_number, payee, payer, lines, credit_reason)
SELECT i.id, c.clinic_id, i.person_id, false, pg_temp.seed_uuid(i.at, i.id, 50), %(first)s + i.n - 1, k.kid,
    i.charge_id, i.about, i.at, local::date, local::date + c.due_days, i.amount_ore + i.fee_ore,
    c.payee ->> 'account_number', c.payee,
    jsonb_build_object('name', p.name, 'street', p.street, 'postcode', p.postcode, 'city', p.city),
    jsonb_build_array(jsonb_build_object('kind', %(egenandel)s::text, 'code', i.code, 'provided_date',
        (i.answered_at AT TIME ZONE 'Europe/Oslo')::date, 'amount_ore', i.amount_ore))
    || CASE WHEN i.fee_ore > 0 THEN jsonb_build_array(jsonb_build_object('kind', %(fee)s::text, 'code', '',
        'provided_date', (i.answered_at AT TIME ZONE 'Europe/Oslo')::date, 'amount_ore', i.fee_ore))
        ELSE '[]' END,
    ''
FROM (SELECT *, at AT TIME ZONE 'Europe/Oslo' AS local FROM seed_invoice) i
JOIN seed_clinic c ON c.clinic_id = %(clinic)s
JOIN patients_patient p ON p.clinic_id = c.clinic_id AND p.person_id = i.person_id
JOIN unnest(%(kids)s::text[]) WITH ORDINALITY k (kid, n) ON k.n = i.n
ORDER BY i.n
"""

TRACES = """
INSERT INTO audit_entry (id, clinic_id, person_id, hidden, at, event, role, actor_name, account_id, about, details,
    request_id, txid)
SELECT pg_temp.seed_uuid(at, id, 51), %(clinic)s, person_id, false, at, %(invoiced)s, role, name, account_id, about,
    jsonb_build_object('number', %(first)s + n - 1, 'total_ore', amount_ore + fee_ore), '', (SELECT audit_txid())
FROM seed_invoice ORDER BY n
"""


def issue(cursor: Any, clinic_id: int, settings: BillingSettings, at_first_answer: bool) -> int:
    """Issue the next of the invoices that a clinic owes; return how many there were, 0 when all are issued."""
    values = {"clinic": clinic_id, "at_first_answer": at_first_answer, "chunk": CHUNK}
    cursor.execute(FORGET)
    cursor.execute(DUE, values)
    taken = cursor.rowcount
    if not taken:
        return 0
    cursor.execute("ANALYZE seed_invoice")
    first = _take_numbers(cursor, clinic_id, settings.first_invoice_number, taken)
    values |= {"first": first, "kids": _kids(range(first, first + taken), clinic_id, settings)}
    values |= {"egenandel": LineKind.EGENANDEL, "fee": LineKind.FEE, "invoiced": Event.INVOICED}
    cursor.execute(INVOICES, values)
    cursor.execute(TRACES, values)
    return int(taken)


def _take_numbers(cursor: Any, clinic_id: int, first: int, taken: int) -> int:
    for statement in SERIES.split(";\n"):
        cursor.execute(statement, {"clinic": clinic_id, "first": first, "taken": taken})
    return int(cursor.fetchone()[0])


def _kids(numbers: range, clinic_id: int, settings: BillingSettings) -> list[str]:
    prefix = settings.kid_prefix or str(clinic_id)
    return [
        kid.for_invoice(number, algorithm=settings.kid_method, width=KID_WIDTH, prefix=prefix) for number in numbers
    ]
