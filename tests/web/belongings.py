"""What one patient has at their clinic, one of each thing an address or a form can name: what strangers are after."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.db import connection
from tests.consultations import E, draft, send
from tests.factories.uploads import jpeg
from tests.personas import FURNISHER, be_born, let_act, number

from legesvar.adapters.object_store import new_key
from legesvar.core import working_days
from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.models import Record
from legesvar.core.wall import acting_as
from legesvar.domain.billing import selectors as billing
from legesvar.domain.billing.kinds import CreditReason
from legesvar.domain.clinics import commands as clinics
from legesvar.domain.clinics import selectors as clinic_facts
from legesvar.domain.clinics.commands import absence
from legesvar.domain.clinics.models import Clinic, Invitation
from legesvar.domain.dialogues import selectors
from legesvar.domain.dialogues.commands import answering, attending, drafting, sharing
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.files.commands import Stored
from legesvar.domain.identity.commands import contact
from legesvar.domain.identity.kinds import ContactKind
from legesvar.domain.identity.models import PushSubscription, Verification
from legesvar.domain.identity.tokens import token_hash
from legesvar.domain.journal import selectors as journal
from legesvar.domain.notifications.models import Notice
from legesvar.domain.patients import patient_file
from legesvar.domain.patients import selectors as patients
from legesvar.domain.patients.commands import importing
from legesvar.domain.patients.kinds import Basis
from legesvar.domain.search import commands as search
from legesvar.domain.search.kinds import Why
from legesvar.domain.standard_texts import commands as standard_texts
from legesvar.domain.standard_texts.commands import Written
from legesvar.domain.standard_texts.kinds import Owner
from legesvar.web.files.store import store
from legesvar.web.patient.profile.limits import code_key

SECRET = "Utslettet sitter bak venstre kne"
SECRET_ANSWER = "Salven skal ligge natten over"
SECRET_NOTE = "Moren ringte og var urolig"
SECRET_FILE = "bak-kneet.jpg"
SECRET_DRAFT = "Jeg har ikke fortalt det til noen"
EMAIL = "kari@eksempel.no"
NEW_EMAIL = "kari.ny@eksempel.no"
TOKEN = "lenken-som-sto-i-meldingen"
INVITATION_TOKEN = "lenken-i-invitasjonen"
# Nothing of this may stand in an answer to anybody else.
SECRETS = (
    SECRET,
    SECRET_ANSWER,
    SECRET_NOTE,
    SECRET_FILE,
    SECRET_DRAFT,
    "Kari Nordmann",
    "12.05.1980",
    EMAIL,
    NEW_EMAIL,
)
# Tables in which a refusal itself leaves its trace.
TRACES = {"audit_entry"}


@dataclass(frozen=True)
class Belongings:
    """One patient's things, by the names that tables of addresses use."""

    waiting: UUID
    open: UUID
    closed: UUID
    draft: UUID
    drafted_file: UUID
    sent_file: UUID
    invoice: UUID
    entry: UUID
    clinic: UUID
    member: UUID
    person: UUID
    verification: UUID
    notice: UUID
    handover: UUID
    search: UUID
    device: UUID
    standard_text: UUID
    token: str
    shown: str
    credit_reason: str
    last_day_of_the_year: str
    patient: UUID
    representation: UUID
    free_number: str
    import_id: UUID
    digest: str
    today: str
    next_year: str
    day_off: UUID
    invitation: UUID
    invitation_token: str
    absence: UUID

    def address_objects(self, page: str, named: dict[str, str]) -> dict[str, Any]:
        """Give what fills the variables of a page's address."""
        return {f"{page}.{variable}": getattr(self, thing) for variable, thing in named.items()}

    def form(self, fields: dict[str, str]) -> dict[str, Any]:
        """Give a form with the things in it that its fields name."""
        return {name: self._value(value) for name, value in fields.items()}

    def _value(self, value: str) -> Any:
        return str(getattr(self, value[1:])) if value.startswith("=") and value != "=" else value.removeprefix("=")


