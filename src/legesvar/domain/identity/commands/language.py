"""Somebody chooses the language the portal speaks and writes to them in (ALL-2)."""

from __future__ import annotations

from datetime import datetime

from legesvar.core import languages
from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.core.refusal import Unknown
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.identity.models import Account, Person


@command
def choose_language(*, actor: Actor, language: str, now: datetime) -> None:
    """Speak a language to the person, or to the account, who acts: on pages, in notices and in documents.

    :raises Unknown: it is not one of those the portal speaks, or nobody acts
    """
    if language not in languages.OFFERED:
        raise Unknown
    if actor.account_id is not None:
        changed = Account.objects.filter(id=actor.account_id).exclude(language=language).update(language=language)
    else:
        changed = Person.objects.filter(id=_person(actor)).exclude(language=language).update(language=language)
    if changed:
        audit.record(actor=actor, event=Event.LANGUAGE_CHOSEN, now=now, language=language)


def _person(actor: Actor) -> int:
    if actor.person_id is None:
        raise Unknown
    return actor.person_id
