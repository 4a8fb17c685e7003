"""The rows that a batch of planned dialogues leaves behind: those that the commands would have written."""

from __future__ import annotations

from typing import Any

from legesvar.core.actor import Role
from legesvar.domain.audit.events import Event
from legesvar.domain.billing.kinds import Exemption
from legesvar.domain.dialogues.kinds import Why
from legesvar.domain.dialogues.states import ClosedHow
from legesvar.domain.files.kinds import MediaType
from legesvar.domain.notifications.events import Channel, Notice, NoticeState
from legesvar.domain.services import red_flags
from legesvar.domain.services.red_flags import CURRENT, AgeGroup

# Under 16 comes before frikort, and is never recorded (patients/policies.py).
EXEMPTION = (
    "CASE WHEN p.birth_date + interval '16 years' > ({at} AT TIME ZONE 'Europe/Oslo')::date THEN %(under_16)s "
    "WHEN ({at} AT TIME ZONE 'Europe/Oslo')::date BETWEEN p.frikort_from AND p.frikort_to THEN %(frikort)s "
    "ELSE '' END"
)
CONSENTED_AT = "(p.p1 - interval '9 minutes')"
LAST_FROM_PATIENT = "greatest(p.p1, p.p2, p.p3)"
LAST_FROM_STAFF = "greatest(p.d1, p.d2, p.d3)"
LAST_READ = "greatest(p.r1, p.r2, p.r3)"

# No bytes lie behind these keys: a page about such a picture says that it is not there.
FILES = """
DROP TABLE IF EXISTS seed_file;
CREATE TEMP TABLE seed_file AS
SELECT nextval('files_file_id_seq') AS id, p.id AS dialogue_id, p.clinic_id, p.person_id, n,
    p.p1 - (8 - n) * interval '1 minute' AS at,
    pg_temp.seed_uuid(p.p1 - (8 - n) * interval '1 minute', p.id * 8 + n, 30) AS public_id,
    encode(sha256((p.id * 8 + n)::text::bytea), 'hex') AS sum,
    (200000 + 900000 * pg_temp.seed_u(p.id * 8 + n, 31))::int AS size
FROM seed_plan p CROSS JOIN LATERAL generate_series(1, p.pictures) n ORDER BY p.id, n;
INSERT INTO files_file (id, clinic_id, person_id, hidden, public_id, name, media_type, size, width, height, sha256,
    object_key, thumbnail_key, added_at)
SELECT id, clinic_id, person_id, false, public_id, 'bilde-' || n || '.jpg', %(jpeg)s, size, 1920, 2560, sum,
    substr(sum, 1, 2) || '/' || substr(sum, 3), substr(sum, 2, 2) || '/' || reverse(substr(sum, 3)), at
FROM seed_file ORDER BY id;
"""

CONSENTS = f"""
INSERT INTO billing_consent (id, clinic_id, person_id, hidden, public_id, tariff_version, code, day_ore, fee_ore,
    exemption, accepted_at, accepted_by)
SELECT p.consent_id, p.clinic_id, p.person_id, false, pg_temp.seed_uuid({CONSENTED_AT}, p.id, 32), c.tariff, c.code,
    c.day_ore, c.fee_ore, {EXEMPTION.format(at=CONSENTED_AT)}, {CONSENTED_AT}, p.name
FROM seed_plan p JOIN seed_clinic c USING (clinic_id) WHERE p.consent_id IS NOT NULL ORDER BY p.id
"""  # noqa: S608 - constants only

# Before their dialogues, because a closed dialogue takes no message; the keys are looked at when all is in.
MESSAGES = """
INSERT INTO dialogues_message (clinic_id, person_id, hidden, dialogue_id, number, send_key, from_patient, author_name,
    author_role, author_account_id, author_person_id, text, at)
SELECT p.clinic_id, p.person_id, false, m.dialogue_id, m.number, m.send_key, m.from_patient,
    CASE WHEN m.from_patient THEN p.name ELSE p.staff_name END,
    CASE WHEN m.from_patient THEN %(patient)s ELSE p.staff_role END,
    CASE WHEN NOT m.from_patient THEN p.staff_account END, CASE WHEN m.from_patient THEN p.person_id END, m.text, m.at
FROM seed_message m JOIN seed_plan p ON p.id = m.dialogue_id ORDER BY m.dialogue_id, m.number
"""

