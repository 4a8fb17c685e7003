"""Which kinds of dialogue are invented, how often, and what each clinic has decided about them."""

from __future__ import annotations

from datetime import datetime
from itertools import accumulate
from random import Random
from typing import Any

from legesvar.cli.seeding import texts
from legesvar.core.actor import Actor, Role
from legesvar.core.kinds import DECLARED, Kind
from legesvar.domain.services import selectors as services
from legesvar.domain.services.kinds import SentTo

# Of a hundred dialogues. A kind that is not here is not invented.
SHARES = {Kind.E_CONSULTATION: 55, Kind.PRESCRIPTION: 25, Kind.INVOICE_QUESTION: 7, Kind.INQUIRY: 13}
ENDS = dict(zip(SHARES, accumulate(SHARES.values()), strict=True))
MOST_STORIES = 6_000

# Of what is written to the clinic, the secretary answers what a secretary may; all else is the patient's own GP's.
TABLES = """
DROP TABLE IF EXISTS seed_story, seed_service;
CREATE TEMP TABLE seed_story (kind text, story int, n int, text text, PRIMARY KEY (kind, story, n));
CREATE TEMP TABLE seed_service (
    clinic_id bigint, kind text, above int, upto int, stories int, charged bool, guided bool, to_clinic bool,
    answer_days int, max_files int, staff_id bigint, staff_account bigint, staff_role text, staff_name text,
    PRIMARY KEY (clinic_id, kind)
);
"""

SERVICE = """
INSERT INTO seed_service
SELECT %(clinic_id)s, %(kind)s, %(above)s, %(upto)s, %(stories)s, %(charged)s, %(guided)s, %(to_clinic)s,
    %(answer_days)s, %(max_files)s, s.id, s.account_id, s.role, s.name
FROM (SELECT 1) one LEFT JOIN LATERAL (
    SELECT id, account_id, role, name FROM clinics_staff
    WHERE clinic_id = %(clinic_id)s AND active AND role = %(answers)s ORDER BY id LIMIT 1
) s ON true
"""


def prepare(cursor: Any, *, seed: int, dialogues: int) -> None:
    """Make the tables of this session about kinds, and write what is told in each."""
    cursor.execute(TABLES)
    random = Random(seed)  # noqa: S311 - invented texts, no secret
    with cursor.copy("COPY seed_story FROM STDIN") as copy:
        for kind in SHARES:
            for story, told in enumerate(texts.stories(random, kind, _stories(kind, dialogues))):
                for n, text in enumerate(told, 1):
                    copy.write_row((kind, story, n, text))
    cursor.execute("ANALYZE seed_story")


def note(cursor: Any, actor: Actor, clinic_id: int, dialogues: int, now: datetime) -> None:
    """Note what a clinic has decided about each kind by now, and who answers it there."""
    for kind in SHARES:
        declared, settings = DECLARED[kind], services.settings(actor, clinic_id, now, kind)
        to_clinic = settings.sent_to is SentTo.CLINIC
        cursor.execute(SERVICE, {
            "clinic_id": clinic_id, "kind": kind, "above": ENDS[kind] - SHARES[kind], "upto": ENDS[kind],
            "stories": _stories(kind, dialogues), "charged": declared.charged, "guided": declared.asks_about_danger,
            "to_clinic": to_clinic, "answer_days": settings.answer_days, "max_files": settings.max_files,
            "answers": Role.SECRETARY if to_clinic and Role.SECRETARY in declared.answers else "",
        })  # fmt: skip


def _stories(kind: Kind, dialogues: int) -> int:
    return max(1, min(MOST_STORIES * SHARES[kind] // 100, dialogues))
