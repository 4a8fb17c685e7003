"""Patients from a file (ADMIN-3): looked at first, then exactly that is done, in one short transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.core.models import new_public_id
from legesvar.core.refusal import Unknown, refuse_if
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.identity import commands as identity
from legesvar.domain.identity import selectors as people
from legesvar.domain.identity.commands import contact
from legesvar.domain.identity.selectors import Reached
from legesvar.domain.patients import policies
from legesvar.domain.patients.kinds import NEW_GP, Outcome
from legesvar.domain.patients.models import Import, ImportLine, Membership, Patient
from legesvar.domain.patients.patient_file import LineFault, PatientFile
from legesvar.domain.patients.policies import RegisterRefusal

LASTS = timedelta(hours=24)
AT_A_TIME = 2_000
Notes = list[list[str]]


@command
def preview(*, actor: Actor, file: PatientFile, now: datetime) -> Import:
    """Find out what a file would do, and keep that for a day. Nobody is put on the list by it.

    :raises Refused: NOT_YOUR_ROLE
    """
    refuse_if(policies.register_refused(actor.role))
    lines = [
        ImportLine(
            clinic_id=actor.clinic_id, public_id=new_public_id(), number=line.number,
            identity_number=line.identity_number, name=line.name, birth_date=line.birth_date, email=line.email,
            mobile=line.mobile, gp_id=line.gp_id, outcome=Outcome.WRONG, notes=[list(note) for note in line.notes],
        )
        for line in file.lines
    ]  # fmt: skip
    _judge(actor, lines, {line.number for line in file.lines if line.is_wrong})
    made = Import.objects.create(
        clinic_id=actor.clinic_id, digest=_digest(file.digest, lines), lines=len(lines), counts=_counted(lines),
        ignored=list(file.ignored), made_at=now, made_by=actor.name, expires_at=now + LASTS,
    )  # fmt: skip
    for line in lines:
        line.import_id = made.id
    ImportLine.objects.bulk_create(lines, batch_size=AT_A_TIME)
    return made


@command
def confirm(*, actor: Actor, import_id: UUID, digest: str, now: datetime) -> Import:
    """Do what was previewed, all of it or nothing. Confirming once more changes nothing.

    :param digest: of the preview that was looked at
    :returns: the import; `done_at` None when the register has changed meanwhile: then the preview is made anew, and
        nothing is done
    :raises Refused: NOT_YOUR_ROLE, IMPORT_OLD, IMPORT_MOVED, IMPORT_EMPTY
    :raises Unknown: when there is no such import at the actor's clinic
    """
    refuse_if(policies.register_refused(actor.role))
    made = Import.objects.select_for_update(of=("self",), no_key=True).filter(
        public_id=import_id, clinic_id=actor.clinic_id
    ).first()  # fmt: skip
    if made is None:
        raise Unknown
    if made.done_at is not None:
        return made
    refuse_if(RegisterRefusal.IMPORT_OLD if made.expires_at <= now else None)
    refuse_if(RegisterRefusal.IMPORT_MOVED if made.digest != digest else None)
    lines = list(ImportLine.objects.filter(import_id=made.id).order_by("number"))
    changing = [line for line in lines if line.outcome in _CHANGING]
    refuse_if(RegisterRefusal.IMPORT_EMPTY if not changing else None)
    if _has_moved(actor, made, lines) or not _done(actor, changing, now):
        return made
    made.done_at = now
    made.save(update_fields=["done_at"])
    audit.record(actor=actor, event=Event.PATIENTS_IMPORTED, about=made.public_id, now=now, **made.counts)
    return made


@command
def forget_imports(*, actor: Actor, now: datetime) -> int:
    """Remove files of patients that were looked at more than a day ago; what they did stands in the trace.

    :returns: how many
    """
    old = list(Import.objects.filter(expires_at__lte=now).values_list("id", flat=True))
    ImportLine.objects.filter(import_id__in=old).delete()
    return Import.objects.filter(id__in=old).delete()[0]


_CHANGING = {Outcome.NEW, Outcome.BACK, Outcome.CHANGED}


def _counted(lines: Sequence[ImportLine]) -> dict[str, int]:
    return {str(outcome): sum(line.outcome == outcome for line in lines) for outcome in Outcome}


def _digest(before: str, lines: Sequence[ImportLine]) -> str:
    told = json.dumps([before, [[line.number, line.outcome, line.notes] for line in lines]])
    return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Listed:
    """A patient as they stand on the list."""

    person_id: int
    name: str
    gp_id: int | None
    ended_at: datetime | None


def _judge(actor: Actor, lines: Sequence[ImportLine], wrong: set[int]) -> None:
    """Say of each line what it would do, by what is on the list now: two questions, however long the file."""
    good = [line for line in lines if line.number not in wrong]
    reached = people.reached_by_number(actor, [line.identity_number for line in good])
    ids = [one.person_id for one in reached.values()]
    rows = Patient.objects.filter(clinic_id=actor.clinic_id, person_id__in=ids)
    listed = {row[0]: _Listed(*row) for row in rows.values_list(*_Listed.__slots__)}
    for line in good:
        known = reached.get(line.identity_number)
        here = listed.get(known.person_id) if known else None
        line.outcome, line.notes = _outcome(line, here, known) if here and known else (Outcome.NEW, [])


def _outcome(line: ImportLine, here: _Listed, known: Reached) -> tuple[Outcome, Notes]:
    notes: Notes = []
    if line.name != here.name:
        notes.append([LineFault.NEW_NAME, here.name])
    if line.gp_id is not None and line.gp_id != here.gp_id:
        notes.append([LineFault.NEW_GP, ""])
    changes = bool(notes)
    for said, has, verified, new, kept in (
        (line.email, known.email, known.email_verified, LineFault.NEW_EMAIL, LineFault.KEPT_EMAIL),
        (line.mobile, known.mobile, known.mobile_verified, LineFault.NEW_MOBILE, LineFault.KEPT_MOBILE),
    ):
        if said and said != has:
            notes.append([kept if verified else new, ""])
            changes = changes or not verified
    if here.ended_at is not None:
        return Outcome.BACK, notes
    return (Outcome.CHANGED if changes else Outcome.UNCHANGED), notes


def _has_moved(actor: Actor, made: Import, lines: Sequence[ImportLine]) -> bool:
    """Judge once more; keep the new judgement when it is another than the one that was looked at."""
    before = [(line.outcome, line.notes) for line in lines]
    _judge(actor, lines, {line.number for line in lines if line.outcome == Outcome.WRONG})
    if [(str(line.outcome), line.notes) for line in lines] == before:
        return False
    made.digest, made.counts = _digest(made.digest, lines), _counted(lines)
    made.save(update_fields=["digest", "counts"])
    ImportLine.objects.bulk_update(lines, ["outcome", "notes"], batch_size=200)
    return True


def _done(actor: Actor, lines: Sequence[ImportLine], now: datetime) -> bool:
    try:
        with transaction.atomic():
            _do(actor, lines, now)
    except IntegrityError:  # somebody put one of them on the list at this very moment; the next look shows it
        return False
    return True


def _do(actor: Actor, lines: Sequence[ImportLine], now: datetime) -> None:
    """Do all lines: a fixed number of statements for each some thousand of them."""
    person_of = identity.register_people(
        actor=actor, now=now,
        people=[(row.identity_number, row.name, row.birth_date or date.min, row.email, row.mobile) for row in lines],
    )  # fmt: skip
    by_outcome: dict[str, dict[int, ImportLine]] = {}
    for line in lines:
        by_outcome.setdefault(line.outcome, {})[person_of[line.identity_number]] = line
    _add(actor, by_outcome.get(Outcome.NEW, {}), now)
    _bring_back(actor, by_outcome.get(Outcome.BACK, {}), now)
    _change(actor, by_outcome.get(Outcome.CHANGED, {}), now)
    contact.enter_many(
        actor=actor, now=now, people=[(person_of[row.identity_number], row.email, row.mobile) for row in lines]
    )


def _add(actor: Actor, lines: dict[int, ImportLine], now: datetime) -> None:
    rows = [
        Patient(
            clinic_id=actor.clinic_id, person_id=person_id, public_id=line.public_id, name=line.name,
            identity_number=line.identity_number, birth_date=line.birth_date, gp_id=line.gp_id, listed_at=now,
        )
        for person_id, line in lines.items()
    ]  # fmt: skip
    Patient.objects.bulk_create(rows, batch_size=AT_A_TIME)
    _begin(actor, rows, now)
    _trace(actor, Event.PATIENT_REGISTERED, rows, now)


def _bring_back(actor: Actor, lines: dict[int, ImportLine], now: datetime) -> None:
    rows = _locked(actor, lines)
    for row in rows:
        line = lines[row.person_id]
        row.name, row.gp_id, row.listed_at, row.ended_at = line.name, line.gp_id, now, None
    _store(rows)
    _begin(actor, rows, now)
    _trace(actor, Event.PATIENT_CAME_BACK, rows, now)


def _change(actor: Actor, lines: dict[int, ImportLine], now: datetime) -> None:
    rows = _locked(actor, lines)
    moved = []
    for row in rows:
        line = lines[row.person_id]
        row.name = line.name
        if line.gp_id is not None and line.gp_id != row.gp_id:
            row.gp_id = line.gp_id
            moved.append(row)
    _store(rows)
    running = Membership.objects.filter(clinic_id=actor.clinic_id, person_id__in=[row.person_id for row in moved])
    running.filter(ended_at=None).update(ended_at=now, ended_why=NEW_GP, ended_by=actor.name)
    _begin(actor, moved, now)
    _trace(actor, Event.PATIENT_CHANGED, rows, now)


_STORE = """
    UPDATE patients_patient p SET name = t.name, gp_id = t.gp_id, listed_at = t.listed_at, ended_at = t.ended_at
    FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::timestamptz[], %s::timestamptz[])
        AS t (id, name, gp_id, listed_at, ended_at)
    WHERE p.id = t.id
"""


def _store(rows: Sequence[Patient]) -> None:
    columns = [[getattr(row, column) for row in rows] for column in ("id", "name", "gp_id", "listed_at", "ended_at")]
    with connection.cursor() as cursor:
        cursor.execute(_STORE, columns)


def _locked(actor: Actor, lines: dict[int, ImportLine]) -> list[Patient]:
    if not lines:
        return []
    rows = Patient.objects.select_for_update(of=("self",), no_key=True)
    return list(rows.filter(clinic_id=actor.clinic_id, person_id__in=list(lines)).order_by("id"))


def _begin(actor: Actor, rows: Sequence[Patient], now: datetime) -> None:
    Membership.objects.bulk_create(
        [
            Membership(
                clinic_id=row.clinic_id, person_id=row.person_id, gp_id=row.gp_id, began_at=now, began_by=actor.name
            )
            for row in rows
        ],
        batch_size=AT_A_TIME,
    )


def _trace(actor: Actor, event: Event, rows: Sequence[Patient], now: datetime) -> None:
    audit.record_many(
        actor=actor, event=event, about=[(row.person_id, row.public_id) for row in rows], now=now, by="file"
    )