ATTACHMENTS = """
INSERT INTO dialogues_attachment (clinic_id, person_id, hidden, dialogue_id, message_number, file_id)
SELECT clinic_id, person_id, false, dialogue_id, 1, id FROM seed_file ORDER BY id
"""

DIALOGUES = """
INSERT INTO dialogues_dialogue (id, clinic_id, person_id, hidden, public_id, send_key, kind, state, channel,
    patient_name, birth_date, clinic_name, recipient_id, recipient_name, from_name, consent_id, messages, attachments,
    started_at, updated_at, due_date, opened_at, seen_at, seen_number, guidance, read_at,
    read_number, unread, unread_by, in_inbox, closed_at, closed_how)
SELECT p.id, p.clinic_id, p.person_id, false, p.public_id, p.send_key, p.kind, p.state, 'web', p.name, p.birth_date,
    c.name, p.to_id, p.to_name, CASE WHEN p.d1 IS NULL THEN p.to_name ELSE p.staff_name END, p.consent_id, p.count,
    p.pictures, p.p1, greatest({patient}, {staff}), p.due_date, p.o1, greatest(p.o1, p.o2, p.o3),
    CASE WHEN p.o3 IS NOT NULL THEN 5 WHEN p.o2 IS NOT NULL THEN 3 WHEN p.o1 IS NOT NULL THEN 1 ELSE 0 END,
    CASE WHEN NOT p.guided THEN '' WHEN {day} < p.birth_date + make_interval(years => %(grown_up)s) THEN %(child)s
        WHEN {day} >= p.birth_date + make_interval(years => %(older)s) THEN %(old)s ELSE %(adult)s END, {read},
    CASE WHEN p.r3 IS NOT NULL THEN 6 WHEN p.r2 IS NOT NULL THEN 4 WHEN p.r1 IS NOT NULL THEN 2 ELSE 0 END,
    unread, CASE WHEN unread THEN ARRAY[p.person_id] ELSE '{{}}' END,
    NOT (p.state = 'closed' AND NOT unread), CASE WHEN p.state = 'closed' THEN {staff} END,
    CASE WHEN p.state = 'closed' THEN %(how_answered)s ELSE '' END
FROM (SELECT *, coalesce({staff} > coalesce({read}, '-infinity'), false) AS unread FROM seed_plan p) p
JOIN seed_clinic c USING (clinic_id) ORDER BY p.id
""".format(  # noqa: S608 - constants only
    patient=LAST_FROM_PATIENT, staff=LAST_FROM_STAFF, read=LAST_READ, day="(p.p1 AT TIME ZONE 'Europe/Oslo')::date",
)  # fmt: skip

WORK = f"""
INSERT INTO work_item (clinic_id, person_id, hidden, about, kind, title, patient_name, birth_date, assignee_id,
    assignee_name, urgent, channel, rank, attachments, opened, received_at, due_date, mark_date, news_at, changed_at,
    done_at)
SELECT p.clinic_id, p.person_id, false, p.public_id, p.kind, '', p.name, p.birth_date, p.to_id, p.to_name, false,
    'web', 1, p.pictures,
    coalesce(p.state <> 'waiting_for_clinic' OR greatest(p.o1, p.o2, p.o3) > {LAST_FROM_PATIENT}, false),
    {LAST_FROM_PATIENT}, p.due_date, p.mark_date, {LAST_FROM_PATIENT}, greatest({LAST_FROM_PATIENT}, {LAST_FROM_STAFF}),
    CASE WHEN p.state <> 'waiting_for_clinic' THEN {LAST_FROM_STAFF} END
FROM seed_plan p ORDER BY p.id
"""  # noqa: S608 - constants only

# Whoever opens it or answers has seen what was new in it.
SEEN = f"""
INSERT INTO work_seen (clinic_id, staff_id, about, seen_at)
SELECT p.clinic_id, p.staff_id, p.public_id, greatest(p.o1, p.o2, p.o3, {LAST_FROM_STAFF})
FROM seed_plan p WHERE p.o1 IS NOT NULL ORDER BY p.id
"""  # noqa: S608 - constants only

JOURNAL = """
INSERT INTO journal_entry (clinic_id, person_id, hidden, public_id, about, number, author_name, author_role, at, text,
    files)
SELECT p.clinic_id, p.person_id, false, m.entry, p.public_id, m.number,
    CASE WHEN m.from_patient THEN p.name ELSE p.staff_name END,
    CASE WHEN m.from_patient THEN %(patient)s ELSE p.staff_role END,
    m.at, m.text, CASE WHEN m.number = 1 AND p.pictures > 0 THEN
        (SELECT jsonb_agg(f.public_id ORDER BY f.id) FROM seed_file f WHERE f.dialogue_id = p.id) ELSE '[]' END
FROM seed_message m JOIN seed_plan p ON p.id = m.dialogue_id ORDER BY m.dialogue_id, m.number
"""