@pytest.fixture
def own_store(settings: LazySettings, tmp_path: Path) -> None:
    """Keep this test's files in a folder of its own, with nobody to scan them."""
    settings.LEGESVAR = replace(settings.LEGESVAR, files_url=(tmp_path / "lager").as_uri(), malware_url="")


@pytest.fixture
def belongings(
    own_store: None, tariff: None, patient: Actor, clinic: Clinic, doctor: Actor, now: datetime
) -> Belongings:
    """Three dialogues (waiting, open, closed and invoiced), a draft with a picture, and all that hangs on them."""
    waiting, sent_file = _sent(patient, clinic, doctor, now)
    opened, _ = _sent(patient, clinic, doctor, now)
    closed, _ = _sent(patient, clinic, doctor, now)
    with acting_as(doctor):
        answering.answer(
            actor=doctor, dialogue_id=opened.public_id, text=SECRET_ANSWER, seen=1, send_key=uuid4(), now=now
        )
        answering.answer_and_close(
            actor=doctor, dialogue_id=closed.public_id, text=SECRET_ANSWER, seen=1, send_key=uuid4(), now=now
        )
        invoice = billing.invoices_about(doctor, closed.public_id)[0]
        entry = journal.entries_about(doctor, waiting.public_id)[0]
        attending.note(actor=doctor, dialogue_id=waiting.public_id, text=SECRET_NOTE, send_key=uuid4(), now=now)
        handover = sharing.assign(actor=doctor, dialogue_id=waiting.public_id, to=None, now=now)
    assert handover
    begun = draft(patient, clinic, doctor, now, SECRET_DRAFT)
    drafted_file = _picture(patient, now)
    with acting_as(patient):
        place = patients.listing(patient, clinic.id, patient.person_id)
        shown = selectors.price(patient, place, now).shown
    with acting_as(doctor):
        row = "fødselsnummer;navn\n" + f"{number(date(1962, 3, 4), 5)};Kari Nordmann\n"
        file = patient_file.read(io.BytesIO(row.encode()), gps=[], synthetic_allowed=True)
        imported = importing.preview(actor=doctor, file=file, now=now)
    helper = be_born("Hjelpsom Hansen", date(1955, 5, 5))
    return Belongings(
        waiting=waiting.public_id, open=opened.public_id, closed=closed.public_id, draft=begun,
        drafted_file=drafted_file, sent_file=sent_file, invoice=invoice.public_id, entry=entry.public_id,
        clinic=clinic.public_id, verification=_verification(patient, now), token=TOKEN, notice=_failed(opened),
        handover=handover.public_id, search=_search(doctor, now),
        device=_device(patient, now), standard_text=_standard_text(doctor, now),
        member=doctor.public_id, person=patient.public_id, shown=shown,
        patient=place.public_id, representation=let_act(helper, patient, clinic, now, basis=Basis.GUARDIAN),
        import_id=imported.public_id, digest=imported.digest,
        free_number=number(date(1961, 2, 3), 7), today=f"{oslo_date(now):%d.%m.%Y}",
        credit_reason=CreditReason.GOODWILL.value, last_day_of_the_year=f"31.12.{oslo_date(now).year}",
        next_year=_next_year(now).strftime("%d.%m.%Y"), day_off=_day_off(clinic, now),
        invitation=_invitation(clinic, now), invitation_token=INVITATION_TOKEN, absence=_absence(clinic, doctor, now),
    )  # fmt: skip


def _verification(patient: Actor, now: datetime) -> UUID:
    with acting_as(patient):
        asked = contact.ask_for_code(actor=patient, kind=ContactKind.EMAIL, written=NEW_EMAIL, key=code_key(), now=now)
    Verification.objects.update(link_hash=token_hash(TOKEN))
    return asked


def _failed(dialogue: Dialogue) -> UUID:
    """Let the notice about an answer be one that did not come."""
    with acting_as(FURNISHER):
        notice = Notice.objects.get(about=dialogue.public_id)
        Notice.objects.filter(id=notice.id).update(state="failed")
    return notice.public_id


