"""Codes, links and warnings about contact data, over real SMTP and a real SMS receiver."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from tests.jobs.conftest import Post, hurry, run_worker

from legesvar.adapters.stand_ins import mailbox
from legesvar.adapters.stand_ins.mailbox import Message
from legesvar.core import clock, sealing
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.identity.commands import contact
from legesvar.domain.identity.contacts import KEY_PURPOSE
from legesvar.domain.identity.kinds import ContactKind
from legesvar.domain.identity.models import Person, Verification

pytestmark = pytest.mark.django_db(transaction=True)


def key() -> bytes:
    return sealing.derived_key(settings.SECRET_KEY, KEY_PURPOSE)


def ask(actor: Actor, kind: ContactKind, written: str) -> None:
    with acting_as(actor):
        contact.ask_for_code(actor=actor, kind=kind, written=written, key=key(), now=clock.now())


def the_only(post: Post) -> Message:
    (message,) = mailbox.read(post.file)
    return message


def test_an_sms_brings_the_code(post: Post, patient: Actor) -> None:
    ask(patient, ContactKind.MOBILE, "91234567")
    run_worker()
    message = the_only(post)
    code = re.search(r"[0-9]{6}", message.body)
    assert (message.channel, message.to) == ("sms", "+4791234567")
    assert code
    with acting_as(patient):
        name = Verification.objects.get().public_id
        assert contact.try_code(actor=patient, verification_id=name, code=code[0], key=key(), now=clock.now()) is None


def test_an_email_brings_a_link_and_the_code(post: Post, patient: Actor) -> None:
    ask(patient, ContactKind.EMAIL, "ny@eksempel.no")
    run_worker()
    message = the_only(post)
    link = re.search(r"/profil/lenke/([\w-]+)/", message.body)
    assert re.search(r": [0-9]{6}\n", message.body)
    assert link
    with acting_as(patient):
        assert contact.follow_link(actor=patient, token=link[1], now=clock.now()) is None
    assert Person.objects.get(id=patient.person_id).email == "ny@eksempel.no"
    run_worker()
    told = mailbox.read(post.file)[1]
    assert (told.to, told.subject) == ("kari@eksempel.no", "E-postadressen din i Legesvar er endret")
    assert "ny@eksempel.no" not in told.body


def test_a_code_is_sent_once_however_often_the_worker_looks(post: Post, patient: Actor) -> None:
    ask(patient, ContactKind.MOBILE, "91234567")
    run_worker()
    hurry()
    run_worker()
    assert len(post.received()) == 1


def test_a_server_that_is_busy_is_asked_again(post: Post, patient: Actor) -> None:
    post.refusals["ny@eksempel.no"] = 451
    ask(patient, ContactKind.EMAIL, "ny@eksempel.no")
    run_worker()
    assert post.received() == []
    post.refusals.clear()
    hurry()
    run_worker()
    assert post.received() == [("email", "ny@eksempel.no")]


def test_an_address_that_is_refused_is_said_on_the_page(post: Post, patient: Actor) -> None:
    post.refusals["feil@eksempel.no"] = 550
    ask(patient, ContactKind.EMAIL, "feil@eksempel.no")
    run_worker()
    assert Verification.objects.get().outcome == "no_such_address"


def test_a_code_that_has_been_replaced_before_it_went_out_is_not_sent(post: Post, patient: Actor) -> None:
    ask(patient, ContactKind.MOBILE, "91234567")
    ask(patient, ContactKind.MOBILE, "97654321")
    run_worker()
    assert post.received() == [("sms", "+4797654321")]
