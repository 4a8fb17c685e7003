"""What will happen in each invented dialogue, and when: computed in the database, a batch at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from legesvar.cli.seeding import calendar
from legesvar.domain.work.policies import MARKED_AFTER

ROUNDS = 3

# Everything that looks random is a hash of the row's number and the seed, so that it is the same however it is run.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION pg_temp.seed_u(i bigint, salt int) RETURNS float8 STABLE LANGUAGE sql AS
$$ SELECT (hashint8extended(i, {seed} + salt) & 9007199254740991)::float8 / 9007199254740992 $$;
CREATE OR REPLACE FUNCTION pg_temp.seed_uuid(at timestamptz, i bigint, salt int) RETURNS uuid STABLE LANGUAGE sql AS
$$ SELECT (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7'
    || lpad(to_hex(hashint8extended(i, {seed} + 500 + salt) & 4095), 3, '0') || '8'
    || substr(lpad(to_hex(hashint8extended(i, {seed} + salt)), 16, '0'), 2))::uuid $$;
"""

TABLES = """
DROP TABLE IF EXISTS seed_day, seed_workday, seed_slot, seed_clinic, seed_plan, seed_message;
CREATE TEMP TABLE seed_day (day date PRIMARY KEY, is_working bool, ord int);
CREATE TEMP TABLE seed_workday (ord int PRIMARY KEY, day date);
CREATE TEMP TABLE seed_slot (slot int PRIMARY KEY, day date, patient_minute int, doctor_minute int);
CREATE TEMP TABLE seed_clinic (
    clinic_id bigint PRIMARY KEY, name text, tariff uuid, code text, day_ore int, fee_ore int, due_days int,
    at_first_answer bool, payee jsonb
);
CREATE TEMP TABLE seed_plan (
    id bigint PRIMARY KEY, consent_id bigint, {who},
    {times}, count int, due_date date, mark_date date, state text, public_id uuid, send_key uuid
);
CREATE TEMP TABLE seed_message (
    dialogue_id bigint, number int, from_patient bool, at timestamptz, text text, entry uuid, send_key uuid
);
"""

# What is known of a dialogue before anything has happened in it. `to`: whom it is sent to, nobody when to the clinic;
# `staff`: who answers it.
WHO = {
    "clinic_id": "bigint", "person_id": "bigint", "name": "text", "birth_date": "date", "channel": "text",
    "recipient": "text", "language": "text", "frikort_from": "date", "frikort_to": "date", "kind": "text",
    "guided": "bool", "answer_days": "int", "to_id": "bigint", "to_name": "text", "staff_id": "bigint",
    "staff_account": "bigint", "staff_role": "text", "staff_name": "text", "story": "int", "pictures": "int",
    "closes": "bool",
}  # fmt: skip

# One row per dialogue: p1 the patient writes, o1 the clinic opens, d1 it answers, r1 the patient reads; 2; 3.
BEGIN = """
SELECT id, p.clinic_id, p.person_id, p.name, p.birth_date, p.channel, p.recipient, p.language, p.frikort_from,
    p.frikort_to, s.kind, s.guided, s.charged, s.answer_days,
    CASE WHEN NOT s.to_clinic THEN p.gp_id END AS to_id, CASE WHEN s.to_clinic THEN '' ELSE p.gp_name END AS to_name,
    coalesce(s.staff_id, p.gp_id) AS staff_id, coalesce(s.staff_account, p.gp_account) AS staff_account,
    coalesce(s.staff_role, p.gp_role) AS staff_role, coalesce(s.staff_name, p.gp_name) AS staff_name,
    floor(pg_temp.seed_u(id, 4) * s.stories)::int AS story,
    least((u5 < 0.14)::int + (u5 < 0.05)::int + (u5 < 0.015)::int, s.max_files) AS pictures,
    1 + (u6 < %(more)s)::int + (u6 < %(more)s ^ 2)::int AS rounds,
    pg_temp.seed_u(id, 7) < 0.96 AS closes,
    CASE WHEN at < %(now)s THEN at ELSE at - interval '1 day' END AS p1
FROM (
    SELECT id, pg_temp.seed_u(id, 5) AS u5, pg_temp.seed_u(id, 6) AS u6, 100 * pg_temp.seed_u(id, 9) AS u9, p.*,
        (d.day + make_interval(mins => m.patient_minute, secs => 60 * pg_temp.seed_u(id, 8)))
            AT TIME ZONE 'Europe/Oslo' AS at
    FROM (SELECT i, nextval('dialogues_dialogue_id_seq') AS id
        FROM generate_series(%(first)s::bigint, %(last)s::bigint) i) made
    JOIN seed_slot d ON d.slot = floor((i + pg_temp.seed_u(id, 1)) / %(dialogues)s * {slots})::int
    JOIN seed_slot m ON m.slot = floor(pg_temp.seed_u(id, 2) * {slots})::int
    JOIN seed_patient p ON p.ord = floor(power(pg_temp.seed_u(id, 3), 1.4) * %(writers)s)::int
) p JOIN seed_service s ON s.clinic_id = p.clinic_id AND u9 >= s.above AND u9 < s.upto
""".replace("{slots}", str(calendar.SLOTS))  # fmt: skip