CHARGES = """
DROP TABLE IF EXISTS seed_charge;
CREATE TEMP TABLE seed_charge AS
SELECT p.id, p.clinic_id, p.person_id, p.public_id AS about, c.code, p.consent_id, p.d1 AS at, p.staff_name,
    p.staff_role, p.staff_account, c.day_ore, c.fee_ore, {exemption} AS exemption
FROM seed_plan p JOIN seed_clinic c USING (clinic_id)
WHERE p.consent_id IS NOT NULL AND p.d1 IS NOT NULL;
UPDATE seed_charge SET day_ore = 0, fee_ore = 0 WHERE exemption <> '';
UPDATE seed_charge SET fee_ore = 0 WHERE day_ore = 0;
INSERT INTO billing_charge (clinic_id, person_id, hidden, public_id, about, code, amount_ore, fee_ore, exemption,
    answered_at, consent_id)
SELECT clinic_id, person_id, false, pg_temp.seed_uuid(at, id, 33), about, code, day_ore, fee_ore, exemption, at,
    consent_id FROM seed_charge ORDER BY id;
""".format(exemption=EXEMPTION.format(at="p.d1"))

NOTICES = """
INSERT INTO notifications_notice (clinic_id, person_id, hidden, public_id, event, about, number, channel, recipient,
    language, state, message_id, decided_at, claimed_at, ended_at, attempts, problem)
SELECT p.clinic_id, p.person_id, false, pg_temp.seed_uuid(m.at, p.id * 8 + m.number, 34), %(new_message)s, p.public_id,
    m.number, p.channel, p.recipient, p.language, CASE WHEN told THEN %(sent)s ELSE %(nowhere)s END,
    pg_temp.seed_uuid(m.at, p.id * 8 + m.number, 35)::text, m.at,
    CASE WHEN told THEN least(m.at + interval '1 second', %(now)s) END,
    CASE WHEN told THEN least(m.at + interval '2 seconds', %(now)s) END, told::int,
    CASE WHEN told THEN %(sent)s ELSE '' END
FROM seed_message m JOIN (SELECT *, channel <> %(no_channel)s AS told FROM seed_plan) p ON p.id = m.dialogue_id
WHERE NOT m.from_patient ORDER BY m.dialogue_id, m.number
"""

_BY_PATIENT = "%(patient)s AS role, p.name, NULL::bigint AS account_id, p.person_id AS acting"
_BY_STAFF = "p.staff_role, p.staff_name, p.staff_account, NULL::bigint"
_READS = "CROSS JOIN LATERAL (VALUES (1, p.{what}1), (2, p.{what}2), (3, p.{what}3)) v (n, at) WHERE v.at IS NOT NULL"

