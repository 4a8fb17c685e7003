"""Bytes that no file owns are forgotten, and no others."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from tests.personas import FURNISHER

from legesvar.adapters.object_store import UNFINISHED, ObjectStore, new_key, open_store
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.files import commands as files
from legesvar.domain.files.commands import Stored
from legesvar.domain.files.selectors import FileRow
from legesvar.jobs import bind, objects

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(settings: LazySettings, tmp_path: Path) -> ObjectStore:
    settings.LEGESVAR = replace(settings.LEGESVAR, files_url=tmp_path.as_uri())
    return open_store(tmp_path.as_uri())


def put(store: ObjectStore, root: Path, *, hours_ago: float) -> str:
    key = new_key()
    store.put(key, b"x", "image/jpeg")
    then = datetime.now().astimezone() - timedelta(hours=hours_ago)
    os.utime(root / key, (then.timestamp(), then.timestamp()))
    return key


def own(patient: Actor, clinic_id: int, key: str, thumbnail_key: str, now: datetime) -> FileRow:
    stored = Stored(
        name="bilde.jpg", media_type="image/jpeg", size=1, width=1, height=1, sha256="0" * 64, object_key=key,
        thumbnail_key=thumbnail_key,
    )  # fmt: skip
    with acting_as(patient):
        return files.add(actor=patient, clinic_id=clinic_id, person_id=patient.person_id, stored=stored, now=now)


def keys(store: ObjectStore) -> set[str]:
    return {found.key for found in store.listing()}


def test_at_night_only_what_is_old_and_nobodys_goes(
    store: ObjectStore, tmp_path: Path, patient: Actor, clinic, now: datetime
) -> None:
    picture, thumbnail = put(store, tmp_path, hours_ago=50), put(store, tmp_path, hours_ago=50)
    orphan, on_its_way = put(store, tmp_path, hours_ago=25), put(store, tmp_path, hours_ago=23)
    own(patient, clinic.id, picture, thumbnail, now)
    bind.forget_orphans(timestamp=0)
    assert keys(store) == {picture, thumbnail, on_its_way}
    assert orphan not in keys(store)


def test_at_night_what_killed_writes_left_goes(store: ObjectStore, tmp_path: Path) -> None:
    put(store, tmp_path, hours_ago=0)
    old, new = tmp_path / UNFINISHED / "old", tmp_path / UNFINISHED / "new"
    old.write_bytes(b"x")
    new.write_bytes(b"x")
    os.utime(old, (0, 0))
    bind.forget_orphans(timestamp=0)
    assert not old.exists()
    assert new.exists()


def test_a_store_that_is_nearly_all_orphans_is_left_alone(
    store: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "MANY", 2)
    for _ in range(3):
        put(store, tmp_path, hours_ago=25)
    bind.forget_orphans(timestamp=0)
    assert len(keys(store)) == 3


def test_what_was_taken_out_goes_and_may_be_asked_for_again(
    store: ObjectStore, tmp_path: Path, patient: Actor, clinic, now: datetime
) -> None:
    picture, thumbnail = put(store, tmp_path, hours_ago=0), put(store, tmp_path, hours_ago=0)
    row = own(patient, clinic.id, picture, thumbnail, now)
    bind.forget_objects(keys=[picture, thumbnail])
    assert keys(store) == {picture, thumbnail}
    with acting_as(FURNISHER):
        files.remove(actor=FURNISHER, file_ids=[row.id], now=now)
    bind.forget_objects(keys=[picture, thumbnail])
    bind.forget_objects(keys=[picture, thumbnail])
    assert not keys(store)
