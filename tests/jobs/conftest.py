"""The world outside: a real mail server, a real SMS receiver, and a worker that does what waits."""

from __future__ import annotations

import dataclasses
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from tests.personas import FURNISHER

from legesvar.adapters.stand_ins import mailbox
from legesvar.adapters.stand_ins.sms_receiver import SmsStandIn
from legesvar.adapters.stand_ins.smtp_server import SmtpStandIn
from legesvar.core import clock
from legesvar.core.wall import acting_as
from legesvar.domain.clinics import commands as clinics
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.patients.settings import PatientSettings
from legesvar.jobs import bind  # noqa: F401 - it ties the tasks' names to what does them


def set_up(clinic: Clinic, settings: PatientSettings) -> None:
    with acting_as(FURNISHER):
        clinics.change_settings(
            actor=FURNISHER, clinic_id=clinic.id, settings=settings, valid_from=clock.now() - timedelta(days=1),
            now=clock.now(),
        )  # fmt: skip


class Post:
    """The outside world: what it received, and whom it refuses."""

    def __init__(self, file: Path) -> None:
        self.file, self.refusals = file, {}

    def received(self) -> list[tuple[str, str]]:
        return [(m.channel, m.to) for m in mailbox.read(self.file)]


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@pytest.fixture
def post(tmp_path: Path, settings, clinic: Clinic) -> Iterator[Post]:
    set_up(clinic, PatientSettings(quiet_from=0, quiet_to=0))  # tests run at night too
    world = Post(tmp_path / "post.jsonl")
    mail = SmtpStandIn(world.file, port=free_port(), refusals=world.refusals)
    sms = SmsStandIn(world.file, port=0, refusals=world.refusals)
    with mail, sms:
        settings.LEGESVAR = dataclasses.replace(settings.LEGESVAR, mail_url=mail.url, sms_url=sms.url)
        yield world


def run_worker() -> None:
    """Work until nothing waits: in a thread of its own, since a browser's driver may keep a loop in this one."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker, ThreadPoolExecutor(1) as pool:
        pool.submit(worker.run_worker, wait=False, install_signal_handlers=False, concurrency=1).result()


def hurry() -> None:
    """Let what waits for its time be due now."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
