"""New persons on clinics' lists, and the list of those who will write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from legesvar.cli.seeding import calendar, names
from legesvar.cli.seeding.numbers import IdentityNumbers, mobile
from legesvar.core.actor import DOCTOR_ROLES, Actor
from legesvar.domain.audit.events import Event
from legesvar.domain.billing.kinds import Exemption

CHUNK = 20_000
OLDEST, YOUNGEST = 96, 3
HAS_EMAIL, HAS_MOBILE, PREFERS_SMS, HAS_FRIKORT = 0.86, 0.95, 0.06, 0.10

TABLES = """
CREATE TEMP TABLE IF NOT EXISTS seed_person (
    serial int, person_id bigint, patient_id bigint, identity_number text, name text, birth_date date, email text,
    mobile text, street text, postcode text, city text, notice_channel text, listed_at timestamptz, gp int,
    frikort_from date, frikort_to date
);
CREATE TEMP TABLE IF NOT EXISTS seed_gp (n int, clinic_id bigint, staff_id bigint);
CREATE TEMP TABLE IF NOT EXISTS seed_patient (
    ord int, clinic_id bigint, person_id bigint, name text, birth_date date, gp_id bigint, gp_account bigint,
    gp_role text, gp_name text, channel text, recipient text, language text, frikort_from date, frikort_to date
);
TRUNCATE seed_person, seed_gp, seed_patient;
"""

GPS = """
INSERT INTO seed_gp SELECT row_number() OVER (ORDER BY s.id) - 1, s.clinic_id, s.id
FROM clinics_staff s WHERE s.role = %s AND s.active AND s.clinic_id = ANY(%s)
"""

TAKEN = """
SELECT identity_number FROM identity_person WHERE identity_number = ANY(%s)
UNION ALL SELECT identity_number FROM identity_account WHERE identity_number = ANY(%s)
"""

COPY = """
COPY seed_person (serial, identity_number, name, birth_date, email, mobile, street, postcode, city, notice_channel,
    listed_at, gp, frikort_from, frikort_to) FROM STDIN
"""

NUMBERED = """
UPDATE seed_person SET person_id = nextval('identity_person_id_seq'), patient_id = nextval('patients_patient_id_seq')
"""

PERSONS = """
INSERT INTO identity_person
    (id, public_id, identity_number, name, birth_date, email, mobile, language, created_at)
SELECT person_id, pg_temp.seed_uuid(listed_at, person_id, 100), identity_number, name, birth_date, email, mobile, 'nb',
    listed_at FROM seed_person ORDER BY serial
"""

PATIENTS = """
INSERT INTO patients_patient (id, clinic_id, person_id, hidden, public_id, identity_number, name, birth_date, street,
    postcode, city, gp_id, notice_channel, listed_at)
SELECT p.patient_id, g.clinic_id, p.person_id, false, pg_temp.seed_uuid(p.listed_at, p.patient_id, 101),
    p.identity_number, p.name, p.birth_date, p.street, p.postcode, p.city, g.staff_id, p.notice_channel, p.listed_at
FROM seed_person p JOIN seed_gp g ON g.n = p.gp ORDER BY p.serial
"""

MEMBERSHIPS = """
INSERT INTO patients_membership (clinic_id, person_id, hidden, public_id, gp_id, began_at, began_by)
SELECT g.clinic_id, p.person_id, false, pg_temp.seed_uuid(p.listed_at, p.patient_id, 106), g.staff_id, p.listed_at,
    %(actor)s FROM seed_person p JOIN seed_gp g ON g.n = p.gp ORDER BY p.serial
"""

EXEMPTIONS = """
INSERT INTO patients_exemption (clinic_id, person_id, hidden, public_id, code, first_date, last_date, recorded_at,
    recorded_by)
SELECT g.clinic_id, p.person_id, false, pg_temp.seed_uuid(p.frikort_from, p.patient_id, 102), %(frikort)s,
    p.frikort_from, p.frikort_to, p.frikort_from + time '12:00', %(actor)s
FROM seed_person p JOIN seed_gp g ON g.n = p.gp WHERE p.frikort_from IS NOT NULL ORDER BY p.serial
"""

TRACES = """
INSERT INTO audit_entry (id, clinic_id, person_id, hidden, at, event, role, actor_name, about, details, request_id,
    txid)
SELECT pg_temp.seed_uuid(at, id, salt), clinic_id, person_id, false, at, event, %(role)s, %(actor)s, about, details,
    '', (SELECT audit_txid())
FROM (
    SELECT p.patient_id AS id, 103 AS salt, g.clinic_id, p.person_id, p.listed_at AS at, %(registered)s AS event,
        pg_temp.seed_uuid(p.listed_at, p.patient_id, 101) AS about, jsonb_build_object() AS details
    FROM seed_person p JOIN seed_gp g ON g.n = p.gp
    UNION ALL
    SELECT p.patient_id, 104, g.clinic_id, p.person_id, p.frikort_from + time '12:00', %(recorded)s,
        pg_temp.seed_uuid(p.frikort_from, p.patient_id, 102), jsonb_build_object('code', %(frikort)s::text)
    FROM seed_person p JOIN seed_gp g ON g.n = p.gp WHERE p.frikort_from IS NOT NULL
) made ORDER BY at
"""

WRITERS = """
INSERT INTO seed_patient
SELECT row_number() OVER (ORDER BY pg_temp.seed_u(p.id, 105), p.id) - 1, p.clinic_id, p.person_id, p.name, p.birth_date,
    p.gp_id, s.account_id, s.role, s.name,
    CASE WHEN p.notice_channel = 'sms' AND h.mobile <> '' THEN 'sms' WHEN h.email <> '' THEN 'email'
        WHEN h.mobile <> '' THEN 'sms' ELSE 'none' END,
    CASE WHEN p.notice_channel = 'sms' AND h.mobile <> '' THEN h.mobile WHEN h.email <> '' THEN h.email
        ELSE h.mobile END,
    h.language, e.first_date, e.last_date
