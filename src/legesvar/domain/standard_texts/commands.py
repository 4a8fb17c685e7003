"""A standard text is written, changed and taken out of use. What it was stays readable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from legesvar.core import text as texts
from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.core.refusal import Refused, Unknown, refuse_if
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.standard_texts import policies
from legesvar.domain.standard_texts.kinds import Language, Owner
from legesvar.domain.standard_texts.models import Text, Version
from legesvar.domain.standard_texts.policies import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody has filled in.

    :param kinds: the kinds of dialogue it is for; none means all
    """

    title: str
    text: str
    kinds: Sequence[str] = ()
    language: Language = Language.ANY


@command
def add(*, actor: Actor, owner: Owner, written: Written, now: datetime) -> Text:
    """Make a standard text for oneself or for the clinic.

    :raises Refused: WRONG_ROLE, TOO_MANY, or why it cannot be saved: NO_TITLE, TITLE_TOO_LONG, EMPTY, TOO_LONG,
        UNKNOWN_PLACEHOLDER, BROKEN_PLACEHOLDER
    """
    owner_id = None if owner is Owner.CLINIC else _staff_id(actor)
    refuse_if(policies.changing_refused(actor.role, is_clinics=owner_id is None))
    values = _checked(written)
    mine = Text.objects.filter(clinic_id=actor.clinic_id, owner_id=owner_id, retired_at=None)
    refuse_if(policies.adding_refused(mine.count()))
    row = Text.objects.create(
        clinic_id=actor.clinic_id, owner_id=owner_id, changed_at=now, changed_by=actor.name, **values
    )
    _note(actor, row, now, "added")
    return row


@command
def change(*, actor: Actor, text_id: UUID, written: Written, seen: int, now: datetime) -> Text:
    """Change a standard text. Answers that were sent with it stay as they were sent.

    :param seen: the version that was on the screen
    :raises Refused: WRONG_ROLE, RETIRED, NEWER_VERSION, or why it cannot be saved
    :raises Unknown: when it is missing, another clinic's or a colleague's own
    """
    row = _locked(actor, text_id)
    refuse_if(Refusal.RETIRED if row.retired_at else None)
    refuse_if(policies.outdated(row.version, seen))
    values = _checked(written)
    if all(getattr(row, name) == value for name, value in values.items()):
        return row
    row.version, row.changed_at, row.changed_by = row.version + 1, now, actor.name
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=["version", "changed_at", "changed_by", *values])
    _note(actor, row, now, "changed")
    return row


@command
def retire(*, actor: Actor, text_id: UUID, now: datetime) -> Text:
    """Take a standard text out of use. One that is out of use already stays so.

    :raises Refused: WRONG_ROLE
    :raises Unknown: when it is missing, another clinic's or a colleague's own
    """
    row = _locked(actor, text_id)
    if row.retired_at is None:
        row.retired_at = now
        row.save(update_fields=["retired_at"])
        _trace(actor, row, now, "retired")
    return row


def _locked(actor: Actor, text_id: UUID) -> Text:
    rows = Text.objects.select_for_update(of=("self",), no_key=True)
    row = rows.filter(clinic_id=actor.clinic_id, public_id=text_id).first()
    if row is None or row.owner_id not in {None, actor.staff_id}:
        raise Unknown
    refuse_if(policies.changing_refused(actor.role, is_clinics=row.owner_id is None))
    return row


def _checked(written: Written) -> dict[str, Any]:
    title, body = texts.normalise(written.title), texts.normalise(written.text)
    reason = policies.saving_refused(title, body)
    if reason is Refusal.UNKNOWN_PLACEHOLDER:
        raise Refused(reason, name=f"{{{policies.unknown_placeholder(body)}}}")
    refuse_if(reason)
    return {"title": title, "text": body, "kinds": sorted(written.kinds), "language": written.language.value}


def _staff_id(actor: Actor) -> int:
    if actor.staff_id is None:
        raise Unknown
    return actor.staff_id


def _note(actor: Actor, row: Text, now: datetime, what: str) -> None:
    Version.objects.create(
        clinic_id=row.clinic_id, of=row, number=row.version, title=row.title, text=row.text, kinds=row.kinds,
        language=row.language, at=now, by=actor.name,
    )  # fmt: skip
    _trace(actor, row, now, what)


def _trace(actor: Actor, row: Text, now: datetime, what: str) -> None:
    audit.record(
        actor=actor, event=Event.STANDARD_TEXT_CHANGED, clinic_id=row.clinic_id, about=row.public_id, now=now,
        what=what, version=row.version, own=row.owner_id is not None,
    )  # fmt: skip
