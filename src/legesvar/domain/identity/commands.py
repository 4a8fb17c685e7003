"""Persons and accounts come to be. Sessions have a module of their own."""

from __future__ import annotations

from datetime import date, datetime

from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.domain.identity.models import Account, Person


@command
def register_person(
    *, actor: Actor, identity_number: str, name: str, birth_date: date, email: str = "", mobile: str = "", now: datetime
) -> Person:
    """Make a person known, or return the one with this number as it stands (a person exists once, ID-3)."""
    person, _ = Person.objects.get_or_create(
        identity_number=identity_number,
        defaults={"name": name, "birth_date": birth_date, "email": email, "mobile": mobile, "created_at": now},
    )
    return person


@command
def register_account(*, actor: Actor, identity_number: str, name: str, hpr_number: str = "", now: datetime) -> Account:
    """Make a member of staff known, or return the account with this number as it stands."""
    account, _ = Account.objects.get_or_create(
        identity_number=identity_number, defaults={"name": name, "hpr_number": hpr_number, "created_at": now}
    )
    return account