FROM patients_patient p
JOIN identity_person h ON h.id = p.person_id
JOIN clinics_staff s ON s.id = p.gp_id AND s.active AND s.role = ANY(%s)
LEFT JOIN LATERAL (
    SELECT first_date, last_date FROM patients_exemption e
    WHERE e.person_id = p.person_id AND e.clinic_id = p.clinic_id AND e.code = %s ORDER BY e.id LIMIT 1
) e ON true
WHERE p.clinic_id = ANY(%s) AND p.ended_at IS NULL AND p.id > %s
"""


def enlist(
    cursor: Any, actor: Actor, number: int, clinic_ids: Sequence[int], random: Random, numbers: IdentityNumbers,
    now: datetime,
) -> None:  # fmt: skip
    """Put new persons on the lists of these clinics' GPs, evenly."""
    cursor.execute("TRUNCATE seed_person, seed_gp")
    cursor.execute(GPS, ["fastlege", list(clinic_ids)])
    gps = cursor.rowcount
    if number and not gps:
        raise ValueError("no clinic has a GP whose list could be filled")
    values = {
        "actor": actor.name, "role": actor.role, "registered": Event.PATIENT_REGISTERED,
        "recorded": Event.EXEMPTION_RECORDED, "frikort": Exemption.FRIKORT,
    }  # fmt: skip
    for start in range(0, number, CHUNK):
        people = _people(cursor, range(start, min(start + CHUNK, number)), random, numbers, gps, now)
        cursor.execute("TRUNCATE seed_person")
        with cursor.copy(COPY) as copy:
            for person in people:
                copy.write_row(person)
        for statement in (NUMBERED, PERSONS, PATIENTS, MEMBERSHIPS, EXEMPTIONS, TRACES):
            cursor.execute(statement, values if "%(" in statement else None)


def choose_writers(cursor: Any, clinic_ids: Sequence[int], *, after_id: int) -> int:
    """List who will write: those on these clinics' lists who came after a patient's id. Return how many."""
    cursor.execute("TRUNCATE seed_patient")
    cursor.execute(WRITERS, [sorted(DOCTOR_ROLES), Exemption.FRIKORT.value, list(clinic_ids), after_id])
    found = int(cursor.rowcount)
    cursor.execute("ANALYZE seed_patient")
    return found


def _people(
    cursor: Any, serials: range, random: Random, numbers: IdentityNumbers, gps: int, now: datetime
) -> list[tuple[Any, ...]]:
    dated = [numbers.take(_birth_date(random, now)) for _ in serials]
    while taken := _taken(cursor, [digits for _, digits in dated]):
        dated = [numbers.take(born) if digits in taken else (born, digits) for born, digits in dated]
    return [
        _person(serial, born, digits, random, gps, now) for serial, (born, digits) in zip(serials, dated, strict=True)
    ]


def _taken(cursor: Any, digits: list[str]) -> set[str]:
    cursor.execute(TAKEN, [digits, digits])
    return {row[0] for row in cursor.fetchall()}


def _birth_date(random: Random, now: datetime) -> date:
    age = OLDEST - (OLDEST - YOUNGEST) * random.betavariate(1.3, 1.1)
    return now.date() - timedelta(days=round(age * 365.25))


def _person(serial: int, born: date, digits: str, random: Random, gps: int, now: datetime) -> tuple[Any, ...]:
    first, last = random.choice(names.FIRST), random.choice(names.LAST)
    address = f"{_plain(first)}.{_plain(last)}.{digits[:2]}{digits[-3:]}@post.example"
    postcode, city = random.choice(names.PLACES)
    age = (now.date() - born).days
    listed = random.randint(calendar.DAYS + 10, min(4_000, age))
    listed_at = now - timedelta(days=listed, minutes=random.randint(0, 500))
    street = f"{random.choice(names.STREETS)} {random.randint(1, 120)}"
    frikort = _frikort(random, now) if random.random() < HAS_FRIKORT else (None, None)
    return (
        serial, digits, f"{first} {last}", born, address if random.random() < HAS_EMAIL else "",
        mobile(serial) if random.random() < HAS_MOBILE else "", street, postcode, city,
        "sms" if random.random() < PREFERS_SMS else "automatic", listed_at, serial % gps, *frikort,
    )  # fmt: skip


def _frikort(random: Random, now: datetime) -> tuple[date, date]:
    year = now.year - random.randint(0, 1)
    last_start = min(date(year, 11, 30), now.date())
    return date(year, 1, 1) + (last_start - date(year, 1, 1)) * random.random(), date(year, 12, 31)


def _plain(name: str) -> str:
    return name.lower().translate(str.maketrans("æøåá", "eoaa"))