# OFFSET 0 keeps the planner from putting each step's formulas into the next one's, where they would be computed anew.
# The clinic answers the same day when there is time, mostly within a few working days, and now and then too late.
ANSWER = """
SELECT y.*, y.p{k} + (y.d{k} - y.p{k}) * CASE WHEN y.u < 0.75 THEN 0.98 ELSE y.u * 0.9 END AS o{k},
    CASE WHEN pg_temp.seed_u(id, {k}3) < 0.96 THEN
        y.d{k} - ln(1 - pg_temp.seed_u(id, {k}4) * 0.999) * interval '7 hours' + interval '4 minutes' END AS r{k}
FROM (
    SELECT x.*, pg_temp.seed_u(id, {k}0) AS u, CASE WHEN x.lag = 0 THEN
            x.p{k} + (20 + 130 * pg_temp.seed_u(id, {k}2)) * interval '1 minute'
        ELSE (w.day + make_interval(mins => m.doctor_minute, secs => 60 * pg_temp.seed_u(id, {k}2)))
            AT TIME ZONE 'Europe/Oslo' END AS d{k}
    FROM (
        SELECT z.*, d.ord, greatest(
            CASE WHEN v < 0.30 THEN 0 WHEN v < 0.62 THEN 1 WHEN v < 0.80 THEN 2 WHEN v < 0.90 THEN 3 WHEN v < 0.95
                THEN 4 WHEN v < 0.975 THEN 5 ELSE 6 + ((v - 0.975) * 240)::int END,
            (NOT d.is_working OR local::time NOT BETWEEN '07:30' AND '13:00')::int) AS lag
        FROM (
            SELECT s.*, s.p{k} AT TIME ZONE 'Europe/Oslo' AS local, pg_temp.seed_u(id, {k}1) AS v
            FROM ({source}) s OFFSET 0
        ) z LEFT JOIN seed_day d ON d.day = z.local::date
        OFFSET 0
    ) x
    LEFT JOIN seed_workday w ON w.ord = x.ord + x.lag
    LEFT JOIN seed_slot m ON m.slot = floor(pg_temp.seed_u(id, {k}5) * {slots})::int
    OFFSET 0
) y
OFFSET 0
"""

REPLY = """
SELECT a.*, CASE WHEN rounds > {k} THEN r{k} + (3 + 40 * pg_temp.seed_u(id, {k}6)) * interval '1 minute' END AS p{next}
FROM ({source}) a
OFFSET 0
"""

# Only what has happened by now; the promised day and the one it is marked from follow from when the patient last wrote.
CUT = """
INSERT INTO seed_plan
SELECT id, CASE WHEN charged THEN nextval('billing_consent_id_seq') END, {who}, {times}, count, due.day, mark.day,
    CASE WHEN count % 2 = 1 THEN 'waiting_for_clinic' WHEN closes AND count = 2 * rounds THEN 'closed'
        ELSE 'waiting_for_patient' END,
    pg_temp.seed_uuid(p1, id, 20), pg_temp.seed_uuid(p1 - interval '12 minutes', id, 21)
FROM (SELECT cut.*, num_nonnulls(p1, d1, p2, d2, p3, d3) AS count,
        (greatest(p1, p2, p3) AT TIME ZONE 'Europe/Oslo')::date AS last_day FROM (
    SELECT id, {who}, charged, rounds, {cuts} FROM ({source}) planned
) cut OFFSET 0) counted
JOIN seed_day d ON d.day = last_day
JOIN seed_workday due ON due.ord = d.ord + answer_days
JOIN seed_workday mark ON mark.ord = d.ord + least(answer_days, {marked_after})
ORDER BY id
"""

