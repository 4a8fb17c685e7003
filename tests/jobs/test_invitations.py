"""Invitations on their way out over real SMTP, and what is removed at night (ADMIN-2)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from tests.jobs.conftest import Post, hurry, run_worker
from tests.personas import FURNISHER, LogIn

from legesvar.adapters.stand_ins import mailbox
from legesvar.core import clock, sealing
from legesvar.core.actor import NOBODY, Actor, Role
from legesvar.core.refusal import Refused
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.clinics.commands import invitations
from legesvar.domain.clinics.commands.invitations import Wanted
from legesvar.domain.clinics.models import Clinic, Invitation, Staff
from legesvar.domain.clinics.staffing import KEY_PURPOSE
from legesvar.domain.identity.models import Session
from legesvar.jobs import bind

pytestmark = pytest.mark.django_db(transaction=True)


def key() -> bytes:
    return sealing.derived_key(settings.SECRET_KEY, KEY_PURPOSE)


def invite(administrator: Actor) -> Invitation:
    wanted = Wanted("nina@legekontoret.no", "Nina Ny", Role.SECRETARY)
    with acting_as(administrator):
        invitations.invite(actor=administrator, wanted=wanted, key=key(), now=clock.now())
    return Invitation.objects.get(ended_at=None)


def links(post: Post) -> list[str]:
    found = [re.search(r"/klinikk/invitasjon/([\w-]+)/", message.body) for message in mailbox.read(post.file)]
    return [one[1] for one in found if one]


def accept(token: str) -> invitations.Accepted:
    with acting_as(NOBODY):
        return invitations.accept_by_number(
            actor=NOBODY, token=token, identity_number="01019012345", hpr_number=None, now=clock.now()
        )  # fmt: skip


def test_an_invitation_brings_a_link_that_works(post: Post, administrator: Actor, clinic: Clinic) -> None:
    invite(administrator)
    run_worker()
    (message,) = mailbox.read(post.file)
    assert message.to == "nina@legekontoret.no"
    assert message.subject == "Invitasjon til Legesvar fra Solbakken legekontor"
    assert "Arne Administrator inviterer deg" in message.body
    accepted = accept(links(post)[0])
    assert Staff.objects.get(id=accepted.staff_id).clinic_id == clinic.id
    assert Invitation.objects.get().outcome == "sent"


def test_of_a_link_only_a_hash_is_kept_and_nothing_readable_waits_in_the_queue(
    post: Post, administrator: Actor
) -> None:
    row = invite(administrator)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs")
        (waiting,) = cursor.fetchone()
    run_worker()
    (token,) = links(post)
    assert token not in waiting
    assert token not in row.token_hash


def test_it_is_sent_once_and_the_newest_link_is_the_one_that_works(post: Post, administrator: Actor) -> None:
    row = invite(administrator)
    with acting_as(administrator):
        invitations.send_again(actor=administrator, invitation_id=row.public_id, key=key(), now=clock.now())
    run_worker()
    run_worker()
    (token,) = links(post)
    with acting_as(administrator):
        invitations.send_again(actor=administrator, invitation_id=row.public_id, key=key(), now=clock.now())
    run_worker()
    with pytest.raises(Refused):
        accept(token)
    accept(links(post)[1])


def test_what_was_withdrawn_before_it_went_out_is_not_sent(post: Post, administrator: Actor) -> None:
    row = invite(administrator)
    with acting_as(administrator):
        invitations.withdraw(actor=administrator, invitation_id=row.public_id, now=clock.now())
    run_worker()
    assert mailbox.read(post.file) == []


def test_a_server_that_is_busy_is_asked_again_and_a_refusal_is_said(post: Post, administrator: Actor) -> None:
    post.refusals["nina@legekontoret.no"] = 451
    invite(administrator)
    run_worker()
    assert Invitation.objects.get().outcome == "try_again"
    post.refusals["nina@legekontoret.no"] = 550
    hurry()
    run_worker()
    assert Invitation.objects.get().outcome not in {"", "sent", "try_again"}


def test_old_sessions_and_invitations_are_removed_at_night_and_the_trace_keeps_them(
    administrator: Actor, doctor: Actor, logged_in: LogIn
) -> None:
    logged_in(doctor)
    logged_in(administrator)
    invite(administrator)
    long_ago = clock.now() - timedelta(days=200)
    Session.objects.filter(account_id=doctor.account_id).update(seen_at=long_ago)
    Invitation.objects.update(expires_at=long_ago)
    bind.forget_logins(timestamp=0)
    assert [session.account_id for session in Session.objects.all()] == [administrator.account_id]
    assert Invitation.objects.count() == 0
    with acting_as(FURNISHER):
        assert Entry.objects.filter(event="logged_in").count() == 2
        assert Entry.objects.filter(event="staff_invited").count() == 1