def _standard_text(doctor: Actor, now: datetime) -> UUID:
    written = Written(title="Hvile", text="Ta det med ro.")
    with acting_as(doctor):
        return standard_texts.add(actor=doctor, owner=Owner.CLINIC, written=written, now=now).public_id


def _next_year(now: datetime) -> date:
    """Give a working day a good while from now."""
    day = oslo_date(now) + timedelta(days=200)
    return working_days.add_working_days(day, 1)


def _day_off(clinic: Clinic, now: datetime) -> UUID:
    day = working_days.add_working_days(oslo_date(now) + timedelta(days=250), 1)
    with acting_as(FURNISHER):
        clinics.add_days_off(actor=FURNISHER, clinic_id=clinic.id, first=day, last=day, name="Kurs", now=now)
        (row,) = clinic_facts.day_off_rows(FURNISHER, clinic.id, None).rows
    return row.public_id


def _invitation(clinic: Clinic, now: datetime) -> UUID:
    return Invitation.objects.create(
        clinic=clinic, email="ny@legekontoret.no", name="Nina Ny", role="secretary", invited_by="Arne Administrator",
        token_hash=token_hash(INVITATION_TOKEN), invited_at=now, expires_at=now + timedelta(days=7),
    ).public_id  # fmt: skip


def _absence(clinic: Clinic, doctor: Actor, now: datetime) -> UUID:
    """Let the doctor be away a year from now, with nobody to stand in."""
    first = oslo_date(now) + timedelta(days=365)
    with acting_as(FURNISHER):
        return absence.record_absence(
            actor=FURNISHER, clinic_id=clinic.id, absent_id=doctor.staff_id, substitute_id=None, first_date=first,
            last_date=first, now=now,
        ).public_id  # fmt: skip


def _search(doctor: Actor, now: datetime) -> UUID:
    with acting_as(doctor):
        return search.look(actor=doctor, words="Kari", why=Why.CARE, now=now).public_id


def _device(patient: Actor, now: datetime) -> UUID:
    return PushSubscription.objects.create(
        person_id=patient.person_id, endpoint="https://push.example/kari", public_key="k", secret="s", made_at=now
    ).public_id


def _sent(patient: Actor, clinic: Clinic, doctor: Actor, now: datetime) -> tuple[Dialogue, UUID]:
    begun = draft(patient, clinic, doctor, now, SECRET)
    picture = _picture(patient, now)
    return send(patient, begun, now), picture


def _picture(patient: Actor, now: datetime) -> UUID:
    data, key, small = jpeg(), new_key(), new_key()
    store().put(key, data, "image/jpeg")
    store().put(small, data, "image/jpeg")
    stored = Stored(SECRET_FILE, "image/jpeg", len(data), 60, 40, uuid4().hex * 2, key, small)
    with acting_as(patient):
        return drafting.attach(actor=patient, kind=E, stored=stored, most=5, now=now).public_id


def rows_of(actor: Actor) -> dict[str, list[tuple[Any, ...]]]:
    """Give every row there is about a person, table by table, but for traces of what was refused."""
    found = {}
    with acting_as(FURNISHER), connection.cursor() as cursor:
        for table in sorted({m._meta.db_table for m in apps.get_models() if issubclass(m, Record)} - TRACES):
            cursor.execute(f"SELECT * FROM {table} WHERE person_id = %s ORDER BY id", [actor.person_id])
            found[table] = cursor.fetchall()
    return found


def row_counts() -> dict[str, int]:
    """Count the rows of every table, traces and what a login writes left out."""
    with acting_as(FURNISHER), connection.cursor() as cursor:
        tables = sorted({m._meta.db_table for m in apps.get_models() if m._meta.managed} - TRACES)
        counted = {}
        for table in tables:
            if table.startswith("procrastinate"):
                continue
            cursor.execute(f"SELECT count(*) FROM {table}")
            counted[table] = cursor.fetchone()[0]
    return counted
