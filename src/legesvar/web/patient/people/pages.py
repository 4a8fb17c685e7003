"""The choice of person as finished words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from legesvar.core.actor import Mandate
from legesvar.core.kinds import Service
from legesvar.domain.patients.policies import age
from legesvar.domain.patients.selectors import Represented
from legesvar.words import people as words


@dataclass(frozen=True, slots=True)
class Choice:
    """One person to go on as. `limits` says what it is about, when it is not everything."""

    name: str
    about: str
    limits: str
    url: str
    unread: int


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Whom it can be about. `own` is empty for somebody who is on no list themselves."""

    own: Choice | None
    others: tuple[Choice, ...]


def inbox_of(person: UUID) -> str:
    """Return the address of somebody else's Innboks."""
    return f"{reverse('patient:people')}{person}/innboks/"


def people(
    own: tuple[str, int] | None, found: Sequence[Represented], unread: Mapping[UUID, int], today: date
) -> PeoplePage:
    """Put the choice into words.

    :param own: who is at the keyboard and how much they have not read; None when they have no pages of their own
    :param unread: how much is unread about each of the others
    """
    mine = Choice(own[0], _("Deg selv"), "", reverse("patient:inbox"), own[1]) if own else None
    return PeoplePage(mine, tuple(_choice(one, unread.get(one.public_id, 0), today) for one in found))


def _choice(one: Represented, unread: int, today: date) -> Choice:
    years = _("%(years)d år") % {"years": age(one.birth_date, today)}
    return Choice(one.name, years, _limits(one.mandates), inbox_of(one.public_id), unread)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody else about whom there is something unread, and the way to it."""

    name: str
    unread: int
    url: str


def waiting(found: Sequence[Represented], unread: Mapping[UUID, int]) -> tuple[Waiting, ...]:
    """Name those about whom there is something unread."""
    return tuple(
        Waiting(one.name, unread[one.public_id], inbox_of(one.public_id)) for one in found if unread.get(one.public_id)
    )


def _limits(mandates: Sequence[Mandate]) -> str:
    if any(mandate.services is None for mandate in mandates):
        return ""
    given = [service for service in Service if any(mandate.covers(service) for mandate in mandates)]
    return _("Gjelder %(services)s.") % {"services": words.listed(given)}
