"""How a patient can be reached, as the clinic sees it: what a person had before they came is theirs to show (ID-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from legesvar.core.actor import Actor
from legesvar.domain.identity import selectors as identity
from legesvar.domain.identity.kinds import ContactKind
from legesvar.domain.identity.selectors import Changed, ContactData
from legesvar.words import contacts


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One way to reach the patient: how sure it is, and who changed it when (ID-4)."""

    label: str
    value: str
    status: str
    tone: str
    changed: str


def lines(actor: Actor, person_id: int, since: datetime, today: date) -> tuple[ContactLine, ...]:
    """Return how a patient whom the actor has been let in to can be reached.

    :param since: when they came on the clinic's list; what they had before is masked until they confirm it, so that
        putting somebody on a list tells nothing of where they were before
    """
    data, changes = identity.data_and_changes(actor, person_id)
    return tuple(_line(kind, data, changes.get(kind), since, today) for kind in ContactKind)


def _line(kind: ContactKind, data: ContactData, last: Changed | None, since: datetime, today: date) -> ContactLine:
    value = data.email if kind is ContactKind.EMAIL else data.mobile
    verified_at = data.email_verified_at if kind is ContactKind.EMAIL else data.mobile_verified_at
    failing = kind is ContactKind.EMAIL and data.email_failed_at is not None
    if value and not _is_ours(data, verified_at, last, since):
        masked = contacts.masked_email(value) if kind is ContactKind.EMAIL else contacts.masked_mobile(value)
        return ContactLine(contacts.label(kind), masked, _("Lagt inn før pasienten kom hit"), "neutral", "")
    status, tone = contacts.status(value, verified_at, failing=failing, today=today)
    shown = contacts.spoken(kind, value) or _("Ikke lagt inn")
    return ContactLine(contacts.label(kind), shown, status, tone, contacts.changed(last, today))


def _is_ours(data: ContactData, verified_at: datetime | None, last: Changed | None, since: datetime) -> bool:
    moments = (data.created_at, verified_at, data.contact_confirmed_at, last.at if last else None)
    return any(moment is not None and moment >= since for moment in moments)
