"""Many who guess at once are counted one by one (ID-4)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from legesvar.core import clock
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.identity.commands import contact
from legesvar.domain.identity.kinds import ContactKind
from legesvar.domain.identity.models import Verification
from legesvar.domain.identity.policies import ContactRefusal

pytestmark = pytest.mark.django_db(transaction=True)
KEY = b"k" * 32


def test_twenty_guesses_at_once_are_five_guesses(patient: Actor) -> None:
    with acting_as(patient):
        name = contact.ask_for_code(
            actor=patient, kind=ContactKind.EMAIL, written="ny@eksempel.no", key=KEY, now=clock.now()
        )

    def guess(n: int) -> ContactRefusal | None:
        try:
            with acting_as(patient):
                return contact.try_code(
                    actor=patient, verification_id=name, code=f"x{n}", key=KEY, now=clock.now()
                )  # fmt: skip
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(guess, range(20)))
    assert (answers.count(ContactRefusal.WRONG_CODE), answers.count(ContactRefusal.LOCKED)) == (4, 16)
    assert Verification.objects.get().tries == 5
