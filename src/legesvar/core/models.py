"""The four kinds of table (docs/wall.md). Every model of ours is one of them; tests/architecture checks it."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from uuid_utils.compat import uuid7


def new_public_id() -> UUID:
    """Make an id that may stand in an address: unguessable, and sorted by time so that indexes stay compact."""
    return uuid7()


class Root(models.Model):
    """No wall: what a scope is computed from. Numbers, accounts, sessions, clinic names. Never health data."""

    wall_kind = "root"

    class Meta:
        abstract = True


class Record(models.Model):
    """A person's data at a clinic. Seen by that clinic and by that person, and by a parent unless hidden."""

    wall_kind = "record"

    clinic_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    hidden = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Staff(models.Model):
    """A clinic's own data, never shown to a patient."""

    wall_kind = "staff"

    clinic_id = models.BigIntegerField()

    class Meta:
        abstract = True


class Posted(models.Model):
    """What a clinic puts up for everyone to read: offers, prices, hours, settings."""

    wall_kind = "posted"

    clinic_id = models.BigIntegerField()

    class Meta:
        abstract = True
