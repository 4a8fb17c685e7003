"""What is known of files: seen through the wall, traced, and found by the keys of their bytes."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import uuid4

import pytest
from django.db import connection
from tests.personas import FURNISHER

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.files import commands, selectors
from legesvar.domain.files.commands import Stored
from legesvar.domain.files.models import File
from legesvar.domain.files.selectors import FileRow


def picture(name: str = "bilde.jpg") -> Stored:
    return Stored(
        name=name, media_type="image/jpeg", size=9, width=3, height=2, sha256=uuid4().hex * 2,
        object_key=uuid4().hex, thumbnail_key=uuid4().hex,
    )  # fmt: skip


@pytest.fixture
def file(patient: Actor, clinic: Clinic, now: datetime) -> FileRow:
    with acting_as(patient):
        return commands.add(
            actor=patient, clinic_id=clinic.id, person_id=patient.person_id, stored=picture(), now=now
        )  # fmt: skip


def test_what_is_added_is_what_is_read(file: FileRow, patient: Actor) -> None:
    with acting_as(patient):
        assert selectors.file(patient, file.public_id) == file
        assert selectors.details(patient, [file.id]) == {file.id: file}
        assert selectors.named(patient, [file.public_id, uuid4()]) == {file.public_id: file}


@pytest.mark.parametrize("who", ["other_patient", "foreign_doctor", "foreign_patient"])
def test_others_find_nothing_by_any_name(file: FileRow, who: str, request: pytest.FixtureRequest) -> None:
    other = request.getfixturevalue(who)
    with acting_as(other):
        assert selectors.file(other, file.public_id) is None
        assert selectors.details(other, [file.id]) == {}
        assert selectors.named(other, [file.public_id]) == {}
        assert selectors.owned_keys(other, [file.object_key]) == set()


def test_others_can_neither_move_nor_remove_it(file: FileRow, foreign_doctor: Actor, now: datetime) -> None:
    with acting_as(foreign_doctor):
        commands.move(actor=foreign_doctor, file_ids=[file.id], clinic_id=foreign_doctor.clinic_id)
        commands.remove(actor=foreign_doctor, file_ids=[file.id], now=now)
    with acting_as(FURNISHER):
        assert File.objects.get().clinic_id == file.clinic_id


def test_only_readings_by_others_than_the_patient_are_traced(
    file: FileRow, patient: Actor, doctor: Actor, now: datetime
) -> None:
    for reader in (patient, doctor):
        with acting_as(reader):
            commands.trace_reading(actor=reader, file=file, now=now)
    with acting_as(FURNISHER):
        (trace,) = Entry.objects.filter(event="file_read")
    assert (trace.about, trace.person_id, trace.account_id) == (file.public_id, patient.person_id, doctor.account_id)


def test_removing_asks_for_the_bytes_to_be_forgotten(file: FileRow, patient: Actor, now: datetime) -> None:
    with acting_as(patient):
        commands.remove(actor=patient, file_ids=[file.id], now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'files.forget_objects'")
        assert [json.loads(args) for (args,) in cursor.fetchall()] == [{"keys": [file.object_key, file.thumbnail_key]}]


def test_the_keys_of_pictures_and_thumbnails_are_owned(file: FileRow) -> None:
    with acting_as(FURNISHER):
        owned = selectors.owned_keys(FURNISHER, [file.object_key, file.thumbnail_key, "nobody's", ""])
    assert owned == {file.object_key, file.thumbnail_key}


def test_owners_of_keys_are_found_by_index_under_the_wall(file: FileRow) -> None:
    with acting_as(FURNISHER), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for column in ("object_key", "thumbnail_key"):
            plan = File.objects.filter(**{f"{column}__in": ["a", "b"]}).explain()
            assert f"Index Cond: ({column} = ANY" in plan