TRACES = """
INSERT INTO audit_entry (id, clinic_id, person_id, hidden, at, event, role, actor_name, account_id, acting_person_id,
    about, details, request_id, txid)
SELECT pg_temp.seed_uuid(at, i, salt), clinic_id, person_id, false, at, event, role, name, account_id, acting, about,
    details, '', (SELECT audit_txid())
FROM (
    SELECT f.id AS i, 40 AS salt, p.clinic_id, p.person_id, f.at, %(file_added)s AS event, {by_patient},
        f.public_id AS about, jsonb_build_object('size', f.size, 'media_type', %(jpeg)s::text) AS details
    FROM seed_file f JOIN seed_plan p ON p.id = f.dialogue_id
    UNION ALL
    SELECT p.id, 41, p.clinic_id, p.person_id, {consented}, %(accepted)s, {by_patient},
        pg_temp.seed_uuid({consented}, p.id, 32), jsonb_build_object('code', c.code)
    FROM seed_plan p JOIN seed_clinic c USING (clinic_id) WHERE p.consent_id IS NOT NULL
    UNION ALL
    SELECT p.id * 8 + m.number, 42, p.clinic_id, p.person_id, m.at, %(journaled)s,
        CASE WHEN m.from_patient THEN %(patient)s ELSE p.staff_role END,
        CASE WHEN m.from_patient THEN p.name ELSE p.staff_name END,
        CASE WHEN NOT m.from_patient THEN p.staff_account END, CASE WHEN m.from_patient THEN p.person_id END,
        p.public_id, jsonb_build_object('entry', m.entry)
    FROM seed_message m JOIN seed_plan p ON p.id = m.dialogue_id
    UNION ALL
    SELECT p.id * 8 + m.number, 43, p.clinic_id, p.person_id, m.at, CASE WHEN m.number = 1 THEN %(started)s
            WHEN m.from_patient THEN %(replied)s WHEN p.state = 'closed' AND m.number = p.count THEN %(closed)s
            ELSE %(answered)s END,
        CASE WHEN m.from_patient THEN %(patient)s ELSE p.staff_role END,
        CASE WHEN m.from_patient THEN p.name ELSE p.staff_name END,
        CASE WHEN NOT m.from_patient THEN p.staff_account END, CASE WHEN m.from_patient THEN p.person_id END,
        p.public_id, CASE WHEN m.number = 1 THEN jsonb_build_object('kind', p.kind) ELSE '{{}}' END
    FROM seed_message m JOIN seed_plan p ON p.id = m.dialogue_id
    UNION ALL
    SELECT p.id * 8 + v.n, 44, p.clinic_id, p.person_id, v.at, %(opened)s, {by_staff}, p.public_id,
        jsonb_build_object('why', %(in_turn)s::text)
    FROM seed_plan p {opened}
    UNION ALL
    SELECT p.id * 8 + v.n, 45, p.clinic_id, p.person_id, v.at, %(read)s, {by_patient}, p.public_id, '{{}}'
    FROM seed_plan p {read}
    UNION ALL
    SELECT p.id * 8 + m.number, 46, p.clinic_id, p.person_id, m.at, %(decided)s, {by_staff}, p.public_id,
        jsonb_build_object('channel', p.channel)
    FROM seed_message m JOIN seed_plan p ON p.id = m.dialogue_id WHERE NOT m.from_patient
    UNION ALL
    SELECT p.id, 47, p.clinic_id, p.person_id, p.at, %(charged)s, {by_staff}, p.about,
        jsonb_build_object('amount_ore', p.day_ore, 'fee_ore', p.fee_ore)
    FROM seed_charge p
) made ORDER BY at
""".format(  # noqa: S608 - constants only
    by_patient=_BY_PATIENT, by_staff=_BY_STAFF, consented=CONSENTED_AT, opened=_READS.format(what="o"),
    read=_READS.format(what="r"),
)  # fmt: skip

IN_ORDER = (FILES, CONSENTS, MESSAGES, ATTACHMENTS, DIALOGUES, WORK, SEEN, JOURNAL, CHARGES, NOTICES, TRACES)

WORDS = {
    "patient": Role.PATIENT, "how_answered": ClosedHow.ANSWERED, "in_turn": Why.IN_TURN, "jpeg": MediaType.JPEG,
    "grown_up": red_flags.GROWN_UP_FROM, "older": red_flags.OLDER_FROM,
    "child": CURRENT[AgeGroup.CHILD].version, "adult": CURRENT[AgeGroup.ADULT].version,
    "old": CURRENT[AgeGroup.OLDER].version,
    "under_16": Exemption.UNDER_16, "frikort": Exemption.FRIKORT,
    "new_message": Notice.NEW_MESSAGE, "sent": NoticeState.SENT, "nowhere": NoticeState.NONE,
    "no_channel": Channel.NONE,
    "file_added": Event.FILE_ADDED, "accepted": Event.PRICE_ACCEPTED, "journaled": Event.JOURNALED,
    "started": Event.DIALOGUE_STARTED, "replied": Event.DIALOGUE_REPLIED, "closed": Event.DIALOGUE_CLOSED,
    "answered": Event.DIALOGUE_ANSWERED, "opened": Event.DIALOGUE_OPENED_BY_CLINIC,
    "read": Event.DIALOGUE_READ_BY_PATIENT, "decided": Event.NOTICE_DECIDED, "charged": Event.CHARGED,
}  # fmt: skip


def write(cursor: Any, **values: Any) -> None:
    """Write what the planned dialogues leave behind. Keys are looked at when the transaction's rows are all in."""
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for statements in IN_ORDER:
        for statement in statements.split(";\n"):
            if statement.strip():
                used = {**WORDS, **values}
                cursor.execute(statement, used if "%(" in statement else None)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