MESSAGES = """
INSERT INTO seed_message
SELECT p.id, v.number, v.number % 2 = 1, v.at,
    s.text || CASE WHEN v.number % 2 = 0 THEN E'\\n\\nHilsen ' || p.staff_name ELSE '' END,
    pg_temp.seed_uuid(v.at, p.id * 8 + v.number, 22),
    CASE WHEN v.number = 1 THEN p.send_key
        ELSE pg_temp.seed_uuid(v.at - interval '3 minutes', p.id * 8 + v.number, 23) END
FROM seed_plan p
CROSS JOIN LATERAL (VALUES (1, p1), (2, d1), (3, p2), (4, d2), (5, p3), (6, d3)) v (number, at)
JOIN seed_story s ON s.kind = p.kind AND s.story = p.story AND s.n = v.number
WHERE v.at IS NOT NULL ORDER BY p.id, v.number
"""

TIMES = [f"{what}{k}" for k in range(1, ROUNDS + 1) for what in "podr"]


def prepare(cursor: Any, *, seed: int, today: date) -> None:
    """Make the tables and functions of this session that planning needs."""
    cursor.execute(FUNCTIONS.format(seed=seed * 10_000))
    who = ", ".join(f"{name} {type}" for name, type in WHO.items())
    cursor.execute(TABLES.format(who=who, times=", ".join(f"{name} timestamptz" for name in TIMES)))
    _copy(cursor, "seed_day", calendar.days(today))
    cursor.execute("INSERT INTO seed_workday SELECT ord, min(day) FROM seed_day GROUP BY ord")
    slots = zip(
        range(calendar.SLOTS), calendar.day_slots(today), calendar.minute_slots(calendar.PATIENT_HOURS),
        calendar.minute_slots(calendar.DOCTOR_HOURS), strict=True,
    )  # fmt: skip
    _copy(cursor, "seed_slot", list(slots))
    cursor.execute("ANALYZE seed_day, seed_workday, seed_slot")


def make(
    cursor: Any, *, batch: range, dialogues: int, writers: int, messages_per_dialogue: float, now: datetime
) -> None:  # fmt: skip
    """Plan the dialogues of one batch out of all, in order of time, and what is written in them."""
    cursor.execute("TRUNCATE seed_plan, seed_message")
    values = {
        "first": batch.start, "last": batch.stop - 1, "dialogues": dialogues, "writers": writers,
        "more": _more_rounds(messages_per_dialogue), "now": now,
    }  # fmt: skip
    cursor.execute(_statement(), values)
    cursor.execute("ANALYZE seed_plan")
    cursor.execute(MESSAGES)
    cursor.execute("ANALYZE seed_message")


def _statement() -> str:
    source, who = BEGIN, ", ".join(WHO)
    for k in range(1, ROUNDS + 1):
        source = ANSWER.format(k=k, source=source, slots=calendar.SLOTS)
        # Each step adds what it worked with; the next begins with what happened.
        kept = ", ".join(TIMES[: 4 * k])
        source = f"SELECT id, {who}, charged, rounds, {kept} FROM ({source}) step"  # noqa: S608 - constants only
        if k < ROUNDS:
            source = REPLY.format(k=k, next=k + 1, source=source)
    cuts = ", ".join(f"CASE WHEN {name} <= %(now)s THEN {name} END AS {name}" for name in TIMES)
    return CUT.format(who=who, times=", ".join(TIMES), cuts=cuts, source=source, marked_after=MARKED_AFTER).replace(
        "% 2", "%% 2"
    )


def _more_rounds(messages_per_dialogue: float) -> float:
    """Return how likely it is that a patient writes back, for this average: 2 (1 + p + p²) messages."""
    beyond = max(0.0, min(messages_per_dialogue / 2 - 1, 2.0))
    return (-1 + (1 + 4 * beyond) ** 0.5) / 2


def _copy(cursor: Any, table: str, rows: Sequence[Sequence[Any]]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
