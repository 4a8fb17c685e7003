"""A diagnosis is set about something; the codes to choose from are loaded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.core.refusal import Refused
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.diagnoses import selectors
from legesvar.domain.diagnoses.code_list import CodeLine
from legesvar.domain.diagnoses.models import Code, Diagnosis
from legesvar.domain.diagnoses.policies import Refusal
from legesvar.domain.diagnoses.selectors import CodeRow


@command
def diagnose(
    *, actor: Actor, clinic_id: int, person_id: int, about: UUID, code: str, hidden: bool = False, now: datetime
) -> CodeRow:
    """Set a diagnosis about something, once; the same code again changes nothing.

    :raises Refused: UNKNOWN_CODE
    """
    found = selectors.code(actor, code)
    if found is None:
        raise Refused(Refusal.UNKNOWN_CODE)
    new = Diagnosis(
        clinic_id=clinic_id, person_id=person_id, hidden=hidden, about=about, code=found.code, title=found.title,
        at=now, by=actor.name,
    )  # fmt: skip
    Diagnosis.objects.bulk_create([new], ignore_conflicts=True)
    audit.record(
        actor=actor, event=Event.DIAGNOSED, clinic_id=clinic_id, person_id=person_id, about=about, hidden=hidden,
        now=now, code=found.code,
    )  # fmt: skip
    return found


@command
def load(*, actor: Actor, lines: Sequence[CodeLine]) -> int:
    """Replace the codes that can be chosen. Those that are gone stay with what they were chosen for.

    :returns: how many can be chosen now
    """
    rows = [
        Code(
            code=line.code, title=line.title, found_by=f"{line.code} {line.title} {line.words}".lower(), in_use=True
        )
        for line in lines
    ]  # fmt: skip
    Code.objects.exclude(code__in=[line.code for line in lines]).update(in_use=False)
    Code.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=["title", "found_by", "in_use"]
    )
    return len(rows)
